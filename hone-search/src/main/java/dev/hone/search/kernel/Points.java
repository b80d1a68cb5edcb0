package dev.hone.search.kernel;

import dev.hone.core.Check;
import java.util.Arrays;
import java.util.List;

/**
 * Points, by rows and by columns: a kernel that compares one point with many runs along columns, contiguous and without a
 * reduction, which is what the JIT compiler turns into vector instructions. Immutable; what is handed out must not be changed.
 */
public final class Points {

    private static final double[] NONE = {};

    private final double[][] rows;
    private final double[][] columns;

    private Points(double[][] rows, double[][] columns) {
        this.rows = rows;
        this.columns = columns;
    }

    /** @param points with equally many coordinates; not copied, not to be changed */
    public static Points of(List<double[]> points) {
        return new Points(new double[0][], new double[0][]).with(points);
    }

    /** These and {@code more}, in this order. */
    public Points with(List<double[]> more) {
        if (more.isEmpty()) {
            return this;
        }
        int n = rows.length;
        double[][] all = Arrays.copyOf(rows, n + more.size());
        int coordinates = n > 0 ? columns.length : more.get(0).length;
        double[][] wider = new double[coordinates][];
        for (int c = 0; c < coordinates; c++) {
            wider[c] = n > 0 ? Arrays.copyOf(columns[c], all.length) : new double[all.length];
        }
        for (int i = n; i < all.length; i++) {
            all[i] = more.get(i - n);
            Check.that(all[i].length == coordinates, "coordinates", all[i].length, "as many as others, " + coordinates);
            for (int c = 0; c < coordinates; c++) {
                wider[c][i] = all[i][c];
            }
        }
        return new Points(all, wider);
    }

    /** Those at {@code positions}. */
    public Points at(int[] positions) {
        return of(Arrays.stream(positions).mapToObj(i -> rows[i]).toList());
    }

    public int size() {
        return rows.length;
    }

    /** Point {@code i}. */
    public double[] row(int i) {
        return rows[i];
    }

    /** Coordinate {@code c} of every point. */
    public double[] column(int c) {
        return rows.length == 0 ? NONE : columns[c];
    }
}
