package dev.hone.search.solver;

import dev.hone.core.Check;
import java.util.Arrays;

/**
 * A square matrix in compressed sparse rows: row i has the entries {@code starts[i]} to {@code starts[i + 1] - 1}, of
 * increasing column. Every diagonal entry is stored and not 0. Immutable as long as nobody writes into its arrays.
 */
public final class CsrMatrix {

    private final int n;
    private final int[] starts;
    private final int[] columns;
    private final double[] values;
    /** Place of the diagonal entry of each row. */
    private final int[] diagonal;

    private CsrMatrix(int[] starts, int[] columns, double[] values) {
        this.n = starts.length - 1;
        this.starts = starts;
        this.columns = columns;
        this.values = values;
        diagonal = new int[n];
        for (int i = 0; i < n; i++) {
            int at = Arrays.binarySearch(columns, starts[i], starts[i + 1], i);
            Check.that(at >= 0 && values[at] != 0, "matrix", "0 on the diagonal of row " + i, "another number");
            diagonal[i] = at;
        }
    }

    /**
     * @param starts [n + 1], {@code starts[0]} is 0
     * @param columns of the entries, increasing within each row
     * @param values of the entries, finite
     */
    public static CsrMatrix of(int[] starts, int[] columns, double[] values) {
        Check.that(
                starts.length > 1 && starts[0] == 0, "starts", Arrays.toString(starts), "0 first, then an end a row");
        int n = starts.length - 1;
        Check.that(
                starts[n] == columns.length && columns.length == values.length,
                "values",
                values.length + " and " + columns.length + " columns",
                "as many as the rows end with, " + starts[n]);
        for (int i = 0; i < n; i++) {
            Check.that(starts[i] <= starts[i + 1], "starts", "falling at row " + i, "rows one after the other");
            for (int k = starts[i]; k < starts[i + 1]; k++) {
                int least = k == starts[i] ? 0 : columns[k - 1] + 1;
                Check.that(
                        columns[k] >= least && columns[k] < n,
                        "columns",
                        columns[k] + " in row " + i,
                        "increasing columns from 0 to " + (n - 1));
                Check.finite("values[" + k + "]", values[k]);
            }
        }
        return new CsrMatrix(starts.clone(), columns.clone(), values.clone());
    }

    /** The entries of a dense square matrix that are not 0. */
    public static CsrMatrix of(double[][] dense) {
        int n = dense.length;
        int[] starts = new int[n + 1];
        int[] columns = new int[n * n];
        double[] values = new double[n * n];
        int count = 0;
        for (int i = 0; i < n; i++) {
            Check.that(dense[i].length == n, "matrix", "a row of " + dense[i].length, "a square with rows of " + n);
            for (int j = 0; j < n; j++) {
                if (dense[i][j] != 0) {
                    columns[count] = j;
                    values[count++] = dense[i][j];
                }
            }
            starts[i + 1] = count;
        }
        return of(starts, Arrays.copyOf(columns, count), Arrays.copyOf(values, count));
    }

    /**
     * Five-point Laplacian with zero boundary on the interior {@code side} x {@code side} grid: 4 on the diagonal, -1 for
     * each neighbour.
     */
    public static CsrMatrix laplacian(int side) {
        Check.positive("side", side);
        int n = side * side;
        int[] starts = new int[n + 1];
        int[] columns = new int[5 * n];
        double[] values = new double[5 * n];
        int count = 0;
        for (int i = 0; i < n; i++) {
            int row = i / side;
            int column = i % side;
            int[] neighbours = {
                row > 0 ? i - side : -1,
                column > 0 ? i - 1 : -1,
                i,
                column < side - 1 ? i + 1 : -1,
                row < side - 1 ? i + side : -1
            };
            for (int j : neighbours) {
                if (j >= 0) {
                    columns[count] = j;
                    values[count++] = j == i ? 4 : -1;
                }
            }
            starts[i + 1] = count;
        }
        return new CsrMatrix(starts, Arrays.copyOf(columns, count), Arrays.copyOf(values, count));
    }

    /** This matrix plus {@code shift} times the identity. */
    public CsrMatrix shifted(double shift) {
        Check.finite("shift", shift);
        double[] moved = values.clone();
        for (int at : diagonal) {
            moved[at] += shift;
        }
        return new CsrMatrix(starts, columns, moved);
    }

    public int size() {
        return n;
    }

    /** This matrix times {@code x}, [n]. */
    public double[] times(double[] x) {
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            for (int k = starts[i]; k < starts[i + 1]; k++) {
                y[i] += values[k] * x[columns[k]];
            }
        }
        return y;
    }

    double diagonal(int i) {
        return values[diagonal[i]];
    }

    /** Sum over j &lt; i of a_ij x_j. */
    double below(int i, double[] x) {
        double sum = 0;
        for (int k = starts[i]; k < diagonal[i]; k++) {
            sum += values[k] * x[columns[k]];
        }
        return sum;
    }

    /** Sum over j &gt; i of a_ij x_j. */
    double above(int i, double[] x) {
        double sum = 0;
        for (int k = diagonal[i] + 1; k < starts[i + 1]; k++) {
            sum += values[k] * x[columns[k]];
        }
        return sum;
    }
}
