package dev.hone.claims.bench;

import dev.hone.claims.problem.TestProblem;
import dev.hone.core.method.MethodCatalogue;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Time to propose one trial, per optimizer, with n trials told, on Levy-10. Each optimizer is told n - {@value #ROUNDS}
 * random trials and then asked and told in turn; the first fifth of the rounds is thrown away as warm-up.
 */
final class ProposalLatency implements Benchmark {

    private static final List<String> OPTIMIZERS = List.of(
            "random",
            "sobol",
            "halton",
            "tpe",
            "cmaes",
            "nsga2",
            "nsga3",
            "de",
            "pso",
            "consensus",
            "annealing",
            "nelder-mead",
            "bobyqa",
            "gp");
    private static final int[] SIZES = {100, 200, 1_000, 10_000};
    private static final int DIMENSIONS = 10;
    private static final int ROUNDS = 50;

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public String title() {
        return "Milliseconds per proposal with n trials told (Levy-10, one core, median and 95th percentile)";
    }

    @Override
    public void run(List<String> arguments, PrintStream out) {
        List<String> optimizers = arguments.isEmpty() ? OPTIMIZERS : arguments;
        MarkdownTable table = new MarkdownTable(out, List.of("optimizer", "n", "median ms", "p95 ms"));
        for (String optimizer : optimizers) {
            measure(optimizer, SIZES[0]);
            for (int n : SIZES) {
                double[] millis = measure(optimizer, n);
                table.row(List.of(
                        optimizer,
                        Integer.toString(n),
                        String.format(Locale.ROOT, "%.3f", millis[millis.length / 2]),
                        String.format(Locale.ROOT, "%.3f", millis[(int) (0.95 * millis.length)])));
            }
        }
    }

    /** Sorted milliseconds of the rounds after warm-up. */
    private static double[] measure(String id, int n) {
        TestProblem problem = TestProblem.levy(DIMENSIONS);
        double[] millis = ProposalRounds.measure(
                        problem,
                        MethodCatalogue.load().sampler("optimizer", id, problem.space(), Map.of()),
                        n - ROUNDS,
                        ROUNDS)
                .askMillis();
        double[] kept = Arrays.copyOfRange(millis, ROUNDS / 5, ROUNDS);
        Arrays.sort(kept);
        return kept;
    }
}
