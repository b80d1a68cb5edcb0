package dev.hone.search.gp;

import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.Proposal;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Asks and tells without a store, and functions to do it with. */
final class Loop {

    private Loop() {}

    static Trial<Configuration> trial(long number, Configuration configuration, Evaluation evaluation) {
        TrialState state = evaluation == null ? TrialState.FAILED : TrialState.COMPLETE;
        return trial(number, configuration, state, evaluation);
    }

    static Trial<Configuration> trial(
            long number, Configuration configuration, TrialState state, Evaluation evaluation) {
        return trial(number, Proposal.of(configuration), state, evaluation);
    }

    static Trial<Configuration> trial(long number, Proposal<Configuration> proposal, Evaluation evaluation) {
        return trial(number, proposal, evaluation == null ? TrialState.FAILED : TrialState.COMPLETE, evaluation);
    }

    private static Trial<Configuration> trial(
            long number, Proposal<Configuration> proposal, TrialState state, Evaluation evaluation) {
        return new Trial<>(
                number,
                state,
                proposal.candidate(),
                Origin.OPTIMIZER,
                1,
                Optional.empty(),
                Optional.ofNullable(evaluation),
                Optional.empty(),
                new TreeMap<>(),
                proposal.attributes(),
                List.of(),
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                state.isFinished() ? number + 1 : 0);
    }

    /** Sequential trials from the optimizer's next one on; a null evaluation is a failure. */
    static List<Trial<Configuration>> run(
            Optimizer<Configuration> optimizer, int from, int to, Function<Configuration, Evaluation> evaluator) {
        List<Trial<Configuration>> trials = new ArrayList<>();
        for (int i = from; i < to; i++) {
            Proposal<Configuration> next =
                    optimizer.ask(new Ask<>(1, i, List.of())).get(0);
            Trial<Configuration> trial = trial(i, next, evaluator.apply(next.candidate()));
            optimizer.tell(List.of(trial));
            trials.add(trial);
        }
        return trials;
    }

    static SearchSpace box(int d, double low, double high) {
        SearchSpace.Builder builder = SearchSpace.builder();
        for (int i = 0; i < d; i++) {
            builder.add(FloatParameter.linear("x" + i, low, high));
        }
        return builder.build();
    }

    static double[] point(Configuration configuration) {
        return configuration.values().values().stream()
                .mapToDouble(v -> ((Number) v).doubleValue())
                .toArray();
    }

    /** Over [0, 1]^2, minimum 0.397887. */
    static double branin(double[] u) {
        double x = 15 * u[0] - 5;
        double y = 15 * u[1];
        double a = y - 5.1 / (4 * Math.PI * Math.PI) * x * x + 5 / Math.PI * x - 6;
        return a * a + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10;
    }

    private static final double[][] A = {
        {10, 3, 17, 3.5, 1.7, 8}, {0.05, 10, 17, 0.1, 8, 14}, {3, 3.5, 1.7, 10, 17, 8}, {17, 8, 0.05, 10, 0.1, 14}
    };
    private static final double[][] P = {
        {1312, 1696, 5569, 124, 8283, 5886},
        {2329, 4135, 8307, 3736, 1004, 9991},
        {2348, 1451, 3522, 2883, 3047, 6650},
        {4047, 8828, 8732, 5743, 1091, 381}
    };
    private static final double[] C = {1, 1.2, 3, 3.2};

    /** Over [0, 1]^6, minimum -3.32237. */
    static double hartmann6(double[] u) {
        double sum = 0;
        for (int i = 0; i < 4; i++) {
            double inner = 0;
            for (int j = 0; j < 6; j++) {
                double difference = u[j] - 1e-4 * P[i][j];
                inner += A[i][j] * difference * difference;
            }
            sum -= C[i] * Math.exp(-inner);
        }
        return sum;
    }

    /** Over [-10, 10]^d given as [0, 1]^d, minimum 0 at 1. */
    static double levy(double[] u) {
        int d = u.length;
        double[] w = new double[d];
        for (int i = 0; i < d; i++) {
            w[i] = 1 + (20 * u[i] - 10 - 1) / 4;
        }
        double sum = Math.pow(Math.sin(Math.PI * w[0]), 2);
        for (int i = 0; i < d - 1; i++) {
            sum += (w[i] - 1) * (w[i] - 1) * (1 + 10 * Math.pow(Math.sin(Math.PI * w[i] + 1), 2));
        }
        double last = w[d - 1] - 1;
        return sum + last * last * (1 + Math.pow(Math.sin(2 * Math.PI * w[d - 1]), 2));
    }
}
