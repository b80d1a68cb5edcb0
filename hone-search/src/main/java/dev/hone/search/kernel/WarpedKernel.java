package dev.hone.search.kernel;

import dev.hone.core.Check;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * k(w(x), w(x')): another kernel on inputs in [0, 1] that a Kumaraswamy distribution function bends, each on its own axis,
 * <pre> w(u) = 1 - (1 - u^a)^b,   u = e + (1 - 2 e) x,   e = {@value #EDGE} </pre>
 * so that a stationary kernel fits what varies faster near one end (Snoek, Swersky, Zemel and Adams, ICML 2014). The small e keeps
 * slopes finite at the ends. Derivatives by x follow from the chain rule, by one coordinate up to three times, by theta up to
 * twice. theta: that of the kernel, then log a and log b of each axis.
 *
 * @param axes coordinates that are bent
 * @param a exponent of each, 1 for no bend
 * @param b likewise
 */
public record WarpedKernel(Kernel kernel, int[] axes, double[] a, double[] b) implements Kernel {

    private static final double EDGE = 1e-4;

    public WarpedKernel {
        Check.that(
                axes.length == a.length && a.length == b.length, "warping", axes.length + " axes", "as many exponents");
        for (int k = 0; k < axes.length; k++) {
            Check.positive("exponent", a[k]);
            Check.positive("exponent", b[k]);
        }
    }

    /** All exponents 1: but for the edge the kernel itself. */
    public static WarpedKernel of(Kernel kernel, int... axes) {
        double[] ones = new double[axes.length];
        Arrays.fill(ones, 1);
        return new WarpedKernel(kernel, axes, ones, ones);
    }

    private int axis(int coordinate) {
        for (int k = 0; k < axes.length; k++) {
            if (axes[k] == coordinate) {
                return k;
            }
        }
        return -1;
    }

    private static double inner(double x) {
        return EDGE + (1 - 2 * EDGE) * Math.min(1, Math.max(0, x));
    }

    private static final double STRETCH = 1 - 2 * EDGE;

    /** w of coordinate x on axis k, and its derivatives by x up to the third. */
    double[] bend(int k, double x) {
        double u = inner(x);
        double power = Math.pow(u, a[k]);
        double v = 1 - power;
        double slope = a[k] * b[k] * power / u * Math.pow(v, b[k] - 1);
        // of log w'
        double l1 = (a[k] - 1) / u - (b[k] - 1) * a[k] * power / (u * v);
        double l2 =
                -(a[k] - 1) / (u * u) - (b[k] - 1) * a[k] * power * ((a[k] - 1) * v + a[k] * power) / (u * u * v * v);
        return new double[] {
            1 - Math.pow(v, b[k]),
            STRETCH * slope,
            STRETCH * STRETCH * slope * l1,
            STRETCH * STRETCH * STRETCH * slope * (l1 * l1 + l2)
        };
    }

    /** Derivatives of w, w' and w'' by log a (first row) and log b. */
    double[][] bendTheta(int k, double x) {
        double u = inner(x);
        double log = Math.log(u);
        double power = Math.pow(u, a[k]);
        double v = 1 - power;
        double slope = a[k] * b[k] * power / u * Math.pow(v, b[k] - 1);
        double l1 = (a[k] - 1) / u - (b[k] - 1) * a[k] * power / (u * v);
        // of log w', then of its derivative by u
        double byA = 1 + a[k] * log - a[k] * (b[k] - 1) * power * log / v;
        double byB = 1 + b[k] * Math.log(v);
        double byA1 = a[k] / u - a[k] * (b[k] - 1) * (a[k] * power / u * log / (v * v) + power / (v * u));
        double byB1 = -b[k] * a[k] * power / (u * v);
        return new double[][] {
            {slope * u * log, STRETCH * slope * byA, STRETCH * STRETCH * slope * (byA * l1 + byA1)},
            {
                -b[k] * Math.pow(v, b[k]) * Math.log(v),
                STRETCH * slope * byB,
                STRETCH * STRETCH * slope * (byB * l1 + byB1)
            }
        };
    }

    private double[] bent(double[] x) {
        double[] bent = x.clone();
        for (int k = 0; k < axes.length; k++) {
            bent[axes[k]] = bend(k, x[axes[k]])[0];
        }
        return bent;
    }

    /**
     * A term of the chain rule: {@code factor} times the derivative of the kernel by {@code by}. Derivative m by one
     * coordinate is sum_j B_mj (d/dw)^j, with B the partial Bell polynomials of w', w'', w'''.
     *
     * @param byTheta derivatives of the factor by log a and log b of each axis, [2 k] and [2 k + 1]; empty if not asked for
     */
    private record Term(double factor, int[] by, double[] byTheta) {}

    private List<Term> terms(double[] x, int[] by, boolean theta) {
        int[] sorted = by.clone();
        Arrays.sort(sorted);
        List<Term> terms = List.of(new Term(1, NONE, new double[theta ? 2 * axes.length : 0]));
        for (int from = 0; from < sorted.length; ) {
            int to = from;
            while (to < sorted.length && sorted[to] == sorted[from]) {
                to++;
            }
            int k = axis(sorted[from]);
            List<Term> next = new ArrayList<>();
            for (Term term : terms) {
                if (k < 0) {
                    next.add(new Term(term.factor(), more(term.by(), sorted[from], to - from), term.byTheta()));
                } else {
                    multiply(term, k, x, to - from, theta, next);
                }
            }
            terms = next;
            from = to;
        }
        return terms;
    }

    private void multiply(Term term, int k, double[] x, int order, boolean theta, List<Term> out) {
        Check.that(order <= (theta ? 2 : 3), "derivative by one warped coordinate", order, "at most three times");
        double[] w = bend(k, x[axes[k]]);
        double[][] slopes = theta ? bendTheta(k, x[axes[k]]) : new double[0][];
        for (int j = 1; j <= order; j++) {
            double bell = bell(order, j, w);
            double[] byTheta = term.byTheta().clone();
            for (int i = 0; i < byTheta.length; i++) {
                byTheta[i] *= bell;
            }
            for (int e = 0; theta && e < 2; e++) {
                double change = order == 1 ? slopes[e][1] : j == 1 ? slopes[e][2] : 2 * w[1] * slopes[e][1];
                byTheta[2 * k + e] += term.factor() * change;
            }
            out.add(new Term(term.factor() * bell, more(term.by(), axes[k], j), byTheta));
        }
    }

    /** B_mj(w', w'', w'''). */
    private static double bell(int m, int j, double[] w) {
        if (j == 1) {
            return w[m];
        }
        if (j == m) {
            return Math.pow(w[1], m);
        }
        return 3 * w[1] * w[2];
    }

    private static int[] more(int[] by, int coordinate, int times) {
        int[] longer = Arrays.copyOf(by, by.length + times);
        Arrays.fill(longer, by.length, longer.length, coordinate);
        return longer;
    }

    @Override
    public double eval(double[] x, double[] y) {
        return kernel.eval(bent(x), bent(y));
    }

    @Override
    public void gradX(double[] x, double[] y, double[] out) {
        kernel.gradX(bent(x), bent(y), out);
        for (int k = 0; k < axes.length; k++) {
            out[axes[k]] *= bend(k, x[axes[k]])[1];
        }
    }

    @Override
    public double derivative(double[] x, int[] byX, double[] y, int[] byY) {
        double[] bentX = bent(x);
        double[] bentY = bent(y);
        double sum = 0;
        for (Term left : terms(x, byX, false)) {
            for (Term right : terms(y, byY, false)) {
                sum += left.factor() * right.factor() * kernel.derivative(bentX, left.by(), bentY, right.by());
            }
        }
        return sum;
    }

    @Override
    public void thetaDerivative(double[] x, int[] byX, double[] y, int[] byY, double[] out, int from) {
        int inner = kernel.parameters();
        Arrays.fill(out, from, from + parameters(), 0);
        double[] bentX = bent(x);
        double[] bentY = bent(y);
        double[] part = new double[inner];
        for (Term left : terms(x, byX, true)) {
            for (Term right : terms(y, byY, true)) {
                double factor = left.factor() * right.factor();
                kernel.thetaDerivative(bentX, left.by(), bentY, right.by(), part, 0);
                for (int i = 0; i < inner; i++) {
                    out[from + i] += factor * part[i];
                }
                double value = kernel.derivative(bentX, left.by(), bentY, right.by());
                for (int k = 0; k < axes.length; k++) {
                    double byX1 = kernel.derivative(bentX, more(left.by(), axes[k], 1), bentY, right.by());
                    double byY1 = kernel.derivative(bentX, left.by(), bentY, more(right.by(), axes[k], 1));
                    double[][] atX = bendTheta(k, x[axes[k]]);
                    double[][] atY = bendTheta(k, y[axes[k]]);
                    for (int e = 0; e < 2; e++) {
                        out[from + inner + 2 * k + e] += value
                                        * (left.byTheta()[2 * k + e] * right.factor()
                                                + left.factor() * right.byTheta()[2 * k + e])
                                + factor * (byX1 * atX[e][0] + byY1 * atY[e][0]);
                    }
                }
            }
        }
    }

    @Override
    public RandomFeature feature(RandomGenerator random) {
        RandomFeature straight = kernel.feature(random);
        return (x, gradient) -> {
            double value = straight.value(bent(x), gradient);
            for (int k = 0; gradient != null && k < axes.length; k++) {
                gradient[axes[k]] *= bend(k, x[axes[k]])[1];
            }
            return value;
        };
    }

    @Override
    public List<Hyperparameter> hyperparameters() {
        List<Hyperparameter> all = new ArrayList<>(kernel.hyperparameters());
        for (int k = 0; k < axes.length; k++) {
            all.add(new Hyperparameter("warping a " + k, Hyperparameter.Kind.WARP));
            all.add(new Hyperparameter("warping b " + k, Hyperparameter.Kind.WARP));
        }
        return all;
    }

    @Override
    public double[] theta() {
        int inner = kernel.parameters();
        double[] theta = Arrays.copyOf(kernel.theta(), inner + 2 * axes.length);
        for (int k = 0; k < axes.length; k++) {
            theta[inner + 2 * k] = Math.log(a[k]);
            theta[inner + 2 * k + 1] = Math.log(b[k]);
        }
        return theta;
    }

    @Override
    public Kernel with(double[] theta) {
        int inner = kernel.parameters();
        double[] left = new double[axes.length];
        double[] right = new double[axes.length];
        for (int k = 0; k < axes.length; k++) {
            left[k] = Math.exp(theta[inner + 2 * k]);
            right[k] = Math.exp(theta[inner + 2 * k + 1]);
        }
        return new WarpedKernel(kernel.with(Arrays.copyOf(theta, inner)), axes, left, right);
    }
}
