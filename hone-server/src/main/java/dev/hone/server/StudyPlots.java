package dev.hone.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.Check;
import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Json;
import dev.hone.core.Nearest;
import dev.hone.core.analyse.SequenceSummary;
import dev.hone.core.space.ConstantParameter;
import dev.hone.core.space.Parameter;
import dev.hone.core.space.PermutationParameter;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.trial.Direction;
import dev.hone.core.trial.Objective;
import dev.hone.server.chart.Charts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Charts of studies as files, without a server: one as a picture, or all in a report. Of several studies the charts are those
 * that show them on the same axes. Reads the studies as they are when a chart is made. Not thread-safe.
 */
public final class StudyPlots implements AutoCloseable {

    /** The chart of a picture if nobody says which. */
    public static final String DEFAULT_CHART = "history";

    /** Slices that a report shows of each objective unless parameters are named. */
    private static final int MOST_SLICES = 12;

    private static final int LEAST_PIXELS = 200;
    private static final int MOST_PIXELS = 3_000;

    /** Charts of a report of one study in their order: of all objectives together, of each, and of whole trials. */
    private static final List<String> OF_ALL_OBJECTIVES = List.of("front", "hypervolume");

    private static final List<String> OF_EACH_OBJECTIVE =
            List.of("history", "importance", "slice", "contour", "terminator", "edf");
    private static final List<String> OF_TRIALS = List.of("parallel", "intermediate", "cost", "timeline");

    private static final Set<String> WITHOUT_VALUES = Set.of("cost", "timeline");

    private static final Set<String> OF_PARAMETERS = Set.of("importance", "slice", "contour", "terminator", "parallel");

    /**
     * What is wanted.
     *
     * @param objective position of the objective; empty for the first one, and in a report for all
     * @param parameters by name: of a slice the one it is along, of a contour those along x and y; may be empty
     */
    public record Wish(OptionalInt objective, List<String> parameters) {
        public Wish {
            parameters = List.copyOf(parameters);
        }

        /** Nothing in particular. */
        public static Wish any() {
            return new Wish(OptionalInt.empty(), List.of());
        }
    }

    /**
     * How a picture looks.
     *
     * @param width in pixels; what suits the chart if empty
     * @param height likewise
     */
    public record Look(OptionalInt width, OptionalInt height, boolean dark) {
        public Look {
            width.ifPresent(pixels -> checkPixels("width", pixels));
            height.ifPresent(pixels -> checkPixels("height", pixels));
        }

        private static void checkPixels(String field, int pixels) {
            Check.that(
                    pixels >= LEAST_PIXELS && pixels <= MOST_PIXELS,
                    field,
                    pixels,
                    "a whole number from " + LEAST_PIXELS + " to " + MOST_PIXELS);
        }
    }

    /** Is told of the charts of a report as they are made. */
    @FunctionalInterface
    public interface Progress {

        /** Chart {@code next} is being made, {@code done} of {@code all} are there. */
        void at(int done, int all, String next);
    }

    /** @param about what tells a chart from others of its kind: names of an objective and of parameters */
    private record View(String chart, int objective, List<String> about, Map<String, String> query) {}

    private final StudyStore store;
    private final List<StudyRecord> studies;
    private final Charts charts;

    /** @param store stays open */
    public StudyPlots(StudyStore store, List<StudyRecord> studies) {
        this.store = store;
        this.studies = List.copyOf(Check.notEmpty("studies", studies));
        charts = new Charts(store, Duration.ofDays(1));
    }

    private StudyRecord study() {
        return studies.get(0);
    }

    private boolean compares() {
        return studies.size() > 1;
    }

    /** Names of the charts that there are, sorted. */
    public List<String> names() {
        return compares() ? Charts.comparisons() : Charts.names();
    }

    /**
     * A chart as SVG.
     *
     * @param chart one of {@link #names}
     * @throws HoneException if the chart has nothing to show
     * @throws InvalidFieldException if there is no such chart, objective or parameter
     */
    public String svg(String chart, Wish wish, Look look) {
        check(chart);
        View view = view(chart, wish.objective().orElse(0), parameters(chart, wish.parameters()));
        ObjectNode settings = settings(view).put("dark", look.dark());
        int width = look.width().orElse(0);
        return new ChartPicture()
                .svg(chart, data(view), settings, width, look.height().orElse(0));
    }

    /** A chart as PNG, with two pixels for each of the SVG's in both directions. */
    public byte[] png(String chart, Wish wish, Look look) {
        return ChartPicture.png(svg(chart, wish, look));
    }

    /**
     * A report as an HTML file that needs nothing else.
     *
     * @param wanted names of charts; all of them if empty
     * @param dark whether it is dark; otherwise as the reader's browser likes it
     * @throws HoneException if none of the wanted charts is about such a study
     * @throws InvalidFieldException if there is no such chart, objective or parameter
     */
    public String html(List<String> wanted, Wish wish, boolean dark, Progress progress) {
        wanted.forEach(this::check);
        List<View> views = compares() ? comparisons(wish) : views(wish);
        views = views.stream()
                .filter(v -> wanted.isEmpty() || wanted.contains(v.chart()))
                .toList();
        if (views.isEmpty()) {
            throw new HoneException("there is nothing to show in " + wanted + " of " + study().name());
        }
        StudyReport report = new StudyReport(store, studies, dark, Instant.now());
        for (int i = 0; i < views.size(); i++) {
            View view = views.get(i);
            progress.at(i, views.size(), view.chart());
            report.add(view.chart(), settings(view), data(view));
        }
        return report.html();
    }

    private void check(String chart) {
        List<String> names = names();
        if (!names.contains(chart)) {
            String why = compares() && Charts.names().contains(chart) ? " which is of one study," : "";
            throw new InvalidFieldException(
                    "chart", "is '" + chart + "'," + why + " expected one of " + names + Nearest.hint(chart, names));
        }
    }

    private ObjectNode data(View view) {
        return compares()
                ? charts.compare(studies, view.chart(), view.query())
                : charts.chart(study(), view.chart(), view.query());
    }

    private ObjectNode settings(View view) {
        ObjectNode settings = Json.MAPPER.createObjectNode().put("focus", true).put("compare", compares());
        settings.set("about", Json.MAPPER.valueToTree(view.about()));
        // trials that are compared have no objective
        if (study().objectives().isEmpty()) {
            return settings;
        }
        Objective objective = study().objectives().get(view.objective());
        return settings.put("objective", view.objective())
                .put("objectiveName", objective.name())
                .put("minimize", objective.direction() == Direction.MINIMIZE);
    }

    /** The parameters that a picture of {@code chart} is over, those not given chosen. */
    private List<String> parameters(String chart, List<String> given) {
        int axes = axes(chart);
        if (given.size() > axes) {
            throw new InvalidFieldException(
                    "parameter",
                    "is " + given + ", but "
                            + (axes == 0
                                    ? chart + " is about no parameter in particular; slice and contour are"
                                    : "a " + chart + " is over " + axes));
        }
        checkParameters(given);
        List<String> known = parameters();
        if (known.size() < axes) {
            throw new HoneException(
                    "chart '" + chart + "': is over " + axes + (axes == 1 ? " parameter" : " parameters")
                            + ", the study has " + (known.isEmpty() ? "none" : known.toString()));
        }
        return Stream.concat(given.stream(), known.stream())
                .distinct()
                .limit(axes)
                .toList();
    }

    private static int axes(String chart) {
        return chart.equals("slice") ? 1 : chart.equals("contour") ? 2 : 0;
    }

    /** Parameters that an axis can show, in the order of the space. */
    private List<String> parameters() {
        return charts.parameters(study()).stream()
                .filter(p -> !(p instanceof ConstantParameter) && !(p instanceof PermutationParameter))
                .map(Parameter::name)
                .toList();
    }

    private void checkParameters(List<String> names) {
        List<String> known = parameters();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new InvalidFieldException(
                        "parameter", "is '" + name + "', expected one of " + known + Nearest.hint(name, known));
            }
        }
        if (new LinkedHashSet<>(names).size() < names.size()) {
            throw new InvalidFieldException("parameter", "is " + names + ", expected each name once");
        }
    }

    private List<View> comparisons(Wish wish) {
        if (!wish.parameters().isEmpty()) {
            throw new InvalidFieldException(
                    "parameter", "is " + wish.parameters() + ", but no comparison is about a parameter");
        }
        List<View> views = new ArrayList<>();
        int common = studies.stream().mapToInt(s -> s.objectives().size()).min().orElseThrow();
        if (common > 1) {
            views.add(view("front", 0, List.of()));
        }
        for (int i : objectives(wish, common)) {
            views.add(view("history", i, List.of()));
            views.add(view("edf", i, List.of()));
        }
        return views;
    }

    private List<View> views(Wish wish) {
        checkParameters(wish.parameters());
        List<String> known = parameters();
        List<String> chosen = wish.parameters().isEmpty() ? known : wish.parameters();
        List<String> slices =
                wish.parameters().isEmpty() ? known.subList(0, Math.min(MOST_SLICES, known.size())) : chosen;
        List<View> views = new ArrayList<>();
        if (study().objectives().size() > 1) {
            OF_ALL_OBJECTIVES.forEach(chart -> views.add(view(chart, 0, List.of())));
        }
        for (int i : objectives(wish, study().objectives().size())) {
            for (String chart : OF_EACH_OBJECTIVE) {
                if (chart.equals("slice")) {
                    slices.forEach(name -> views.add(view(chart, i, List.of(name))));
                } else if (chart.equals("contour")) {
                    if (chosen.size() > 1) {
                        views.add(view(chart, i, chosen.subList(0, 2)));
                    }
                } else {
                    views.add(view(chart, i, List.of()));
                }
            }
        }
        OF_TRIALS.forEach(chart -> views.add(view(chart, wish.objective().orElse(0), List.of())));
        if (SequenceSummary.isSequence(store, study())) {
            views.add(view("sequence", 0, List.of()));
        }
        views.removeIf(view -> known.isEmpty() && OF_PARAMETERS.contains(view.chart())
                || study().objectives().isEmpty() && !WITHOUT_VALUES.contains(view.chart()));
        return views;
    }

    private static List<Integer> objectives(Wish wish, int count) {
        return wish.objective().isPresent()
                ? List.of(wish.objective().getAsInt())
                : IntStream.range(0, count).boxed().toList();
    }

    private View view(String chart, int objective, List<String> parameters) {
        List<String> about = new ArrayList<>();
        if (study().objectives().size() > 1 && OF_EACH_OBJECTIVE.contains(chart)) {
            about.add(study().objectives().get(objective).name());
        }
        about.addAll(parameters);
        Map<String, String> query = new HashMap<>();
        query.put("objective", Integer.toString(objective));
        List<String> keys = parameters.size() == 1 ? List.of("parameter") : List.of("x", "y");
        for (int i = 0; i < parameters.size(); i++) {
            query.put(keys.get(i), parameters.get(i));
        }
        return new View(chart, objective, about, query);
    }

    @Override
    public void close() {
        charts.close();
    }
}
