package dev.hone.search.acquisition;

import dev.hone.core.Check;
import dev.hone.search.numeric.Normal;
import dev.hone.search.surrogate.GaussianPosterior;
import dev.hone.search.surrogate.JointShifts;
import dev.hone.search.surrogate.LinearFunctional;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Log of the knowledge gradient of several observations at once, by Monte Carlo: of q points together (q-KG), of derivatives
 * beside the value (d-KG), of constraints beside the outcome, in any combination. An observation of all of them moves the means
 * by s(T) . Z ({@link JointShifts}), and
 * <pre> KG(X) = mean over Z of max_x' U'(x') - U'(x*),   x* = argmax U </pre>
 * with U the worth of a recommendation: the mean, and with constraints g_k
 * <pre> U(x) = (mean(x) - floor) prod_k P(g_k(x) >= 0) </pre>
 * where floor is what a recommendation is worth that does not satisfy them. E[U'(x*)] = U(x*) because processes are
 * independent, so that this is E[max U'] - max U with less variance, and no draw is below 0. The gradient holds the maximiser of
 * each draw (envelope theorem) and goes back through the Cholesky factor. Sources: Wu and Frazier, NeurIPS 2016; Wu, Poloczek,
 * Wilson and Frazier, NeurIPS 2017; Frazier, arXiv 1807.02811, section 5. The points are one vector, one after the other. Not
 * thread-safe.
 */
public final class JointKnowledgeGradient implements PointAcquisition {

    private static final double LEAST = 1e-300;
    private static final double LEAST_SHARE = 1e-12;
    private static final int CLIMBS = 5;

    /**
     * What one trial tells: values of {@code points} points, and the derivatives of the outcome by {@code slopes}.
     *
     * @param groups of the noise of each derivative in the outcome's model
     */
    public record Measurement(int points, int[] slopes, int[] groups) {

        public Measurement {
            Check.that(
                    groups.length == slopes.length,
                    "groups",
                    groups.length,
                    "one for each of the " + slopes.length + " derivatives");
        }

        /** Derivatives of one group of noise, the second of the model if it has two. */
        public static Measurement of(int points, int... slopes) {
            int[] groups = new int[slopes.length];
            Arrays.fill(groups, 1);
            return new Measurement(points, slopes, groups);
        }

        /** Standard normals that one draw takes, with {@code constraints} processes beside the outcome. */
        public int normals(int constraints) {
            return points * (1 + slopes.length + constraints);
        }
    }

    private final List<GaussianPosterior> processes;
    private final Function<double[], LinearFunctional> target;
    private final double floor;
    private final Peaks peaks;
    private final Measurement measurement;
    private final double[][] normals;
    private final List<JointShifts.Targets> grid = new ArrayList<>();
    /** Means of each process over the points of the grid. */
    private final double[][] means;
    /** Variances of the constraints over the grid. */
    private final double[][] variances;

    private final double[] best;

    /**
     * @param target what is to be maximised, as a functional of the outcome at each point; a value where there are constraints
     * @param floor worth of a recommendation that violates a constraint
     * @param peaks where maxima are looked for; without axes the maximum over its points
     * @param normals draws, [draw][{@link Measurement#normals}]
     */
    public JointKnowledgeGradient(
            GaussianPosterior outcome,
            List<GaussianPosterior> constraints,
            Function<double[], LinearFunctional> target,
            double floor,
            Peaks peaks,
            Measurement measurement,
            double[][] normals) {
        processes = new ArrayList<>(List.of(outcome));
        processes.addAll(constraints);
        this.target = target;
        this.floor = constraints.isEmpty() ? 0 : floor;
        this.peaks = peaks;
        this.measurement = measurement;
        this.normals = normals;
        means = new double[processes.size()][];
        variances = new double[processes.size()][];
        for (int p = 0; p < means.length; p++) {
            List<LinearFunctional> functionals = new ArrayList<>();
            for (double[] x : peaks.points()) {
                functionals.add(p == 0 ? target.apply(x) : LinearFunctional.value(x));
            }
            GaussianPosterior process = processes.get(p);
            grid.add(new JointShifts.Targets(process, functionals));
            means[p] = functionals.stream().mapToDouble(process::mean).toArray();
            variances[p] = p == 0
                    ? new double[0]
                    : functionals.stream().mapToDouble(process::variance).toArray();
        }
        Utility now = new Utility(null, null);
        best = peaks.maximise(now, List.of(), peaks.axes().length == 0 ? 0 : CLIMBS);
    }

    /** Where the worth of a recommendation is greatest before the observations. */
    public double[] best() {
        return best.clone();
    }

    private List<JointShifts> shifts(double[] batch) {
        int d = batch.length / measurement.points();
        List<JointShifts> all = new ArrayList<>();
        for (int p = 0; p < processes.size(); p++) {
            double[] noise = processes.get(p).model().noise();
            List<LinearFunctional> measured = new ArrayList<>();
            List<Double> noises = new ArrayList<>();
            for (int j = 0; j < measurement.points(); j++) {
                double[] x = Arrays.copyOfRange(batch, j * d, (j + 1) * d);
                measured.add(LinearFunctional.value(x));
                noises.add(noise[0]);
                for (int k = 0; p == 0 && k < measurement.slopes().length; k++) {
                    measured.add(LinearFunctional.derivative(x, measurement.slopes()[k]));
                    noises.add(noise[Math.min(measurement.groups()[k], noise.length - 1)]);
                }
            }
            all.add(new JointShifts(
                    processes.get(p),
                    measured,
                    noises.stream().mapToDouble(Double::doubleValue).toArray()));
        }
        return all;
    }

    /** The normals of each process out of those of a draw. */
    private static double[][] split(List<JointShifts> shifts, double[] z) {
        double[][] parts = new double[shifts.size()][];
        int from = 0;
        for (int p = 0; p < parts.length; p++) {
            parts[p] = Arrays.copyOfRange(z, from, from + shifts.get(p).size());
            from += parts[p].length;
        }
        return parts;
    }

    /** U, or U' after what some normals stand for. */
    private final class Utility implements PointAcquisition {

        private final List<JointShifts> shifts;
        private final List<JointShifts.Moved> moved = new ArrayList<>();
        private final double[][] z;

        /** @param shifts null: before the observations */
        Utility(List<JointShifts> shifts, double[][] z) {
            this.shifts = shifts;
            this.z = z;
            for (int p = 0; shifts != null && p < shifts.size(); p++) {
                moved.add(shifts.get(p).moved(z[p]));
            }
        }

        private double mean(int p, LinearFunctional at) {
            return shifts == null ? processes.get(p).mean(at) : moved.get(p).mean(at);
        }

        private void meanGradient(int p, LinearFunctional at, double[] out) {
            if (shifts != null) {
                moved.get(p).gradient(at, peaks.axes(), out);
                return;
            }
            for (int c : peaks.axes()) {
                out[c] = processes.get(p).mean(at.slope(c));
            }
        }

        @Override
        public double value(double[] x, double[] gradient) {
            LinearFunctional at = target.apply(x);
            double gain = mean(0, at) - floor;
            if (gradient != null) {
                meanGradient(0, at, gradient);
            }
            if (processes.size() == 1) {
                return gain;
            }
            double probability = 1;
            double[] byLog = new double[x.length];
            for (int p = 1; p < processes.size(); p++) {
                probability *= feasible(p, x, gradient == null ? null : byLog);
            }
            for (int c : gradient == null ? new int[0] : peaks.axes()) {
                gradient[c] = probability * (gradient[c] + gain * byLog[c]);
            }
            return gain * probability;
        }

        /** P(g_p(x) >= 0); adds the gradient of its logarithm. */
        private double feasible(int p, double[] x, double[] byLog) {
            LinearFunctional here = LinearFunctional.value(x);
            GaussianPosterior.Marginal at = processes.get(p).at(x, byLog != null);
            double[] s = shifts == null ? new double[0] : shifts.get(p).shift(here);
            double sd = rest(at.sd() * at.sd(), s);
            double mean = mean(p, here);
            if (byLog != null) {
                double hazard = Normal.logCdfSlope(mean / sd);
                double[] slope = new double[x.length];
                meanGradient(p, here, slope);
                for (int c : peaks.axes()) {
                    double variance = 2 * at.sd() * at.sdGradient()[c];
                    if (shifts != null) {
                        variance -= 2 * dot(s, shifts.get(p).shift(here.slope(c)));
                    }
                    byLog[c] += hazard * (slope[c] / sd - mean * variance / (2 * sd * sd * sd));
                }
            }
            return Normal.cdf(mean / sd);
        }

        /** Adds what {@code factor} U'(x) depends on: its derivatives by s_p(x), [p][m]. */
        void byShift(double[] x, double factor, List<List<double[]>> weights) {
            int count = processes.size();
            double[] probabilities = new double[count];
            double product = 1;
            for (int p = 1; p < count; p++) {
                probabilities[p] = feasible(p, x, null);
                product *= probabilities[p];
            }
            double gain = mean(0, target.apply(x)) - floor;
            weights.get(0).add(scaled(factor * product, z[0]));
            for (int p = 1; p < count; p++) {
                LinearFunctional here = LinearFunctional.value(x);
                double[] s = shifts.get(p).shift(here);
                double sd = rest(processes.get(p).variance(here), s);
                double mean = mean(p, here);
                double[] by = scaled(1 / sd, z[p]);
                for (int i = 0; i < by.length; i++) {
                    by[i] += mean * s[i] / (sd * sd * sd);
                }
                weights.get(p).add(scaled(factor * gain * product * Normal.logCdfSlope(mean / sd), by));
            }
        }
    }

    private static double rest(double variance, double[] s) {
        return Math.sqrt(Math.max(variance - dot(s, s), LEAST_SHARE * variance));
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double[] scaled(double factor, double[] a) {
        return Arrays.stream(a).map(v -> factor * v).toArray();
    }

    /** The point of the grid where U' is greatest. */
    private double[] start(double[][][] s, double[][] sd, double[][] z) {
        int top = 0;
        double greatest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < means[0].length; i++) {
            double value = means[0][i] + dot(s[0][i], z[0]) - floor;
            for (int p = 1; p < s.length; p++) {
                value *= Normal.cdf((means[p][i] + dot(s[p][i], z[p])) / sd[p][i]);
            }
            if (value > greatest) {
                top = i;
                greatest = value;
            }
        }
        return peaks.points().get(top);
    }

    @Override
    public double value(double[] batch, double[] gradient) {
        if (gradient != null) {
            Arrays.fill(gradient, 0);
        }
        double gain = Math.max(LEAST, gain(batch, normals, gradient));
        for (int c = 0; gradient != null && c < gradient.length; c++) {
            gradient[c] /= gain;
        }
        return Math.log(gain);
    }

    /** An unbiased estimate of the gradient of KG (not of its logarithm) from one draw z. */
    public double[] stochasticGradient(double[] batch, double[] z) {
        double[] gradient = new double[batch.length];
        gain(batch, new double[][] {z}, gradient);
        return gradient;
    }

    /** KG over the given draws; adds its gradient. */
    private double gain(double[] batch, double[][] draws, double[] gradient) {
        List<JointShifts> shifts = shifts(batch);
        double[][][] s = new double[processes.size()][][];
        double[][] sd = new double[s.length][];
        List<List<LinearFunctional>> ends = new ArrayList<>();
        List<List<double[]>> weights = new ArrayList<>();
        for (int p = 0; p < s.length; p++) {
            s[p] = shifts.get(p).shifts(grid.get(p));
            sd[p] = new double[variances[p].length];
            for (int i = 0; i < sd[p].length; i++) {
                sd[p][i] = rest(variances[p][i], s[p][i]);
            }
            ends.add(new ArrayList<>());
            weights.add(new ArrayList<>());
        }
        double sum = 0;
        for (double[] draw : draws) {
            double[][] z = split(shifts, draw);
            Utility after = new Utility(shifts, z);
            double[] end = peaks.climb(after, start(s, sd, z));
            double gained = after.value(end, null) - after.value(best, null);
            if (gained <= 0) {
                continue;
            }
            sum += gained / draws.length;
            if (gradient != null) {
                after.byShift(end, 1.0 / draws.length, weights);
                after.byShift(best, -1.0 / draws.length, weights);
                for (int p = 0; p < s.length; p++) {
                    ends.get(p).add(p == 0 ? target.apply(end) : LinearFunctional.value(end));
                    ends.get(p).add(p == 0 ? target.apply(best) : LinearFunctional.value(best));
                }
            }
        }
        for (int p = 0; gradient != null && p < s.length; p++) {
            if (!weights.get(p).isEmpty()) {
                addGradient(
                        shifts.get(p).pullBack(ends.get(p), weights.get(p).toArray(double[][]::new)),
                        shifts.get(p).size() / measurement.points(),
                        gradient);
            }
        }
        return sum;
    }

    private void addGradient(JointShifts.Slopes slopes, int each, double[] gradient) {
        int d = gradient.length / measurement.points();
        int[] all = new int[d];
        Arrays.setAll(all, c -> c);
        for (int j = 0; j < measurement.points(); j++) {
            for (int i = 0; i < each; i++) {
                slopes.addTo(j * each + i, all, gradient, j * d);
            }
        }
    }
}
