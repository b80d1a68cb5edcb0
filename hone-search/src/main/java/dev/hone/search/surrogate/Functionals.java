package dev.hone.search.surrogate;

import dev.hone.search.kernel.Gram;
import dev.hone.search.kernel.Kernel;
import dev.hone.search.kernel.Points;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Several functionals in an order, the points of those that are plain values f(x) apart, so that kernels can do these many at
 * once. Immutable.
 */
final class Functionals {

    private final List<LinearFunctional> all;
    private final Points values;
    /** Number of values before each functional, and of all. */
    private final int[] before;

    private Functionals(List<LinearFunctional> all, Points values, int[] before) {
        this.all = all;
        this.values = values;
        this.before = before;
    }

    static Functionals of(List<Observation> observations) {
        return new Functionals(List.of(), Points.of(List.of()), new int[1]).with(observations);
    }

    static Functionals ofAll(List<LinearFunctional> functionals) {
        return of(functionals.stream().map(f -> new Observation(f, 0, 0, 0)).toList());
    }

    Functionals with(List<Observation> more) {
        List<LinearFunctional> grown = new ArrayList<>(all);
        List<double[]> points = new ArrayList<>();
        int[] counts = Arrays.copyOf(before, before.length + more.size());
        for (Observation o : more) {
            if (o.what().isValue()) {
                points.add(o.what().point());
            }
            grown.add(o.what());
            counts[grown.size()] = values.size() + points.size();
        }
        return new Functionals(grown, values.with(points), counts);
    }

    int size() {
        return all.size();
    }

    private boolean isValue(int i) {
        return before[i + 1] > before[i];
    }

    private boolean areValues() {
        return values.size() == all.size();
    }

    /** Prior covariances of f(x) with all, into {@code out}. */
    void covariances(Kernel kernel, double[] x, double[] out) {
        if (areValues()) {
            kernel.row(x, values, out.length, out);
        } else {
            covariances(kernel, LinearFunctional.value(x), out.length, out);
        }
    }

    /** Prior covariances of {@code g} with the first {@code n}, into {@code out}. */
    void covariances(Kernel kernel, LinearFunctional g, int n, double[] out) {
        if (g.isValue() && areValues()) {
            kernel.row(g.point(), values, n, out);
            return;
        }
        boolean batched = g.isOfValues();
        double[] sum = new double[batched ? before[n] : 0];
        double[] part = new double[sum.length];
        for (int t = 0; batched && t < g.terms().size(); t++) {
            LinearFunctional.Term term = g.terms().get(t);
            kernel.row(term.point(), values, part.length, part);
            for (int k = 0; k < part.length; k++) {
                sum[k] += term.weight() * part[k];
            }
        }
        for (int i = 0; i < n; i++) {
            out[i] = batched && isValue(i) ? sum[before[i]] : all.get(i).covariance(kernel, g);
        }
    }

    /** Adds sum over i of weights[s][i] d cov(F_i, f(x))/dx to {@code out[s]}, for every s. */
    void addSlopes(Kernel kernel, double[] x, double[][] weights, double[][] out) {
        if (areValues()) {
            kernel.addSlopes(x, values, values.size(), weights, out);
            return;
        }
        double[][] ofValues = new double[weights.length][values.size()];
        double[] part = new double[x.length];
        for (int i = 0; i < all.size(); i++) {
            if (!isValue(i)) {
                all.get(i).covarianceGradient(kernel, x, part);
            }
            for (int s = 0; s < weights.length; s++) {
                if (isValue(i)) {
                    ofValues[s][before[i]] = weights[s][i];
                    continue;
                }
                for (int c = 0; c < part.length; c++) {
                    out[s][c] += weights[s][i] * part[c];
                }
            }
        }
        kernel.addSlopes(x, values, values.size(), ofValues, out);
    }

    /** Their covariance matrix while hyperparameters change. */
    Gram gram(Kernel kernel) {
        return areValues() ? kernel.gram(values) : new PairwiseGram(kernel, all);
    }

    /** Pair by pair, for functionals of any kind. */
    private static final class PairwiseGram implements Gram {

        private final List<LinearFunctional> all;
        private final double[] part;
        private final double[] sum;
        private Kernel kernel;

        PairwiseGram(Kernel kernel, List<LinearFunctional> all) {
            this.kernel = kernel;
            this.all = all;
            part = new double[kernel.parameters()];
            sum = new double[part.length];
        }

        @Override
        public void fill(double[] theta, int from, double[] out) {
            kernel = kernel.with(Arrays.copyOfRange(theta, from, from + part.length));
            int at = 0;
            for (int i = 0; i < all.size(); i++) {
                for (int j = 0; j <= i; j++) {
                    out[at++] = all.get(i).covariance(kernel, all.get(j));
                }
            }
        }

        @Override
        public void addGradient(double[] weights, double[] gradient, int from) {
            int at = 0;
            for (int i = 0; i < all.size(); i++) {
                for (int j = 0; j <= i; j++) {
                    double weight = weights[at++];
                    Arrays.fill(sum, 0);
                    all.get(i).addThetaGradient(kernel, all.get(j), part, sum);
                    for (int t = 0; t < sum.length; t++) {
                        gradient[from + t] += weight * sum[t];
                    }
                }
            }
        }
    }
}
