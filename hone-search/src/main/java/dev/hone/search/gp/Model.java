package dev.hone.search.gp;

import dev.hone.search.kernel.Hyperparameter;
import dev.hone.search.numeric.BoxLbfgs;
import dev.hone.search.surrogate.Density;
import dev.hone.search.surrogate.GaussianModel;
import dev.hone.search.surrogate.GaussianPosterior;
import dev.hone.search.surrogate.HyperparameterFit;
import dev.hone.search.surrogate.Observation;
import dev.hone.search.surrogate.Priors;
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
    private static final double FIRST_NOISE = 1e-4;
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

    private final GaussianModel template;
    private final List<Density> priors;
    private final Kind kind;
    private final int maxPoints;
    private double[] theta;
    private OutcomeTransform transform;
    private GaussianPosterior posterior;
    private List<Point> kept = new ArrayList<>();
    private int taken;

    /** @param fixedNoise variance of the noise on transformed outcomes; NaN to infer it */
    Model(Embedding embedding, Kind kind, double fixedNoise, int maxPoints) {
        template = GaussianModel.of(embedding.kernel(1, 0.5), FIRST_NOISE);
        // standardised outcomes vary by 1, those that are only scaled may vary by little around a mean far from 0
        double leastVariance = switch (kind) {
            case OBJECTIVE, LINEAR_OBJECTIVE -> 1;
            case CONSTRAINT, FAILURE -> 1e-2;
        };
        Priors byDimension = Priors.byDimension(embedding.groups(), leastVariance);
        priors = (Double.isNaN(fixedNoise) ? byDimension : byDimension.withNoise(fixedNoise)).of(template);
        this.kind = kind;
        this.maxPoints = maxPoints;
    }

    /** Hyperparameters as a vector, null before the first refit. */
    double[] theta() {
        return theta;
    }

    /** Null before the first refit. */
    GaussianPosterior posterior() {
        return posterior;
    }

    /** The rows that the posterior is given, in its order. */
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
        List<Point> more = points.subList(taken, points.size());
        kept.addAll(more);
        posterior = posterior.condition(observations(more));
        taken = points.size();
    }

    private List<Observation> observations(List<Point> points) {
        return points.stream()
                .map(p -> Observation.of(p.x(), transform.apply(p.y()), transformedVariance(p)))
                .toList();
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
        posterior = template.with(theta).given(observations(chosen));
        kept = new ArrayList<>(chosen);
        taken = points.size();
    }

    private double[] fit(List<Point> points) {
        if (kind == Kind.FAILURE) {
            double[] fixed = start(Math.log(2));
            fixed[template.kernel().parameters()] = Math.log(LABEL_NOISE);
            return fixed;
        }
        List<double[]> starts;
        int iterations;
        if (theta == null) {
            starts = List.of(start(0), start(1), start(-1));
            iterations = FIRST_ITERATIONS;
        } else if (points.size() < SETTLED_POINTS) {
            starts = List.of(theta, start(1));
            iterations = LATER_ITERATIONS;
        } else {
            starts = List.of(theta);
            iterations = SETTLED_ITERATIONS;
        }
        return new HyperparameterFit(template, priors, observations(points))
                .mode(starts, new BoxLbfgs.Options(iterations, 1e-3, 1e-6, 8))
                .map(GaussianModel::theta)
                .orElseGet(() -> start(0));
    }

    /** The priors' modes, moved by {@code shift} in every log lengthscale. */
    private double[] start(double shift) {
        double[] start = priors.stream().mapToDouble(Density::mode).toArray();
        List<Hyperparameter> kinds = template.kernel().hyperparameters();
        for (int i = 0; i < kinds.size(); i++) {
            start[i] += switch (kinds.get(i).kind()) {
                case LENGTHSCALE, CATEGORICAL_LENGTHSCALE -> shift;
                default -> 0;
            };
        }
        return start;
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
