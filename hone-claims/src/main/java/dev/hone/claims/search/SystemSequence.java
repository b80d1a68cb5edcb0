package dev.hone.claims.search;

import dev.hone.core.Seeds;
import dev.hone.search.solver.CsrMatrix;
import dev.hone.search.solver.LinearSolvers;
import java.util.Comparator;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A sequence of linear systems (A + c I) x = b with A the 10 x 10 Laplacian, c = -0.15 + 0.6 Beta(1/2, 3/2) and b normal,
 * drawn again until |b| is at most sqrt(n) (row 28), and the iterations that over-relaxation takes on each with each value
 * of omega on a grid.
 *
 * @param shifts c of each system
 * @param costs [systems][omegas]
 */
record SystemSequence(double[] shifts, int[][] costs) {

    static final int OMEGAS = 20;
    static final double LOW = 1;
    static final double HIGH = 1.95;

    private static final CsrMatrix LAPLACIAN = CsrMatrix.laplacian(10);

    static SystemSequence draw(int systems, long seed) {
        double[] shifts = new double[systems];
        int[][] costs = IntStream.range(0, systems)
                .parallel()
                .mapToObj(t -> {
                    RandomGenerator random = Seeds.stream(seed, t);
                    shifts[t] = -0.15 + 0.6 * beta(random);
                    double[] b = truncatedNormal(LAPLACIAN.size(), random);
                    CsrMatrix a = LAPLACIAN.shifted(shifts[t]);
                    return IntStream.range(0, OMEGAS)
                            .map(i -> LinearSolvers.sor(a, b, omega(i), LinearSolvers.Options.defaults())
                                    .iterations())
                            .toArray();
                })
                .toArray(int[][]::new);
        return new SystemSequence(shifts, costs);
    }

    static double omega(int i) {
        return LOW + (HIGH - LOW) * i / (OMEGAS - 1);
    }

    /** Beta(1/2, 3/2) as X / (X + Y) with X ~ Gamma(1/2), half a squared normal, and Y ~ Gamma(3/2), another and an exponential. */
    private static double beta(RandomGenerator random) {
        double x = square(random.nextGaussian()) / 2;
        double y = square(random.nextGaussian()) / 2 + random.nextExponential();
        return x / (x + y);
    }

    private static double[] truncatedNormal(int n, RandomGenerator random) {
        double[] b = new double[n];
        double sum;
        do {
            sum = 0;
            for (int i = 0; i < n; i++) {
                b[i] = random.nextGaussian();
                sum += b[i] * b[i];
            }
        } while (sum > n);
        return b;
    }

    private static double square(double x) {
        return x * x;
    }

    /** Costs of the same omega for all systems. */
    double[] fixed(int arm) {
        return IntStream.range(0, costs.length).mapToDouble(t -> costs[t][arm]).toArray();
    }

    /** The omega of least total cost. */
    int bestFixed() {
        return IntStream.range(0, OMEGAS)
                .boxed()
                .min(Comparator.comparingDouble(i -> DoubleStream.of(fixed(i)).sum()))
                .orElseThrow();
    }

    /** Costs of the best omega of each system. */
    double[] instanceOptimal() {
        return IntStream.range(0, costs.length)
                .mapToDouble(t -> IntStream.of(costs[t]).min().orElseThrow())
                .toArray();
    }
}
