package dev.hone.search.kernel;

import dev.hone.core.Check;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Sources on a directed acyclic graph: f_l = sum over parents p of rho_lp f_p + d_l with independent d_l ~ GP(0, k_l); a chain is
 * {@link AutoregressiveKernel} (Ji et al., "Graphical multi-fidelity Gaussian process", 2021). With A = (I - R)^-1, whose row l
 * follows from those of its parents, A_l = e_l + sum_p rho_lp A_p,
 * <pre> k((x, l), (x', m)) = sum_j A_lj A_mj k_j(x, x'),   dA / drho_lp = A e_l e_p^T A </pre>
 * theta: rho in the order of sources and their parents, then those of k_0, k_1, ...
 *
 * @param coordinate the source, by its number
 * @param parents of each source, all of lower number
 * @param rho one for each parent of each source
 */
public record GraphKernel(int coordinate, List<List<Integer>> parents, double[] rho, List<Kernel> own)
        implements Kernel {

    public GraphKernel {
        parents = parents.stream().map(List::copyOf).toList();
        own = List.copyOf(own);
        Check.that(parents.size() == own.size(), "parents", parents, "a list for each of " + own.size() + " sources");
        for (int l = 0; l < parents.size(); l++) {
            int source = l;
            Check.that(
                    parents.get(l).stream().allMatch(p -> p >= 0 && p < source)
                            && parents.get(l).stream().distinct().count()
                                    == parents.get(l).size(),
                    "parents of source " + l,
                    parents.get(l),
                    "different sources of lower number");
        }
        int edges = parents.stream().mapToInt(List::size).sum();
        Check.that(rho.length == edges, "rho", rho.length + " factors", "one for each of " + edges + " parents");
    }

    /** A, [source][own part]. */
    private double[][] mixing() {
        double[][] a = new double[own.size()][own.size()];
        int edge = 0;
        for (int l = 0; l < a.length; l++) {
            a[l][l] = 1;
            for (int p : parents.get(l)) {
                for (int j = 0; j <= p; j++) {
                    a[l][j] += rho[edge] * a[p][j];
                }
                edge++;
            }
        }
        return a;
    }

    private int source(double[] x) {
        int source = (int) Math.rint(x[coordinate]);
        Check.that(source >= 0 && source < own.size(), "source", x[coordinate], "a whole number below " + own.size());
        return source;
    }

    @Override
    public double derivative(double[] x, int[] byX, double[] y, int[] byY) {
        double[][] a = mixing();
        double[] left = a[source(x)];
        double[] right = a[source(y)];
        double sum = 0;
        for (int j = 0; j < left.length; j++) {
            double weight = left[j] * right[j];
            sum += weight == 0 ? 0 : weight * own.get(j).derivative(x, byX, y, byY);
        }
        return sum;
    }

    @Override
    public void thetaDerivative(double[] x, int[] byX, double[] y, int[] byY, double[] out, int from) {
        double[][] a = mixing();
        double[] left = a[source(x)];
        double[] right = a[source(y)];
        double[] values = new double[own.size()];
        int at = from + rho.length;
        for (int j = 0; j < values.length; j++) {
            Kernel kernel = own.get(j);
            values[j] = kernel.derivative(x, byX, y, byY);
            kernel.thetaDerivative(x, byX, y, byY, out, at);
            for (int i = 0; i < kernel.parameters(); i++) {
                out[at + i] *= left[j] * right[j];
            }
            at += kernel.parameters();
        }
        int edge = from;
        for (int l = 0; l < a.length; l++) {
            for (int p : parents.get(l)) {
                out[edge] = 0;
                for (int j = 0; j <= p; j++) {
                    out[edge] += (left[l] * a[p][j] * right[j] + left[j] * right[l] * a[p][j]) * values[j];
                }
                edge++;
            }
        }
    }

    @Override
    public RandomFeature feature(RandomGenerator random) {
        double[][] a = mixing();
        RandomFeature[] features = new RandomFeature[own.size()];
        double[] signs = new double[features.length];
        for (int j = 0; j < features.length; j++) {
            features[j] = own.get(j).feature(random);
            signs[j] = random.nextBoolean() ? 1 : -1;
        }
        return (x, gradient) -> {
            double[] weights = a[source(x)].clone();
            for (int j = 0; j < weights.length; j++) {
                weights[j] *= signs[j];
            }
            return SumKernel.weighted(features, weights).value(x, gradient);
        };
    }

    @Override
    public List<Hyperparameter> hyperparameters() {
        List<Hyperparameter> all = new ArrayList<>();
        for (int l = 0; l < parents.size(); l++) {
            for (int p : parents.get(l)) {
                all.add(new Hyperparameter("rho " + l + "," + p, Hyperparameter.Kind.WEIGHT));
            }
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
        return new GraphKernel(coordinate, parents, Arrays.copyOf(theta, rho.length), changed);
    }
}
