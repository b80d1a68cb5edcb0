package dev.hone.search.numeric;

import dev.hone.core.HoneException;
import java.util.Arrays;

/**
 * The lower Cholesky factor L of a symmetric positive definite matrix A = L L^T that grows and shrinks by rows. Rows are
 * packed: L[i][j], j &le; i, is at i (i + 1) / 2 + j. Columns are kept beside them, so that both triangular solves subtract
 * multiples of contiguous arrays, four at a time, which the JIT compiler turns into vector instructions; inner products it
 * does not.
 *
 * <p>{@link #factor} is a sequence of {@link #append}s, so a factor that grew row by row equals, bit for bit, one computed
 * at once. Not thread-safe.
 */
public final class Cholesky {

    /** A pivot below this fraction of its diagonal element counts as lost. */
    private static final double PIVOT = 1e-14;

    private double[] packed;
    /** Column j of L from row j on, the element of row i at i. */
    private double[][] columns;

    private double[] scratch;
    private int size;

    public Cholesky(int capacity) {
        int room = Math.max(8, capacity);
        packed = new double[length(room)];
        columns = new double[room][];
        scratch = new double[room];
    }

    /** Elements of a packed triangle with {@code n} rows. */
    public static int length(int n) {
        return Math.multiplyExact(n, n + 1) / 2;
    }

    /** Factor of a packed lower triangle with {@code n} rows, or null if it is not positive definite. */
    public static Cholesky tryFactor(double[] lower, int n) {
        Cholesky factor = new Cholesky(n);
        for (int i = 0; i < n; i++) {
            if (!factor.append(lower, i * (i + 1) / 2)) {
                return null;
            }
        }
        return factor;
    }

    /**
     * Factor of A + jitter I, where jitter starts at 0, then {@code first} and grows tenfold until the factorisation
     * succeeds; {@code lower} is overwritten with the matrix that was factored.
     *
     * @throws HoneException if ten tenfold steps do not help
     */
    public static Cholesky factor(double[] lower, int n, double first) {
        double added = 0;
        double jitter = first;
        for (int attempt = 0; attempt <= 10; attempt++) {
            Cholesky factor = tryFactor(lower, n);
            if (factor != null) {
                return factor;
            }
            for (int i = 0; i < n; i++) {
                lower[i * (i + 1) / 2 + i] += jitter - added;
            }
            added = jitter;
            jitter *= 10;
        }
        throw new HoneException(
                "matrix with " + n + " rows is not positive definite, even with " + added + " added to its diagonal");
    }

    public int size() {
        return size;
    }

    /** L[i][j], j at most i. */
    public double get(int i, int j) {
        return packed[i * (i + 1) / 2 + j];
    }

    /** Appends a row of A, length size + 1, diagonal last; false, changing nothing, if the matrix is then not positive definite. */
    public boolean append(double[] row) {
        return append(row, 0);
    }

    private boolean append(double[] source, int from) {
        int n = size;
        if (n == columns.length) {
            reserve(n + n / 2 + 8);
        }
        double[] row = scratch;
        System.arraycopy(source, from, row, 0, n);
        forward(row, n);
        double diagonal = source[from + n];
        double pivot = diagonal - dot(row, 0, row, 0, n);
        if (!(pivot > PIVOT * diagonal)) {
            return false;
        }
        row[n] = Math.sqrt(pivot);
        System.arraycopy(row, 0, packed, n * (n + 1) / 2, n + 1);
        setColumns(n);
        size++;
        return true;
    }

    /** Writes packed row {@code i} to the columns. */
    private void setColumns(int i) {
        if (columns[i] == null) {
            columns[i] = new double[columns.length];
        }
        int row = i * (i + 1) / 2;
        for (int j = 0; j <= i; j++) {
            columns[j][i] = packed[row + j];
        }
    }

    private void reserve(int room) {
        packed = Arrays.copyOf(packed, length(room));
        scratch = new double[room];
        columns = Arrays.copyOf(columns, room);
        for (int j = 0; j < size; j++) {
            columns[j] = Arrays.copyOf(columns[j], room);
        }
    }

    /** b := L^-1 b over the first {@code n} elements. */
    private void forward(double[] b, int n) {
        int j = 0;
        for (; j + 3 < n; j += 4) {
            double[] c0 = columns[j];
            double[] c1 = columns[j + 1];
            double[] c2 = columns[j + 2];
            double[] c3 = columns[j + 3];
            double b0 = b[j] / c0[j];
            double b1 = (b[j + 1] - c0[j + 1] * b0) / c1[j + 1];
            double b2 = (b[j + 2] - c0[j + 2] * b0 - c1[j + 2] * b1) / c2[j + 2];
            double b3 = (b[j + 3] - c0[j + 3] * b0 - c1[j + 3] * b1 - c2[j + 3] * b2) / c3[j + 3];
            b[j] = b0;
            b[j + 1] = b1;
            b[j + 2] = b2;
            b[j + 3] = b3;
            subtract(b, j + 4, n, c0, c1, c2, c3, b0, b1, b2, b3);
        }
        for (; j < n; j++) {
            double[] column = columns[j];
            double at = b[j] / column[j];
            b[j] = at;
            for (int i = j + 1; i < n; i++) {
                b[i] -= column[i] * at;
            }
        }
    }

    private static void subtract(
            double[] b,
            int from,
            int to,
            double[] c0,
            double[] c1,
            double[] c2,
            double[] c3,
            double b0,
            double b1,
            double b2,
            double b3) {
        for (int i = from; i < to; i++) {
            b[i] -= c0[i] * b0 + c1[i] * b1 + c2[i] * b2 + c3[i] * b3;
        }
    }

    /** A factor of its own with the same rows and room for {@code capacity}. */
    public Cholesky copy(int capacity) {
        Cholesky copy = new Cholesky(Math.max(size, capacity));
        System.arraycopy(packed, 0, copy.packed, 0, length(size));
        copy.size = size;
        for (int j = 0; j < size; j++) {
            copy.columns[j] = new double[copy.columns.length];
            System.arraycopy(columns[j], j, copy.columns[j], j, size - j);
        }
        return copy;
    }

    /** Keeps the first {@code n} rows. */
    public void truncate(int n) {
        size = Math.min(size, n);
    }

    /** Deletes row and column {@code k} of A: the rows below absorb their element of the lost column by plane rotations. */
    public void delete(int k) {
        int n = size;
        double[] lost = new double[n];
        for (int i = k + 1; i < n; i++) {
            lost[i - 1] = get(i, k);
            int source = i * (i + 1) / 2;
            int target = (i - 1) * i / 2;
            System.arraycopy(packed, source, packed, target, k);
            System.arraycopy(packed, source + k + 1, packed, target + k, i - k);
        }
        size = n - 1;
        for (int j = k; j < size; j++) {
            int diagonal = j * (j + 1) / 2 + j;
            double r = Math.hypot(packed[diagonal], lost[j]);
            double cos = packed[diagonal] / r;
            double sin = lost[j] / r;
            packed[diagonal] = r;
            for (int i = j + 1; i < size; i++) {
                int at = i * (i + 1) / 2 + j;
                double element = packed[at];
                packed[at] = cos * element + sin * lost[i];
                lost[i] = cos * lost[i] - sin * element;
            }
        }
        for (int i = k; i < size; i++) {
            setColumns(i);
        }
    }

    /** b := L^-1 b, over the first {@link #size()} elements. */
    public void solveLower(double[] b) {
        forward(b, size);
    }

    /** b := L^-T b. */
    public void solveUpper(double[] b) {
        double[] l = packed;
        int i = size - 1;
        for (; i >= 3; i -= 4) {
            int r0 = i * (i + 1) / 2;
            int r1 = r0 - i;
            int r2 = r1 - (i - 1);
            int r3 = r2 - (i - 2);
            double b0 = b[i] / l[r0 + i];
            double b1 = (b[i - 1] - l[r0 + i - 1] * b0) / l[r1 + i - 1];
            double b2 = (b[i - 2] - l[r0 + i - 2] * b0 - l[r1 + i - 2] * b1) / l[r2 + i - 2];
            double b3 = (b[i - 3] - l[r0 + i - 3] * b0 - l[r1 + i - 3] * b1 - l[r2 + i - 3] * b2) / l[r3 + i - 3];
            b[i] = b0;
            b[i - 1] = b1;
            b[i - 2] = b2;
            b[i - 3] = b3;
            subtractRows(b, i - 3, l, r0, r1, r2, r3, b0, b1, b2, b3);
        }
        for (; i >= 0; i--) {
            int row = i * (i + 1) / 2;
            double at = b[i] / l[row + i];
            b[i] = at;
            for (int j = 0; j < i; j++) {
                b[j] -= l[row + j] * at;
            }
        }
    }

    private static void subtractRows(
            double[] b, int n, double[] l, int r0, int r1, int r2, int r3, double b0, double b1, double b2, double b3) {
        for (int j = 0; j < n; j++) {
            b[j] -= l[r0 + j] * b0 + l[r1 + j] * b1 + l[r2 + j] * b2 + l[r3 + j] * b3;
        }
    }

    /** b := A^-1 b. */
    public void solve(double[] b) {
        solveLower(b);
        solveUpper(b);
    }

    /** (L v)_i. */
    public double multiplyRow(int i, double[] v) {
        return dot(packed, i * (i + 1) / 2, v, 0, i + 1);
    }

    /** The diagonal of A. */
    public double[] diagonal() {
        double[] diagonal = new double[size];
        for (int i = 0; i < size; i++) {
            int row = i * (i + 1) / 2;
            diagonal[i] = dot(packed, row, packed, row, i + 1);
        }
        return diagonal;
    }

    /** log det A = 2 sum_i log L_ii. */
    public double logDeterminant() {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += Math.log(get(i, i));
        }
        return 2 * sum;
    }

    /** Four running sums, because the order of one floating-point sum may not be changed and would wait on every addition. */
    private static double dot(double[] a, int aFrom, double[] b, int bFrom, int n) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 3 < n; i += 4) {
            s0 += a[aFrom + i] * b[bFrom + i];
            s1 += a[aFrom + i + 1] * b[bFrom + i + 1];
            s2 += a[aFrom + i + 2] * b[bFrom + i + 2];
            s3 += a[aFrom + i + 3] * b[bFrom + i + 3];
        }
        for (; i < n; i++) {
            s0 += a[aFrom + i] * b[bFrom + i];
        }
        return (s0 + s1) + (s2 + s3);
    }
}
