package dev.hone.search.kernel;

import dev.hone.core.Check;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * k(s, s') = (1 - s) (1 - s') (1 + s s')^p with a whole p: a deviation that vanishes at the truth, s = 1, to be multiplied
 * with a kernel over the inputs and added to that of the truth (linear truncated kernel, Wu et al., "Practical
 * multi-fidelity Bayesian optimization for hyperparameter tuning", UAI 2019, with one term). By the binomial theorem it is
 * sum over k of C(p, k) (1 - s) s^k (1 - s') s'^k. No hyperparameters.
 *
 * @param coordinate s
 */
public record TruncationKernel(int coordinate, int power) implements Kernel {

    public TruncationKernel {
        Check.atLeast("power", power, 0);
    }

    /** (1 - s) s^k = s^k - s^(k + 1), differentiated {@code order} times. */
    private static double basis(double s, int k, int order) {
        return OneCoordinate.power(s, k, order) - OneCoordinate.power(s, k + 1, order);
    }

    private double binomial(int k) {
        return OneCoordinate.falling(power, k) / OneCoordinate.falling(k, k);
    }

    @Override
    public double derivative(double[] x, int[] byX, double[] y, int[] byY) {
        int i = OneCoordinate.order(byX, coordinate);
        int j = OneCoordinate.order(byY, coordinate);
        double sum = 0;
        for (int k = 0; i >= 0 && j >= 0 && k <= power; k++) {
            sum += binomial(k) * basis(x[coordinate], k, i) * basis(y[coordinate], k, j);
        }
        return sum;
    }

    @Override
    public void thetaDerivative(double[] x, int[] byX, double[] y, int[] byY, double[] out, int from) {
        // there is nothing to differentiate by
    }

    @Override
    public RandomFeature feature(RandomGenerator random) {
        double[] weights = new double[power + 1];
        for (int k = 0; k <= power; k++) {
            weights[k] = (random.nextBoolean() ? 1 : -1) * Math.sqrt(binomial(k));
        }
        return (x, gradient) -> {
            if (gradient != null) {
                Arrays.fill(gradient, 0);
            }
            double sum = 0;
            for (int k = 0; k <= power; k++) {
                sum += weights[k] * basis(x[coordinate], k, 0);
                if (gradient != null) {
                    gradient[coordinate] += weights[k] * basis(x[coordinate], k, 1);
                }
            }
            return sum;
        };
    }

    @Override
    public List<Hyperparameter> hyperparameters() {
        return List.of();
    }

    @Override
    public double[] theta() {
        return new double[0];
    }

    @Override
    public Kernel with(double[] theta) {
        return this;
    }
}
