package dev.hone.search.evolution;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * When a run of CMA-ES has nothing more to find (Hansen's tutorial, section B.3): losses agree to within rounding over the
 * last generations (TolFun), the distribution is a point (TolX), it is degenerate (ConditionCov), or neither best nor median
 * loss improved over a long window (Stagnation).
 */
final class Convergence {

    private static final double TOL_FUN = 1e-12;
    private static final double TOL_X = 1e-11;
    private static final double CONDITION = 1e14;
    private static final int SAMPLE = 20;

    private final int flatWindow;
    private final int stagnationWindow;
    private final Deque<double[]> history = new ArrayDeque<>();

    Convergence(int dimensions, int populationSize) {
        int extra = (int) Math.ceil(30.0 * dimensions / populationSize);
        flatWindow = 10 + extra;
        stagnationWindow = 120 + extra;
    }

    /** Whether the run is over, given the losses of the generation just learnt from, best first. */
    boolean isReached(CmaEs cma, double[] losses, CmaEsAxes axes) {
        history.addLast(new double[] {losses[0], losses[losses.length / 2]});
        if (history.size() > stagnationWindow) {
            history.removeFirst();
        }
        return isFlat(losses) || isPoint(cma, axes) || cma.condition() > CONDITION || isStagnant();
    }

    private boolean isFlat(double[] losses) {
        if (history.size() < flatWindow) {
            return false;
        }
        double low = losses[0];
        double high = losses[losses.length - 1];
        Iterator<double[]> latest = history.descendingIterator();
        for (int i = 0; i < flatWindow; i++) {
            double best = latest.next()[0];
            low = Math.min(low, best);
            high = Math.max(high, best);
        }
        return high - low <= TOL_FUN * Math.max(1, Math.abs(low));
    }

    private static boolean isPoint(CmaEs cma, CmaEsAxes axes) {
        boolean any = false;
        for (int i = 0; i < axes.size(); i++) {
            if (axes.isContinuous(i)) {
                any = true;
                if (cma.deviation(i) > TOL_X) {
                    return false;
                }
            }
        }
        return any;
    }

    private boolean isStagnant() {
        if (history.size() < stagnationWindow) {
            return false;
        }
        List<double[]> all = new ArrayList<>(history);
        for (int k = 0; k < 2; k++) {
            double before = median(all.subList(0, SAMPLE), k);
            double now = median(all.subList(all.size() - SAMPLE, all.size()), k);
            if (now < before) {
                return false;
            }
        }
        return true;
    }

    private static double median(List<double[]> rows, int column) {
        double[] sorted = rows.stream().mapToDouble(r -> r[column]).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
