package dev.hone.search.surrogate;

import dev.hone.core.Check;
import dev.hone.search.kernel.Kernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A linear functional of a function f: sum over terms t of weight_t times the derivative of f by the coordinates by_t at
 * point_t. Under a Gaussian process it is normal, and two of them covary by
 * <pre> sum over t, u of weight_t weight_u d^by_t/dx d^by_u/dx' k(point_t, point_u) </pre>
 * Immutable; points must not be changed after they were given.
 */
public record LinearFunctional(List<Term> terms) {

    /** One summand; {@code by} as in {@link Kernel#derivative}. */
    public record Term(double weight, double[] point, int[] by) {}

    public LinearFunctional {
        Check.notEmpty("terms", terms);
        terms = List.copyOf(terms);
    }

    /** f(x). */
    public static LinearFunctional value(double[] x) {
        return new LinearFunctional(List.of(new Term(1, x, Kernel.NONE)));
    }

    /** The derivative of f at x by the given coordinates. */
    public static LinearFunctional derivative(double[] x, int... by) {
        return new LinearFunctional(List.of(new Term(1, x, by)));
    }

    /** f(x) for every row of {@code points}. */
    public static List<LinearFunctional> values(double[][] points) {
        return Arrays.stream(points).map(LinearFunctional::value).toList();
    }

    /** sum_i weights_i f(points_i). */
    public static LinearFunctional average(double[][] points, double[] weights) {
        List<Term> terms = new ArrayList<>();
        for (int i = 0; i < points.length; i++) {
            terms.add(new Term(weights[i], points[i], Kernel.NONE));
        }
        return new LinearFunctional(terms);
    }

    /** This plus {@code factor} times {@code other}. */
    public LinearFunctional plus(double factor, LinearFunctional other) {
        List<Term> all = new ArrayList<>(terms);
        other.terms.forEach(t -> all.add(new Term(factor * t.weight(), t.point(), t.by())));
        return new LinearFunctional(all);
    }

    /** The functional of df/dx_c: every term differentiated once more. */
    public LinearFunctional slope(int c) {
        return new LinearFunctional(terms.stream()
                .map(t -> {
                    int[] by = Arrays.copyOf(t.by(), t.by().length + 1);
                    by[t.by().length] = c;
                    return new Term(t.weight(), t.point(), by);
                })
                .toList());
    }

    boolean isValue() {
        return terms.size() == 1
                && terms.get(0).by().length == 0
                && terms.get(0).weight() == 1;
    }

    /** Whether it is a sum of values, without derivatives. */
    boolean isOfValues() {
        return terms.stream().allMatch(t -> t.by().length == 0);
    }

    /** The point of a functional with one term. */
    double[] point() {
        return terms.get(0).point();
    }

    /** Prior covariance with {@code other}. */
    double covariance(Kernel kernel, LinearFunctional other) {
        if (isValue() && other.isValue()) {
            return kernel.eval(point(), other.point());
        }
        double sum = 0;
        for (Term t : terms) {
            for (Term u : other.terms) {
                sum += t.weight() * u.weight() * kernel.derivative(t.point(), t.by(), u.point(), u.by());
            }
        }
        return sum;
    }

    /** Prior covariance with f(x), differentiated by every coordinate of x; overwrites {@code out}. */
    void covarianceGradient(Kernel kernel, double[] x, double[] out) {
        if (isValue()) {
            kernel.gradX(x, point(), out);
            return;
        }
        Arrays.fill(out, 0);
        int[] by = new int[1];
        double[] part = new double[out.length];
        for (Term t : terms) {
            if (t.by().length == 0) {
                kernel.gradX(x, t.point(), part);
                for (int c = 0; c < out.length; c++) {
                    out[c] += t.weight() * part[c];
                }
                continue;
            }
            for (int c = 0; c < out.length; c++) {
                by[0] = c;
                out[c] += t.weight() * kernel.derivative(x, by, t.point(), t.by());
            }
        }
    }

    /** Adds the derivatives of the covariance with {@code other} by theta to {@code out}. */
    void addThetaGradient(Kernel kernel, LinearFunctional other, double[] part, double[] out) {
        for (Term t : terms) {
            for (Term u : other.terms) {
                kernel.thetaDerivative(t.point(), t.by(), u.point(), u.by(), part, 0);
                double weight = t.weight() * u.weight();
                for (int i = 0; i < part.length; i++) {
                    out[i] += weight * part[i];
                }
            }
        }
    }
}
