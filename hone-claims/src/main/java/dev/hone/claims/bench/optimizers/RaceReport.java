package dev.hone.claims.bench.optimizers;

import dev.hone.claims.Evidence.Chart;
import dev.hone.claims.Evidence.Line;
import dev.hone.claims.LinePlot;
import dev.hone.claims.bench.optimizers.Anytime.Estimate;
import dev.hone.claims.problem.TestProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What an {@link OptimizerRace} found: a table over all problems, a table by problem (instances of a BBOB function together),
 * the distribution of runtimes, and the regret of each problem as pictures.
 */
public final class RaceReport {

    private static final int POINTS = 60;

    private final OptimizerRace.Options options;
    private final Map<String, TestProblem> problems;
    private final Map<String, double[]> targets = new HashMap<>();
    private final List<Run> runs;

    public RaceReport(OptimizerRace.Options options, List<Run> runs) {
        this.options = options;
        this.runs = List.copyOf(runs);
        this.problems = options.problems().stream().collect(Collectors.toMap(TestProblem::name, p -> p));
        problems.forEach((name, problem) -> targets.put(name, Anytime.targets(problem)));
    }

    /** Writes {@code report.md}, {@code ecdf.svg} and {@code regret-PROBLEM.svg}; returns the report. */
    public String write(Path folder) throws IOException {
        Map<String, List<Run>> groups = groups();
        Map<String, String> pictures = new LinkedHashMap<>();
        pictures.put("ecdf.svg", LinePlot.svg(distribution()));
        groups.forEach((group, of) -> regret(group, of)
                .ifPresent(chart ->
                        pictures.put("regret-" + group.toLowerCase(Locale.ROOT) + ".svg", LinePlot.svg(chart))));
        StringBuilder text = new StringBuilder(markdown());
        pictures.keySet()
                .forEach(file -> text.append("\n![")
                        .append(file.replace(".svg", ""))
                        .append("](")
                        .append(file)
                        .append(")\n"));
        for (Map.Entry<String, String> picture : pictures.entrySet()) {
            Files.writeString(folder.resolve(picture.getKey()), picture.getValue());
        }
        Files.writeString(folder.resolve("report.md"), text);
        return text.toString();
    }

    /** The two tables. */
    public String markdown() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%d problem(s), %d seed(s), %s trials a run, %d run(s) done. Area: share of the plane of targets and the"
                        + " logarithm of trials that lies beyond the runtime, 1 is best; brackets: 95%% bootstrap intervals.%n%n",
                problems.size(),
                options.seeds(),
                options.perDimension() ? options.trials() + " x dimensions" : Integer.toString(options.trials()),
                runs.size()));
        row(text, "optimizer", "problems", "area", "targets reached", "mean rank", "ms a trial");
        row(text, Collections.nCopies(6, "---").toArray(new String[0]));
        Map<String, Double> ranks = meanRanks();
        for (String optimizer : optimizers()) {
            List<Run> of = runs.stream()
                    .filter(r -> r.key().optimizer().equals(optimizer))
                    .toList();
            row(
                    text,
                    optimizer,
                    Long.toString(
                            of.stream().map(r -> r.key().problem()).distinct().count()),
                    format("%.3f", Anytime.mean(values(of, this::area))),
                    format("%.3f", Anytime.mean(values(of, this::reached))),
                    String.format(Locale.ROOT, "%.2f", ranks.get(optimizer)),
                    String.format(
                            Locale.ROOT,
                            "%.3g",
                            of.stream()
                                    .mapToDouble(Run::millisPerTrial)
                                    .average()
                                    .orElse(0)));
        }
        text.append('\n');
        byProblem(text);
        return text.toString();
    }

    private void byProblem(StringBuilder text) {
        int n = options.trials();
        String unit = options.perDimension() ? " x d" : "";
        row(
                text,
                "problem",
                "optimizer",
                "median regret at " + quarter(n) + unit,
                "at " + half(n) + unit,
                "at " + n + unit,
                "area");
        row(text, Collections.nCopies(6, "---").toArray(new String[0]));
        groups().forEach((group, of) -> {
            for (String optimizer : optimizers()) {
                List<Run> its = of.stream()
                        .filter(r -> r.key().optimizer().equals(optimizer))
                        .toList();
                if (!its.isEmpty()) {
                    row(
                            text,
                            group,
                            optimizer,
                            number(Anytime.median(values(its, r -> regret(r, quarter(n))))
                                    .value()),
                            number(Anytime.median(values(its, r -> regret(r, half(n))))
                                    .value()),
                            interval(Anytime.median(values(its, r -> regret(r, n)))),
                            format("%.3f", Anytime.mean(values(its, this::area))));
                }
            }
        });
    }

    private static int quarter(int n) {
        return Math.max(1, n / 4);
    }

    private static int half(int n) {
        return Math.max(1, n / 2);
    }

    private List<String> optimizers() {
        return options.contenders().stream()
                .map(Contender::label)
                .filter(label -> runs.stream().anyMatch(r -> r.key().optimizer().equals(label)))
                .toList();
    }

    /** Runs by problem in the order of the race, the instances of a function and dimension together. */
    private Map<String, List<Run>> groups() {
        return runs.stream()
                .collect(Collectors.groupingBy(
                        r -> r.key().problem().replaceAll("^(bbob-.*)-i\\d+$", "$1"),
                        LinkedHashMap::new,
                        Collectors.toList()));
    }

    private interface Measure {
        double of(Run run);
    }

    /** [problem][seed]. */
    private static double[][] values(List<Run> runs, Measure measure) {
        Map<String, List<Double>> byProblem = new LinkedHashMap<>();
        runs.forEach(r -> byProblem
                .computeIfAbsent(r.key().problem(), p -> new ArrayList<>())
                .add(measure.of(r)));
        return byProblem.values().stream()
                .map(v -> v.stream().mapToDouble(Double::doubleValue).toArray())
                .toArray(double[][]::new);
    }

    private double unit(Run run) {
        return options.unit(problems.get(run.key().problem()));
    }

    private double area(Run run) {
        return Anytime.area(run, targets.get(run.key().problem()), unit(run), options.trials());
    }

    private double reached(Run run) {
        return Anytime.reached(run, targets.get(run.key().problem()), run.key().trials());
    }

    private double regret(Run run, double units) {
        return run.regretAt(units * unit(run));
    }

    /** Ranks by final regret within each problem and seed that all optimizers have done, averaged. */
    private Map<String, Double> meanRanks() {
        List<String> optimizers = optimizers();
        Map<String, List<Double>> ranks = new HashMap<>();
        runs.stream()
                .collect(Collectors.groupingBy(
                        r -> List.of(r.key().problem(), r.key().seed())))
                .values()
                .stream()
                .filter(same -> same.size() == optimizers.size())
                .forEach(same -> {
                    double[] of = Anytime.ranks(same.stream()
                            .map(r -> r.regretAt(Double.POSITIVE_INFINITY))
                            .toList());
                    for (int i = 0; i < of.length; i++) {
                        ranks.computeIfAbsent(same.get(i).key().optimizer(), o -> new ArrayList<>())
                                .add(of[i]);
                    }
                });
        return optimizers.stream()
                .collect(Collectors.toMap(
                        o -> o,
                        o -> ranks.getOrDefault(o, List.of()).stream()
                                .mapToDouble(Double::doubleValue)
                                .average()
                                .orElse(Double.NaN)));
    }

    private Chart distribution() {
        List<Line> lines = new ArrayList<>();
        double[] units = logarithmic(options.trials());
        for (String optimizer : optimizers()) {
            List<Run> of = runs.stream()
                    .filter(r -> r.key().optimizer().equals(optimizer))
                    .toList();
            double[] shares = Arrays.stream(units)
                    .map(u -> Anytime.meanOf(values(
                            of, r -> Anytime.reached(r, targets.get(r.key().problem()), u * unit(r)))))
                    .toArray();
            lines.add(new Line(optimizer, Arrays.stream(units).map(Math::log10).toArray(), shares));
        }
        return new Chart(
                "Runtime distribution over " + problems.size() + " problem(s)",
                "log10 of trials" + (options.perDimension() ? " by dimension" : ""),
                "share of targets reached",
                false,
                lines);
    }

    private Optional<Chart> regret(String group, List<Run> of) {
        List<Line> lines = new ArrayList<>();
        double[] units = logarithmic(options.trials());
        for (String optimizer : optimizers()) {
            double[][] at = Arrays.stream(units)
                    .mapToObj(u -> new double[] {
                        u,
                        Anytime.median(of.stream()
                                .filter(r -> r.key().optimizer().equals(optimizer))
                                .mapToDouble(r -> regret(r, u))
                                .toArray())
                    })
                    .filter(point -> Double.isFinite(point[1]))
                    .toArray(double[][]::new);
            if (at.length > 0) {
                lines.add(new Line(
                        optimizer,
                        Arrays.stream(at).mapToDouble(p -> p[0]).toArray(),
                        Arrays.stream(at).mapToDouble(p -> p[1]).toArray()));
            }
        }
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of(new Chart(
                        group,
                        "trials" + (options.perDimension() ? " by dimension" : ""),
                        "median regret",
                        true,
                        lines));
    }

    /** Numbers from 1 to {@code n}, at most {@value #POINTS}, evenly in their logarithm. */
    private static double[] logarithmic(int n) {
        double[] units = new double[POINTS];
        for (int i = 0; i < POINTS; i++) {
            units[i] = Math.pow(n, (double) i / (POINTS - 1));
        }
        return units;
    }

    private static String format(String pattern, Estimate e) {
        return String.format(
                Locale.ROOT, pattern + " [" + pattern + ", " + pattern + "]", e.value(), e.low(), e.high());
    }

    private static String interval(Estimate e) {
        return number(e.value()) + " [" + number(e.low()) + ", " + number(e.high()) + "]";
    }

    private static String number(double regret) {
        return Double.isFinite(regret) ? String.format(Locale.ROOT, "%.3g", regret) : "none feasible";
    }

    private static void row(StringBuilder text, String... cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
