package dev.hone.examples.heat;

import dev.hone.core.Seeds;
import dev.hone.core.evaluate.Evaluator;
import dev.hone.core.evaluate.TrialContext;
import dev.hone.core.space.Configuration;
import dev.hone.core.trial.Evaluation;
import dev.hone.search.solver.CsrMatrix;
import dev.hone.search.solver.LinearSolvers;
import java.util.Arrays;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Iterations of successive over-relaxation on (A + shift I) x = b, with A the Laplacian of a 10 x 10 grid, the shift of the
 * trial's instance, and b drawn from the trial's seed.
 */
public final class SolveSystem implements Evaluator<Configuration> {

    private static final CsrMatrix LAPLACIAN = CsrMatrix.laplacian(10);

    @Override
    public Evaluation evaluate(Configuration configuration, TrialContext context) {
        RandomGenerator random = Seeds.stream(context.seed());
        double[] b = new double[LAPLACIAN.size()];
        Arrays.setAll(b, i -> random.nextGaussian());
        LinearSolvers.Solution solution = LinearSolvers.sor(
                LAPLACIAN.shifted(context.instance().number("shift")),
                b,
                configuration.getDouble("omega"),
                LinearSolvers.Options.defaults());
        return Evaluation.ofMetrics(Map.of("iterations", (double) solution.iterations()));
    }
}
