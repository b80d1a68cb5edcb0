package dev.hone.core.pareto;

import dev.hone.core.Check;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Volume of the part of loss space that a set of points dominates, up to a reference point r:
 * <pre> HV(S) = vol( union over s in S of [s_1, r_1] x ... x [s_m, r_m] ) </pre>
 * Points that are not below r in every place add nothing. {@code losses}: [n][m]; {@code reference}: [m].
 *
 * <p>Exact: a sweep for m = 2, O(n log n); a sweep over the third loss with a staircase of the first two for m = 3,
 * O(n log n); the algorithm WFG for m above 3 (While, Bradstreet and Barone 2012), exponential in m.
 */
public final class Hypervolume {

    private Hypervolume() {}

    /** HV(losses). */
    public static double of(double[][] losses, double[] reference) {
        return volume(relevant(losses, reference), reference);
    }

    /**
     * What each point adds to the others: HV(S) - HV(S without s). Points that another one dominates or equals, or that
     * are not below the reference, contribute 0. Returns [n].
     */
    public static double[] contributions(double[][] losses, double[] reference) {
        check(losses, reference);
        double[] contributions = new double[losses.length];
        for (int i = 0; i < losses.length; i++) {
            double[][] others = new double[losses.length - 1][];
            System.arraycopy(losses, 0, others, 0, i);
            System.arraycopy(losses, i + 1, others, i, others.length - i);
            contributions[i] = exclusive(losses[i], others, others.length, reference);
        }
        return contributions;
    }

    /**
     * Greedy choice of {@code count} points with a large joint hypervolume, at least 1 - 1/e of the best possible, since
     * the hypervolume is submodular (Guerreiro, Fonseca and Paquete 2016). Gains can only shrink as points are chosen, so
     * a stale gain is an upper bound and most are never computed again. Ties go to the lower index.
     *
     * @return indices in the order of choice, length min(count, n)
     */
    public static int[] select(double[][] losses, double[] reference, int count) {
        check(losses, reference);
        Check.atLeast("count", count, 0);
        record Gain(int index, double value, int chosen) {}
        PriorityQueue<Gain> queue = new PriorityQueue<>(
                Comparator.comparingDouble(Gain::value).reversed().thenComparingInt(Gain::index));
        for (int i = 0; i < losses.length; i++) {
            queue.add(new Gain(i, box(losses[i], reference), 0));
        }
        int[] selected = new int[Math.min(count, losses.length)];
        double[][] chosen = new double[selected.length][];
        int size = 0;
        while (size < selected.length) {
            Gain best = queue.remove();
            if (best.chosen() == size) {
                chosen[size] = losses[best.index()];
                selected[size++] = best.index();
            } else {
                double gain = exclusive(losses[best.index()], chosen, size, reference);
                queue.add(new Gain(best.index(), Math.min(gain, best.value()), size));
            }
        }
        return selected;
    }

    /**
     * Unbiased estimate of HV for many objectives: the share of {@code samples} uniform points between the ideal point of
     * the set (least loss in each place) and the reference that some point dominates, times that box's volume. Its
     * standard error is volume * sqrt(p (1 - p) / samples).
     */
    public static double monteCarlo(double[][] losses, double[] reference, int samples, RandomGenerator random) {
        Check.positive("samples", samples);
        double[][] points = relevant(losses, reference);
        if (points.length == 0) {
            return 0;
        }
        double[] ideal = points[0].clone();
        for (double[] point : points) {
            for (int k = 0; k < ideal.length; k++) {
                ideal[k] = Math.min(ideal[k], point[k]);
            }
        }
        double[] draw = new double[ideal.length];
        long hits = 0;
        for (int s = 0; s < samples; s++) {
            for (int k = 0; k < draw.length; k++) {
                draw[k] = ideal[k] + random.nextDouble() * (reference[k] - ideal[k]);
            }
            for (double[] point : points) {
                if (weaklyBelow(point, draw)) {
                    hits++;
                    break;
                }
            }
        }
        return box(ideal, reference) * hits / samples;
    }

    /** A non-dominated set, all of it below the reference. */
    private static double volume(double[][] front, double[] reference) {
        if (front.length == 0) {
            return 0;
        }
        if (front.length == 1) {
            return box(front[0], reference);
        }
        return switch (reference.length) {
            case 1 ->
                reference[0] - Arrays.stream(front).mapToDouble(p -> p[0]).min().orElseThrow();
            case 2 -> sweep2(front, reference);
            case 3 -> sweep3(front, reference);
            default -> wfg(front, reference);
        };
    }

    private static double sweep2(double[][] front, double[] reference) {
        double[][] sorted = front.clone();
        Arrays.sort(sorted, Comparator.<double[]>comparingDouble(p -> p[0]).thenComparingDouble(p -> p[1]));
        double area = 0;
        double ceiling = reference[1];
        for (double[] point : sorted) {
            if (point[1] < ceiling) {
                area += (reference[0] - point[0]) * (ceiling - point[1]);
                ceiling = point[1];
            }
        }
        return area;
    }

    private static double sweep3(double[][] front, double[] reference) {
        double[][] sorted = front.clone();
        Arrays.sort(sorted, Comparator.comparingDouble(p -> p[2]));
        TreeMap<Double, Double> stairs = new TreeMap<>();
        double area = 0;
        double volume = 0;
        double height = sorted[0][2];
        for (double[] point : sorted) {
            volume += area * (point[2] - height);
            height = point[2];
            area += insert(stairs, point[0], point[1], reference);
        }
        return volume + area * (reference[2] - height);
    }

    /** Adds (x, y) to a staircase, x to y with y falling; returns the area gained. */
    private static double insert(TreeMap<Double, Double> stairs, double x, double y, double[] reference) {
        Map.Entry<Double, Double> left = stairs.floorEntry(x);
        if (left != null && left.getValue() <= y) {
            return 0;
        }
        double gained = 0;
        double from = x;
        double ceiling = left == null ? reference[1] : left.getValue();
        Map.Entry<Double, Double> right = stairs.ceilingEntry(x);
        while (right != null && right.getValue() >= y) {
            gained += (right.getKey() - from) * (ceiling - y);
            from = right.getKey();
            ceiling = right.getValue();
            stairs.remove(right.getKey());
            right = stairs.ceilingEntry(x);
        }
        double to = right == null ? reference[0] : right.getKey();
        gained += (to - from) * (ceiling - y);
        stairs.put(x, y);
        return gained;
    }

    /** HV = sum over i of the exclusive volume of point i against those after it, worst last loss first. */
    private static double wfg(double[][] front, double[] reference) {
        int last = reference.length - 1;
        double[][] sorted = front.clone();
        Arrays.sort(sorted, Comparator.<double[]>comparingDouble(p -> p[last]).reversed());
        double volume = 0;
        for (int i = 0; i < sorted.length; i++) {
            double[][] later = Arrays.copyOfRange(sorted, i + 1, sorted.length);
            volume += exclusive(sorted[i], later, later.length, reference);
        }
        return volume;
    }

    /** Box of {@code point} minus what the first {@code size} of {@code others} dominate of it. */
    private static double exclusive(double[] point, double[][] others, int size, double[] reference) {
        double box = box(point, reference);
        if (box == 0 || size == 0) {
            return box;
        }
        double[][] limited = new double[size][];
        for (int i = 0; i < size; i++) {
            double[] worse = new double[point.length];
            for (int k = 0; k < worse.length; k++) {
                worse[k] = Math.max(point[k], others[i][k]);
            }
            limited[i] = worse;
        }
        return Math.max(0, box - volume(relevant(limited, reference), reference));
    }

    private static double box(double[] point, double[] reference) {
        double volume = 1;
        for (int k = 0; k < reference.length; k++) {
            if (point[k] >= reference[k]) {
                return 0;
            }
            volume *= reference[k] - point[k];
        }
        return volume;
    }

    /** Those below the reference that nothing dominates, each once. */
    private static double[][] relevant(double[][] losses, double[] reference) {
        check(losses, reference);
        double[][] below =
                Arrays.stream(losses).filter(p -> box(p, reference) > 0).toArray(double[][]::new);
        int[] front = Pareto.front(below);
        return Arrays.stream(front).mapToObj(i -> below[i]).toArray(double[][]::new);
    }

    private static void check(double[][] losses, double[] reference) {
        for (double[] point : losses) {
            Check.that(
                    point.length == reference.length,
                    "losses",
                    Arrays.toString(point),
                    reference.length + " losses, as many as the reference has");
        }
    }

    private static boolean weaklyBelow(double[] a, double[] b) {
        for (int k = 0; k < a.length; k++) {
            if (a[k] > b[k]) {
                return false;
            }
        }
        return true;
    }
}
