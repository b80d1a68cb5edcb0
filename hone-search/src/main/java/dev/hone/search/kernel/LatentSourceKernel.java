package dev.hone.search.kernel;

import dev.hone.core.Check;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * k((., l), (., m)) = exp(-|z_l - z_m|^2 / 2): sources, named by coordinate {@code coordinate}, lie in a plane, alike where they
 * are near each other (Zhang, Tao, Chen and Apley, "A latent variable approach to Gaussian process modeling with qualitative
 * and quantitative factors", Technometrics 62, 2020). z_0 = 0, because only distances matter. theta: z_1, z_2, ...
 *
 * @param places z, [source][2]
 */
public record LatentSourceKernel(int coordinate, double[][] places) implements Kernel {

    public LatentSourceKernel {
        Check.that(
                places.length > 0 && Arrays.stream(places).allMatch(z -> z.length == 2),
                "places",
                Arrays.deepToString(places),
                "two numbers for each source");
        Check.that(places[0][0] == 0 && places[0][1] == 0, "place of source 0", Arrays.toString(places[0]), "0, 0");
    }

    private int source(double[] x) {
        int source = (int) Math.rint(x[coordinate]);
        Check.that(
                source >= 0 && source < places.length,
                "source",
                x[coordinate],
                "a whole number from 0 to " + (places.length - 1));
        return source;
    }

    @Override
    public double eval(double[] x, double[] y) {
        double[] z = places[source(x)];
        double[] w = places[source(y)];
        double first = z[0] - w[0];
        double second = z[1] - w[1];
        return Math.exp(-0.5 * (first * first + second * second));
    }

    @Override
    public double derivative(double[] x, int[] byX, double[] y, int[] byY) {
        return byX.length + byY.length == 0 ? eval(x, y) : 0;
    }

    @Override
    public void thetaDerivative(double[] x, int[] byX, double[] y, int[] byY, double[] out, int from) {
        Arrays.fill(out, from, from + parameters(), 0);
        double value = derivative(x, byX, y, byY);
        int l = source(x);
        int m = source(y);
        for (int c = 0; c < 2; c++) {
            double slope = -value * (places[l][c] - places[m][c]);
            if (l > 0) {
                out[from + 2 * (l - 1) + c] += slope;
            }
            if (m > 0) {
                out[from + 2 * (m - 1) + c] -= slope;
            }
        }
    }

    @Override
    public RandomFeature feature(RandomGenerator random) {
        double phase = 2 * Math.PI * random.nextDouble();
        double first = random.nextGaussian();
        double second = random.nextGaussian();
        return (x, gradient) -> {
            if (gradient != null) {
                Arrays.fill(gradient, 0);
            }
            double[] z = places[source(x)];
            return Math.sqrt(2) * Math.cos(first * z[0] + second * z[1] + phase);
        };
    }

    @Override
    public int parameters() {
        return 2 * (places.length - 1);
    }

    @Override
    public List<Hyperparameter> hyperparameters() {
        List<Hyperparameter> all = new ArrayList<>();
        for (int i = 2; i < 2 * places.length; i++) {
            all.add(new Hyperparameter("place " + i / 2 + "," + i % 2, Hyperparameter.Kind.WEIGHT));
        }
        return all;
    }

    @Override
    public double[] theta() {
        return Arrays.stream(places).skip(1).flatMapToDouble(Arrays::stream).toArray();
    }

    @Override
    public Kernel with(double[] theta) {
        double[][] moved = new double[places.length][2];
        for (int i = 0; i < theta.length; i++) {
            moved[1 + i / 2][i % 2] = theta[i];
        }
        return new LatentSourceKernel(coordinate, moved);
    }
}
