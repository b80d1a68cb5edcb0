package dev.hone.search.fidelity;

import dev.hone.core.Check;
import dev.hone.search.kernel.ConvolvedKernel;
import dev.hone.search.kernel.CoregionalisationKernel;
import dev.hone.search.kernel.DataSizeKernel;
import dev.hone.search.kernel.GraphKernel;
import dev.hone.search.kernel.Kernel;
import dev.hone.search.kernel.LatentSourceKernel;
import dev.hone.search.kernel.LearningCurveKernel;
import dev.hone.search.kernel.LevelKernel;
import dev.hone.search.kernel.Smoothness;
import dev.hone.search.kernel.StationaryKernel;
import dev.hone.search.kernel.TruncationKernel;
import dev.hone.search.surrogate.Density;
import dev.hone.search.surrogate.GaussianModel;
import dev.hone.search.surrogate.PolynomialMean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

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

    /** {@code ar1}: {@link #graph} of a chain, so rho ~ N(1, 1). */
    public static ProcessModel autoregressive(LevelModel levels) {
        return graph(levels, GraphKernel.chainParents(levels.levels()));
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

    /**
     * {@code lmc}: sum over q of B_q[l, m] k_q(x, x'), B_q = w_q w_q^T + diag(v_q); {@code icm} with one term. w ~ N(0, 1), log v
     * N(log 0.1, 1).
     */
    public static ProcessModel coregionalised(LevelModel levels, int terms) {
        Check.positive("terms", terms);
        int n = levels.levels();
        Kernel sum = null;
        List<Density> priors = new ArrayList<>();
        for (int q = 0; q < terms; q++) {
            double[][] weights = new double[n][1];
            double[] own = new double[n];
            Arrays.fill(own, 0.1);
            for (int l = 0; l < n; l++) {
                // terms start apart: equal ones would stay equal
                weights[l][0] = q == 0 ? 1 : 0.3 * (l + 1) / n;
                priors.add(Density.normal(0, 1));
            }
            for (int l = 0; l < n; l++) {
                priors.add(LevelModel.variancePrior(0.1));
            }
            priors.addAll(levels.lengthscalePriors());
            Kernel term = new CoregionalisationKernel(levels.dimensions(), weights, own).times(levels.correlation());
            sum = sum == null ? term : sum.plus(term);
        }
        return ofLevels(levels, sum, priors);
    }

    /** {@code convolved}: amplitudes that start at variance 1 are normal around that, log Lambda_l N(log 0.01, 1), log Lambda_0 N(log 0.16, 1). */
    public static ProcessModel convolved(LevelModel levels) {
        int n = levels.levels();
        int d = levels.dimensions();
        double[] amplitudes = new double[n];
        double[][] smoothing = new double[n][d];
        double[] latent = new double[d];
        double start = Math.pow(2 * Math.PI * (2 * 0.01 + 0.16), d / 4.0);
        Arrays.fill(amplitudes, start);
        Arrays.fill(latent, 0.16);
        List<Density> priors = new ArrayList<>();
        for (int l = 0; l < n; l++) {
            Arrays.fill(smoothing[l], 0.01);
            priors.add(Density.normal(start, start));
        }
        for (int i = 0; i < n * d; i++) {
            priors.add(Density.normal(Math.log(0.01), 1).within(Math.log(1e-5), Math.log(10)));
        }
        for (int c = 0; c < d; c++) {
            priors.add(Density.normal(Math.log(0.16), 1).within(Math.log(1e-4), Math.log(1e3)));
        }
        return ofLevels(levels, new ConvolvedKernel(amplitudes, smoothing, latent), priors);
    }

    /** {@code misoKG}'s: f_l = f_L + d_l, sources of no order, with priors of level 0 for f_L and of own parts above for d_l. */
    public static ProcessModel discrepancies(LevelModel levels) {
        Kernel sum = levels.own(0);
        List<Density> priors = new ArrayList<>(levels.ownPriors(0));
        for (int l = 0; l < levels.levels() - 1; l++) {
            sum = sum.plus(new LevelKernel(levels.dimensions(), l).times(levels.own(1)));
            priors.addAll(levels.ownPriors(1));
        }
        return ofLevels(levels, sum, priors);
    }

    /** {@code latent}: k_x times {@link LatentSourceKernel}, places N(0, 1), which start on a circle around the first. */
    public static ProcessModel latent(LevelModel levels) {
        double[][] places = new double[levels.levels()][2];
        List<Density> priors = new ArrayList<>(levels.ownPriors(0));
        for (int l = 1; l < places.length; l++) {
            places[l][0] = 0.5 * Math.cos(l - 1);
            places[l][1] = 0.5 * Math.sin(l - 1);
            priors.add(Density.normal(0, 1));
            priors.add(Density.normal(0, 1));
        }
        return ofLevels(levels, levels.own(0).times(new LatentSourceKernel(levels.dimensions(), places)), priors);
    }

    /**
     * {@code graph}, {@link GraphKernel}: rho ~ N(1 / parents, 1); own parts of sources without parents as of level 0, else as above it.
     *
     * @param parents of each source; empty: all others are the truth's
     */
    public static ProcessModel graph(LevelModel levels, List<List<Integer>> parents) {
        List<List<Integer>> used = new ArrayList<>(parents);
        for (int l = 0; parents.isEmpty() && l < levels.levels(); l++) {
            used.add(
                    l < levels.levels() - 1
                            ? List.of()
                            : IntStream.range(0, l).boxed().toList());
        }
        double[] rho = new double[used.stream().mapToInt(List::size).sum()];
        // the truth starts as the mean of its parents
        int edge = 0;
        List<Density> priors = new ArrayList<>();
        List<Kernel> own = new ArrayList<>();
        List<Density> ownPriors = new ArrayList<>();
        for (List<Integer> above : used) {
            for (int i = 0; i < above.size(); i++) {
                rho[edge++] = 1.0 / above.size();
                priors.add(Density.normal(1.0 / above.size(), 1));
            }
            own.add(levels.own(above.isEmpty() ? 0 : 1));
            ownPriors.addAll(levels.ownPriors(above.isEmpty() ? 0 : 1));
        }
        priors.addAll(ownPriors);
        return ofLevels(levels, new GraphKernel(levels.dimensions(), used, rho, own), priors);
    }
}
