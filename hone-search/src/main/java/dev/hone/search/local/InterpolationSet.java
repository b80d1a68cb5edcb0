package dev.hone.search.local;

import dev.hone.search.population.Standing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

/** Points with their standings, and which of them a model around the best one is made of. Not thread-safe. */
final class InterpolationSet {

    /** Points further away than so many radii do not take part. */
    private static final double NEAR = 10;

    /** Models are made of no more points, however many there are, but of 2n + 1. */
    private static final int MOST = 150;

    /** Smallest singular value of the points, in radii, with which they span the space well. */
    private static final double POISED = 0.1;

    private final int n;
    private final List<double[]> points = new ArrayList<>();
    private final List<Standing> standings = new ArrayList<>();
    private int best = -1;

    InterpolationSet(int n) {
        this.n = n;
    }

    void add(double[] x, Standing standing) {
        if (!standing.isComplete()) {
            return;
        }
        points.add(x.clone());
        standings.add(standing);
        if (best < 0 || Standing.ORDER.compare(standing, standings.get(best)) < 0) {
            best = points.size() - 1;
        }
    }

    boolean isEmpty() {
        return best < 0;
    }

    double[] centre() {
        return points.get(best).clone();
    }

    Standing centreStanding() {
        return standings.get(best);
    }

    /** What the model is of: losses once a point is feasible, violations until then; NaN for an infeasible point after that. */
    double value(Standing standing) {
        if (standings.get(best).isFeasible()) {
            return standing.isFeasible() ? standing.losses()[0] : Double.NaN;
        }
        return standing.violation();
    }

    /** Displacements from the centre in radii, [m][n], with values, [m]; those of about a radius first. */
    record Neighbourhood(double[][] z, double[] values) {}

    Neighbourhood around(double radius) {
        double[] centre = points.get(best);
        double[][] z = points.stream().map(x -> scaled(x, centre, radius)).toArray(double[][]::new);
        int[] near = IntStream.range(0, z.length)
                .filter(i -> length(z[i]) <= NEAR && Double.isFinite(value(standings.get(i))))
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> excess(length(z[i]))))
                .limit(Math.min(Math.max(MOST, 2 * n + 1), (n + 1) * (n + 2) / 2))
                .mapToInt(Integer::intValue)
                .toArray();
        return new Neighbourhood(
                IntStream.of(near).mapToObj(i -> z[i]).toArray(double[][]::new),
                IntStream.of(near).mapToDouble(i -> value(standings.get(i))).toArray());
    }

    /** Where a crowd very near the centre would keep points out that span the region, they go first; 0 for the centre. */
    private static double excess(double length) {
        return length == 0 ? 0 : Math.max(length, 1 / (4 * length));
    }

    private static double[] scaled(double[] x, double[] centre, double radius) {
        double[] z = new double[x.length];
        for (int k = 0; k < z.length; k++) {
            z[k] = (x[k] - centre[k]) / radius;
        }
        return z;
    }

    /** The greatest coordinate. */
    static double length(double[] z) {
        double length = 0;
        for (double coordinate : z) {
            length = Math.max(length, Math.abs(coordinate));
        }
        return length;
    }

    /** The direction, of length 1, that {@code z} spans least; null if it spans all of them well. */
    double[] weakestDirection(double[][] z) {
        // Rows of zeros, so that there are n singular vectors however few points there are.
        DMatrixRMaj matrix = new DMatrixRMaj(Math.max(n, z.length), n);
        for (int i = 0; i < z.length; i++) {
            // Far points span no better than near ones.
            double length = Math.max(1, length(z[i]));
            for (int k = 0; k < n; k++) {
                matrix.set(i, k, z[i][k] / length);
            }
        }
        SingularValueDecomposition_F64<DMatrixRMaj> svd =
                DecompositionFactory_DDRM.svd(matrix.numRows, n, false, true, true);
        if (!svd.decompose(matrix)) {
            return null;
        }
        int weakest = 0;
        for (int k = 1; k < n; k++) {
            weakest = svd.getSingularValues()[k] < svd.getSingularValues()[weakest] ? k : weakest;
        }
        if (svd.getSingularValues()[weakest] >= POISED) {
            return null;
        }
        DMatrixRMaj v = svd.getV(null, false);
        double[] direction = new double[n];
        for (int k = 0; k < n; k++) {
            direction[k] = v.get(k, weakest);
        }
        double length = length(direction);
        for (int k = 0; k < n; k++) {
            direction[k] /= length;
        }
        return direction;
    }
}
