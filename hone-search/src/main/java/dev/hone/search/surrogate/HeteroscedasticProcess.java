package dev.hone.search.surrogate;

import dev.hone.core.Check;
import dev.hone.search.kernel.Kernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A process whose noise has a variance that changes with x, itself learned as a process of its logarithm: the most likely
 * heteroscedastic process (Kersting, Plagemann, Pfaff and Burgard, ICML 2007). Starting from one variance everywhere, in turn:
 * <ul>
 *   <li>given the function's posterior, with mean m_i and variance v_i at each of the r observations of a point, the expected
 *       squared noise there is S = (1/r) sum_i ((y_i - m_i)^2 + v_i);
 *   <li>log S less its bias is an observation of the log variance at that point; if f were known, r S over the variance would be
 *       chi-squared with r degrees of freedom, so that the bias is psi(r/2) - log(r/2), psi the digamma function, and the
 *       observation has variance psi'(r/2): the more often a point was repeated, the more it counts;
 *   <li>the mean of the process of log variances gives the noise of each observation, under which the function's
 *       hyperparameters are fitted anew.
 * </ul>
 * until no variance changes by more than a hundredth. Instead of the paper's draws of S its expectation is used. Observations
 * whose noise is known keep it and say nothing of the others'. Immutable and thread-safe.
 */
public final class HeteroscedasticProcess {

    private static final double EULER = 0.5772156649015329;
    private static final double TOLERANCE = 0.01;
    private static final int ITERATIONS = 60;
    /** Variances below this share of the outcomes' are rounding. */
    private static final double LEAST_NOISE = 1e-10;

    private final GaussianPosterior posterior;
    private final GaussianPosterior logNoise;
    private final int rounds;

    private HeteroscedasticProcess(GaussianPosterior posterior, GaussianPosterior logNoise, int rounds) {
        this.posterior = posterior;
        this.logNoise = logNoise;
        this.rounds = rounds;
    }

    /**
     * Fits both processes.
     *
     * @param template kernel and mean of the function, and the noise to begin with
     * @param priors of its hyperparameters
     * @param noiseKernel of the log variance; its hyperparameters have the priors of {@link Priors#logNormal}
     * @param observations values f(x) with noise; at least two of unknown noise
     * @param limit rounds at most
     * @param draws of the priors to start searches from in the first round
     */
    public static HeteroscedasticProcess fit(
            GaussianModel template,
            Priors priors,
            Kernel noiseKernel,
            List<Observation> observations,
            int limit,
            int draws,
            RandomGenerator random) {
        Check.positive("rounds", limit);
        Map<List<Double>, List<Integer>> repeated = new LinkedHashMap<>();
        for (int i = 0; i < observations.size(); i++) {
            Observation o = observations.get(i);
            Check.that(o.what().isValue(), "observation", o.what(), "a value f(x)");
            if (Double.isNaN(o.noise())) {
                List<Double> point = Arrays.stream(o.what().point()).boxed().toList();
                repeated.computeIfAbsent(point, p -> new ArrayList<>()).add(i);
            }
        }
        Check.that(repeated.size() > 1, "points of unknown noise", repeated.size(), "at least two");
        double least = LEAST_NOISE * variance(observations);
        GaussianModel model = new HyperparameterFit(template, priors, observations).mode(draws, ITERATIONS, random);
        GaussianPosterior posterior = model.given(observations);
        GaussianModel noiseModel = GaussianModel.of(noiseKernel, 1);
        double[] noises = observations.stream().mapToDouble(model::noiseOf).toArray();
        for (int round = 1; ; round++) {
            List<Observation> logs = logVariances(posterior, repeated, least);
            noiseModel = fitted(noiseModel, logs, random);
            GaussianPosterior logNoise = noiseModel.given(logs);
            double change = 0;
            List<Observation> weighted = new ArrayList<>(observations);
            for (List<Integer> at : repeated.values()) {
                Observation first = observations.get(at.get(0));
                double noise = Math.max(least, Math.exp(logNoise.mean(first.what())));
                for (int i : at) {
                    Observation o = observations.get(i);
                    weighted.set(i, new Observation(o.what(), o.value(), noise, o.group()));
                    change = Math.max(change, Math.abs(Math.log(noise / noises[i])));
                    noises[i] = noise;
                }
            }
            model = new HyperparameterFit(model, priors, weighted).mode(0, ITERATIONS, random);
            posterior = model.given(weighted);
            if (change < TOLERANCE || round == limit) {
                return new HeteroscedasticProcess(posterior, logNoise, round);
            }
        }
    }

    private static double variance(List<Observation> observations) {
        double mean =
                observations.stream().mapToDouble(Observation::value).average().orElse(0);
        double squares = observations.stream()
                .mapToDouble(o -> (o.value() - mean) * (o.value() - mean))
                .average()
                .orElse(0);
        return squares > 0 ? squares : 1;
    }

    /** Observations of the log variance at the points of unknown noise. */
    private static List<Observation> logVariances(
            GaussianPosterior posterior, Map<List<Double>, List<Integer>> repeated, double least) {
        List<Observation> logs = new ArrayList<>();
        for (List<Integer> at : repeated.values()) {
            double[] x = posterior.observations().get(at.get(0)).what().point();
            GaussianPosterior.Marginal here = posterior.at(x, false);
            double sum = 0;
            for (int i : at) {
                double residual = posterior.observations().get(i).value() - here.mean();
                sum += residual * residual + here.sd() * here.sd();
            }
            double log = Math.log(Math.max(least, sum / at.size())) - bias(at.size());
            logs.add(Observation.of(x, log, spread(at.size())));
        }
        return logs;
    }

    private static GaussianModel fitted(GaussianModel model, List<Observation> logs, RandomGenerator random) {
        double mean = logs.stream().mapToDouble(Observation::value).average().orElseThrow();
        GaussianModel centred = new GaussianModel(model.kernel(), PolynomialMean.constant(mean), model.noise());
        Priors shape = Priors.logNormal();
        Priors fixed = new Priors(shape.kernel(), Density.fixed(0), Density.fixed(mean));
        return new HyperparameterFit(centred, fixed, logs).mode(1, ITERATIONS, random);
    }

    /** E[log(chi2_r / r)] = psi(r/2) - log(r/2). */
    static double bias(int r) {
        double x = r % 2 == 0 ? 1 : 0.5;
        double psi = r % 2 == 0 ? -EULER : -EULER - 2 * Math.log(2);
        for (; x < r / 2.0; x++) {
            psi += 1 / x;
        }
        return psi - Math.log(r / 2.0);
    }

    /** Variance of log chi2_r: psi'(r/2). */
    static double spread(int r) {
        double x = r % 2 == 0 ? 1 : 0.5;
        double psi = r % 2 == 0 ? Math.PI * Math.PI / 6 : Math.PI * Math.PI / 2;
        for (; x < r / 2.0; x++) {
            psi -= 1 / (x * x);
        }
        return psi;
    }

    /** The function. */
    public GaussianPosterior posterior() {
        return posterior;
    }

    /** The logarithm of the noise's variance, as a process. */
    public GaussianPosterior logNoise() {
        return logNoise;
    }

    /** Most likely variance of the noise at x. */
    public double noise(double[] x) {
        return Math.exp(logNoise.mean(x, null));
    }

    /** Rounds until the variances settled. */
    public int rounds() {
        return rounds;
    }
}
