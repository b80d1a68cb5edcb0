package dev.hone.core.pareto;

import dev.hone.core.Check;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Dominance between vectors of losses, smaller being better in each place: a dominates b if it is nowhere worse and
 * somewhere better. All methods take {@code losses} as [n][m] of numbers that are not NaN.
 */
public final class Pareto {

    private Pareto() {}

    /** Whether {@code a} is nowhere worse than {@code b} and somewhere better. */
    public static boolean dominates(double[] a, double[] b) {
        boolean better = false;
        for (int i = 0; i < a.length; i++) {
            if (a[i] > b[i]) {
                return false;
            }
            better |= a[i] < b[i];
        }
        return better;
    }

    /**
     * Indices, ascending, of the points that no other one dominates; equal points stay together. O(n log n) for one or two
     * objectives, O(n log n + n k) for a front of k points otherwise.
     */
    public static int[] front(double[][] losses) {
        checkShape(losses);
        int[] order = lexicographic(losses);
        boolean narrow = losses.length > 0 && losses[0].length <= 2;
        List<double[]> kept = new ArrayList<>();
        int[] front = new int[order.length];
        int size = 0;
        for (int i : order) {
            // In lexicographic order nobody dominates an earlier point, and with two objectives the last kept point has
            // the least second loss, so it alone decides.
            boolean dominated = narrow
                    ? !kept.isEmpty() && dominates(kept.get(kept.size() - 1), losses[i])
                    : dominatedByAny(kept, losses[i]);
            if (!dominated) {
                kept.add(losses[i]);
                front[size++] = i;
            }
        }
        int[] result = Arrays.copyOf(front, size);
        Arrays.sort(result);
        return result;
    }

    /**
     * Non-domination rank of each point: 0 for the front, 1 for the front of the rest, and so on (Deb et al. 2002).
     * Efficient non-dominated sort with binary search over fronts (Zhang et al. 2015): a point belongs to the first front
     * none of whose members dominates it. O(n log n) for one or two objectives.
     */
    public static int[] ranks(double[][] losses) {
        checkShape(losses);
        boolean narrow = losses.length > 0 && losses[0].length <= 2;
        List<List<double[]>> fronts = new ArrayList<>();
        int[] ranks = new int[losses.length];
        for (int i : lexicographic(losses)) {
            int low = 0;
            int high = fronts.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                List<double[]> front = fronts.get(middle);
                boolean dominated =
                        narrow ? dominates(front.get(front.size() - 1), losses[i]) : dominatedByAny(front, losses[i]);
                if (dominated) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            if (low == fronts.size()) {
                fronts.add(new ArrayList<>());
            }
            fronts.get(low).add(losses[i]);
            ranks[i] = low;
        }
        return ranks;
    }

    /**
     * Crowding distance of each point of one front (Deb et al. 2002): for every objective the gap between its two
     * neighbours in units of the objective's range, summed; infinite for the extreme points. An objective in which all
     * points agree adds nothing.
     */
    public static double[] crowding(double[][] losses) {
        checkShape(losses);
        int n = losses.length;
        double[] distance = new double[n];
        if (n == 0) {
            return distance;
        }
        for (int k = 0; k < losses[0].length; k++) {
            int objective = k;
            int[] order = IntStream.range(0, n)
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> losses[i][objective]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            double range = losses[order[n - 1]][k] - losses[order[0]][k];
            if (!(range > 0)) {
                continue;
            }
            distance[order[0]] = Double.POSITIVE_INFINITY;
            distance[order[n - 1]] = Double.POSITIVE_INFINITY;
            for (int i = 1; i < n - 1; i++) {
                distance[order[i]] += (losses[order[i + 1]][k] - losses[order[i - 1]][k]) / range;
            }
        }
        return distance;
    }

    /**
     * Inverted generational distance: the mean over {@code reference} points of the Euclidean distance to the nearest point
     * of {@code front} (Coello Coello and Reyes Sierra 2004).
     *
     * @param front [n][m], at least one point
     * @param reference [k][m], points of the true front, at least one
     */
    public static double igd(double[][] front, double[][] reference) {
        Check.that(front.length > 0, "front", "empty", "at least one point");
        Check.that(reference.length > 0, "reference", "empty", "at least one point");
        double sum = 0;
        for (double[] target : reference) {
            double nearest = Double.POSITIVE_INFINITY;
            for (double[] point : front) {
                double square = 0;
                for (int i = 0; i < target.length; i++) {
                    square += (point[i] - target[i]) * (point[i] - target[i]);
                }
                nearest = Math.min(nearest, square);
            }
            sum += Math.sqrt(nearest);
        }
        return sum / reference.length;
    }

    static void checkShape(double[][] losses) {
        for (double[] point : losses) {
            Check.that(
                    point.length == losses[0].length && point.length > 0,
                    "losses",
                    Arrays.toString(point),
                    "as many losses as the first point has, at least one");
            for (double loss : point) {
                Check.that(!Double.isNaN(loss), "losses", Arrays.toString(point), "numbers");
            }
        }
    }

    static int[] lexicographic(double[][] losses) {
        Integer[] order = IntStream.range(0, losses.length).boxed().toArray(Integer[]::new);
        // + 0.0 turns -0.0 into 0.0, which Arrays.compare would put first although neither is better
        Arrays.sort(order, (i, j) -> {
            for (int k = 0; k < losses[i].length; k++) {
                int c = Double.compare(losses[i][k] + 0.0, losses[j][k] + 0.0);
                if (c != 0) {
                    return c;
                }
            }
            return Integer.compare(i, j);
        });
        return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
    }

    private static boolean dominatedByAny(List<double[]> points, double[] point) {
        // The latest are the nearest in lexicographic order and the likeliest to dominate.
        for (int i = points.size() - 1; i >= 0; i--) {
            if (dominates(points.get(i), point)) {
                return true;
            }
        }
        return false;
    }
}
