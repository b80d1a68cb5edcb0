package dev.hone.search.fidelity;

import dev.hone.core.Check;
import dev.hone.search.kernel.GraphKernel;
import dev.hone.search.surrogate.GaussianModel;
import dev.hone.search.surrogate.GaussianPosterior;
import dev.hone.search.surrogate.Joint;
import dev.hone.search.surrogate.LinearFunctional;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * All levels in one Gaussian process, {@code ar1}: f_0 = d_0, f_l = rho_l-1 f_l-1 + d_l with independent d_l ~ GP(0, k_l), one
 * Cholesky factor over the observations of all levels, which need not be nested (Kennedy and O'Hagan, Biometrika 87, 2000).
 * The covariance is that of {@link GraphKernel#chain}.
 */
public final class AutoregressiveProcess implements MultiFidelitySurrogate, LevelChain {

    private final FidelityProcess process;
    private final GraphKernel kernel;

    private AutoregressiveProcess(FidelityProcess process) {
        this.process = process;
        if (!(process.posterior().model().kernel() instanceof GraphKernel graph && graph.isChain())) {
            throw new IllegalArgumentException("the kernel is not a chain");
        }
        kernel = graph;
        int groups = process.posterior().model().noise().length;
        Check.that(
                groups == kernel.own().size(),
                "noise",
                groups + " groups",
                "one for each of the " + kernel.own().size() + " levels");
    }

    /** @param model of a {@link GraphKernel#chain} whose level is the last coordinate, with a group of noise for each level */
    public static AutoregressiveProcess of(GaussianModel model, List<LevelObservation> data) {
        return of(FidelityProcess.of(model, model.noise().length - 1, data));
    }

    /** @param process of a {@link GraphKernel#chain} */
    public static AutoregressiveProcess of(FidelityProcess process) {
        return new AutoregressiveProcess(process);
    }

    /** With the hyperparameters of greatest posterior density, rho among them; {@code draws} as in {@link FidelityProcess#fit}. */
    public static AutoregressiveProcess fit(
            ProcessModel model, List<LevelObservation> data, int draws, RandomGenerator random) {
        return of(FidelityProcess.fit(model, data, draws, random));
    }

    /** The process, whose points end with the level. */
    public GaussianPosterior posterior() {
        return process.posterior();
    }

    /** rho_0, ..., rho_L-1. */
    public double[] rho() {
        return kernel.rho();
    }

    @Override
    public double exact() {
        return process.exact();
    }

    @Override
    public Optional<LevelChain> chain() {
        return Optional.of(this);
    }

    @Override
    public Optional<FidelityProcess> process() {
        return Optional.of(process);
    }

    @Override
    public Joint joint(double[] x, double l, double[] y, double m) {
        return process.joint(x, l, y, m);
    }

    @Override
    public double mean(double[] x, double level) {
        return process.mean(x, level);
    }

    @Override
    public double variance(double[] x, double level) {
        return process.variance(x, level);
    }

    @Override
    public double noise(double level) {
        return process.noise(level);
    }

    @Override
    public double factor(int level) {
        double[] rho = kernel.rho();
        double product = 1;
        for (int i = level; i < rho.length; i++) {
            product *= rho[i];
        }
        return product;
    }

    @Override
    public double ownVariance(double[] x, int level) {
        LinearFunctional own = LinearFunctional.value(process.coordinates(x, level));
        if (level > 0) {
            own = own.plus(-kernel.rho()[level - 1], LinearFunctional.value(process.coordinates(x, level - 1)));
        }
        return Math.max(FidelityProcess.LEAST_VARIANCE, posterior().variance(own));
    }

    @Override
    public MeanShifts shifts(List<FidelityPoint> targets) {
        return process.shifts(targets);
    }
}
