package dev.hone.claims.search;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.claims.TemporaryFolder;
import dev.hone.claims.bench.Benchmark;
import dev.hone.claims.bench.MarkdownTable;
import dev.hone.claims.bench.NamedArguments;
import dev.hone.core.Check;
import dev.hone.core.Json;
import dev.hone.core.Seeds;
import dev.hone.core.definition.StoredDefinition;
import dev.hone.core.definition.StudyDefinition;
import dev.hone.core.definition.StudyParts;
import dev.hone.core.method.CandidateKind;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.store.MemoryStore;
import dev.hone.core.study.Study;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Trial;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Row 53 in studies of formulas: how large the best formula is, and how wrong on rows held out, by the option {@code
 * parsimony}. Each table has 120 rows, half of them held out.
 */
public final class ParsimonyBenchmark implements Benchmark {

    private static final int ROWS = 120;

    /** @param noise standard deviation that is added, as a share of that of the target */
    private record Target(String name, DoubleBinaryOperator function, double noise) {}

    private static final List<Target> TARGETS = List.of(
            new Target("0.3 x^2 z, noise 5 %", (x, z) -> 0.3 * x * x * z, 0.05),
            new Target("x^4 + x^3 + x^2 + x, exact", (x, z) -> x + x * x + x * x * x + x * x * x * x, 0),
            new Target("z / (1 + x^2), noise 10 %", (x, z) -> z / (1 + x * x), 0.1));

    /**
     * What one study ended with.
     *
     * @param nodes of the tree
     * @param shown nodes of the tree after simplification, as people see it
     */
    private record Found(double nodes, double shown, double error, double heldOut) {}

    @Override
    public String name() {
        return "parsimony";
    }

    @Override
    public String title() {
        return "Size and error of the best formula by parsimony (runs=10 trials=600 population=100 parsimony=0,0.1,0.3,1):"
                + " medians; p of Mann-Whitney (one-sided) for fewer nodes than in the first row, and for a greater error"
                + " on the rows held out";
    }

    @Override
    public void run(List<String> arguments, PrintStream out) throws IOException {
        NamedArguments options = NamedArguments.of(
                Map.of("runs", "10", "trials", "600", "population", "100", "parsimony", "0,0.1,0.3,1"), arguments);
        Check.atLeast("runs", options.whole("runs"), 2);
        MarkdownTable table = new MarkdownTable(
                out,
                List.of(
                        "target",
                        "parsimony",
                        "nodes",
                        "nodes shown",
                        "mae",
                        "mae held out",
                        "p of fewer nodes",
                        "p of a greater error"));
        for (Target target : TARGETS) {
            compare(table, target, options);
        }
    }

    private static void compare(MarkdownTable table, Target target, NamedArguments options) throws IOException {
        List<Found> first = List.of();
        String[] levels = options.text("parsimony").split(",");
        for (int level = 0; level < levels.length; level++) {
            List<Found> found = studies(target, levels[level], level, options);
            first = level == 0 ? found : first;
            table.row(List.of(
                    target.name(),
                    levels[level],
                    shown(Statistics.median(values(found, Found::nodes))),
                    shown(Statistics.median(values(found, Found::shown))),
                    shown(Statistics.median(values(found, Found::error))),
                    shown(Statistics.median(values(found, Found::heldOut))),
                    level == 0
                            ? ""
                            : shown(MannWhitney.greater(values(first, Found::nodes), values(found, Found::nodes))),
                    level == 0
                            ? ""
                            : shown(MannWhitney.greater(
                                    values(found, Found::heldOut), values(first, Found::heldOut)))));
        }
    }

    private static double[] values(List<Found> found, ToDoubleFunction<Found> value) {
        return found.stream().mapToDouble(value).toArray();
    }

    /** Arms have seeds of their own, since the tests are of independent samples. */
    private static List<Found> studies(Target target, String parsimony, int level, NamedArguments options)
            throws IOException {
        try (TemporaryFolder folder = TemporaryFolder.create("bench")) {
            Files.writeString(folder.resolve("t.csv"), table(target));
            Path directory = folder.path();
            return IntStream.range(0, options.whole("runs"))
                    .parallel()
                    .mapToObj(run -> {
                        String text = """
                                study: s
                                seed: %d
                                formula: {data: t.csv, target: y, holdout: 0.5}
                                optimizer: {name: genetic-programming, population: %d, parsimony: %s}
                                budget: {trials: %d}
                                """.formatted(
                                        Math.floorMod(Seeds.derive(run, 53, level), 1_000_000L),
                                        options.whole("population"),
                                        parsimony,
                                        options.whole("trials"));
                        MethodCatalogue catalogue = MethodCatalogue.load();
                        StudyDefinition definition = StudyDefinition.parse(text, "bench", directory, catalogue);
                        return found(definition, definition.parts(catalogue), catalogue);
                    })
                    .toList();
        }
    }

    private static String table(Target target) {
        RandomGenerator random = Seeds.stream(53, target.name().hashCode());
        double[] y = new double[ROWS];
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            double x = random.nextDouble(-2, 2);
            double z = random.nextDouble(0.5, 3);
            y[i] = target.function().applyAsDouble(x, z);
            rows.add(x + "," + z + ",");
        }
        double mean = Arrays.stream(y).average().orElseThrow();
        double deviation = Math.sqrt(
                Arrays.stream(y).map(v -> (v - mean) * (v - mean)).average().orElseThrow());
        StringBuilder csv = new StringBuilder("x,z,y\n");
        for (int i = 0; i < ROWS; i++) {
            csv.append(rows.get(i))
                    .append(y[i] + target.noise() * deviation * random.nextGaussian())
                    .append('\n');
        }
        return csv.toString();
    }

    private static <C> Found found(StudyDefinition definition, StudyParts<C> parts, MethodCatalogue catalogue) {
        try (MemoryStore store = new MemoryStore();
                Study<C> study = StoredDefinition.describe(
                                definition,
                                parts.optimizer(),
                                definition.name(),
                                definition.seed().orElseThrow(),
                                definition.budget(),
                                catalogue)
                        .store(store)
                        .create()) {
            study.run(parts.evaluator(), definition.budget());
            Trial<String> best = store.best(study.id(), 0).orElseThrow();
            Evaluation evaluation = best.evaluation().orElseThrow();
            CandidateKind kind = definition.candidate().orElseThrow().kind();
            JsonNode formula = Json.parse(kind.write(CandidateKind.JSON, best, parts.attributes()));
            return new Found(
                    evaluation.metrics().get("size"),
                    formula.get("nodes").asInt(),
                    evaluation.value(),
                    evaluation.metrics().getOrDefault("test_mae", Double.POSITIVE_INFINITY));
        }
    }

    private static String shown(double value) {
        return String.format(Locale.ROOT, "%.2g", value);
    }
}
