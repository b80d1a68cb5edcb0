package dev.hone.claims.bench;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Time to propose one trial, and memory, per optimizer, with n trials told, on a {@link LatencySubject} of size d. Each optimizer
 * is told random trials and then asked and told in turn; the first fifth of the rounds is thrown away as warm-up.
 */
final class ProposalLatency implements Benchmark {

    private static final List<String> OPTIMIZERS = List.of(
            "random",
            "sobol",
            "halton",
            "tpe",
            "bohb",
            "cmaes",
            "nsga2",
            "nsga3",
            "de",
            "pso",
            "consensus",
            "annealing",
            "rank-sgd",
            "nelder-mead",
            "bobyqa",
            "gp",
            "bayes",
            "pbt",
            "map-elites",
            "cma-me",
            "multi-fidelity",
            "preference-bo",
            "ucb",
            "exp3",
            "thompson",
            "epsilon-greedy",
            "tsallis-inf",
            "tsallis-inf-cb",
            "cheb-cb");
    private static final Map<String, String> SIZES = Map.of("n", "100,200,1000,10000", "d", "10,100");
    private static final int ROUNDS = 50;

    /** After which no further round starts: slow optimizers are measured by fewer. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** What the arguments ask for. */
    record Plan(List<String> optimizers, List<Integer> dimensions, List<Integer> sizes) {

        /** @param arguments names of optimizers, {@code n=100,1000} and {@code d=10,100} */
        static Plan parse(List<String> arguments) {
            Map<Boolean, List<String>> parts =
                    arguments.stream().collect(Collectors.partitioningBy(a -> a.contains("=")));
            NamedArguments sizes = NamedArguments.of(SIZES, parts.get(true));
            return new Plan(
                    parts.get(false).isEmpty() ? OPTIMIZERS : parts.get(false),
                    sizes.wholes("d", 2),
                    sizes.wholes("n", 1));
        }
    }

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public String title() {
        return "Milliseconds per proposal with n trials told (Levy in d dimensions, or d choices for those that learn which is"
                + " best; one at a time, preference-bo a screen of four; median and 95th percentile), and memory that the"
                + " optimizer keeps beside the trials";
    }

    @Override
    public void run(List<String> arguments, PrintStream out) {
        Plan plan = Plan.parse(arguments);
        MarkdownTable table = new MarkdownTable(out, List.of("optimizer", "d", "n", "median ms", "p95 ms", "kB"));
        for (String optimizer : plan.optimizers()) {
            measure(optimizer, plan.dimensions().get(0), plan.sizes().get(0));
            for (int d : plan.dimensions()) {
                for (int n : plan.sizes()) {
                    ProposalRounds rounds = measure(optimizer, d, n);
                    double[] millis = rounds.askMillis();
                    double[] kept = Arrays.copyOfRange(millis, millis.length / 5, millis.length);
                    Arrays.sort(kept);
                    table.row(List.of(
                            optimizer,
                            Integer.toString(d),
                            Integer.toString(n),
                            String.format(Locale.ROOT, "%.3f", kept[kept.length / 2]),
                            String.format(Locale.ROOT, "%.3f", kept[(int) (0.95 * kept.length)]),
                            String.format(Locale.ROOT, "%.0f", rounds.keptBytes() / 1e3)));
                }
            }
        }
    }

    private static ProposalRounds measure(String id, int dimensions, int n) {
        return ProposalRounds.measure(LatencySubject.of(id, dimensions), Math.max(0, n - ROUNDS), ROUNDS, LIMIT);
    }
}
