package dev.hone.search.fidelity;

import dev.hone.core.Check;
import dev.hone.search.kernel.AutoregressiveKernel;
import dev.hone.search.surrogate.GaussianModel;
import dev.hone.search.surrogate.GaussianPosterior;
import dev.hone.search.surrogate.HyperparameterFit;
import dev.hone.search.surrogate.Joint;
import dev.hone.search.surrogate.LinearFunctional;
import dev.hone.search.surrogate.Observation;
import dev.hone.search.surrogate.Shifts;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * All levels in one Gaussian process, {@code ar1}: f_0 = d_0, f_l = rho_l-1 f_l-1 + d_l with independent d_l ~ GP(0, k_l), one
 * Cholesky factor over the observations of all levels, which need not be nested (Kennedy and O'Hagan, Biometrika 87, 2000).
 * The covariance is that of {@link AutoregressiveKernel}.
 */
public final class AutoregressiveProcess implements MultiFidelitySurrogate {

    /** Variances below this are rounding. */
    static final double LEAST_VARIANCE = 1e-14;

    private static final int ITERATIONS = 50;

    private final GaussianPosterior posterior;
    private final AutoregressiveKernel kernel;

    private AutoregressiveProcess(GaussianPosterior posterior, AutoregressiveKernel kernel) {
        this.posterior = posterior;
        this.kernel = kernel;
    }

    /** @param model an {@link AutoregressiveKernel} whose level is the last coordinate, with a group of noise for each level */
    public static AutoregressiveProcess of(GaussianModel model, List<LevelObservation> data) {
        if (!(model.kernel() instanceof AutoregressiveKernel kernel)) {
            throw new IllegalArgumentException("the kernel is not autoregressive");
        }
        Check.that(
                model.noise().length == kernel.own().size(),
                "noise",
                model.noise().length + " groups",
                "one for each of the " + kernel.own().size() + " levels");
        return new AutoregressiveProcess(model.given(observations(data)), kernel);
    }

    /**
     * With the hyperparameters of greatest posterior density, rho among them.
     *
     * @param from where the search starts, beside the priors' modes
     * @param draws of the priors to start from as well
     */
    public static AutoregressiveProcess fit(
            LevelModel levels, GaussianModel from, List<LevelObservation> data, int draws, RandomGenerator random) {
        HyperparameterFit fit = new HyperparameterFit(from, levels.jointPriors(), observations(data));
        return of(fit.mode(draws + 1, ITERATIONS, random), data);
    }

    private static List<Observation> observations(List<LevelObservation> data) {
        return data.stream()
                .map(o ->
                        new Observation(LinearFunctional.value(at(o.x(), o.level())), o.value(), Double.NaN, o.level()))
                .toList();
    }

    private static double[] at(double[] x, int level) {
        double[] point = Arrays.copyOf(x, x.length + 1);
        point[x.length] = level;
        return point;
    }

    /** The process, whose points end with the level. */
    public GaussianPosterior posterior() {
        return posterior;
    }

    /** rho_0, ..., rho_L-1. */
    public double[] rho() {
        return kernel.rho().clone();
    }

    @Override
    public int levels() {
        return kernel.own().size();
    }

    @Override
    public Joint joint(double[] x, int l, double[] y, int m) {
        Joint joint = posterior.joint(List.of(LinearFunctional.value(at(x, l)), LinearFunctional.value(at(y, m))));
        double[][] c = joint.covariance();
        c[0][0] = Math.max(LEAST_VARIANCE, c[0][0]);
        c[1][1] = Math.max(LEAST_VARIANCE, c[1][1]);
        return joint;
    }

    @Override
    public double mean(double[] x, int level) {
        return posterior.mean(at(x, level), null);
    }

    @Override
    public double variance(double[] x, int level) {
        return Math.max(LEAST_VARIANCE, posterior.variance(LinearFunctional.value(at(x, level))));
    }

    @Override
    public double noise(int level) {
        return posterior.model().noise()[level];
    }

    @Override
    public double factor(int level) {
        double product = 1;
        for (int i = level; i < kernel.rho().length; i++) {
            product *= kernel.rho()[i];
        }
        return product;
    }

    @Override
    public double ownVariance(double[] x, int level) {
        LinearFunctional own = LinearFunctional.value(at(x, level));
        if (level > 0) {
            own = own.plus(-kernel.rho()[level - 1], LinearFunctional.value(at(x, level - 1)));
        }
        return Math.max(LEAST_VARIANCE, posterior.variance(own));
    }

    @Override
    public MeanShifts shifts(List<double[]> targets) {
        Shifts shifts = new Shifts(
                posterior,
                targets.stream()
                        .map(t -> LinearFunctional.value(at(t, exact())))
                        .toList());
        return (x, level) -> shifts.at(at(x, level), noise(level)).shifts();
    }
}
