package dev.hone.search.kernel;

import dev.hone.core.Check;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * k(t, t') = beta^a / (t + t' + beta)^a, the covariance of exp(-lambda t) with lambda ~ Gamma(a, rate beta): curves that fall
 * off exponentially at rates that are not known (Swersky, Snoek and Adams, "Freeze-thaw Bayesian optimization", 2014). t is
 * coordinate {@code coordinate}, at least 0. theta: log a, log beta.
 */
public record LearningCurveKernel(int coordinate, double a, double beta) implements Kernel {

    public LearningCurveKernel {
        Check.positive("a", a);
        Check.positive("beta", beta);
    }

    @Override
    public double derivative(double[] x, int[] byX, double[] y, int[] byY) {
        int i = OneCoordinate.order(byX, coordinate);
        int j = OneCoordinate.order(byY, coordinate);
        if (i < 0 || j < 0) {
            return 0;
        }
        double sum = x[coordinate] + y[coordinate] + beta;
        // (-a) (-a - 1) ... is the sign and the rising product at once
        return OneCoordinate.falling(-a, i + j) * Math.pow(beta / sum, a) * Math.pow(sum, -(i + j));
    }

    @Override
    public void thetaDerivative(double[] x, int[] byX, double[] y, int[] byY, double[] out, int from) {
        double value = derivative(x, byX, y, byY);
        double sum = x[coordinate] + y[coordinate] + beta;
        int order = byX.length + byY.length;
        double byA = Math.log(beta / sum);
        for (int k = 0; k < order; k++) {
            byA += 1 / (a + k);
        }
        out[from] = value * a * byA;
        out[from + 1] = value * (a - beta * (a + order) / sum);
    }

    /** A sign times exp(-lambda t), lambda drawn. */
    @Override
    public RandomFeature feature(RandomGenerator random) {
        double lambda = gamma(a, random) / beta;
        double sign = random.nextBoolean() ? 1 : -1;
        return (x, gradient) -> {
            double value = sign * Math.exp(-lambda * x[coordinate]);
            if (gradient != null) {
                Arrays.fill(gradient, 0);
                gradient[coordinate] = -lambda * value;
            }
            return value;
        };
    }

    /** Marsaglia and Tsang, ACM Transactions on Mathematical Software 26, 2000; below shape 1 by U^(1/shape). */
    private static double gamma(double shape, RandomGenerator random) {
        if (shape < 1) {
            return gamma(shape + 1, random) * Math.pow(1 - random.nextDouble(), 1 / shape);
        }
        double d = shape - 1.0 / 3;
        while (true) {
            double z = random.nextGaussian();
            double v = Math.pow(1 + z / Math.sqrt(9 * d), 3);
            if (v > 0 && Math.log(1 - random.nextDouble()) < 0.5 * z * z + d - d * v + d * Math.log(v)) {
                return d * v;
            }
        }
    }

    @Override
    public List<Hyperparameter> hyperparameters() {
        return List.of(
                new Hyperparameter("shape", Hyperparameter.Kind.VARIANCE),
                new Hyperparameter("rate", Hyperparameter.Kind.LENGTHSCALE));
    }

    @Override
    public double[] theta() {
        return new double[] {Math.log(a), Math.log(beta)};
    }

    @Override
    public Kernel with(double[] theta) {
        return new LearningCurveKernel(coordinate, Math.exp(theta[0]), Math.exp(theta[1]));
    }
}
