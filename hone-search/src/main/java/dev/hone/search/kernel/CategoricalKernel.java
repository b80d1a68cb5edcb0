package dev.hone.search.kernel;

import dev.hone.core.Check;
import dev.hone.core.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * k(x, x') = exp(-sum over its coordinates of 1[x_c != x'_c] / l_c): choices, compared for equality. theta: log l_c.
 */
public record CategoricalKernel(int[] coordinates, double[] lengthscales) implements Kernel {

    public CategoricalKernel {
        Check.that(
                coordinates.length == lengthscales.length && coordinates.length > 0,
                "kernel",
                coordinates.length + " coordinates",
                "at least one, with as many lengthscales");
        for (double l : lengthscales) {
            Check.positive("lengthscale", l);
        }
    }

    @Override
    public double eval(double[] x, double[] y) {
        double distance = 0;
        for (int k = 0; k < coordinates.length; k++) {
            distance += x[coordinates[k]] != y[coordinates[k]] ? 1 / lengthscales[k] : 0;
        }
        return Math.exp(-distance);
    }

    @Override
    public double derivative(double[] x, int[] byX, double[] y, int[] byY) {
        return byX.length + byY.length == 0 ? eval(x, y) : 0;
    }

    @Override
    public void gradX(double[] x, double[] y, double[] out) {
        Arrays.fill(out, 0);
    }

    @Override
    public void thetaDerivative(double[] x, int[] byX, double[] y, int[] byY, double[] out, int from) {
        double value = derivative(x, byX, y, byY);
        for (int k = 0; k < coordinates.length; k++) {
            out[from + k] = x[coordinates[k]] != y[coordinates[k]] ? value / lengthscales[k] : 0;
        }
    }

    @Override
    public void row(double[] x, Points points, int n, double[] out) {
        Arrays.fill(out, 0, n, 1);
        for (int k = 0; k < coordinates.length; k++) {
            multiply(out, 0, n, points.column(coordinates[k]), x[coordinates[k]], Math.exp(-1 / lengthscales[k]));
        }
    }

    /** Multiplies {@code factor} onto the elements of {@code out} for points that differ from {@code at}. */
    private static void multiply(double[] out, int from, int n, double[] column, double at, double factor) {
        for (int i = 0; i < n; i++) {
            out[from + i] *= column[i] != at ? factor : 1;
        }
    }

    @Override
    public void addSlopes(double[] x, Points points, int n, double[][] weights, double[][] out) {
        // flat
    }

    @Override
    public boolean isFlat() {
        return true;
    }

    @Override
    public Gram gram(Points points) {
        int n = points.size();
        double[] values = new double[n * (n + 1) / 2];
        double[] inverse = new double[coordinates.length];
        return new Gram() {
            @Override
            public void fill(double[] theta, int from, double[] out) {
                Arrays.fill(values, 1);
                for (int k = 0; k < coordinates.length; k++) {
                    inverse[k] = Math.exp(-theta[from + k]);
                    double factor = Math.exp(-inverse[k]);
                    double[] column = points.column(coordinates[k]);
                    for (int i = 0; i < n; i++) {
                        multiply(values, i * (i + 1) / 2, i, column, column[i], factor);
                    }
                }
                System.arraycopy(values, 0, out, 0, values.length);
            }

            @Override
            public void addGradient(double[] weights, double[] gradient, int from) {
                for (int k = 0; k < coordinates.length; k++) {
                    double[] column = points.column(coordinates[k]);
                    double sum = 0;
                    for (int i = 0; i < n; i++) {
                        int row = i * (i + 1) / 2;
                        for (int j = 0; j < i; j++) {
                            sum += column[j] != column[i] ? weights[row + j] * values[row + j] : 0;
                        }
                    }
                    gradient[from + k] += inverse[k] * sum;
                }
            }
        };
    }

    /** prod_c (sqrt(p_c) e_c + sqrt(1 - p_c) e_c(x_c)) with independent signs e, p_c = exp(-1 / l_c). */
    @Override
    public RandomFeature feature(RandomGenerator random) {
        long seed = random.nextLong();
        return (x, gradient) -> {
            if (gradient != null) {
                Arrays.fill(gradient, 0);
            }
            double product = 1;
            for (int k = 0; k < coordinates.length; k++) {
                double alike = Math.exp(-1 / lengthscales[k]);
                long choice = Double.doubleToLongBits(x[coordinates[k]]);
                product *= Math.sqrt(alike) * sign(Seeds.derive(seed, k))
                        + Math.sqrt(1 - alike) * sign(Seeds.derive(seed, k, choice));
            }
            return product;
        };
    }

    private static int sign(long bits) {
        return (bits & 1) == 0 ? 1 : -1;
    }

    @Override
    public int parameters() {
        return lengthscales.length;
    }

    @Override
    public List<Hyperparameter> hyperparameters() {
        List<Hyperparameter> all = new ArrayList<>();
        for (int k = 0; k < coordinates.length; k++) {
            all.add(new Hyperparameter("choice lengthscale " + k, Hyperparameter.Kind.CATEGORICAL_LENGTHSCALE));
        }
        return all;
    }

    @Override
    public double[] theta() {
        return Arrays.stream(lengthscales).map(Math::log).toArray();
    }

    @Override
    public Kernel with(double[] theta) {
        return new CategoricalKernel(
                coordinates, Arrays.stream(theta).map(Math::exp).toArray());
    }
}
