package dev.hone.search.gp;

import dev.hone.search.acquisition.Acquisition;
import dev.hone.search.acquisition.LogExpectedImprovement;
import dev.hone.search.acquisition.LogHypervolumeImprovement;
import dev.hone.search.acquisition.PointAcquisition;
import dev.hone.search.numeric.Logs;
import dev.hone.search.numeric.Normal;
import dev.hone.search.surrogate.GaussianPosterior;
import dev.hone.search.surrogate.Marginals;
import dev.hone.search.surrogate.Observation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The models of all outcomes and what an evaluation is worth under them:
 * <pre> log mean over fantasies s of exp(improvement_s(x)) P_s(all constraints satisfied at x) </pre>
 * with one fantasy, the data, while nothing is pending. Improvement is expected improvement on the best feasible posterior
 * mean, or expected hypervolume improvement on the feasible front; before anything feasible is known it is left out.
 * Outcome constraints are satisfied when at most 0; failures are one more constraint, on labels +1 (failed) and -1. A trial
 * that succeeds with probability P below 1/2 is worth less by a further factor (2 P)^10: where the best value lies at the
 * edge of a failing region, improvement vanishes on the safe side, and the product alone would go on beyond the edge.
 */
final class Surrogate implements PointAcquisition {

    private static final double REFERENCE_MARGIN = 0.1;
    private static final int MAX_FRONT = 60;
    private static final double LEAST_SUCCESS = 0.5;
    private static final double LEAST_SUCCESS_Z = Normal.quantile(LEAST_SUCCESS);
    private static final double STEEPNESS = 10;

    private final List<Model> objectives;
    private final List<Model> constraints;
    private final boolean failureLast;
    /** Posteriors of every outcome, [outcome][fantasy]. */
    private final List<List<GaussianPosterior>> imagined = new ArrayList<>();

    private final Marginals[] marginals;
    private Acquisition[] improvements;
    private boolean feasibleKnown;
    private int fantasies = 1;

    private double[] values = new double[1];
    private double[][] gradients;
    private final double[] mean;
    private final double[] sd;
    private final double[] byMean;
    private final double[] bySd;

    /** @param failureLast whether the last of the constraints is the model of failures */
    Surrogate(List<Model> objectives, List<Model> constraints, boolean failureLast) {
        this.objectives = objectives;
        this.constraints = constraints;
        this.failureLast = failureLast;
        marginals = new Marginals[objectives.size() + constraints.size()];
        mean = new double[objectives.size()];
        sd = new double[objectives.size()];
        byMean = new double[objectives.size()];
        bySd = new double[objectives.size()];
    }

    private Model model(int i) {
        return i < objectives.size() ? objectives.get(i) : constraints.get(i - objectives.size());
    }

    /** Prepares the acquisition given {@code pending} points, which are fantasised {@code draws} times. */
    void open(double[][] pending, int draws, RandomGenerator random) {
        fantasies = pending.length == 0 ? 1 : draws;
        List<Observation> unknown =
                Arrays.stream(pending).map(x -> Observation.of(x, 0)).toList();
        int coordinates = model(0).kept().get(0).x().length;
        imagined.clear();
        for (int i = 0; i < marginals.length; i++) {
            imagined.add(model(i).posterior().fantasies(unknown, fantasies, random));
            marginals[i] = new Marginals(imagined.get(i), coordinates);
        }
        values = new double[fantasies];
        gradients = new double[fantasies][coordinates];
        improvements = new Acquisition[fantasies];
        feasibleKnown = objectives.get(0).kept().stream().anyMatch(Model.Point::incumbent);
        for (int s = 0; s < fantasies && feasibleKnown; s++) {
            improvements[s] = improvement(incumbents(s, pending.length));
        }
    }

    /** Posterior-mean losses of what is feasible, fantasised outcomes included, [point][objective]. */
    private double[][] incumbents(int s, int pending) {
        List<Model.Point> kept = objectives.get(0).kept();
        List<double[]> losses = new ArrayList<>();
        for (int i = 0; i < kept.size() + pending; i++) {
            boolean feasible = i < kept.size() ? kept.get(i).incumbent() : satisfied(s, i - kept.size());
            if (feasible) {
                double[] loss = new double[objectives.size()];
                for (int j = 0; j < loss.length; j++) {
                    loss[j] = imagined.get(j).get(s).observedMean(i);
                }
                losses.add(loss);
            }
        }
        return losses.toArray(double[][]::new);
    }

    private boolean satisfied(int s, int p) {
        for (int i = objectives.size(); i < marginals.length; i++) {
            List<Observation> known = imagined.get(i).get(s).observations();
            if (known.get(model(i).kept().size() + p).value() > 0) {
                return false;
            }
        }
        return true;
    }

    private static Acquisition improvement(double[][] losses) {
        int m = losses[0].length;
        if (m == 1) {
            double best = Double.POSITIVE_INFINITY;
            for (double[] loss : losses) {
                best = Math.min(best, loss[0]);
            }
            return new LogExpectedImprovement(best);
        }
        double[][] front = thin(LogHypervolumeImprovement.front(losses), m == 2 ? MAX_FRONT : MAX_FRONT / (m - 1));
        double[] reference = new double[m];
        for (int j = 0; j < m; j++) {
            double nadir = Double.NEGATIVE_INFINITY;
            double ideal = Double.POSITIVE_INFINITY;
            for (double[] loss : front) {
                nadir = Math.max(nadir, loss[j]);
                ideal = Math.min(ideal, loss[j]);
            }
            // one point spans no range: standardised losses have a spread of 1
            double range = nadir > ideal ? nadir - ideal : 1;
            reference[j] = nadir + REFERENCE_MARGIN * range;
        }
        return new LogHypervolumeImprovement(front, reference);
    }

    /** Evenly spaced along the first loss, ends included, because boxes multiply with the front. */
    private static double[][] thin(double[][] front, int limit) {
        if (front.length <= limit) {
            return front;
        }
        double[][] sorted = front.clone();
        Arrays.sort(sorted, (a, b) -> Double.compare(a[0], b[0]));
        double[][] thinned = new double[limit][];
        for (int i = 0; i < limit; i++) {
            thinned[i] = sorted[(int) ((long) i * (sorted.length - 1) / (limit - 1))];
        }
        return thinned;
    }

    /** Log worth of an evaluation at {@code x}; overwrites {@code gradient} unless it is null. */
    @Override
    public double value(double[] x, double[] gradient) {
        for (int i = 0; i < marginals.length; i++) {
            if (i >= objectives.size() || feasibleKnown) {
                marginals[i].at(x, gradient != null);
            }
        }
        for (int s = 0; s < fantasies; s++) {
            values[s] = value(s, gradient != null);
        }
        double sum = Logs.sumExp(values, fantasies);
        if (gradient != null) {
            Arrays.fill(gradient, 0);
            for (int s = 0; s < fantasies; s++) {
                double share = Double.isFinite(sum) ? Math.exp(values[s] - sum) : 0;
                for (int c = 0; c < gradient.length; c++) {
                    gradient[c] += share * gradients[s][c];
                }
            }
        }
        return sum - Math.log(fantasies);
    }

    /** Expected improvement grows with the standard deviation, and no probability exceeds 1. */
    @Override
    public double bound(double[] x) {
        if (!feasibleKnown || objectives.size() > 1) {
            return Double.POSITIVE_INFINITY;
        }
        marginals[0].bound(x);
        for (int s = 0; s < fantasies; s++) {
            values[s] = improvement(s);
        }
        return Logs.sumExp(values, fantasies) - Math.log(fantasies);
    }

    private double improvement(int s) {
        for (int j = 0; j < mean.length; j++) {
            mean[j] = marginals[j].mean(s);
            sd[j] = marginals[j].sd();
        }
        return improvements[s].value(mean, sd, byMean, bySd);
    }

    private double value(int s, boolean gradient) {
        double value = 0;
        Arrays.fill(gradients[s], 0);
        if (feasibleKnown) {
            value = improvement(s);
            for (int j = 0; gradient && j < mean.length; j++) {
                add(s, marginals[j], byMean[j], bySd[j]);
            }
        }
        for (int i = objectives.size(); i < marginals.length; i++) {
            Marginals p = marginals[i];
            double z = -p.mean(s) / p.sd();
            boolean likelyFailure = failureLast && i == marginals.length - 1 && z < LEAST_SUCCESS_Z;
            double logProbability = Normal.logCdf(z);
            value += logProbability;
            if (likelyFailure) {
                value += STEEPNESS * (logProbability - Math.log(LEAST_SUCCESS));
            }
            if (gradient) {
                double slope = Normal.logCdfSlope(z) * (likelyFailure ? 1 + STEEPNESS : 1);
                add(s, p, -slope / p.sd(), -slope * z / p.sd());
            }
        }
        return value;
    }

    private void add(int s, Marginals p, double byMean, double bySd) {
        double[] target = gradients[s];
        double[] meanGradient = p.meanGradient(s);
        double[] sdGradient = p.sdGradient();
        for (int c = 0; c < target.length; c++) {
            target[c] += byMean * meanGradient[c] + bySd * sdGradient[c];
        }
    }

    /** Improvement of the first objective, in its own units around the best, that a log worth of {@code value} stands for. */
    double inUnits(double value) {
        Model model = objectives.get(0);
        double best = model.kept().stream()
                .filter(Model.Point::incumbent)
                .mapToDouble(Model.Point::y)
                .min()
                .orElse(Double.NaN);
        return Math.exp(value) / Math.sqrt(model.transform().variance(best, 1));
    }

    /** Probability that a trial at {@code x} succeeds and satisfies the outcome constraints, under the first draw of what is pending. */
    double success(double[] x) {
        double logs = 0;
        for (int i = objectives.size(); i < marginals.length; i++) {
            marginals[i].at(x, false);
            logs += Normal.logCdf(-marginals[i].mean(0) / marginals[i].sd());
        }
        return Math.exp(logs);
    }

    /** Variance of the noise on the first objective, as transformed. */
    double noise() {
        return objectives.get(0).posterior().model().noise()[0];
    }

    /** Whether the first objective is as good as free of noise. */
    boolean isNoiseFree() {
        return noise() < 1e-3;
    }
}
