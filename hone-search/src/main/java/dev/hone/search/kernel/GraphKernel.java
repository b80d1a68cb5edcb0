package dev.hone.search.kernel;

import dev.hone.core.Check;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Sources on a directed acyclic graph: f_l = sum over parents p of rho_lp f_p + d_l with independent d_l ~ GP(0, k_l) (Ji et al.,
 * "Graphical multi-fidelity Gaussian process", 2021; a chain is Kennedy and O'Hagan's, Biometrika 87, 2000). With A = (I -
 * R)^-1, whose row l follows from those of its parents, A_l = e_l + sum_p rho_lp A_p,
 * <pre> k((x, l), (x', m)) = sum_j A_lj A_mj k_j(x, x'),   dA / drho_lp = A e_l e_p^T A </pre>
 * theta: rho in the order of sources and their parents, then those of k_0, k_1, ...
 */
public final class GraphKernel implements Kernel {

    private final int coordinate;
    private final List<List<Integer>> parents;
    private final double[] rho;
    private final List<Kernel> own;
    /** A, [source][own part]. */
    private final double[][] mixing;

    /**
     * @param coordinate the source, by its number
     * @param parents of each source, all of lower number
     * @param rho one for each parent of each source
     * @param own k_l, one for each source
     */
    public GraphKernel(int coordinate, List<List<Integer>> parents, double[] rho, List<Kernel> own) {
        this.coordinate = coordinate;
        this.parents = parents.stream().map(List::copyOf).toList();
        this.rho = rho.clone();
        this.own = List.copyOf(own);
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
        mixing = mixing(this.parents, rho, 0);
    }

    /** Each source has the one before it as its parent: f_0 = d_0, f_l = rho_l-1 f_l-1 + d_l. */
    public static GraphKernel chain(int coordinate, double[] rho, List<Kernel> own) {
        return new GraphKernel(coordinate, chainParents(own.size()), rho, own);
    }

    /** Parents of the sources of a chain. */
    public static List<List<Integer>> chainParents(int sources) {
        return IntStream.range(0, sources)
                .mapToObj(l -> l == 0 ? List.<Integer>of() : List.of(l - 1))
                .toList();
    }

    /** A, [source][own part]; the factors begin at {@code from} in {@code rho}. */
    static double[][] mixing(List<List<Integer>> parents, double[] rho, int from) {
        double[][] a = new double[parents.size()][parents.size()];
        int edge = from;
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

    /** Whether each source has the one before it as its parent, and no other. */
    public boolean isChain() {
        return parents.equals(chainParents(parents.size()));
    }

    /** One for each parent of each source. */
    public double[] rho() {
        return rho.clone();
    }

    /** k_0, k_1, ... */
    public List<Kernel> own() {
        return own;
    }

    private int source(double[] x) {
        int source = (int) Math.rint(x[coordinate]);
        Check.that(
                source >= 0 && source < mixing.length,
                "source",
                x[coordinate],
                "a whole number below the number of sources");
        return source;
    }

    /** A_lj A_mj for all m. */
    private double[] factors(int l, int j) {
        double[] factors = new double[mixing.length];
        Arrays.setAll(factors, m -> mixing[l][j] * mixing[m][j]);
        return factors;
    }

    @Override
    public double derivative(double[] x, int[] byX, double[] y, int[] byY) {
        double[] left = mixing[source(x)];
        double[] right = mixing[source(y)];
        double sum = 0;
        for (int j = 0; j < left.length; j++) {
            double weight = left[j] * right[j];
            sum += weight == 0 ? 0 : weight * own.get(j).derivative(x, byX, y, byY);
        }
        return sum;
    }

    @Override
    public void gradX(double[] x, double[] y, double[] out) {
        double[] left = mixing[source(x)];
        double[] right = mixing[source(y)];
        double[] part = new double[out.length];
        Arrays.fill(out, 0);
        for (int j = 0; j < left.length; j++) {
            double weight = left[j] * right[j];
            if (weight != 0) {
                own.get(j).gradX(x, y, part);
                for (int c = 0; c < out.length; c++) {
                    out[c] += weight * part[c];
                }
            }
        }
    }

    @Override
    public void thetaDerivative(double[] x, int[] byX, double[] y, int[] byY, double[] out, int from) {
        double[] left = mixing[source(x)];
        double[] right = mixing[source(y)];
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
        for (int l = 0; l < mixing.length; l++) {
            for (int p : parents.get(l)) {
                out[edge] = 0;
                for (int j = 0; j <= p; j++) {
                    out[edge] += (left[l] * right[j] + left[j] * right[l]) * mixing[p][j] * values[j];
                }
                edge++;
            }
        }
    }

    @Override
    public void row(double[] x, Points points, int n, double[] out) {
        int source = source(x);
        double[] part = new double[n];
        double[] sources = points.column(coordinate);
        Arrays.fill(out, 0, n, 0);
        for (int j = 0; j <= source; j++) {
            if (mixing[source][j] != 0) {
                double[] factors = factors(source, j);
                own.get(j).row(x, points, n, part);
                for (int i = 0; i < n; i++) {
                    out[i] += factors[(int) Math.rint(sources[i])] * part[i];
                }
            }
        }
    }

    @Override
    public void addSlopes(double[] x, Points points, int n, double[][] weights, double[][] out) {
        int source = source(x);
        double[] sources = points.column(coordinate);
        double[][] scaled = new double[weights.length][n];
        for (int j = 0; j <= source; j++) {
            if (mixing[source][j] != 0) {
                double[] factors = factors(source, j);
                for (int i = 0; i < n; i++) {
                    double factor = factors[(int) Math.rint(sources[i])];
                    for (int s = 0; s < scaled.length; s++) {
                        scaled[s][i] = factor * weights[s][i];
                    }
                }
                own.get(j).addSlopes(x, points, n, scaled, out);
            }
        }
    }

    @Override
    public Gram gram(Points points) {
        int[] sources = new int[points.size()];
        Arrays.setAll(sources, i -> source(points.row(i)));
        return new GraphGram(parents, own, sources, points);
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
            double[] weights = mixing[source(x)].clone();
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
        double[] rest = new SumKernel(own).theta();
        System.arraycopy(rest, 0, theta, rho.length, rest.length);
        return theta;
    }

    @Override
    public Kernel with(double[] theta) {
        SumKernel rest = new SumKernel(own).with(Arrays.copyOfRange(theta, rho.length, theta.length));
        return new GraphKernel(coordinate, parents, Arrays.copyOf(theta, rho.length), rest.terms());
    }
}
