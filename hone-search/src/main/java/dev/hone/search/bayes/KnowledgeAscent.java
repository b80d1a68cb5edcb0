package dev.hone.search.bayes;

import dev.hone.search.acquisition.PointAcquisition;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Maximises the knowledge gradient by stochastic gradients: from each start, for t = 1 ... {@value #STEPS},
 * <pre> x := clip(x + 0.1 a / (a + t) G),   a = 4 </pre>
 * where G is the gradient for one draw of the next observation, under a set of hyperparameters and a fantasy drawn with it, so
 * that its mean is the gradient of the average. Source: Frazier, arXiv 1807.02811, algorithms 3 and 4.
 *
 * @param parts the knowledge gradient under each set of hyperparameters and fantasy
 * @param axes coordinates that move, within [0, 1]
 */
record KnowledgeAscent(List<StochasticSlope> parts, int[] axes, RandomGenerator random) {

    /** An unbiased estimate of a gradient at x. */
    @FunctionalInterface
    interface StochasticSlope {
        double[] at(double[] x, RandomGenerator random);
    }

    private static final int STEPS = 100;
    private static final double A = 4;
    private static final double SCALE = 0.1;

    double[] ascend(double[] start) {
        double[] x = start.clone();
        for (int t = 1; t <= STEPS; t++) {
            StochasticSlope part = parts.get(random.nextInt(parts.size()));
            double[] gradient = part.at(x, random);
            double step = SCALE * A / (A + t);
            x = x.clone();
            for (int c : axes) {
                x[c] = Math.min(1, Math.max(0, x[c] + step * gradient[c]));
            }
        }
        return x;
    }

    /** Ends of the ascents from {@code starts}, those of greatest {@code rank} first. */
    List<double[]> best(List<double[]> starts, PointAcquisition rank) {
        record End(double[] x, double value) {}
        List<End> ends = new ArrayList<>();
        for (double[] start : starts) {
            double[] x = ascend(start);
            ends.add(new End(x, rank.value(x, null)));
        }
        ends.sort((a, b) -> Double.compare(b.value(), a.value()));
        return ends.stream().map(End::x).toList();
    }
}
