package dev.hone.search.kernel;

import dev.hone.core.Check;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * k(x, x') = variance: a constant with a normal prior, and the amplitude of another kernel in a product. theta: (log
 * variance).
 */
public record ConstantKernel(double variance) implements Kernel {

    public ConstantKernel {
        Check.positive("variance", variance);
    }

    @Override
    public double derivative(double[] x, int[] byX, double[] y, int[] byY) {
        return byX.length + byY.length == 0 ? variance : 0;
    }

    @Override
    public void thetaDerivative(double[] x, int[] byX, double[] y, int[] byY, double[] out, int from) {
        out[from] = derivative(x, byX, y, byY);
    }

    @Override
    public void row(double[] x, Points points, int n, double[] out) {
        Arrays.fill(out, 0, n, variance);
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
        return new Gram() {
            private double value;

            @Override
            public void fill(double[] theta, int from, double[] out) {
                value = Math.exp(theta[from]);
                Arrays.fill(out, value);
            }

            @Override
            public void addGradient(double[] weights, double[] gradient, int from) {
                gradient[from] += value * Sums.of(weights);
            }
        };
    }

    @Override
    public RandomFeature feature(RandomGenerator random) {
        double sd = random.nextBoolean() ? Math.sqrt(variance) : -Math.sqrt(variance);
        return (x, gradient) -> {
            if (gradient != null) {
                Arrays.fill(gradient, 0);
            }
            return sd;
        };
    }

    @Override
    public List<Hyperparameter> hyperparameters() {
        return List.of(new Hyperparameter("variance", Hyperparameter.Kind.VARIANCE));
    }

    @Override
    public double[] theta() {
        return new double[] {Math.log(variance)};
    }

    @Override
    public Kernel with(double[] theta) {
        return new ConstantKernel(Math.exp(theta[0]));
    }
}
