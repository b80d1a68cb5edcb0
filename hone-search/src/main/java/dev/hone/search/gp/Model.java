package dev.hone.search.gp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * One outcome's Gaussian process with its transform, between two refits. Points, outcomes and variances of all rows are
 * given at a refit; later rows are appended under the transform and hyperparameters of that refit.
 *
 * <p>Beyond {@code maxPoints} rows a refit keeps half of that number by least score and the most recent others. Hyperparameters
 * are fitted on at most {@value #FIT_POINTS} of the kept rows: a third of that number by least score and others
 * evenly spaced in time; their likelihood costs n^3 per evaluation, their location needs no more.
 */
final class Model {

    static final int FIT_POINTS = 300;
    private static final double LABEL_NOISE = 1e-2;
    private static final int FIRST_ITERATIONS = 60;
    private static final int LATER_ITERATIONS = 25;
    /** From so many points on the likelihood moves little between refits: a few steps from the last mode follow it. */
    private static final int SETTLED_POINTS = 100;

    private static final int SETTLED_ITERATIONS = 6;

    /**
     * An outcome of one row.
     *
     * @param variance of its noise, NaN if unknown
     * @param incumbent whether it may be what is improved on
     * @param score least for those that are kept first
     */
    record Point(double[] x, double y, double variance, boolean incumbent, double score) {}

    /** How outcomes are transformed. */
    enum Kind {
        OBJECTIVE,
        /** Shifted and scaled only, so that means and standard deviations can be said in the unit of the outcome. */
        LINEAR_OBJECTIVE,
        CONSTRAINT,
        FAILURE
    }

    private final MixedKernel kernel;
    private final Prior prior;
    private final Kind kind;
    private final double fixedNoise;
    private final int maxPoints;
    private double[] theta;
    private OutcomeTransform transform;
    private GaussianProcess process;
    private List<Point> kept = new ArrayList<>();
    private int taken;

    Model(MixedKernel kernel, Kind kind, double fixedNoise, int maxPoints) {
        this.kernel = kernel;
        this.prior = Prior.of(kernel);
        this.kind = kind;
        this.fixedNoise = fixedNoise;
        this.maxPoints = maxPoints;
    }

    /** Hyperparameters as a vector, null before the first refit. */
    double[] theta() {
        return theta;
    }

    GaussianProcess process() {
        return process;
    }

    /** The rows that the process holds, in its order. */
    List<Point> kept() {
        return kept;
    }

    OutcomeTransform transform() {
        return transform;
    }

    /** Hyperparameters anew from {@code points}, starting where they were: here, or at {@code before} if that is not null. */
    void refit(List<Point> points, double[] before) {
        theta = before != null ? before : theta;
        rebuild(points, null);
    }

    /** Takes {@code theta}, fitted to {@code points} before, as it is. */
    void restore(List<Point> points, double[] known) {
        rebuild(points, known);
    }

    /** Appends what came after the last refit. */
    void catchUp(List<Point> points) {
        for (Point point : points.subList(taken, points.size())) {
            append(point);
        }
        taken = points.size();
    }

    private void append(Point point) {
        kept.add(point);
        process.append(point.x(), transform.apply(point.y()), transformedVariance(point));
    }

    private double transformedVariance(Point point) {
        double variance = point.variance();
        return Double.isNaN(variance) ? variance : Math.max(1e-8, transform.variance(point.y(), variance));
    }

    private void rebuild(List<Point> points, double[] known) {
        double[] y = points.stream().mapToDouble(Point::y).toArray();
        transform = switch (kind) {
            case OBJECTIVE -> OutcomeTransform.yeoJohnson(y);
            case LINEAR_OBJECTIVE -> OutcomeTransform.standardise(y);
            case CONSTRAINT, FAILURE -> OutcomeTransform.scale(y);
        };
        List<Point> chosen = select(points, maxPoints, maxPoints / 2, false);
        theta = known != null ? known : fit(select(chosen, FIT_POINTS, FIT_POINTS / 3, true));
        process = new GaussianProcess(kernel, Hyperparameters.fromVector(theta), chosen.size() + 32);
        kept = new ArrayList<>();
        chosen.forEach(this::append);
        taken = points.size();
    }

    private double[] fit(List<Point> points) {
        if (kind == Kind.FAILURE) {
            double[] fixed = prior.start(Math.log(2));
            fixed[fixed.length - 2] = Math.log(LABEL_NOISE);
            return fixed;
        }
        int n = points.size();
        double[][] columns = new double[kernel.coordinates()][n];
        double[] y = new double[n];
        double[] noise = new double[n];
        for (int i = 0; i < n; i++) {
            Point point = points.get(i);
            for (int c = 0; c < columns.length; c++) {
                columns[c][i] = point.x()[c];
            }
            y[i] = transform.apply(point.y());
            noise[i] = transformedVariance(point);
        }
        MarginalLikelihood likelihood = new MarginalLikelihood(kernel, columns, y, noise);
        if (theta == null) {
            double[][] starts = {prior.start(0), prior.start(1), prior.start(-1)};
            return likelihood.mode(prior, starts, fixedNoise, FIRST_ITERATIONS);
        }
        if (n < SETTLED_POINTS) {
            return likelihood.mode(prior, new double[][] {theta, prior.start(1)}, fixedNoise, LATER_ITERATIONS);
        }
        return likelihood.mode(prior, new double[][] {theta}, fixedNoise, SETTLED_ITERATIONS);
    }

    /** At most {@code limit} points in their order: the {@code best}, and others evenly spaced or the most recent. */
    static List<Point> select(List<Point> points, int limit, int best, boolean evenly) {
        if (points.size() <= limit) {
            return points;
        }
        Integer[] order = new Integer[points.size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> points.get(i).score()));
        boolean[] keep = new boolean[points.size()];
        for (int i = 0; i < best; i++) {
            keep[order[i]] = true;
        }
        List<Integer> rest = new ArrayList<>();
        for (int i = 0; i < keep.length; i++) {
            if (!keep[i]) {
                rest.add(i);
            }
        }
        int more = limit - best;
        for (int i = 0; i < more; i++) {
            int at = evenly ? (int) ((long) i * rest.size() / more) : rest.size() - more + i;
            keep[rest.get(at)] = true;
        }
        List<Point> selected = new ArrayList<>();
        for (int i = 0; i < keep.length; i++) {
            if (keep[i]) {
                selected.add(points.get(i));
            }
        }
        return selected;
    }
}
