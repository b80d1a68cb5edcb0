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
