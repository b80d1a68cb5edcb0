package dev.hone.search.kernel;

import dev.hone.core.Check;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * k(x, x') = m(r), r^2 = q = sum over its coordinates of w_c D_c^2 / l_g(c)^2, D = x - x': a stationary correlation with one
 * lengthscale per group of coordinates, 1 at distance 0. theta: log lengthscales.
 *
 * <p>With phi(q) = m(sqrt q), a partial derivative is the sum over all ways to split its coordinates into single ones and
 * pairs of equal ones (Faa di Bruno's formula for a quadratic q):
 * <pre> sum phi^(blocks)(q) prod over singles (2 w_c D_c / l^2) prod over pairs (2 w_c / l^2) </pre>
 * and a derivative by y instead of x changes the sign. Since k depends on D_c / l alone,
 * <pre> dG/dlog l_g = - (number of derivatives by g's coordinates) G - sum over c in g of D_c dG/dx_c </pre>
 * for every such derivative G. The Gaussian kernel has as many derivatives as are asked for, up to four in all together
 * with those by theta five; Matern-5/2 four (two of each point), Matern-3/2 two, Matern-1/2 one.
 */
public final class StationaryKernel implements Kernel {

    private static final double SQRT_2 = Math.sqrt(2);

    private final Smoothness smoothness;
    private final int[] coordinates;
    private final int[] group;
    private final double[] weight;
    private final double[] lengthscales;
    /** w_c / l^2 of each coordinate. */
    private final double[] inverse;
    /** Position in {@link #coordinates} of each coordinate of a point, -1 for those not read. */
    private final int[] position;

    /**
     * @param coordinates of a point that are read
     * @param group of each of them, 0 ... groups - 1
     * @param weight w_c of each of them
     * @param lengthscales one per group
     */
    public StationaryKernel(
            Smoothness smoothness, int[] coordinates, int[] group, double[] weight, double[] lengthscales) {
        Check.that(
                coordinates.length == group.length && group.length == weight.length && group.length > 0,
                "kernel",
                coordinates.length + " coordinates",
                "at least one, with as many groups and weights");
        this.smoothness = smoothness;
        this.coordinates = coordinates.clone();
        this.group = group.clone();
        this.weight = weight.clone();
        this.lengthscales = lengthscales.clone();
        inverse = new double[coordinates.length];
        position = new int[Arrays.stream(coordinates).max().orElseThrow() + 1];
        Arrays.fill(position, -1);
        for (int k = 0; k < coordinates.length; k++) {
            double l = Check.positive("lengthscale", lengthscales[group[k]]);
            inverse[k] = weight[k] / (l * l);
            position[coordinates[k]] = k;
        }
    }

    /** Coordinates 0 ... d - 1, each with its own lengthscale. */
    public static StationaryKernel ard(Smoothness smoothness, double... lengthscales) {
        int[] all = new int[lengthscales.length];
        Arrays.setAll(all, i -> i);
        double[] ones = new double[all.length];
        Arrays.fill(ones, 1);
        return new StationaryKernel(smoothness, all, all, ones, lengthscales);
    }

    public Smoothness smoothness() {
        return smoothness;
    }

    public double[] lengthscales() {
        return lengthscales.clone();
    }

    private double squaredDistance(double[] x, double[] y) {
        double q = 0;
        for (int k = 0; k < coordinates.length; k++) {
            double difference = x[coordinates[k]] - y[coordinates[k]];
            q += inverse[k] * difference * difference;
        }
        return q;
    }

    @Override
    public double eval(double[] x, double[] y) {
        return smoothness.derivative(squaredDistance(x, y), 0);
    }

    @Override
    public void gradX(double[] x, double[] y, double[] out) {
        Arrays.fill(out, 0);
        double slope = 2 * smoothness.derivative(squaredDistance(x, y), 1);
        for (int k = 0; k < coordinates.length; k++) {
            double difference = x[coordinates[k]] - y[coordinates[k]];
            out[coordinates[k]] = difference == 0 ? 0 : slope * inverse[k] * difference;
        }
    }

    @Override
    public double derivative(double[] x, int[] byX, double[] y, int[] byY) {
        int order = byX.length + byY.length;
        double q = squaredDistance(x, y);
        if (order == 0) {
            return smoothness.derivative(q, 0);
        }
        int[] by = new int[order];
        for (int i = 0; i < order; i++) {
            int coordinate = i < byX.length ? byX[i] : byY[i - byX.length];
            by[i] = coordinate < position.length ? position[coordinate] : -1;
            if (by[i] < 0) {
                return 0;
            }
        }
        double sum = split(x, y, q, by, 0, 0, 0, 1);
        return byY.length % 2 == 0 ? sum : -sum;
    }

    /** Sum over the splits of what is left of {@code by} from {@code at} on; bits of {@code taken} are already in pairs. */
    private double split(double[] x, double[] y, double q, int[] by, int at, int taken, int blocks, double product) {
        if (product == 0) {
            // near 0 a high derivative of phi may be infinite; what it is multiplied with vanishes faster
            return 0;
        }
        if (at == by.length) {
            return product * smoothness.derivative(q, blocks);
        }
        if ((taken >> at & 1) == 1) {
            return split(x, y, q, by, at + 1, taken, blocks, product);
        }
        int k = by[at];
        double difference = x[coordinates[k]] - y[coordinates[k]];
        double sum = split(x, y, q, by, at + 1, taken, blocks + 1, product * 2 * inverse[k] * difference);
        for (int other = at + 1; other < by.length; other++) {
            if (by[other] == k && (taken >> other & 1) == 0) {
                sum += split(x, y, q, by, at + 1, taken | 1 << other, blocks + 1, product * 2 * inverse[k]);
            }
        }
        return sum;
    }

    @Override
    public void thetaDerivative(double[] x, int[] byX, double[] y, int[] byY, double[] out, int from) {
        Arrays.fill(out, from, from + lengthscales.length, 0);
        if (byX.length + byY.length == 0) {
            double slope = -2 * smoothness.derivative(squaredDistance(x, y), 1);
            for (int k = 0; k < coordinates.length; k++) {
                double difference = x[coordinates[k]] - y[coordinates[k]];
                if (difference != 0) {
                    out[from + group[k]] += slope * inverse[k] * difference * difference;
                }
            }
            return;
        }
        double value = derivative(x, byX, y, byY);
        for (int c : byX) {
            count(c, value, out, from);
        }
        for (int c : byY) {
            count(c, value, out, from);
        }
        int[] more = Arrays.copyOf(byX, byX.length + 1);
        for (int k = 0; k < coordinates.length; k++) {
            double difference = x[coordinates[k]] - y[coordinates[k]];
            if (difference != 0) {
                more[byX.length] = coordinates[k];
                out[from + group[k]] -= difference * derivative(x, more, y, byY);
            }
        }
    }

    private void count(int coordinate, double value, double[] out, int from) {
        if (coordinate < position.length && position[coordinate] >= 0) {
            out[from + group[position[coordinate]]] -= value;
        }
    }

    @Override
    public void row(double[] x, Points points, int n, double[] out) {
        distances(x, points, n, out);
        smoothness.apply(out, new double[n], n);
    }

    private void distances(double[] x, Points points, int n, double[] out) {
        Arrays.fill(out, 0, n, 0);
        for (int k = 0; k < coordinates.length; k++) {
            StationaryGram.addSquares(points.column(coordinates[k]), x[coordinates[k]], inverse[k], n, out);
        }
    }

    /** dk(x, x_i)/dx_c = -g(r_i) w_c / l^2 (x_c - x_ic). */
    @Override
    public void addSlopes(double[] x, Points points, int n, double[][] weights, double[][] out) {
        double[] value = new double[n];
        double[] slope = new double[n];
        distances(x, points, n, value);
        smoothness.apply(value, slope, n);
        for (int s = 0; s < weights.length; s++) {
            for (int i = 0; i < n; i++) {
                value[i] = weights[s][i] * slope[i];
            }
            for (int k = 0; k < coordinates.length; k++) {
                int c = coordinates[k];
                out[s][c] += inverse[k] * Sums.differences(value, points.column(c), x[c], n);
            }
        }
    }

    @Override
    public Gram gram(Points points) {
        return new StationaryGram(smoothness, coordinates, group, weight, points);
    }

    /** sqrt2 cos(omega . x + b), b uniform, omega from the spectral density: normal, for Matern-v times sqrt(2 v / chi2_2v). */
    @Override
    public RandomFeature feature(RandomGenerator random) {
        double phase = 2 * Math.PI * random.nextDouble();
        double heavy = smoothness.spectralScale(random);
        double[] omega = new double[coordinates.length];
        for (int k = 0; k < omega.length; k++) {
            omega[k] = Math.sqrt(inverse[k]) * heavy * random.nextGaussian();
        }
        return (x, gradient) -> {
            double angle = phase;
            for (int k = 0; k < omega.length; k++) {
                angle += omega[k] * x[coordinates[k]];
            }
            if (gradient != null) {
                Arrays.fill(gradient, 0);
                double slope = -SQRT_2 * Math.sin(angle);
                for (int k = 0; k < omega.length; k++) {
                    gradient[coordinates[k]] = slope * omega[k];
                }
            }
            return SQRT_2 * Math.cos(angle);
        };
    }

    @Override
    public int parameters() {
        return lengthscales.length;
    }

    @Override
    public List<Hyperparameter> hyperparameters() {
        List<Hyperparameter> all = new ArrayList<>();
        for (int g = 0; g < lengthscales.length; g++) {
            all.add(new Hyperparameter("lengthscale " + g, Hyperparameter.Kind.LENGTHSCALE));
        }
        return all;
    }

    @Override
    public double[] theta() {
        return Arrays.stream(lengthscales).map(Math::log).toArray();
    }

    @Override
    public Kernel with(double[] theta) {
        double[] changed = Arrays.stream(theta).map(Math::exp).toArray();
        return new StationaryKernel(smoothness, coordinates, group, weight, changed);
    }
}
