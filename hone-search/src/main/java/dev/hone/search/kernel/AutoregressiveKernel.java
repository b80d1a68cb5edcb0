package dev.hone.search.kernel;

import dev.hone.core.Check;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Levels of fidelity, each a multiple of the one below plus a process of its own: f_0 = d_0, f_l = rho_l-1 f_l-1 + d_l with
 * independent d_j ~ GP(0, k_j) (Kennedy and O'Hagan, Biometrika 87, 2000). For levels l and m, which coordinate {@code
 * coordinate} names by their number,
 * <pre> k((x, l), (x', m)) = sum over j from 0 to min(l, m) of (prod_{i=j}^{l-1} rho_i) (prod_{i=j}^{m-1} rho_i) k_j(x, x') </pre>
 * theta: rho, then those of k_0, k_1, ...
 *
 * @param rho factor of level i on level i + 1, one fewer than levels
 * @param own k_j, one per level
 */
public record AutoregressiveKernel(int coordinate, double[] rho, List<Kernel> own) implements Kernel {

    public AutoregressiveKernel {
        own = List.copyOf(own);
        Check.that(
                own.size() == rho.length + 1, "levels", own.size(), "one more than factors, which are " + rho.length);
    }

    private int level(double[] x) {
        int level = (int) Math.rint(x[coordinate]);
        Check.that(level >= 0 && level < own.size(), "level", x[coordinate], "a whole number below " + own.size());
        return level;
    }

    /** prod_{i=from}^{to-1} rho_i. */
    private double product(int from, int to) {
        double product = 1;
        for (int i = from; i < to; i++) {
            product *= rho[i];
        }
        return product;
    }

    @Override
    public double derivative(double[] x, int[] byX, double[] y, int[] byY) {
        int l = level(x);
        int m = level(y);
        double sum = 0;
        for (int j = 0; j <= Math.min(l, m); j++) {
            sum += product(j, l) * product(j, m) * own.get(j).derivative(x, byX, y, byY);
        }
        return sum;
    }

    @Override
    public void gradX(double[] x, double[] y, double[] out) {
        int l = level(x);
        int m = level(y);
        double[] part = new double[out.length];
        Arrays.fill(out, 0);
        for (int j = 0; j <= Math.min(l, m); j++) {
            own.get(j).gradX(x, y, part);
            double factor = product(j, l) * product(j, m);
            for (int c = 0; c < out.length; c++) {
                out[c] += factor * part[c];
            }
        }
    }

    @Override
    public void thetaDerivative(double[] x, int[] byX, double[] y, int[] byY, double[] out, int from) {
        int l = level(x);
        int m = level(y);
        Arrays.fill(out, from, from + rho.length, 0);
        int at = from + rho.length;
        for (int j = 0; j < own.size(); j++) {
            Kernel kernel = own.get(j);
            int count = kernel.parameters();
            kernel.thetaDerivative(x, byX, y, byY, out, at);
            double factor = j <= Math.min(l, m) ? product(j, l) * product(j, m) : 0;
            for (int i = 0; i < count; i++) {
                out[at + i] *= factor;
            }
            at += count;
            if (j > Math.min(l, m)) {
                continue;
            }
            double value = kernel.derivative(x, byX, y, byY);
            for (int i = j; i < Math.max(l, m); i++) {
                // rho_i is a factor of either product that reaches beyond it
                double byLeft = i < l ? product(j, i) * product(i + 1, l) * product(j, m) : 0;
                double byRight = i < m ? product(j, i) * product(i + 1, m) * product(j, l) : 0;
                out[from + i] += (byLeft + byRight) * value;
            }
        }
    }

    /** Factor of k_j between levels l and m. */
    private double factor(int j, int l, int m) {
        return j <= Math.min(l, m) ? product(j, l) * product(j, m) : 0;
    }

    @Override
    public void row(double[] x, Points points, int n, double[] out) {
        int l = level(x);
        double[] part = new double[n];
        double[] level = points.column(coordinate);
        Arrays.fill(out, 0, n, 0);
        double[] factors = new double[own.size()];
        for (int j = 0; j <= l; j++) {
            for (int m = 0; m < factors.length; m++) {
                factors[m] = factor(j, l, m);
            }
            own.get(j).row(x, points, n, part);
            for (int i = 0; i < n; i++) {
                out[i] += factors[(int) Math.rint(level[i])] * part[i];
            }
        }
    }

    @Override
    public void addSlopes(double[] x, Points points, int n, double[][] weights, double[][] out) {
        int l = level(x);
        double[] level = points.column(coordinate);
        double[][] scaled = new double[weights.length][n];
        for (int j = 0; j <= l; j++) {
            for (int i = 0; i < n; i++) {
                double factor = factor(j, l, (int) Math.rint(level[i]));
                for (int s = 0; s < scaled.length; s++) {
                    scaled[s][i] = factor * weights[s][i];
                }
            }
            own.get(j).addSlopes(x, points, n, scaled, out);
        }
    }

    @Override
    public Gram gram(Points points) {
        int[] levels = new int[points.size()];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = level(points.row(i));
        }
        return new AutoregressiveGram(own, levels, points);
    }

    @Override
    public RandomFeature feature(RandomGenerator random) {
        RandomFeature[] features = new RandomFeature[own.size()];
        double[] signs = new double[features.length];
        for (int j = 0; j < features.length; j++) {
            features[j] = own.get(j).feature(random);
            signs[j] = random.nextBoolean() ? 1 : -1;
        }
        return (x, gradient) -> {
            double[] factors = new double[features.length];
            int level = level(x);
            for (int j = 0; j <= level; j++) {
                factors[j] = signs[j] * product(j, level);
            }
            return SumKernel.weighted(features, factors).value(x, gradient);
        };
    }

    @Override
    public List<Hyperparameter> hyperparameters() {
        List<Hyperparameter> all = new ArrayList<>();
        for (int i = 0; i < rho.length; i++) {
            all.add(new Hyperparameter("rho " + i, Hyperparameter.Kind.WEIGHT));
        }
        own.forEach(kernel -> all.addAll(kernel.hyperparameters()));
        return all;
    }

    @Override
    public double[] theta() {
        double[] theta = Arrays.copyOf(rho, parameters());
        int at = rho.length;
        for (Kernel kernel : own) {
            double[] part = kernel.theta();
            System.arraycopy(part, 0, theta, at, part.length);
            at += part.length;
        }
        return theta;
    }

    @Override
    public Kernel with(double[] theta) {
        List<Kernel> changed = new ArrayList<>();
        int at = rho.length;
        for (Kernel kernel : own) {
            int end = at + kernel.parameters();
            changed.add(kernel.with(Arrays.copyOfRange(theta, at, end)));
            at = end;
        }
        return new AutoregressiveKernel(coordinate, Arrays.copyOf(theta, rho.length), changed);
    }
}
