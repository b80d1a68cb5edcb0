package dev.hone.search.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** k = k_1 + ... + k_m, the covariance of a sum of independent processes. theta: those of the terms, one after the other. */
public record SumKernel(List<Kernel> terms) implements Kernel {

    public SumKernel {
        terms = List.copyOf(terms);
    }

    @Override
    public double derivative(double[] x, int[] byX, double[] y, int[] byY) {
        double sum = 0;
        for (Kernel term : terms) {
            sum += term.derivative(x, byX, y, byY);
        }
        return sum;
    }

    @Override
    public void gradX(double[] x, double[] y, double[] out) {
        double[] part = new double[out.length];
        Arrays.fill(out, 0);
        for (Kernel term : terms) {
            term.gradX(x, y, part);
            for (int c = 0; c < out.length; c++) {
                out[c] += part[c];
            }
        }
    }

    @Override
    public void thetaDerivative(double[] x, int[] byX, double[] y, int[] byY, double[] out, int from) {
        int at = from;
        for (Kernel term : terms) {
            term.thetaDerivative(x, byX, y, byY, out, at);
            at += term.parameters();
        }
    }

    @Override
    public void row(double[] x, Points points, int n, double[] out) {
        double[] part = new double[n];
        Arrays.fill(out, 0, n, 0);
        for (Kernel term : terms) {
            term.row(x, points, n, part);
            for (int i = 0; i < n; i++) {
                out[i] += part[i];
            }
        }
    }

    @Override
    public void addSlopes(double[] x, Points points, int n, double[][] weights, double[][] out) {
        for (Kernel term : terms) {
            term.addSlopes(x, points, n, weights, out);
        }
    }

    @Override
    public boolean isFlat() {
        return terms.stream().allMatch(Kernel::isFlat);
    }

    @Override
    public Gram gram(Points points) {
        List<Gram> grams = terms.stream().map(term -> term.gram(points)).toList();
        double[] part = new double[points.size() * (points.size() + 1) / 2];
        return new Gram() {
            @Override
            public void fill(double[] theta, int from, double[] out) {
                Arrays.fill(out, 0);
                int at = from;
                for (int t = 0; t < grams.size(); t++) {
                    grams.get(t).fill(theta, at, part);
                    for (int i = 0; i < part.length; i++) {
                        out[i] += part[i];
                    }
                    at += terms.get(t).parameters();
                }
            }

            @Override
            public void addGradient(double[] weights, double[] gradient, int from) {
                int at = from;
                for (int t = 0; t < grams.size(); t++) {
                    grams.get(t).addGradient(weights, gradient, at);
                    at += terms.get(t).parameters();
                }
            }
        };
    }

    @Override
    public RandomFeature feature(RandomGenerator random) {
        RandomFeature[] features = new RandomFeature[terms.size()];
        double[] signs = new double[features.length];
        for (int i = 0; i < features.length; i++) {
            features[i] = terms.get(i).feature(random);
            signs[i] = random.nextBoolean() ? 1 : -1;
        }
        return weighted(features, signs);
    }

    /** sum_i weights_i features_i. */
    static RandomFeature weighted(RandomFeature[] features, double[] weights) {
        return (x, gradient) -> {
            double[] part = gradient == null ? null : new double[gradient.length];
            double[] sum = gradient == null ? null : new double[gradient.length];
            double value = 0;
            for (int i = 0; i < features.length; i++) {
                value += weights[i] * features[i].value(x, part);
                for (int c = 0; part != null && c < part.length; c++) {
                    sum[c] += weights[i] * part[c];
                }
            }
            if (gradient != null) {
                System.arraycopy(sum, 0, gradient, 0, sum.length);
            }
            return value;
        };
    }

    @Override
    public List<Hyperparameter> hyperparameters() {
        List<Hyperparameter> all = new ArrayList<>();
        terms.forEach(term -> all.addAll(term.hyperparameters()));
        return all;
    }

    @Override
    public double[] theta() {
        return terms.stream()
                .flatMapToDouble(term -> Arrays.stream(term.theta()))
                .toArray();
    }

    @Override
    public SumKernel with(double[] theta) {
        List<Kernel> changed = new ArrayList<>();
        int at = 0;
        for (Kernel term : terms) {
            int end = at + term.parameters();
            changed.add(term.with(Arrays.copyOfRange(theta, at, end)));
            at = end;
        }
        return new SumKernel(changed);
    }
}
