package dev.hone.cli.verify;

import dev.hone.core.trial.Objective;
import java.util.List;

/** Which points of a Pareto front are worth a second look. */
public final class Front {

    private Front() {}

    /**
     * The knee: the point nearest to the ideal point (the best value of each objective), in Euclidean distance after each
     * objective is scaled to the range [0, 1] of the front.
     *
     * @param points [n][objectives], at least one, not dominated by each other
     * @return its index, the first among equals
     */
    public static int knee(List<List<Double>> points, List<Objective> objectives) {
        int m = objectives.size();
        double[] low = new double[m];
        double[] high = new double[m];
        for (int j = 0; j < m; j++) {
            int objective = j;
            low[j] = points.stream()
                    .mapToDouble(p -> loss(p, objectives, objective))
                    .min()
                    .orElseThrow();
            high[j] = points.stream()
                    .mapToDouble(p -> loss(p, objectives, objective))
                    .max()
                    .orElseThrow();
        }
        int knee = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < points.size(); i++) {
            double squares = 0;
            for (int j = 0; j < m; j++) {
                double range = high[j] - low[j];
                double x = range == 0 ? 0 : (loss(points.get(i), objectives, j) - low[j]) / range;
                squares += x * x;
            }
            if (squares < least) {
                least = squares;
                knee = i;
            }
        }
        return knee;
    }

    /** Index of the point with the best value of objective {@code j}, the first among equals. */
    public static int best(List<List<Double>> points, List<Objective> objectives, int j) {
        int best = 0;
        for (int i = 1; i < points.size(); i++) {
            if (loss(points.get(i), objectives, j) < loss(points.get(best), objectives, j)) {
                best = i;
            }
        }
        return best;
    }

    private static double loss(List<Double> point, List<Objective> objectives, int j) {
        return objectives.get(j).direction().asLoss(point.get(j));
    }
}
