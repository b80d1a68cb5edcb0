package dev.hone.examples.heat;

import dev.hone.search.bandit.ChebCb;
import dev.hone.search.bandit.Learner;
import dev.hone.search.bandit.TsallisInf;
import dev.hone.search.sequence.OnlineTuner;
import dev.hone.search.solver.CsrMatrix;
import dev.hone.search.solver.LinearSolvers;
import dev.hone.search.solver.LinearSolvers.Solution;
import java.util.Arrays;
import java.util.function.ToIntBiFunction;

/**
 * A plate is heated at a spot that moves around while its conductivity rises and falls. Every step of implicit Euler solves
 * one linear system; the tuner picks its relaxation parameter from what the steps before took, and, if it learns by context,
 * from the conductivity.
 */
public final class HeatSimulation {

    private static final int SIDE = 20;
    private static final int STEPS = 3_000;
    private static final int CYCLES = 10;
    private static final CsrMatrix LAPLACIAN = CsrMatrix.laplacian(SIDE);

    private HeatSimulation() {}

    public static void main(String[] arguments) {
        System.out.printf("omega 1 throughout      %8d iterations%n", simulate((shift, b) -> solve(shift, b, 1)));
        System.out.printf("omega 1.5 throughout    %8d iterations%n", simulate((shift, b) -> solve(shift, b, 1.5)));
        System.out.printf("learned                 %8d iterations%n", learn(TsallisInf.learner(), false));
        System.out.printf(
                "learned by conductivity %8d iterations%n",
                learn(ChebCb.learner(ChebCb.Options.defaults(shift(0), shift(STEPS / 2.0 / CYCLES))), true));
    }

    static int learn(Learner learner, boolean contextual) {
        try (OnlineTuner tuner = OnlineTuner.named("heat")
                .grid("omega", 1, 1.95, 20)
                .learner(learner)
                .maxCost(10_000)
                .open()) {
            return simulate((shift, b) -> {
                try (OnlineTuner.Call call = contextual ? tuner.next(shift) : tuner.next()) {
                    int iterations = solve(shift, b, call.value());
                    call.cost(iterations);
                    return iterations;
                }
            });
        }
    }

    /** Runs all steps; returns the iterations that the solver took in total. */
    private static int simulate(ToIntBiFunction<Double, double[]> solver) {
        int iterations = 0;
        double[] heat = new double[LAPLACIAN.size()];
        for (int step = 0; step < STEPS; step++) {
            double shift = shift(step);
            double[] b = Arrays.stream(heat).map(x -> shift * x).toArray();
            b[source(step)] += 1;
            iterations += solver.applyAsInt(shift, b);
            heat = b;
        }
        return iterations;
    }

    /** h^2 / (dt k): great when the plate conducts badly in this step, small when it conducts well. */
    private static double shift(double step) {
        return 0.02 + 0.6 * Math.pow(Math.sin(Math.PI * CYCLES * step / STEPS), 2);
    }

    private static int source(int step) {
        double angle = 2 * Math.PI * step / 200;
        int row = (int) Math.round((SIDE - 1) * (0.5 + 0.3 * Math.sin(angle)));
        int column = (int) Math.round((SIDE - 1) * (0.5 + 0.3 * Math.cos(angle)));
        return row * SIDE + column;
    }

    /** Solves (A + shift I) x = b and writes x over b; returns the iterations. */
    private static int solve(double shift, double[] b, double omega) {
        Solution solution = LinearSolvers.sor(LAPLACIAN.shifted(shift), b, omega, LinearSolvers.Options.defaults());
        System.arraycopy(solution.x(), 0, b, 0, b.length);
        return solution.iterations();
    }
}
