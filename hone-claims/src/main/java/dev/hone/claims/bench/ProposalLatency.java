package dev.hone.claims.bench;

import dev.hone.claims.problem.TestProblem;
import dev.hone.core.Check;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.method.MethodCatalogue;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Time to propose one trial, and memory, per optimizer, with n trials told, on Levy's function in d dimensions. Each optimizer
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
            "bayes");
    private static final List<Integer> SIZES = List.of(100, 200, 1_000, 10_000);
    private static final List<Integer> DIMENSIONS = List.of(10, 100);
    private static final int ROUNDS = 50;

    /** After which no further round starts: slow optimizers are measured by fewer. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** What the arguments ask for. */
    record Plan(List<String> optimizers, List<Integer> dimensions, List<Integer> sizes) {

        /** @param arguments names of optimizers, {@code n=100,1000} and {@code d=10,100} */
        static Plan parse(List<String> arguments) {
            List<String> optimizers = new ArrayList<>();
            List<Integer> dimensions = DIMENSIONS;
            List<Integer> sizes = SIZES;
            for (String argument : arguments) {
                if (argument.startsWith("d=")) {
                    dimensions = numbers("d", argument.substring(2), 2);
                } else if (argument.startsWith("n=")) {
                    sizes = numbers("n", argument.substring(2), 1);
                } else {
                    optimizers.add(argument);
                }
            }
            return new Plan(optimizers.isEmpty() ? OPTIMIZERS : optimizers, dimensions, sizes);
        }

        private static List<Integer> numbers(String name, String text, int least) {
            List<Integer> numbers = new ArrayList<>();
            for (String number : text.split(",", -1)) {
                try {
                    numbers.add(Check.atLeast(name, Integer.parseInt(number.strip()), least));
                } catch (NumberFormatException e) {
                    throw new InvalidFieldException(
                            name, "is '" + text + "', expected whole numbers with commas between, such as 10,100");
                }
            }
            return numbers;
        }
    }

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public String title() {
        return "Milliseconds per proposal with n trials told (Levy in d dimensions, one at a time, median and 95th"
                + " percentile), and memory that the optimizer keeps beside the trials";
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
        TestProblem problem = TestProblem.levy(dimensions);
        return ProposalRounds.measure(
                problem,
                MethodCatalogue.load().sampler("optimizer", id, problem.space(), Map.of()),
                Math.max(0, n - ROUNDS),
                ROUNDS,
                LIMIT);
    }
}
