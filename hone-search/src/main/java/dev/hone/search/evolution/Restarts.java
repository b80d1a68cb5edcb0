package dev.hone.search.evolution;

import dev.hone.core.Seeds;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** When CMA-ES has converged, with what population and step size it starts again. */
enum Restarts {
    /** Never. */
    NONE,
    /** With twice the population each time (Auger and Hansen, CEC 2005). */
    IPOP,
    /**
     * IPOP in turn with small populations and steps, whichever regime has spent fewer evaluations (Hansen, GECCO 2009):
     * lambda_s = lambda_0 (lambda_l / (2 lambda_0))^(U^2), sigma_s = sigma_0 10^(-2 U'), U and U' uniform.
     */
    BIPOP;

    private static final long STREAM = 0x72657374L;

    /** Parameters of a run, and what earlier runs spent. {@code doublings}: of the large regime. */
    record Run(
            int index,
            int populationSize,
            double sigma,
            int doublings,
            boolean large,
            long spentLarge,
            long spentSmall) {}

    static Run first(int populationSize, double sigma) {
        return new Run(0, populationSize, sigma, 0, true, 0, 0);
    }

    Run next(Run run, long evaluations, int populationSize, double sigma, long seed) {
        long large = run.spentLarge() + (run.large() && run.index() > 0 ? evaluations : 0);
        long small = run.spentSmall() + (run.large() ? 0 : evaluations);
        int index = run.index() + 1;
        if (this == IPOP || large <= small) {
            int doublings = Math.min(run.doublings() + 1, 12);
            return new Run(index, populationSize << doublings, sigma, doublings, true, large, small);
        }
        RandomGenerator random = Seeds.stream(seed, STREAM, index);
        double u = random.nextDouble();
        int size = (int) (populationSize * Math.pow(0.5 * (1 << run.doublings()), u * u));
        double step = sigma * Math.pow(10, -2 * random.nextDouble());
        return new Run(index, Math.max(populationSize, size), step, run.doublings(), false, large, small);
    }

    /** Where a restart begins: uniform in the unit cube. */
    static double[] mean(int dimensions, Run run, long seed) {
        RandomGenerator random = Seeds.stream(seed, STREAM, run.index(), 1);
        double[] mean = new double[dimensions];
        for (int i = 0; i < dimensions; i++) {
            mean[i] = random.nextDouble();
        }
        return mean;
    }

    static Restarts of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}
