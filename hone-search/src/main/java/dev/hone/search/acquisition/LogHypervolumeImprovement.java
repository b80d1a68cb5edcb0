package dev.hone.search.acquisition;

import dev.hone.search.numeric.Logs;
import dev.hone.search.numeric.Normal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Log expected hypervolume improvement over a front of losses, exact for any number of independent objectives. The region
 * that no point of the front dominates, below the reference point, is cut into disjoint boxes [l, u) with l possibly
 * -infinity; then
 * <pre> EHVI = sum over boxes of prod_j (E[(u_j - y_j)^+] - E[(l_j - y_j)^+]) </pre>
 * Two objectives need as many boxes as the front has points, plus one; m objectives up to its (m-1)-th power.
 * Source: Emmerich, Deutz and Klinkenberg 2011; box decompositions as in Daulton, Balandat and Bakshy 2020; logarithms as
 * in Ament et al. 2023.
 */
public final class LogHypervolumeImprovement implements Acquisition {

    private final double[][] low;
    private final double[][] high;
    private final int objectives;
    private final double[] terms;
    private final double[][] termByMean;
    private final double[][] termBySd;

    /**
     * @param front losses, [point][objective]; dominated points and points not below the reference do not matter
     * @param reference losses of the reference point
     */
    public LogHypervolumeImprovement(double[][] front, double[] reference) {
        objectives = reference.length;
        List<double[][]> boxes = new ArrayList<>();
        List<double[]> inside =
                Arrays.stream(front).filter(p -> below(p, reference)).toList();
        decompose(inside, reference, objectives, new double[objectives], reference.clone(), boxes);
        low = boxes.stream().map(b -> b[0]).toArray(double[][]::new);
        high = boxes.stream().map(b -> b[1]).toArray(double[][]::new);
        terms = new double[low.length];
        termByMean = new double[low.length][objectives];
        termBySd = new double[low.length][objectives];
    }

    /** Points of {@code losses} that no other dominates; of equal ones the first. */
    public static double[][] front(double[][] losses) {
        List<double[]> front = new ArrayList<>();
        for (int i = 0; i < losses.length; i++) {
            boolean keep = true;
            for (int k = 0; k < losses.length && keep; k++) {
                keep = k == i || !weaklyDominates(losses[k], losses[i]) || Arrays.equals(losses[k], losses[i]) && k > i;
            }
            if (keep) {
                front.add(losses[i]);
            }
        }
        return front.toArray(double[][]::new);
    }

    private static boolean weaklyDominates(double[] a, double[] b) {
        for (int j = 0; j < a.length; j++) {
            if (a[j] > b[j]) {
                return false;
            }
        }
        return true;
    }

    private static boolean below(double[] point, double[] reference) {
        for (int j = 0; j < point.length; j++) {
            if (!(point[j] < reference[j])) {
                return false;
            }
        }
        return true;
    }

    /** Slabs along objective {@code m - 1}, between consecutive values of the points, each cut further by the points below it. */
    private static void decompose(
            List<double[]> points, double[] reference, int m, double[] low, double[] high, List<double[][]> boxes) {
        int j = m - 1;
        if (m == 1) {
            double bound = reference[0];
            for (double[] p : points) {
                bound = Math.min(bound, p[0]);
            }
            low[0] = Double.NEGATIVE_INFINITY;
            high[0] = bound;
            boxes.add(new double[][] {low.clone(), high.clone()});
            return;
        }
        double[] cuts =
                points.stream().mapToDouble(p -> p[j]).sorted().distinct().toArray();
        for (int i = 0; i <= cuts.length; i++) {
            double from = i == 0 ? Double.NEGATIVE_INFINITY : cuts[i - 1];
            low[j] = from;
            high[j] = i == cuts.length ? reference[j] : cuts[i];
            decompose(points.stream().filter(p -> p[j] <= from).toList(), reference, j, low, high, boxes);
        }
    }

    /** Number of boxes. */
    public int boxes() {
        return low.length;
    }

    @Override
    public double value(double[] mean, double[] sd, double[] byMean, double[] bySd) {
        for (int b = 0; b < low.length; b++) {
            terms[b] = 0;
            for (int j = 0; j < objectives; j++) {
                factor(b, j, mean[j], sd[j]);
            }
        }
        double value = Logs.sumExp(terms, terms.length);
        Arrays.fill(byMean, 0, objectives, 0);
        Arrays.fill(bySd, 0, objectives, 0);
        if (value == Double.NEGATIVE_INFINITY) {
            return value;
        }
        for (int b = 0; b < low.length; b++) {
            double share = Math.exp(terms[b] - value);
            for (int j = 0; share > 0 && j < objectives; j++) {
                byMean[j] += share * termByMean[b][j];
                bySd[j] += share * termBySd[b][j];
            }
        }
        return value;
    }

    /** Adds log(E[(u - y)^+] - E[(l - y)^+]) to term b and stores its derivatives. */
    private void factor(int b, int j, double mean, double sd) {
        double zu = (high[b][j] - mean) / sd;
        double upper = Math.log(sd) + Normal.logH(zu);
        double upperSlope = Normal.logHSlope(zu);
        double l = low[b][j];
        if (l == Double.NEGATIVE_INFINITY) {
            terms[b] += upper;
            termByMean[b][j] = -upperSlope / sd;
            termBySd[b][j] = (1 - upperSlope * zu) / sd;
            return;
        }
        double zl = (l - mean) / sd;
        double lower = Math.log(sd) + Normal.logH(zl);
        double lowerSlope = Normal.logHSlope(zl);
        double difference = Logs.differenceExp(upper, Math.min(upper, lower));
        terms[b] += difference;
        double a = Math.exp(upper - difference);
        double c = Math.exp(lower - difference);
        boolean finite = difference > Double.NEGATIVE_INFINITY;
        termByMean[b][j] = finite ? (c * lowerSlope - a * upperSlope) / sd : 0;
        termBySd[b][j] = finite ? (a * (1 - upperSlope * zu) - c * (1 - lowerSlope * zl)) / sd : 0;
    }
}
