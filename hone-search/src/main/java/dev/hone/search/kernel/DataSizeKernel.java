package dev.hone.search.kernel;

import dev.hone.core.Check;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * k(s, s') = phi(s)^T S phi(s'), phi(s) = (1, (1 - s)^2), S = C C^T, C = ((a, 0), (b, c)): a value at s = 1, all of the data,
 * from which less data deviate quadratically (Klein et al., "Fast Bayesian optimization of machine learning hyperparameters on
 * large datasets", AISTATS 2017). s is coordinate {@code coordinate}. theta: log a, b, log c.
 */
public record DataSizeKernel(int coordinate, double a, double b, double c) implements Kernel {

    public DataSizeKernel {
        Check.positive("a", a);
        Check.finite("b", b);
        Check.positive("c", c);
    }

    /** phi, differentiated {@code order} times. */
    private static double[] basis(double s, int order) {
        double sign = order % 2 == 0 ? 1 : -1;
        return new double[] {order == 0 ? 1 : 0, sign * OneCoordinate.power(1 - s, 2, order)};
    }

    @Override
    public double derivative(double[] x, int[] byX, double[] y, int[] byY) {
        int i = OneCoordinate.order(byX, coordinate);
        int j = OneCoordinate.order(byY, coordinate);
        if (i < 0 || j < 0) {
            return 0;
        }
        double[] p = basis(x[coordinate], i);
        double[] q = basis(y[coordinate], j);
        return (a * p[0] + b * p[1]) * (a * q[0] + b * q[1]) + c * c * p[1] * q[1];
    }

    @Override
    public void thetaDerivative(double[] x, int[] byX, double[] y, int[] byY, double[] out, int from) {
        int i = OneCoordinate.order(byX, coordinate);
        int j = OneCoordinate.order(byY, coordinate);
        Arrays.fill(out, from, from + 3, 0);
        if (i < 0 || j < 0) {
            return;
        }
        double[] p = basis(x[coordinate], i);
        double[] q = basis(y[coordinate], j);
        double left = a * p[0] + b * p[1];
        double right = a * q[0] + b * q[1];
        out[from] = a * (p[0] * right + left * q[0]);
        out[from + 1] = p[1] * right + left * q[1];
        out[from + 2] = 2 * c * c * p[1] * q[1];
    }

    @Override
    public RandomFeature feature(RandomGenerator random) {
        double first = random.nextBoolean() ? 1 : -1;
        double second = random.nextBoolean() ? 1 : -1;
        return (x, gradient) -> {
            double slope = b * first + c * second;
            double rest = 1 - x[coordinate];
            if (gradient != null) {
                Arrays.fill(gradient, 0);
                gradient[coordinate] = -2 * rest * slope;
            }
            return a * first + rest * rest * slope;
        };
    }

    @Override
    public List<Hyperparameter> hyperparameters() {
        return List.of(
                new Hyperparameter("sd at all data", Hyperparameter.Kind.VARIANCE),
                new Hyperparameter("deviation that goes with it", Hyperparameter.Kind.WEIGHT),
                new Hyperparameter("sd of deviation", Hyperparameter.Kind.VARIANCE));
    }

    @Override
    public double[] theta() {
        return new double[] {Math.log(a), b, Math.log(c)};
    }

    @Override
    public Kernel with(double[] theta) {
        return new DataSizeKernel(coordinate, Math.exp(theta[0]), theta[1], Math.exp(theta[2]));
    }
}
