package dev.hone.search.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * k = k_1 k_2. Derivatives by Leibniz' rule: the sum over all ways to share the coordinates of the derivative between the
 * factors. theta: that of the first factor, then that of the second.
 */
public record ProductKernel(Kernel first, Kernel second) implements Kernel {

    @Override
    public double derivative(double[] x, int[] byX, double[] y, int[] byY) {
        double sum = 0;
        for (int s = 0; s < 1 << byX.length; s++) {
            for (int t = 0; t < 1 << byY.length; t++) {
                double left = first.derivative(x, part(byX, s, true), y, part(byY, t, true));
                // most kernels read few coordinates, so most terms vanish
                if (left != 0) {
                    sum += left * second.derivative(x, part(byX, s, false), y, part(byY, t, false));
                }
            }
        }
        return sum;
    }

    /** The elements of {@code by} whose bit in {@code set} is {@code in}. */
    private static int[] part(int[] by, int set, boolean in) {
        if (by.length == 0) {
            return by;
        }
        int[] chosen = new int[in ? Integer.bitCount(set) : by.length - Integer.bitCount(set)];
        int at = 0;
        for (int i = 0; i < by.length; i++) {
            if ((set >> i & 1) == 1 == in) {
                chosen[at++] = by[i];
            }
        }
        return chosen;
    }

    @Override
    public double eval(double[] x, double[] y) {
        double left = first.eval(x, y);
        return left == 0 ? 0 : left * second.eval(x, y);
    }

    @Override
    public void gradX(double[] x, double[] y, double[] out) {
        double[] byFirst = new double[out.length];
        first.gradX(x, y, byFirst);
        second.gradX(x, y, out);
        double left = first.eval(x, y);
        double right = second.eval(x, y);
        for (int c = 0; c < out.length; c++) {
            out[c] = left * out[c] + right * byFirst[c];
        }
    }

    @Override
    public void thetaDerivative(double[] x, int[] byX, double[] y, int[] byY, double[] out, int from) {
        int firstCount = first.parameters();
        int secondCount = second.parameters();
        if (byX.length + byY.length == 0) {
            first.thetaDerivative(x, byX, y, byY, out, from);
            second.thetaDerivative(x, byX, y, byY, out, from + firstCount);
            scale(out, from, firstCount, second.eval(x, y));
            scale(out, from + firstCount, secondCount, first.eval(x, y));
            return;
        }
        Arrays.fill(out, from, from + firstCount + secondCount, 0);
        double[] part = new double[Math.max(firstCount, secondCount)];
        for (int s = 0; s < 1 << byX.length; s++) {
            for (int t = 0; t < 1 << byY.length; t++) {
                int[] leftX = part(byX, s, true);
                int[] leftY = part(byY, t, true);
                int[] rightX = part(byX, s, false);
                int[] rightY = part(byY, t, false);
                first.thetaDerivative(x, leftX, y, leftY, part, 0);
                add(part, firstCount, second.derivative(x, rightX, y, rightY), out, from);
                second.thetaDerivative(x, rightX, y, rightY, part, 0);
                add(part, secondCount, first.derivative(x, leftX, y, leftY), out, from + firstCount);
            }
        }
    }

    @Override
    public void row(double[] x, Points points, int n, double[] out) {
        if (first instanceof ConstantKernel constant) {
            second.row(x, points, n, out);
            scale(out, 0, n, constant.variance());
            return;
        }
        double[] left = new double[n];
        first.row(x, points, n, left);
        second.row(x, points, n, out);
        for (int i = 0; i < n; i++) {
            out[i] *= left[i];
        }
    }

    /** d(k_1 k_2) = k_1 dk_2 + k_2 dk_1: each factor with weights times the other. */
    @Override
    public void addSlopes(double[] x, Points points, int n, double[][] weights, double[][] out) {
        addSlopes(first, second, x, points, n, weights, out);
        addSlopes(second, first, x, points, n, weights, out);
    }

    private static void addSlopes(
            Kernel of, Kernel other, double[] x, Points points, int n, double[][] weights, double[][] out) {
        if (of.isFlat()) {
            return;
        }
        double[] factor = new double[n];
        other.row(x, points, n, factor);
        double[][] scaled = new double[weights.length][n];
        for (int s = 0; s < scaled.length; s++) {
            for (int i = 0; i < n; i++) {
                scaled[s][i] = factor[i] * weights[s][i];
            }
        }
        of.addSlopes(x, points, n, scaled, out);
    }

    @Override
    public boolean isFlat() {
        return first.isFlat() && second.isFlat();
    }

    @Override
    public Gram gram(Points points) {
        if (first instanceof ConstantKernel) {
            return new ScaledGram(second.gram(points), points.size());
        }
        int split = first.parameters();
        Gram left = first.gram(points);
        Gram right = second.gram(points);
        double[] byLeft = new double[points.size() * (points.size() + 1) / 2];
        double[] byRight = new double[byLeft.length];
        double[] scaled = new double[byLeft.length];
        return new Gram() {
            @Override
            public void fill(double[] theta, int from, double[] out) {
                left.fill(theta, from, byLeft);
                right.fill(theta, from + split, byRight);
                multiply(byLeft, byRight, out);
            }

            @Override
            public void addGradient(double[] weights, double[] gradient, int from) {
                multiply(weights, byRight, scaled);
                left.addGradient(scaled, gradient, from);
                multiply(weights, byLeft, scaled);
                right.addGradient(scaled, gradient, from + split);
            }
        };
    }

    /** With a variance as the first factor. */
    private static final class ScaledGram implements Gram {

        private final Gram gram;
        private final double[] matrix;
        private final double[] scaled;
        private double variance;

        ScaledGram(Gram gram, int n) {
            this.gram = gram;
            matrix = new double[n * (n + 1) / 2];
            scaled = new double[matrix.length];
        }

        @Override
        public void fill(double[] theta, int from, double[] out) {
            variance = Math.exp(theta[from]);
            gram.fill(theta, from + 1, matrix);
            for (int i = 0; i < matrix.length; i++) {
                out[i] = variance * matrix[i];
            }
        }

        @Override
        public void addGradient(double[] weights, double[] gradient, int from) {
            multiply(weights, matrix, scaled);
            gradient[from] += variance * Sums.of(scaled);
            for (int i = 0; i < scaled.length; i++) {
                scaled[i] = variance * weights[i];
            }
            gram.addGradient(scaled, gradient, from + 1);
        }
    }

    private static void multiply(double[] a, double[] b, double[] out) {
        for (int i = 0; i < a.length; i++) {
            out[i] = a[i] * b[i];
        }
    }

    @Override
    public RandomFeature feature(RandomGenerator random) {
        RandomFeature left = first.feature(random);
        RandomFeature right = second.feature(random);
        return (x, gradient) -> {
            if (gradient == null) {
                return left.value(x, null) * right.value(x, null);
            }
            double[] byLeft = new double[gradient.length];
            double l = left.value(x, byLeft);
            double r = right.value(x, gradient);
            for (int c = 0; c < gradient.length; c++) {
                gradient[c] = l * gradient[c] + r * byLeft[c];
            }
            return l * r;
        };
    }

    private static void scale(double[] out, int from, int count, double factor) {
        for (int i = from; i < from + count; i++) {
            out[i] *= factor;
        }
    }

    private static void add(double[] part, int count, double factor, double[] out, int from) {
        for (int i = 0; i < count; i++) {
            out[from + i] += factor * part[i];
        }
    }

    @Override
    public int parameters() {
        return first.parameters() + second.parameters();
    }

    @Override
    public List<Hyperparameter> hyperparameters() {
        List<Hyperparameter> all = new ArrayList<>(first.hyperparameters());
        all.addAll(second.hyperparameters());
        return all;
    }

    @Override
    public double[] theta() {
        double[] left = first.theta();
        double[] right = second.theta();
        double[] all = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, all, left.length, right.length);
        return all;
    }

    @Override
    public Kernel with(double[] theta) {
        int split = first.parameters();
        return new ProductKernel(
                first.with(Arrays.copyOf(theta, split)), second.with(Arrays.copyOfRange(theta, split, theta.length)));
    }
}
