package dev.hone.search.bayes;

import dev.hone.search.surrogate.GaussianPosterior;
import dev.hone.search.surrogate.LinearFunctional;
import java.util.ArrayList;
import java.util.List;

/**
 * The second step of two-step expected improvement: at which condition w a design x is evaluated, the one after which the
 * variance of what the goal integrates at x is least. One observation takes S(T(x), f(x, w))^2 / (S(f(x, w), f(x, w)) + noise)
 * from it. Source: Williams, Santner and Notz, Statistica Sinica 2000; Frazier, arXiv 1807.02811, section 5.
 *
 * @param posteriors one for each set of hyperparameters: the average over them counts
 */
record ConditionChoice(Goal goal, List<GaussianPosterior> posteriors) {

    /** Values of a number that are looked at beside the nodes. */
    private static final int STEPS = 64;

    /** {@code x} under all conditions, that after which the integrated variance is least first. */
    List<double[]> ranked(double[] x, boolean number) {
        List<double[]> points = new ArrayList<>();
        for (int k = 0; k < goal.settings().length; k++) {
            points.add(goal.with(x, k));
        }
        for (int i = 0; number && i <= STEPS; i++) {
            double[] point = x.clone();
            point[goal.coordinates()[0]] = i / (double) STEPS;
            points.add(point);
        }
        record Scored(double[] point, double reduction) {}
        List<Scored> scored = new ArrayList<>();
        for (double[] point : points) {
            scored.add(new Scored(point, reduction(point)));
        }
        scored.sort((a, b) -> Double.compare(b.reduction(), a.reduction()));
        return scored.stream().map(Scored::point).toList();
    }

    /** How much an observation at {@code point} takes from the variance of the goal at its design. */
    double reduction(double[] point) {
        LinearFunctional target = goal.at(point);
        LinearFunctional value = LinearFunctional.value(point);
        double sum = 0;
        for (GaussianPosterior posterior : posteriors) {
            double shared = posterior.covariance(target, value);
            double noise = posterior.model().noise()[0];
            sum += shared * shared / (posterior.variance(value) + noise) / posteriors.size();
        }
        return sum;
    }
}
