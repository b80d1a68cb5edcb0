package dev.hone.server.chart;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Json;
import dev.hone.core.Nearest;
import dev.hone.core.analyse.Analyses;
import dev.hone.core.definition.StoredDefinition;
import dev.hone.core.definition.StudyDefinition;
import dev.hone.core.definition.StudyDefinition.MethodChoice;
import dev.hone.core.exchange.StudySpace;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.space.Parameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The data of charts as JSON, of bounded size however many trials a study has: at most {@code max_points} points a series
 * (2,000 if not said otherwise). Trials on a Pareto front and those that were the best so far stay when others are left out;
 * where they alone are too many, they are thinned evenly. No number is NaN or infinite. Thread-safe.
 */
public final class Charts implements AutoCloseable {

    /** How long a client of a server waits. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * A chart of one study.
     *
     * @param analyses whether it takes long enough to be made elsewhere and kept
     * @param withoutValues what it is of a study without objectives, as JSON; empty if it does not need any
     */
    private record Chart(boolean analyses, Function<ChartInput, ObjectNode> data, String withoutValues) {}

    private static final Map<String, Chart> CHARTS = Map.ofEntries(
            Map.entry(
                    "history",
                    new Chart(
                            false,
                            HistoryChart::of,
                            "{\"objective\": null, \"points\": [], \"best\": [], \"band\": null}")),
            Map.entry("front", new Chart(true, FrontChart::of, "{\"axes\": [], \"points\": []}")),
            Map.entry("hypervolume", new Chart(true, HypervolumeChart::of, "{\"reference\": [], \"points\": []}")),
            Map.entry("importance", new Chart(true, ImportanceChart::of, "{\"objective\": null, \"methods\": []}")),
            Map.entry("parallel", new Chart(true, ParallelChart::of, "{\"axes\": [], \"rows\": []}")),
            Map.entry(
                    "slice",
                    new Chart(
                            true,
                            SliceChart::of,
                            "{\"parameter\": \"\", \"axis\": null, \"points\": [], \"surrogate\": null}")),
            Map.entry(
                    "contour",
                    new Chart(
                            true,
                            ContourChart::of,
                            "{\"x\": null, \"y\": null, \"xs\": [], \"ys\": [], \"mean\": null, \"sd\": null, \"points\": []}")),
            Map.entry("edf", new Chart(false, input -> EdfChart.of(List.of(input)), "{\"series\": []}")),
            Map.entry("timeline", new Chart(false, TimelineChart::of, "")),
            Map.entry("intermediate", new Chart(false, IntermediateChart::of, "{\"series\": []}")),
            Map.entry("terminator", new Chart(true, TerminatorChart::of, "{\"points\": [], \"stop_at\": null}")),
            Map.entry("cost", new Chart(false, CostChart::of, "")),
            Map.entry("sequence", new Chart(true, SequenceChart::of, "{\"points\": [], \"fixed\": [], \"arms\": []}")));

    private static final Map<String, Function<List<ChartInput>, ObjectNode>> COMPARISONS =
            Map.of("history", CompareCharts::history, "front", CompareCharts::front, "edf", CompareCharts::edf);

    /** What a chart is kept by. */
    private record Key(long study, String chart, ChartQuery query, int counter, Optional<SearchSpace> space) {}

    /** What a space was read from. */
    private record Source(Optional<String> definition, Map<String, String> attributes) {}

    private record Known(Source source, Optional<SearchSpace> space) {}

    private final StudyStore store;
    private final Analyses analyses;
    private final MethodCatalogue catalogue;
    private final Models models;
    private final DataCache data;
    private final Work work;
    private final Map<Long, Known> spaces = new ConcurrentHashMap<>();

    /** Charts of the studies of {@code store}, which stays open, with all analyses on the class path. */
    public Charts(StudyStore store) {
        this(store, PATIENCE);
    }

    /** The same, for someone who waits {@code patience} for a chart. */
    public Charts(StudyStore store, Duration patience) {
        this(store, Analyses.load(), MethodCatalogue.load(), patience);
    }

    /** The same with the given analyses and methods. */
    Charts(StudyStore store, Analyses analyses, MethodCatalogue catalogue) {
        this(store, analyses, catalogue, PATIENCE);
    }

    private Charts(StudyStore store, Analyses analyses, MethodCatalogue catalogue, Duration patience) {
        this.store = store;
        this.analyses = analyses;
        this.catalogue = catalogue;
        models = new Models(analyses, this::optimizer);
        data = new DataCache(store);
        work = new Work(patience);
    }

    /** Names of the charts of one study, sorted. */
    public static List<String> names() {
        return CHARTS.keySet().stream().sorted().toList();
    }

    /** Names of the charts of several studies, sorted. */
    public static List<String> comparisons() {
        return COMPARISONS.keySet().stream().sorted().toList();
    }

    /**
     * A chart of a study as it is now.
     *
     * @param chart one of {@link #names}
     * @param query {@code objective} by its position, {@code max_points}, and for some charts {@code parameter}, {@code x}
     *     and {@code y} by name; all may be left out
     * @throws InvalidFieldException if there is no such chart, or the query has a value that is not acceptable
     * @throws ChartsBusyException if the chart takes too long
     */
    public ObjectNode chart(StudyRecord study, String chart, Map<String, String> query) {
        Chart wanted = known(CHARTS, chart);
        ChartQuery asked = ChartQuery.of(study.objectives(), query);
        if (study.objectives().isEmpty() && !wanted.withoutValues().isEmpty()) {
            return ((ObjectNode) Json.parse(wanted.withoutValues())).put("note", Notes.COMPARED);
        }
        ChartInput input = input(study, asked);
        if (!wanted.analyses()) {
            return wanted.data().apply(input);
        }
        Key key = new Key(study.id(), chart, asked, input.data().counter(), input.space());
        return work.get(key, () -> wanted.data().apply(input));
    }

    /**
     * A chart of several studies.
     *
     * @param chart one of {@link #comparisons}
     * @param query as for one study
     * @throws InvalidFieldException if there is no such chart, no study, or the query has a value that is not acceptable
     */
    public ObjectNode compare(List<StudyRecord> studies, String chart, Map<String, String> query) {
        Function<List<ChartInput>, ObjectNode> wanted = known(COMPARISONS, chart);
        if (studies.isEmpty()) {
            throw new InvalidFieldException("study", "is missing, expected the names of some studies");
        }
        List<StudyRecord> measured =
                studies.stream().filter(s -> !s.objectives().isEmpty()).toList();
        ObjectNode data = measured.isEmpty()
                ? (ObjectNode) Json.parse("{\"objective\": null, \"axes\": [], \"series\": []}")
                : wanted.apply(measured.stream()
                        .map(study -> input(study, ChartQuery.of(study.objectives(), query)))
                        .toList());
        if (measured.size() < studies.size()) {
            String more = data.has("note") ? " " + data.get("note").asText() : "";
            data.put("note", "Studies whose trials are compared, not measured, have no values to draw." + more);
        }
        return data;
    }

    private static <T> T known(Map<String, T> charts, String name) {
        T chart = charts.get(name);
        if (chart == null) {
            List<String> names = charts.keySet().stream().sorted().toList();
            throw new InvalidFieldException(
                    "chart", "is '" + name + "'" + Nearest.hint(name, names) + ", expected one of " + names);
        }
        return chart;
    }

    private ChartInput input(StudyRecord study, ChartQuery query) {
        return new ChartInput(data.latest(study), space(study), analyses, models, query);
    }

    /**
     * Parameters of a study's candidates, as far as their values have a place along an axis or in an order: those of its
     * space if that is known, else what its candidates show. Empty for candidates that are not made of parameters.
     */
    public List<Parameter> parameters(StudyRecord study) {
        Optional<SearchSpace> space = space(study);
        return space.isPresent()
                ? space.get().parameters()
                : new ParameterView(data.latest(study), Optional.empty(), 0).parameters();
    }

    /** The space of a study, if that is known; see {@link StudySpace}. */
    private Optional<SearchSpace> space(StudyRecord study) {
        Map<String, String> attributes = store.attributes(study.id());
        Source source = new Source(StoredDefinition.text(study, attributes), attributes);
        return spaces.compute(
                        study.id(),
                        (id, known) -> known != null && known.source().equals(source)
                                ? known
                                : new Known(source, StudySpace.of(study, attributes, catalogue)))
                .space();
    }

    /** A study's optimizer with its options; empty where its definition is unknown or not one of this version. */
    private Optional<MethodChoice> optimizer(StudyRecord study) {
        try {
            return StoredDefinition.text(study, store.attributes(study.id()))
                    .map(text -> StudyDefinition.fromText(text, study.name(), catalogue)
                            .optimizer());
        } catch (HoneException e) {
            return Optional.empty();
        }
    }

    /** Stops what is being made; whoever waits for it gets a {@link ChartsBusyException}. */
    @Override
    public void close() {
        work.close();
    }
}
