package dev.hone.search.fidelity;

import dev.hone.core.Check;
import dev.hone.search.kernel.Kernel;
import dev.hone.search.surrogate.Density;
import dev.hone.search.surrogate.GaussianModel;
import dev.hone.search.surrogate.GaussianPosterior;
import dev.hone.search.surrogate.HyperparameterFit;
import dev.hone.search.surrogate.Joint;
import dev.hone.search.surrogate.LinearFunctional;
import dev.hone.search.surrogate.Observation;
import dev.hone.search.surrogate.PolynomialMean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Level by level, {@code recursive}: where every point of a level was evaluated at the level below too, the own parts d_l are
 * observed apart, as y_l - rho_l-1 y_l-1, and
 * <pre>
 *   mean_l = rho_l-1 mean_l-1 + mean(d_l)
 *   cov(f_l, f_m) = sum_{j <= min(l, m)} (prod_{i=j}^{l-1} rho_i) (prod_{i=j}^{m-1} rho_i) cov(d_j)
 * </pre>
 * Equal to {@link AutoregressiveProcess} for values without noise, with factors of single levels instead of all. Source: Le
 * Gratiet and Garnier, Int. J. Uncertainty Quantification 4, 2014.
 */
public final class RecursiveProcess implements MultiFidelitySurrogate, LevelChain {

    private static final int ITERATIONS = 50;

    private final double[] rho;
    private final List<GaussianPosterior> own;

    private RecursiveProcess(double[] rho, List<GaussianPosterior> own) {
        this.rho = rho;
        this.own = own;
    }

    /**
     * With known hyperparameters.
     *
     * @param own kernel and noise of each d_l over points of the unit cube
     */
    public static RecursiveProcess of(double[] rho, List<GaussianModel> own, List<LevelObservation> data) {
        Check.that(
                own.size() == rho.length + 1, "levels", own.size(), "one more than factors, which are " + rho.length);
        List<GaussianPosterior> posteriors = new ArrayList<>();
        for (int l = 0; l < own.size(); l++) {
            double factor = l == 0 ? 0 : rho[l - 1];
            posteriors.add(own.get(l)
                    .given(paired(data, l).stream()
                            .map(p -> Observation.of(p.x(), p.value() - factor * p.below()))
                            .toList()));
        }
        return new RecursiveProcess(rho.clone(), posteriors);
    }

    /** With the hyperparameters of greatest posterior density, one level after the other. */
    public static RecursiveProcess fit(
            LevelModel levels, List<LevelObservation> data, int draws, RandomGenerator random) {
        double[] rho = new double[levels.levels() - 1];
        List<GaussianModel> own = new ArrayList<>();
        for (int l = 0; l < levels.levels(); l++) {
            GaussianModel model = fitLevel(levels, l, paired(data, l), draws, random);
            if (l > 0) {
                rho[l - 1] = model.mean().coefficients()[1];
            }
            own.add(new GaussianModel(model.kernel(), PolynomialMean.constant(0), model.noise()));
        }
        return of(rho, own, data);
    }

    /**
     * The model of level {@code l}, in which the value below is one more coordinate that the prior mean is linear in: its
     * coefficient is rho.
     */
    static GaussianModel fitLevel(LevelModel levels, int l, List<Paired> data, int draws, RandomGenerator random) {
        int d = levels.dimensions();
        Kernel kernel = levels.own(l);
        double[] noise = {levels.startNoise()};
        List<Density> priors = new ArrayList<>(levels.ownPriors(l));
        priors.add(levels.noisePrior());
        priors.add(Density.fixed(0));
        PolynomialMean mean = PolynomialMean.constant(0);
        if (l > 0) {
            mean = new PolynomialMean(new int[] {d}, 1, new double[] {0, 1});
            priors.add(LevelModel.rhoPrior());
        }
        List<Observation> observations = data.stream()
                .map(p -> {
                    double[] point = Arrays.copyOf(p.x(), d + 1);
                    point[d] = p.below();
                    return Observation.of(point, p.value());
                })
                .toList();
        GaussianModel template = new GaussianModel(kernel, mean, noise);
        return new HyperparameterFit(template, priors, observations).mode(draws + 1, ITERATIONS, random);
    }

    /** A value and the one of the level below at the same point, 0 at level 0. */
    record Paired(double[] x, double value, double below) {}

    private static List<Paired> paired(List<LevelObservation> data, int level) {
        List<Paired> paired = new ArrayList<>();
        for (LevelObservation o : data) {
            if (o.level() == level) {
                double below = level == 0
                        ? 0
                        : data.stream()
                                .filter(b -> b.level() == level - 1 && Arrays.equals(b.x(), o.x()))
                                .findFirst()
                                .map(LevelObservation::value)
                                .orElse(Double.NaN);
                Check.that(
                        !Double.isNaN(below),
                        "observations",
                        "without level " + (level - 1) + " at " + Arrays.toString(o.x()),
                        "nested ones: every point of a level at the level below too (otherwise use ar1)");
                paired.add(new Paired(o.x(), o.value(), below));
            }
        }
        return paired;
    }

    @Override
    public double exact() {
        return own.size() - 1;
    }

    @Override
    public Optional<LevelChain> chain() {
        return Optional.of(this);
    }

    private double product(int from, int to) {
        double product = 1;
        for (int i = from; i < to; i++) {
            product *= rho[i];
        }
        return product;
    }

    @Override
    public Joint joint(double[] x, double first, double[] y, double second) {
        int l = (int) Math.rint(first);
        int m = (int) Math.rint(second);
        double[] mean = new double[2];
        double[][] covariance = new double[2][2];
        for (int j = 0; j <= Math.max(l, m); j++) {
            Joint part = own.get(j).joint(List.of(LinearFunctional.value(x), LinearFunctional.value(y)));
            double[] weight = {j <= l ? product(j, l) : 0, j <= m ? product(j, m) : 0};
            for (int a = 0; a < 2; a++) {
                mean[a] += weight[a] * part.mean()[a];
                for (int b = 0; b < 2; b++) {
                    covariance[a][b] += weight[a] * weight[b] * part.covariance()[a][b];
                }
            }
        }
        covariance[0][0] = Math.max(FidelityProcess.LEAST_VARIANCE, covariance[0][0]);
        covariance[1][1] = Math.max(FidelityProcess.LEAST_VARIANCE, covariance[1][1]);
        return new Joint(mean, covariance);
    }

    /** rho_0, ..., rho_L-1. */
    public double[] rho() {
        return rho.clone();
    }

    @Override
    public double noise(double level) {
        return own.get((int) Math.rint(level)).model().noise()[0];
    }

    @Override
    public double factor(int level) {
        return product(level, rho.length);
    }

    @Override
    public double ownVariance(double[] x, int level) {
        return Math.max(FidelityProcess.LEAST_VARIANCE, own.get(level).variance(LinearFunctional.value(x)));
    }
}
