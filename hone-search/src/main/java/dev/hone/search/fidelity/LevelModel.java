package dev.hone.search.fidelity;

import dev.hone.core.Check;
import dev.hone.search.kernel.Kernel;
import dev.hone.search.kernel.Smoothness;
import dev.hone.search.kernel.StationaryKernel;
import dev.hone.search.surrogate.Density;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Kernels of the own parts d_l and the priors of their hyperparameters, for points of the unit cube and outcomes from which
 * the mean of their level was subtracted and that were divided by one standard deviation: rho ~ N(1, 1), log lengthscales
 * N(log 0.4, 0.6), log variances N(0, 1) at level 0 and N(-1, 2) above (second arguments are variances).
 *
 * @param noise variance of the noise at every level, NaN where each level learns its own: log variance N(log 1e-4, 1.5^2)
 */
public record LevelModel(int dimensions, int levels, Smoothness smoothness, double noise) {

    private static final Density RHO = Density.normal(1, 1);
    private static final Density LENGTHSCALE =
            Density.normal(Math.log(0.4), Math.sqrt(0.6)).within(Math.log(1e-2), Math.log(1e2));
    private static final Density LEARNED_NOISE =
            Density.normal(Math.log(1e-4), 1.5).within(Math.log(1e-8), Math.log(10));

    public LevelModel {
        Check.positive("dimensions", dimensions);
        Check.positive("levels", levels);
        Check.that(!(noise <= 0), "noise", noise, "a variance above 0, or NaN to learn it");
    }

    /** k_l at its priors' modes. */
    Kernel own(int level) {
        return correlation().scaled(level == 0 ? 1 : Math.exp(-1));
    }

    /** Priors of {@link #own}'s hyperparameters. */
    List<Density> ownPriors(int level) {
        List<Density> priors = new ArrayList<>();
        Density variance = level == 0 ? Density.normal(0, 1) : Density.normal(-1, Math.sqrt(2));
        priors.add(variance.within(Math.log(1e-4), Math.log(1e4)));
        for (int i = 0; i < dimensions; i++) {
            priors.add(LENGTHSCALE);
        }
        return priors;
    }

    Density noisePrior() {
        return Double.isNaN(noise) ? LEARNED_NOISE : Density.fixed(Math.log(noise));
    }

    double startNoise() {
        return Double.isNaN(noise) ? 1e-4 : noise;
    }

    static Density rhoPrior() {
        return RHO;
    }

    /** Of {@link #correlation}. */
    List<Density> lengthscalePriors() {
        return Collections.nCopies(dimensions, LENGTHSCALE);
    }

    /** Variances of log-normal {@code median}, log-sd 1. */
    static Density variancePrior(double median) {
        return Density.normal(Math.log(median), 1).within(Math.log(1e-4), Math.log(1e4));
    }

    /** ARD over x of variance 1, lengthscales 0.4. */
    Kernel correlation() {
        double[] lengthscales = new double[dimensions];
        Arrays.fill(lengthscales, 0.4);
        return StationaryKernel.ard(smoothness, lengthscales);
    }
}
