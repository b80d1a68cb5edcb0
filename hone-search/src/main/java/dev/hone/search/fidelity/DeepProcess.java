package dev.hone.search.fidelity;

import dev.hone.core.Check;
import dev.hone.search.numeric.Normal;
import dev.hone.search.surrogate.GaussianPosterior;
import dev.hone.search.surrogate.Joint;
import dev.hone.search.surrogate.LinearFunctional;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The graph of {@link NonlinearProcess} trained as a whole, {@code deep-gp}: each level a {@link VariationalLayer} of (x, f_l-1),
 * so that levels above correct those below (Salimbeni and Deisenroth, NeurIPS 2017; Cutajar et al., 2019). Training raises
 * <pre> sum_l sum_{i in level l} E log N(y_i; f_l(x_i), s_l^2) - sum_l KL(q(u_l) || N(0, K_l)) </pre>
 * by Adam, with samples of the levels below and the expectation over the last one in closed form. It starts from the
 * hyperparameters and posteriors of a fitted {@code nargp}; inducing inputs are those of observations, with the mean of the
 * level below, and stay. Immutable and thread-safe.
 */
public final class DeepProcess implements MultiFidelitySurrogate {

    private static final double FIRST_DECAY = 0.9;
    private static final double SECOND_DECAY = 0.999;
    private static final double EPSILON = 1e-8;

    private final List<VariationalLayer> layers;
    private final LayeredPrediction prediction;

    /**
     * How it is trained.
     *
     * @param inducing inputs of a layer at most
     * @param samples of the levels below
     * @param steps of Adam
     * @param rate of learning
     */
    public record Options(int inducing, int samples, int steps, double rate) {

        public Options {
            Check.positive("inducing", inducing);
            Check.positive("samples", samples);
            Check.atLeast("steps", steps, 0);
            Check.positive("rate", rate);
        }

        /** 25 inducing inputs, 10 samples, 2000 steps of 0.01. */
        public static Options defaults() {
            return new Options(25, 10, 2000, 1e-2);
        }
    }

    DeepProcess(List<VariationalLayer> layers) {
        this.layers = List.copyOf(layers);
        prediction = new LayeredPrediction(layers);
    }

    /** Trained; the noise stays where it is known. */
    public static DeepProcess fit(
            LevelModel levels, List<LevelObservation> data, int draws, Options options, RandomGenerator random) {
        DeepProcess process = start(NonlinearProcess.fit(levels, data, draws, random), data, options.inducing());
        boolean learnNoise = Double.isNaN(levels.noise());
        int n = process.layers.size();
        double[][] first = new double[n][];
        double[][] second = new double[n][];
        for (int step = 1; step <= options.steps(); step++) {
            double[][][] normals = new double[data.size()][options.samples()][n];
            for (double[][] ofPoint : normals) {
                for (double[] ofSample : ofPoint) {
                    Arrays.setAll(ofSample, l -> random.nextGaussian());
                }
            }
            double[][] gradient = process.gradient(data, normals);
            List<VariationalLayer> next = new ArrayList<>();
            for (int l = 0; l < n; l++) {
                double[] p = process.layers.get(l).parameters();
                if (step == 1) {
                    first[l] = new double[p.length];
                    second[l] = new double[p.length];
                }
                int moving = learnNoise ? p.length : p.length - 1;
                for (int i = 0; i < moving; i++) {
                    double g = gradient[l][i];
                    first[l][i] = FIRST_DECAY * first[l][i] + (1 - FIRST_DECAY) * g;
                    second[l][i] = SECOND_DECAY * second[l][i] + (1 - SECOND_DECAY) * g * g;
                    double m = first[l][i] / (1 - Math.pow(FIRST_DECAY, step));
                    double v = second[l][i] / (1 - Math.pow(SECOND_DECAY, step));
                    p[i] += options.rate() * m / (Math.sqrt(v) + EPSILON);
                }
                next.add(process.layers.get(l).with(p));
            }
            process = new DeepProcess(next);
        }
        return process;
    }

    /** Layers that say what those of {@code nargp} do at the inducing inputs. */
    static DeepProcess start(NonlinearProcess nonlinear, List<LevelObservation> data, int inducing) {
        List<VariationalLayer> layers = new ArrayList<>();
        for (int l = 0; l <= (int) nonlinear.exact(); l++) {
            int level = l;
            List<double[]> inputs = data.stream()
                    .filter(o -> o.level() == level)
                    .map(LevelObservation::x)
                    .distinct()
                    .map(x -> level == 0 ? x : LayeredPrediction.with(x, nonlinear.mean(x, level - 1)))
                    .toList();
            int m = Math.min(inducing, inputs.size());
            double[][] z = new double[m][];
            for (int i = 0; i < m; i++) {
                // spread over all of them, the last ones of a search among them
                z[i] = inputs.get((int) ((long) i * inputs.size() / m));
            }
            GaussianPosterior posterior = nonlinear.level(l);
            double[] mean = new double[m];
            double[][] c = new double[m][m];
            for (int i = 0; i < m; i++) {
                mean[i] = posterior.mean(LinearFunctional.value(z[i]));
                c[i][i] = Math.sqrt(Math.max(1e-8, posterior.variance(LinearFunctional.value(z[i]))));
            }
            layers.add(VariationalLayer.of(
                    posterior.model().kernel(), z, mean, c, posterior.model().noise()[0]));
        }
        return new DeepProcess(layers);
    }

    /** The bound with given standard normals, [observation][sample][level]. */
    double bound(List<LevelObservation> data, double[][][] normals) {
        double sum = 0;
        for (VariationalLayer layer : layers) {
            sum -= layer.divergence();
        }
        for (int i = 0; i < data.size(); i++) {
            LevelObservation o = data.get(i);
            double noise = layers.get(o.level()).noise();
            for (double[] z : normals[i]) {
                double[][] path = path(o, z);
                double[] last = path[o.level()];
                double residual = o.value() - last[0];
                sum += (-Normal.LOG_SQRT_2PI - 0.5 * Math.log(noise) - (residual * residual + last[1]) / (2 * noise))
                        / normals[i].length;
            }
        }
        return sum;
    }

    /** Moments of each level below and at the observation, and the value drawn there, [level][3]. */
    private double[][] path(LevelObservation o, double[] z) {
        double[][] path = new double[o.level() + 1][];
        for (int l = 0; l < path.length; l++) {
            double[] input = l == 0 ? o.x() : LayeredPrediction.with(o.x(), path[l - 1][2]);
            double[] moments = layers.get(l).moments(input);
            path[l] = new double[] {moments[0], moments[1], moments[0] + Math.sqrt(moments[1]) * z[l]};
        }
        return path;
    }

    /** Of {@link #bound} by the parameters of each layer, backwards through each sample. */
    double[][] gradient(List<LevelObservation> data, double[][][] normals) {
        List<VariationalLayer.Tape> tapes =
                layers.stream().map(VariationalLayer::tape).toList();
        for (int i = 0; i < data.size(); i++) {
            LevelObservation o = data.get(i);
            double noise = layers.get(o.level()).noise();
            // nothing is drawn below the lowest level: its samples are equal
            int samples = o.level() == 0 ? 1 : normals[i].length;
            double share = 1.0 / samples;
            for (int s = 0; s < samples; s++) {
                double[] z = normals[i][s];
                double[][] path = path(o, z);
                double[] last = path[o.level()];
                double residual = o.value() - last[0];
                tapes.get(o.level()).addNoise(share * (-0.5 + (residual * residual + last[1]) / (2 * noise)));
                double byMean = share * residual / noise;
                double byVariance = -share / (2 * noise);
                for (int l = o.level(); l >= 0; l--) {
                    double[] input = l == 0 ? o.x() : LayeredPrediction.with(o.x(), path[l - 1][2]);
                    double byInput = tapes.get(l).add(input, byMean, byVariance);
                    if (l > 0) {
                        byMean = byInput;
                        byVariance = byInput * z[l - 1] / (2 * Math.sqrt(path[l - 1][1]));
                    }
                }
            }
        }
        double[][] gradient = new double[layers.size()][];
        for (int l = 0; l < gradient.length; l++) {
            gradient[l] = tapes.get(l).finish();
        }
        return gradient;
    }

    List<VariationalLayer> layers() {
        return layers;
    }

    @Override
    public double exact() {
        return prediction.exact();
    }

    @Override
    public double noise(double level) {
        return layers.get((int) Math.rint(level)).noise();
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
