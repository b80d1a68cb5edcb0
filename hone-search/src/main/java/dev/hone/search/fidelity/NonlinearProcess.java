package dev.hone.search.fidelity;

import dev.hone.core.Check;
import dev.hone.search.kernel.Kernel;
import dev.hone.search.kernel.Smoothness;
import dev.hone.search.kernel.StationaryKernel;
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
 * its posterior mean. Predictions are those of {@link LayeredPrediction}. Immutable and thread-safe.
 */
public final class NonlinearProcess implements MultiFidelitySurrogate {

    private static final int ITERATIONS = 50;

    private final List<GaussianPosterior> levels;
    private final LayeredPrediction prediction;

    private NonlinearProcess(List<GaussianPosterior> levels) {
        this.levels = levels;
        prediction = new LayeredPrediction(levels.stream().map(Layer::new).toList());
    }

    /** g_l given what was observed. */
    private record Layer(GaussianPosterior posterior) implements LayeredPrediction.Layer {

        @Override
        public double[] moments(double[] input) {
            GaussianPosterior.Marginal at = posterior.at(input, false);
            return new double[] {at.mean(), at.sd() * at.sd()};
        }

        @Override
        public Joint pair(double[] a, double[] b) {
            return posterior.joint(List.of(LinearFunctional.value(a), LinearFunctional.value(b)));
        }
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
                inputs.add(Observation.of(
                        next == 0 ? o.x() : LayeredPrediction.with(o.x(), below(data, o.x())), o.value()));
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
        return prediction.mean(x, level);
    }

    @Override
    public double variance(double[] x, double level) {
        return prediction.variance(x, level);
    }

    @Override
    public Joint joint(double[] x, double l, double[] y, double m) {
        return prediction.joint(x, l, y, m);
    }
}
