package dev.hone.claims.bench;

import dev.hone.claims.problem.TestProblem;
import dev.hone.core.Seeds;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.Problem;
import dev.hone.core.optimize.Proposal;
import dev.hone.core.space.Configuration;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Time to propose one trial, per optimizer, with n trials told, on Levy-10. Each optimizer is told n - {@value #ROUNDS}
 * random trials and then asked and told in turn; the first fifth of the rounds is thrown away as warm-up.
 */
final class ProposalLatency implements Benchmark {

    private static final List<String> OPTIMIZERS =
            List.of("random", "sobol", "halton", "tpe", "cmaes", "nsga2", "nsga3", "gp");
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
        Objective objective = Objective.minimize("value");
        Optimizer<Configuration> optimizer = MethodCatalogue.load()
                .sampler("optimizer", id, problem.space(), Map.of())
                .create(Problem.of(1, objective));
        RandomGenerator random = Seeds.stream(7);
        List<Trial<Configuration>> told = new ArrayList<>();
        for (int i = 0; i < n - ROUNDS; i++) {
            told.add(trial(i, problem.space().sample(random), problem));
        }
        optimizer.tell(told);
        double[] millis = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long number = n - ROUNDS + round;
            long start = System.nanoTime();
            List<Proposal<Configuration>> proposals = optimizer.ask(new Ask<>(1, number, List.of()));
            String state = optimizer.state();
            millis[round] = (System.nanoTime() - start) / 1e6;
            if (state == null) {
                throw new IllegalStateException(id + " has no state");
            }
            optimizer.tell(List.of(trial(number, proposals.get(0).candidate(), problem)));
        }
        double[] kept = Arrays.copyOfRange(millis, ROUNDS / 5, ROUNDS);
        Arrays.sort(kept);
        return kept;
    }

    private static Trial<Configuration> trial(long number, Configuration configuration, TestProblem problem) {
        return new Trial<>(
                number,
                TrialState.COMPLETE,
                configuration,
                Origin.OPTIMIZER,
                1,
                Optional.empty(),
                Optional.of(Evaluation.of(problem.value(configuration))),
                Optional.empty(),
                new TreeMap<>(),
                Map.of(),
                List.of(),
                Instant.EPOCH,
                Optional.of(Instant.EPOCH),
                Optional.of(Instant.EPOCH),
                number + 1);
    }
}
