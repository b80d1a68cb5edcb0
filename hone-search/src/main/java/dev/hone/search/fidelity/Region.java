package dev.hone.search.fidelity;

import dev.hone.search.fidelity.FidelityHistory.Entry;
import dev.hone.search.gp.TrustRegion;
import java.util.Arrays;
import java.util.List;

/**
 * Where to look: everywhere, or with many parameters in a box around the best exact point, which halves and doubles as a {@link
 * TrustRegion} whose trials are those at the truth. When the box is too small and the region starts afresh, everywhere until the
 * truth has a value again; what the surrogates know is kept. Not thread-safe.
 */
final class Region {

    private final TrustRegion size;
    /** All axes of the cube have the same range. */
    private final double[] equalRanges;

    /** Half of the box's side. */
    private double half;

    private int counted;
    private int exactTrials;
    /** Best exact point since the region started; null if there is none. */
    private Entry best;

    Region(int dimensions, int startup) {
        size = new TrustRegion(dimensions, startup);
        equalRanges = new double[dimensions];
        Arrays.fill(equalRanges, 1);
    }

    /** Counts what was told since. */
    void update(List<Entry> told, double exact) {
        for (; counted < told.size(); counted++) {
            Entry e = told.get(counted);
            if (e.fidelity() == exact) {
                count(e);
            }
        }
        half = size.halfWidths(equalRanges)[0];
    }

    private void count(Entry e) {
        boolean eligible = e.succeeded() && e.isFeasible();
        size.add(eligible ? -e.gains()[0] : Double.POSITIVE_INFINITY);
        exactTrials++;
        if (size.start() == exactTrials) {
            best = null;
        } else if (eligible && (best == null || e.gains()[0] > best.gains()[0])) {
            best = e;
        }
    }

    /** A point of the cube moved into the box. */
    double[] into(double[] point) {
        if (best == null) {
            return point;
        }
        double[] moved = point.clone();
        for (int c = 0; c < moved.length; c++) {
            double low = Math.max(0, best.x()[c] - half);
            double high = Math.min(1, best.x()[c] + half);
            moved[c] = low + moved[c] * (high - low);
        }
        return moved;
    }

    boolean contains(double[] point) {
        for (int c = 0; best != null && c < point.length; c++) {
            if (Math.abs(point[c] - best.x()[c]) > half + 1e-12) {
                return false;
            }
        }
        return true;
    }
}
