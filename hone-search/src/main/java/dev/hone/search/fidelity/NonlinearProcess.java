package dev.hone.search.fidelity;

import dev.hone.core.Check;
import dev.hone.core.Seeds;
import dev.hone.search.kernel.Kernel;
import dev.hone.search.kernel.Smoothness;
import dev.hone.search.kernel.StationaryKernel;
import dev.hone.search.numeric.Normal;
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
import java.util.random.RandomGenerator;

/**
 * Levels that follow from the one below by a function that need not be linear, {@code nargp}: f_l(x) = g_l(x, f_l-1(x)), g_l a
 * process with kernel k_rho(x, x') k_f(f, f') + k_d(x, x') (Perdikaris et al., Proceedings of the Royal Society A 473, 2017).
 * Level by level, the input f_l-1(x_i) of an observation is the value of the level below where that was observed too, else
 * its posterior mean. Predictions push {@value #SAMPLES} samples through the levels; they are the same at every point, one
 * for each of as many strata of the normal distribution, in an order of its own for each level. With m_s, v_s of sample s,
 * <pre> mean = avg m_s,   var = avg (v_s + m_s^2) - mean^2 </pre>
 * Immutable and thread-safe.
 */
public final class NonlinearProcess implements MultiFidelitySurrogate {

    /** Samples of a prediction. */
    static final int SAMPLES = 200;

    private static final int ITERATIONS = 50;

    private final List<GaussianPosterior> levels;
    /** Standard normals, [level][sample]. */
    private final double[][] normals;

    private NonlinearProcess(List<GaussianPosterior> levels) {
        this.levels = levels;
        normals = strata(levels.size());
    }

    private static double[][] strata(int levels) {
        double[][] all = new double[levels][SAMPLES];
        for (int l = 0; l < levels; l++) {
            for (int s = 0; s < SAMPLES; s++) {
                all[l][s] = Normal.quantile((s + 0.5) / SAMPLES);
            }
            RandomGenerator random = Seeds.stream(24, l);
            for (int s = SAMPLES - 1; s > 0; s--) {
                int other = random.nextInt(s + 1);
                double swapped = all[l][s];
                all[l][s] = all[l][other];
                all[l][other] = swapped;
            }
        }
        return all;
    }

    /** @param models of g_0 over x, and of each g_l over (x, f_l-1) */
    public static NonlinearProcess of(List<GaussianModel> models, List<LevelObservation> data) {
        NonlinearProcess built = new NonlinearProcess(List.of());
        for (GaussianModel model : models) {
            built = built.above(model.given(built.inputs(data)));
        }
        return built;
    }

    /** With the hyperparameters of greatest posterior density, one level after the other. */
    public static NonlinearProcess fit(
            LevelModel levels, List<LevelObservation> data, int draws, RandomGenerator random) {
        NonlinearProcess built = new NonlinearProcess(List.of());
        for (int l = 0; l < levels.levels(); l++) {
            List<Observation> inputs = built.inputs(data);
            List<Density> priors = new ArrayList<>();
            Kernel kernel = kernel(levels, l, priors);
            priors.add(levels.noisePrior());
            priors.add(Density.fixed(0));
            GaussianModel start =
                    new GaussianModel(kernel, PolynomialMean.constant(0), new double[] {levels.startNoise()});
            built = built.above(new HyperparameterFit(start, priors, inputs)
                    .mode(draws + 1, ITERATIONS, random)
                    .given(inputs));
        }
        return built;
    }

    /** k_rho k_f + k_d; log lengthscale of f N(0, 1), because values have standard deviation 1. */
    private static Kernel kernel(LevelModel levels, int level, List<Density> priors) {
        if (level == 0) {
            priors.addAll(levels.ownPriors(0));
            return levels.own(0);
        }
        Kernel byValue = new StationaryKernel(
                Smoothness.RBF, new int[] {levels.dimensions()}, new int[] {0}, new double[] {1}, new double[] {1});
        priors.addAll(levels.ownPriors(0));
        priors.add(Density.normal(0, 1).within(Math.log(1e-2), Math.log(1e2)));
        priors.addAll(levels.ownPriors(1));
        return levels.own(0).times(byValue).plus(levels.own(1));
    }

    private NonlinearProcess above(GaussianPosterior next) {
        List<GaussianPosterior> more = new ArrayList<>(levels);
        more.add(next);
        return new NonlinearProcess(more);
    }

    /** What the next level's function was observed at. */
    private List<Observation> inputs(List<LevelObservation> data) {
        int next = levels.size();
        List<Observation> inputs = new ArrayList<>();
        for (LevelObservation o : data) {
            if (o.level() == next) {
                inputs.add(Observation.of(next == 0 ? o.x() : with(o.x(), below(data, o.x())), o.value()));
            }
        }
        Check.that(!inputs.isEmpty(), "observations", "without level " + next, "at least one of every level");
        return inputs;
    }

    private double below(List<LevelObservation> data, double[] x) {
        int level = levels.size() - 1;
        return data.stream()
                .filter(o -> o.level() == level && Arrays.equals(o.x(), x))
                .mapToDouble(LevelObservation::value)
                .findFirst()
                .orElseGet(() -> mean(x, level));
    }

    /** g_l. */
    GaussianPosterior level(int l) {
        return levels.get(l);
    }

    private static double[] with(double[] x, double value) {
        double[] point = Arrays.copyOf(x, x.length + 1);
        point[x.length] = value;
        return point;
    }

    @Override
    public double exact() {
        return levels.size() - 1;
    }

    @Override
    public double noise(double level) {
        return levels.get((int) Math.rint(level)).model().noise()[0];
    }

    @Override
    public double mean(double[] x, double level) {
        return marginal(x, (int) Math.rint(level), -1).mean()[1];
    }

    @Override
    public double variance(double[] x, double level) {
        return marginal(x, (int) Math.rint(level), -1).covariance()[1][1];
    }

    @Override
    public Joint joint(double[] x, double l, double[] y, double m) {
        int first = (int) Math.rint(l);
        int second = (int) Math.rint(m);
        if (!Arrays.equals(x, y)) {
            return across(x, first, y, second);
        }
        return first <= second ? marginal(x, second, first) : swapped(marginal(x, first, second));
    }

    private static Joint swapped(Joint pair) {
        double[][] c = pair.covariance();
        return new Joint(new double[] {pair.mean()[1], pair.mean()[0]}, new double[][] {
            {c[1][1], c[0][1]}, {c[0][1], c[0][0]}
        });
    }

    /** Moments of (f_lower(x), f_level(x)); lower -1 for the latter alone, lower = level for it twice. */
    private Joint marginal(double[] x, int level, int lower) {
        double[] sum = new double[6];
        for (int s = 0; s < SAMPLES; s++) {
            double value = 0;
            double lowValue = 0;
            double lowVariance = 0;
            for (int l = 0; l <= level; l++) {
                GaussianPosterior.Marginal here = levels.get(l).at(l == 0 ? x : with(x, value), false);
                value = here.mean() + here.sd() * normals[l][s];
                if (l == level) {
                    add(sum, here.mean(), here.sd() * here.sd(), lower == level ? here.mean() : lowValue, lowVariance);
                    if (lower == level) {
                        sum[3] += here.sd() * here.sd();
                        sum[4] += here.sd() * here.sd();
                    }
                } else if (l == lower) {
                    lowValue = value;
                }
            }
        }
        return moments(sum);
    }

    /** Sums of m, m^2 + v, n, n^2 + w and m n. */
    private static void add(double[] sum, double m, double v, double n, double w) {
        sum[0] += m;
        sum[1] += m * m + v;
        sum[2] += n;
        sum[3] += n * n + w;
        sum[4] += m * n;
    }

    private static Joint moments(double[] sum) {
        double m = sum[0] / SAMPLES;
        double n = sum[2] / SAMPLES;
        double across = sum[4] / SAMPLES - m * n;
        return new Joint(new double[] {n, m}, new double[][] {
            {Math.max(FidelityProcess.LEAST_VARIANCE, sum[3] / SAMPLES - n * n), across},
            {across, Math.max(FidelityProcess.LEAST_VARIANCE, sum[1] / SAMPLES - m * m)}
        });
    }

    /** At two points, which are drawn together at every level. */
    private Joint across(double[] x, int first, double[] y, int second) {
        double[] sum = new double[6];
        int top = Math.max(first, second);
        for (int s = 0; s < SAMPLES; s++) {
            double[] value = new double[2];
            double[] kept = new double[2];
            for (int l = 0; l <= top; l++) {
                Joint here = levels.get(l)
                        .joint(List.of(
                                LinearFunctional.value(l == 0 ? x : with(x, value[0])),
                                LinearFunctional.value(l == 0 ? y : with(y, value[1]))));
                double a = Math.sqrt(Math.max(FidelityProcess.LEAST_VARIANCE, here.covariance()[0][0]));
                double b = here.covariance()[0][1] / a;
                double c = Math.sqrt(Math.max(0, here.covariance()[1][1] - b * b));
                double z = normals[l][s];
                // an order that differs from the first one of this level
                double w = normals[l][(s * 7 + 3) % SAMPLES];
                value = new double[] {here.mean()[0] + a * z, here.mean()[1] + b * z + c * w};
                kept[0] = l == first ? value[0] : kept[0];
                kept[1] = l == second ? value[1] : kept[1];
            }
            add(sum, kept[1], 0, kept[0], 0);
        }
        return moments(sum);
    }
}
