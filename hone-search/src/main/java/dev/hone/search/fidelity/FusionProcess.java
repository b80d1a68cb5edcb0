package dev.hone.search.fidelity;

import dev.hone.core.Check;
import dev.hone.search.surrogate.GaussianModel;
import dev.hone.search.surrogate.GaussianPosterior;
import dev.hone.search.surrogate.Joint;
import dev.hone.search.surrogate.LinearFunctional;
import dev.hone.search.surrogate.Observation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Separate processes of each source, fused, {@code fusion}: with mean mu_l, variance s_l^2 and a variance v_l(x) of the
 * discrepancy from the truth (v_L = 0), each says mu_l of the truth with variance s_l^2 + v_l, and
 * <pre>
 *   mean = V sum_l mu_l / (s_l^2 + v_l),   V = 1 / sum_l 1 / (s_l^2 + v_l),   w_l = V / (s_l^2 + v_l)
 *   cov(f_l(x), f_L(y)) = w_l(y) cov_l(x, y),   cov(f_L(x), f_L(y)) = sum_l w_l(x) w_l(y) (cov_l(x, y) + [x = y] v_l)
 * </pre>
 * (Winkler, Management Science 27, 1981; Thomison and Allaire, AIAA 2017-1293). The fused truth takes the place of the last
 * source; discrepancies at different points are independent. v_l(x) averages e_i^2 = (y_i - mu_l(x_i))^2 over the exact
 * observations, weighted by the source's correlation r_i of x and x_i, with their mean as if observed once more:
 * <pre> v_l(x) = (mean e^2 + sum_i r_i e_i^2) / (1 + sum_i r_i) </pre>
 * so that it is at hand without another process to fit. Immutable and thread-safe.
 */
public final class FusionProcess implements MultiFidelitySurrogate {

    private final List<GaussianPosterior> sources;
    /** Exact observations. */
    private final List<LevelObservation> exactly;
    /** e_i^2 of each source but the last. */
    private final double[][] squares;

    private FusionProcess(List<GaussianPosterior> sources, List<LevelObservation> exactly) {
        this.sources = sources;
        this.exactly = exactly;
        squares = new double[sources.size() - 1][exactly.size()];
        for (int l = 0; l < squares.length; l++) {
            for (int i = 0; i < exactly.size(); i++) {
                LevelObservation o = exactly.get(i);
                double e = o.value() - sources.get(l).mean(LinearFunctional.value(o.x()));
                squares[l][i] = e * e;
            }
        }
    }

    /** @param models of each source over points of the unit cube, the truth's last */
    public static FusionProcess of(List<GaussianModel> models, List<LevelObservation> data) {
        List<GaussianPosterior> sources = new ArrayList<>();
        for (int l = 0; l < models.size(); l++) {
            sources.add(models.get(l)
                    .given(at(data, l).stream()
                            .map(o -> Observation.of(o.x(), o.value()))
                            .toList()));
        }
        return new FusionProcess(sources, at(data, models.size() - 1));
    }

    /** With the hyperparameters of greatest posterior density of each source. */
    public static FusionProcess fit(LevelModel levels, List<LevelObservation> data, int draws, RandomGenerator random) {
        List<GaussianModel> models = new ArrayList<>();
        for (int l = 0; l < levels.levels(); l++) {
            List<RecursiveProcess.Paired> here = at(data, l).stream()
                    .map(o -> new RecursiveProcess.Paired(o.x(), o.value(), 0))
                    .toList();
            models.add(RecursiveProcess.fitLevel(levels, 0, here, draws, random));
        }
        return of(models, data);
    }

    private static List<LevelObservation> at(List<LevelObservation> data, int level) {
        List<LevelObservation> found =
                data.stream().filter(o -> o.level() == level).toList();
        Check.that(!found.isEmpty(), "observations", "without source " + level, "at least one of every source");
        return found;
    }

    /** v_l(x). */
    public double discrepancy(double[] x, int source) {
        if (source == sources.size() - 1) {
            return 0;
        }
        GaussianModel model = sources.get(source).model();
        double prior = model.kernel().eval(x, x);
        double mean = 0;
        double sum = 0;
        double weights = 1;
        for (int i = 0; i < exactly.size(); i++) {
            mean += squares[source][i] / exactly.size();
            double r = model.kernel().eval(x, exactly.get(i).x()) / prior;
            sum += r * squares[source][i];
            weights += r;
        }
        return Math.max(FidelityProcess.LEAST_VARIANCE, (mean + sum) / weights);
    }

    /** w_l(x) of every source; the last element is V. */
    private double[] weights(double[] x) {
        int n = sources.size();
        double[] weights = new double[n + 1];
        double sum = 0;
        for (int l = 0; l < n; l++) {
            weights[l] = 1 / (own(x, l) + discrepancy(x, l));
            sum += weights[l];
        }
        for (int l = 0; l < n; l++) {
            weights[l] /= sum;
        }
        weights[n] = 1 / sum;
        return weights;
    }

    /** s_l^2(x). */
    private double own(double[] x, int source) {
        return Math.max(FidelityProcess.LEAST_VARIANCE, sources.get(source).variance(LinearFunctional.value(x)));
    }

    private double covariance(double[] x, double[] y, int source) {
        return sources.get(source).covariance(LinearFunctional.value(x), LinearFunctional.value(y));
    }

    @Override
    public double exact() {
        return sources.size() - 1;
    }

    @Override
    public double mean(double[] x, double fidelity) {
        int l = (int) Math.rint(fidelity);
        if (l < sources.size() - 1) {
            return sources.get(l).mean(LinearFunctional.value(x));
        }
        double[] weights = weights(x);
        double mean = 0;
        for (int j = 0; j <= l; j++) {
            mean += weights[j] * sources.get(j).mean(LinearFunctional.value(x));
        }
        return mean;
    }

    @Override
    public double variance(double[] x, double fidelity) {
        int l = (int) Math.rint(fidelity);
        return l < sources.size() - 1 ? own(x, l) : weights(x)[sources.size()];
    }

    @Override
    public Joint joint(double[] x, double l, double[] y, double m) {
        double across;
        int first = (int) Math.rint(l);
        int second = (int) Math.rint(m);
        int last = sources.size() - 1;
        if (first < last && second < last) {
            across = first == second ? covariance(x, y, first) : 0;
        } else if (first < last) {
            across = weights(y)[first] * covariance(x, y, first);
        } else if (second < last) {
            across = weights(x)[second] * covariance(x, y, second);
        } else {
            across = fused(x, y);
        }
        return new Joint(new double[] {mean(x, l), mean(y, m)}, new double[][] {
            {variance(x, l), across}, {across, variance(y, m)}
        });
    }

    private double fused(double[] x, double[] y) {
        if (Arrays.equals(x, y)) {
            return weights(x)[sources.size()];
        }
        double[] wx = weights(x);
        double[] wy = weights(y);
        double sum = 0;
        for (int j = 0; j < sources.size(); j++) {
            sum += wx[j] * wy[j] * covariance(x, y, j);
        }
        return sum;
    }

    @Override
    public double noise(double fidelity) {
        return sources.get((int) Math.rint(fidelity)).model().noise()[0];
    }

    /** An observation moves the mean of its own source, and with its weight that of the fused truth. */
    @Override
    public MeanShifts shifts(List<FidelityPoint> targets) {
        List<double[]> weights = targets.stream().map(t -> weights(t.x())).toList();
        return (x, fidelity) -> {
            int l = (int) Math.rint(fidelity);
            double scale = Math.sqrt(own(x, l) + noise(fidelity));
            double[] s = new double[targets.size()];
            for (int i = 0; i < s.length; i++) {
                int target = (int) Math.rint(targets.get(i).fidelity());
                double weight = target == sources.size() - 1 ? weights.get(i)[l] : target == l ? 1 : 0;
                s[i] = weight == 0 ? 0 : weight * covariance(targets.get(i).x(), x, l) / scale;
            }
            return s;
        };
    }
}
