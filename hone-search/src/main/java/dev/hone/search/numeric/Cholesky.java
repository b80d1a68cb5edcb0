package dev.hone.search.numeric;

import dev.hone.core.HoneException;
import java.util.Arrays;

/**
 * The lower Cholesky factor L of a symmetric positive definite matrix A = L L^T that grows and shrinks by rows. Rows are
 * packed: L[i][j], j &le; i, is at i (i + 1) / 2 + j.
 *
 * <p>{@link #factor} is a sequence of {@link #append}s, so a factor that grew row by row equals, bit for bit, one computed
 * at once. Not thread-safe.
 */
public final class Cholesky {

    /** A pivot below this fraction of its diagonal element counts as lost. */
    private static final double PIVOT = 1e-14;

    private double[] packed;
    private int size;

    public Cholesky(int capacity) {
        packed = new double[length(Math.max(8, capacity))];
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
        int start = n * (n + 1) / 2;
        if (start + n + 1 > packed.length) {
            packed = Arrays.copyOf(packed, length(Math.max(n + 1, n + n / 2 + 8)));
        }
        double[] l = packed;
        for (int j = 0; j < n; j++) {
            int rowJ = j * (j + 1) / 2;
            l[start + j] = (source[from + j] - dot(l, start, l, rowJ, j)) / l[rowJ + j];
        }
        double diagonal = source[from + n];
        double pivot = diagonal - dot(l, start, l, start, n);
        if (!(pivot > PIVOT * diagonal)) {
            return false;
        }
        l[start + n] = Math.sqrt(pivot);
        size++;
        return true;
    }

    /** A factor of its own with the same rows and room for {@code capacity}. */
    public Cholesky copy(int capacity) {
        Cholesky copy = new Cholesky(Math.max(size, capacity));
        System.arraycopy(packed, 0, copy.packed, 0, length(size));
        copy.size = size;
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
    }

    /** b := L^-1 b, over the first {@link #size()} elements. */
    public void solveLower(double[] b) {
        for (int i = 0; i < size; i++) {
            int row = i * (i + 1) / 2;
            b[i] = (b[i] - dot(packed, row, b, 0, i)) / packed[row + i];
        }
    }

    /** b := L^-T b. */
    public void solveUpper(double[] b) {
        double[] l = packed;
        for (int i = size - 1; i >= 0; i--) {
            int row = i * (i + 1) / 2;
            double x = b[i] / l[row + i];
            b[i] = x;
            for (int j = 0; j < i; j++) {
                b[j] -= l[row + j] * x;
            }
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
