package dev.hone.search.fidelity;

import dev.hone.core.Check;
import dev.hone.search.kernel.AutoregressiveKernel;
import dev.hone.search.kernel.DataSizeKernel;
import dev.hone.search.kernel.Kernel;
import dev.hone.search.kernel.LearningCurveKernel;
import dev.hone.search.kernel.Smoothness;
import dev.hone.search.kernel.StationaryKernel;
import dev.hone.search.kernel.TruncationKernel;
import dev.hone.search.surrogate.Density;
import dev.hone.search.surrogate.GaussianModel;
import dev.hone.search.surrogate.PolynomialMean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A {@link FidelityProcess} before its hyperparameters are known, for points of the unit cube and outcomes from which the mean
 * of their level was subtracted and that were divided by one standard deviation. Coordinate d of the kernel is the fidelity.
 *
 * @param start hyperparameters from which the search for better ones starts
 * @param priors one for each of them
 * @param exact the fidelity that is the truth
 */
public record ProcessModel(GaussianModel start, List<Density> priors, double exact) {

    public ProcessModel {
        priors = List.copyOf(priors);
        Check.that(
                priors.size() == start.parameters(),
                "priors",
                priors.size(),
                "one for each of the " + start.parameters() + " hyperparameters");
    }

    /** The same with another start. */
    public ProcessModel from(GaussianModel other) {
        return new ProcessModel(other, priors, exact);
    }

    /** Levels with a group of noise each; the priors of the kernel's hyperparameters. */
    private static ProcessModel ofLevels(LevelModel levels, Kernel kernel, List<Density> kernelPriors) {
        return of(levels, kernel, kernelPriors, levels.levels(), levels.levels() - 1);
    }

    private static ProcessModel of(
            LevelModel levels, Kernel kernel, List<Density> kernelPriors, int groups, double exact) {
        double[] noise = new double[groups];
        Arrays.fill(noise, levels.startNoise());
        List<Density> priors = new ArrayList<>(kernelPriors);
        for (int g = 0; g < groups; g++) {
            priors.add(levels.noisePrior());
        }
        priors.add(Density.fixed(0));
        return new ProcessModel(new GaussianModel(kernel, PolynomialMean.constant(0), noise), priors, exact);
    }

    /** {@code ar1}, {@link AutoregressiveKernel}: rho ~ N(1, 1), own parts as in {@link LevelModel}. */
    public static ProcessModel autoregressive(LevelModel levels) {
        double[] rho = new double[levels.levels() - 1];
        Arrays.fill(rho, 1);
        List<Kernel> own = new ArrayList<>();
        List<Density> priors = new ArrayList<>();
        for (int l = 1; l < levels.levels(); l++) {
            priors.add(LevelModel.rhoPrior());
        }
        for (int l = 0; l < levels.levels(); l++) {
            own.add(levels.own(l));
            priors.addAll(levels.ownPriors(l));
        }
        return ofLevels(levels, new AutoregressiveKernel(levels.dimensions(), rho, own), priors);
    }

    /**
     * {@code continuous}: s in [0, 1] with 1 the truth, one group of noise. Priors: those of level 0 for k_x, those of own parts
     * above it for k_x1; log lengthscale of s N(0, 1); sd at all data fixed at 1 (k_x has the variance), b ~ N(0, 1), log c
     * N(-1, 1); log shape and log rate of learning curves N(0, 1).
     */
    public static ProcessModel continuous(LevelModel levels, FidelityKernel fidelity) {
        int s = levels.dimensions();
        Density unit = Density.normal(0, 1);
        List<Density> priors = new ArrayList<>(levels.ownPriors(0));
        Kernel inputs = levels.own(0);
        Kernel kernel = switch (fidelity) {
            case SQUARED_EXPONENTIAL -> {
                priors.add(unit.within(Math.log(1e-2), Math.log(1e2)));
                yield inputs.times(new StationaryKernel(
                        Smoothness.RBF, new int[] {s}, new int[] {0}, new double[] {1}, new double[] {1}));
            }
            case DATA_SIZE -> {
                priors.add(Density.fixed(0));
                priors.add(unit);
                priors.add(Density.normal(-1, 1).within(Math.log(1e-3), Math.log(1e3)));
                yield inputs.times(new DataSizeKernel(s, 1, 0, Math.exp(-1)));
            }
            case LINEAR_TRUNCATED -> {
                priors.addAll(levels.ownPriors(1));
                yield inputs.plus(new TruncationKernel(s, 1).times(levels.own(1)));
            }
            case LEARNING_CURVE -> {
                priors.add(unit.within(Math.log(1e-2), Math.log(1e2)));
                priors.add(unit.within(Math.log(1e-2), Math.log(1e2)));
                yield inputs.times(new LearningCurveKernel(s, 1, 1));
            }
        };
        return of(levels, kernel, priors, 1, 1);
    }
}
