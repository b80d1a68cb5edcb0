package dev.hone.search.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * {@link Gram} of an {@link AutoregressiveKernel}: the matrix of each own part k_j over the points at level j and above, times
 * the products of rho between their levels. The derivative by rho_i needs the weights only summed by pair of levels.
 */
final class AutoregressiveGram implements Gram {

    /** The own part of one level. */
    private static final class Part {
        private final int level;
        private final int parameters;
        /** Points at this level and above. */
        private final int[] at;

        private final Gram gram;
        private final double[] matrix;
        private final double[] weights;

        Part(Kernel kernel, int level, int[] at, Points points) {
            this.level = level;
            this.at = at;
            parameters = kernel.parameters();
            gram = kernel.gram(points.at(at));
            matrix = new double[at.length * (at.length + 1) / 2];
            weights = new double[matrix.length];
        }
    }

    private final int[] levels;
    private final double[] rho;
    private final List<Part> parts = new ArrayList<>();

    AutoregressiveGram(List<Kernel> own, int[] levels, Points points) {
        this.levels = levels;
        rho = new double[own.size() - 1];
        for (int j = 0; j < own.size(); j++) {
            int level = j;
            int[] at = IntStream.range(0, levels.length)
                    .filter(i -> levels[i] >= level)
                    .toArray();
            parts.add(new Part(own.get(j), j, at, points));
        }
    }

    /** prod_{i=from}^{to-1} rho_i, but for i = {@code without}. */
    private double product(int from, int to, int without) {
        double product = 1;
        for (int i = from; i < to; i++) {
            product *= i == without ? 1 : rho[i];
        }
        return product;
    }

    /** Factors of k_j between levels, [l][m]. */
    private double[][] factors(int j) {
        double[][] factors = new double[rho.length + 1][rho.length + 1];
        for (int l = j; l < factors.length; l++) {
            for (int m = j; m < factors.length; m++) {
                factors[l][m] = product(j, l, -1) * product(j, m, -1);
            }
        }
        return factors;
    }

    @Override
    public void fill(double[] theta, int from, double[] out) {
        System.arraycopy(theta, from, rho, 0, rho.length);
        Arrays.fill(out, 0);
        int begin = from + rho.length;
        for (Part part : parts) {
            part.gram.fill(theta, begin, part.matrix);
            begin += part.parameters;
            double[][] factors = factors(part.level);
            int k = 0;
            for (int a = 0; a < part.at.length; a++) {
                int i = part.at[a];
                double[] factor = factors[levels[i]];
                for (int b = 0; b <= a; b++) {
                    int j = part.at[b];
                    out[i * (i + 1) / 2 + j] += factor[levels[j]] * part.matrix[k++];
                }
            }
        }
    }

    @Override
    public void addGradient(double[] weights, double[] gradient, int from) {
        int begin = from + rho.length;
        for (Part part : parts) {
            double[][] factors = factors(part.level);
            double[][] sums = new double[factors.length][factors.length];
            int k = 0;
            for (int a = 0; a < part.at.length; a++) {
                int i = part.at[a];
                for (int b = 0; b <= a; b++) {
                    int j = part.at[b];
                    double weight = weights[i * (i + 1) / 2 + j];
                    part.weights[k] = weight * factors[levels[i]][levels[j]];
                    sums[levels[i]][levels[j]] += weight * part.matrix[k++];
                }
            }
            part.gram.addGradient(part.weights, gradient, begin);
            begin += part.parameters;
            addRho(part.level, sums, gradient, from);
        }
    }

    private void addRho(int j, double[][] sums, double[] gradient, int from) {
        for (int l = j; l < sums.length; l++) {
            for (int m = j; m < sums.length; m++) {
                for (int i = j; i < Math.max(l, m); i++) {
                    // rho_i is a factor of either product that reaches beyond it
                    double byLeft = i < l ? product(j, l, i) * product(j, m, -1) : 0;
                    double byRight = i < m ? product(j, m, i) * product(j, l, -1) : 0;
                    gradient[from + i] += (byLeft + byRight) * sums[l][m];
                }
            }
        }
    }
}
