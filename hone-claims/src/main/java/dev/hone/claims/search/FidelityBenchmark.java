package dev.hone.claims.search;

import dev.hone.claims.bench.Benchmark;
import dev.hone.claims.bench.MarkdownTable;
import dev.hone.claims.bench.NamedArguments;
import dev.hone.claims.problem.TestProblem;
import dev.hone.claims.problem.TestProblems;
import dev.hone.core.Check;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.hipparchus.stat.ranking.NaturalRanking;
import org.hipparchus.stat.ranking.TiesStrategy;

/**
 * Row 24 beyond its claim: surrogates and acquisitions of multi-fidelity optimization, and exact evaluations alone, on problems
 * with an approximation that costs a tenth. A run is judged by the regret of its best exact evaluation at a total cost.
 */
public final class FidelityBenchmark implements Benchmark {

    private static final List<String> PROBLEMS =
            List.of("Forrester", "Currin", "Hartmann-3", "Park-1", "Park-2", "Borehole");

    /** Less would pay for first points only. */
    private static final double LEAST_PER_AXIS = 2.5;

    @Override
    public String name() {
        return "fidelities";
    }

    @Override
    public String title() {
        return "Multi-fidelity optimization (seeds=10 cost=10 problems=" + String.join(",", PROBLEMS)
                + " strategies=SURROGATE:ACQUISITION,..., gp, exact): median regret of the best exact evaluation at that"
                + " total cost, at least 2.5 a dimension, a cheap one for a tenth, and mean rank";
    }

    @Override
    public void run(List<String> arguments, PrintStream out) {
        NamedArguments options = NamedArguments.of(
                Map.of(
                        "seeds",
                        "10",
                        "cost",
                        "10",
                        "problems",
                        String.join(",", PROBLEMS),
                        "strategies",
                        String.join(",", FidelityStrategy.names())),
                arguments);
        int seeds = Check.atLeast("seeds", options.whole("seeds"), 6);
        int cost = Check.atLeast("cost", options.whole("cost"), 1);
        List<TestProblem> problems = problems(options.text("problems"));
        List<FidelityStrategy> strategies = Arrays.stream(
                        options.text("strategies").split(",", -1))
                .map(FidelityStrategy::named)
                .toList();
        Map<String, List<double[]>> regrets = new LinkedHashMap<>();
        MarkdownTable table = new MarkdownTable(out, header(problems));
        for (FidelityStrategy strategy : strategies) {
            long start = System.nanoTime();
            List<double[]> found = regrets(strategy, problems, seeds, cost);
            double seconds = (System.nanoTime() - start) / 1e9;
            regrets.put(strategy.name(), found);
            List<String> row = new ArrayList<>(List.of(strategy.name()));
            found.forEach(of -> row.add(shown(of)));
            row.add(String.format(Locale.ROOT, "%.1f", seconds / (seeds * problems.size())));
            table.row(row);
        }
        ranks(regrets, out);
    }

    private static List<TestProblem> problems(String names) {
        List<TestProblem> problems =
                TestProblems.select(List.of(names.split(",", -1)), new TestProblems.BbobRange(List.of(2), List.of(1)));
        for (TestProblem problem : problems) {
            Check.that(
                    !problem.cheaper().isEmpty(),
                    "problems",
                    problem.name(),
                    "those with a cheaper approximation, such as " + PROBLEMS);
        }
        return problems;
    }

    private static List<String> header(List<TestProblem> problems) {
        List<String> header = new ArrayList<>(List.of("strategy"));
        problems.forEach(p -> header.add(p.name()));
        header.add("s a run");
        return header;
    }

    /** Of each problem one regret for each seed. */
    private static List<double[]> regrets(
            FidelityStrategy strategy, List<TestProblem> problems, int seeds, double cost) {
        double[] all = IntStream.range(0, problems.size() * seeds)
                .parallel()
                .mapToDouble(i -> regret(strategy, problems.get(i / seeds), cost, i % seeds))
                .toArray();
        return IntStream.range(0, problems.size())
                .mapToObj(p -> Arrays.copyOfRange(all, p * seeds, (p + 1) * seeds))
                .toList();
    }

    private static double regret(FidelityStrategy strategy, TestProblem problem, double cost, long seed) {
        return strategy.regret(
                problem, Math.max(cost, LEAST_PER_AXIS * problem.space().dimensions()), seed);
    }

    private static String shown(double[] regrets) {
        double[] interval = Statistics.medianInterval(regrets);
        return String.format(Locale.ROOT, "%.2g [%.2g, %.2g]", Statistics.median(regrets), interval[0], interval[1]);
    }

    /** The mean rank of each strategy over all problems and seeds; equal regrets share their mean rank. */
    private static void ranks(Map<String, List<double[]>> regrets, PrintStream out) {
        List<String> names = List.copyOf(regrets.keySet());
        List<double[]> columns = names.stream()
                .map(n ->
                        regrets.get(n).stream().flatMapToDouble(Arrays::stream).toArray())
                .toList();
        int runs = columns.get(0).length;
        double[] sums = new double[names.size()];
        NaturalRanking ranking = new NaturalRanking(TiesStrategy.AVERAGE);
        for (int r = 0; r < runs; r++) {
            int run = r;
            double[] ranks =
                    ranking.rank(columns.stream().mapToDouble(c -> c[run]).toArray());
            Arrays.setAll(sums, s -> sums[s] + ranks[s]);
        }
        out.println();
        MarkdownTable table = new MarkdownTable(out, List.of("strategy", "mean rank"));
        IntStream.range(0, sums.length)
                .boxed()
                .sorted((a, b) -> Double.compare(sums[a], sums[b]))
                .forEach(s -> table.row(List.of(names.get(s), String.format(Locale.ROOT, "%.1f", sums[s] / runs))));
    }
}
