package dev.hone.search.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** k(x, x') = 1 where coordinate {@code coordinate} of both is {@code level}, else 0: what one source has of its own. */
public record LevelKernel(int coordinate, int level) implements Kernel {

    private double on(double[] x) {
        return Math.rint(x[coordinate]) == level ? 1 : 0;
    }

    @Override
    public double derivative(double[] x, int[] byX, double[] y, int[] byY) {
        return byX.length + byY.length == 0 ? on(x) * on(y) : 0;
    }

    @Override
    public void thetaDerivative(double[] x, int[] byX, double[] y, int[] byY, double[] out, int from) {
        // there is nothing to differentiate by
    }

    @Override
    public RandomFeature feature(RandomGenerator random) {
        double sign = random.nextBoolean() ? 1 : -1;
        return (x, gradient) -> {
            if (gradient != null) {
                Arrays.fill(gradient, 0);
            }
            return sign * on(x);
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
