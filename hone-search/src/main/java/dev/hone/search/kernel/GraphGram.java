package dev.hone.search.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * {@link Gram} of a {@link GraphKernel}: the matrix of each own part k_j over the points whose source descends from j, times A_lj
 * A_mj. The derivative by rho_lp needs the weights only summed by pair of sources.
 */
final class GraphGram implements Gram {

    /** The own part of one source. */
    private static final class Part {
        private final int source;
        private final int parameters;
        /** Points of this source and its descendants. */
        private final int[] at;

        private final Gram gram;
        private final double[] matrix;
        private final double[] weights;

        Part(Kernel kernel, int source, int[] at, Points points) {
            this.source = source;
            this.at = at;
            parameters = kernel.parameters();
            gram = kernel.gram(points.at(at));
            matrix = new double[at.length * (at.length + 1) / 2];
            weights = new double[matrix.length];
        }
    }

    private final List<List<Integer>> parents;
    private final int[] sources;
    private final int edges;
    private final List<Part> parts = new ArrayList<>();
    /** A of the last fill. */
    private double[][] a = {};

    GraphGram(List<List<Integer>> parents, List<Kernel> own, int[] sources, Points points) {
        this.parents = parents;
        this.sources = sources;
        edges = parents.stream().mapToInt(List::size).sum();
        double[] ones = new double[edges];
        Arrays.fill(ones, 1);
        double[][] paths = GraphKernel.mixing(parents, ones, 0);
        for (int j = 0; j < own.size(); j++) {
            int source = j;
            int[] at = IntStream.range(0, sources.length)
                    .filter(i -> paths[sources[i]][source] > 0)
                    .toArray();
            parts.add(new Part(own.get(j), j, at, points));
        }
    }

    /** A_lj A_mj, [l][m]. */
    private double[][] factors(int j) {
        double[][] factors = new double[a.length][a.length];
        for (int l = j; l < a.length; l++) {
            for (int m = j; m < a.length; m++) {
                factors[l][m] = a[l][j] * a[m][j];
            }
        }
        return factors;
    }

    @Override
    public void fill(double[] theta, int from, double[] out) {
        a = GraphKernel.mixing(parents, theta, from);
        Arrays.fill(out, 0);
        int begin = from + edges;
        for (Part part : parts) {
            part.gram.fill(theta, begin, part.matrix);
            begin += part.parameters;
            double[][] factors = factors(part.source);
            int k = 0;
            for (int r = 0; r < part.at.length; r++) {
                int i = part.at[r];
                double[] factor = factors[sources[i]];
                for (int c = 0; c <= r; c++) {
                    int j = part.at[c];
                    out[i * (i + 1) / 2 + j] += factor[sources[j]] * part.matrix[k++];
                }
            }
        }
    }

    @Override
    public void addGradient(double[] weights, double[] gradient, int from) {
        int begin = from + edges;
        for (Part part : parts) {
            double[][] factors = factors(part.source);
            double[][] sums = new double[a.length][a.length];
            int k = 0;
            for (int r = 0; r < part.at.length; r++) {
                int i = part.at[r];
                for (int c = 0; c <= r; c++) {
                    int j = part.at[c];
                    double weight = weights[i * (i + 1) / 2 + j];
                    part.weights[k] = weight * factors[sources[i]][sources[j]];
                    sums[sources[i]][sources[j]] += weight * part.matrix[k++];
                }
            }
            part.gram.addGradient(part.weights, gradient, begin);
            begin += part.parameters;
            addRho(part.source, sums, gradient, from);
        }
    }

    /** d(A_mj A_nj) / drho_lp = A_pj (A_ml A_nj + A_mj A_nl). */
    private void addRho(int j, double[][] sums, double[] gradient, int from) {
        int edge = from;
        for (int l = 0; l < a.length; l++) {
            for (int p : parents.get(l)) {
                for (int m = j; m < a.length; m++) {
                    for (int n = j; n < a.length; n++) {
                        gradient[edge] += a[p][j] * (a[m][l] * a[n][j] + a[m][j] * a[n][l]) * sums[m][n];
                    }
                }
                edge++;
            }
        }
    }
}
