package dev.hone.search.surrogate;

import dev.hone.core.Check;

/**
 * Prior mean mu0(x) = beta_0 + sum over its coordinates c and powers p = 1 ... degree of beta_cp x_c^p: a constant where
 * there are no coordinates. Coefficients: beta_0, those of power 1 in the order of the coordinates, those of power 2, ...
 */
public record PolynomialMean(int[] coordinates, int degree, double[] coefficients) {

    public PolynomialMean {
        Check.that(
                coefficients.length == 1 + coordinates.length * degree,
                "coefficients",
                coefficients.length,
                "one, and one for each coordinate and power");
    }

    public static PolynomialMean constant(double value) {
        return new PolynomialMean(new int[0], 0, new double[] {value});
    }

    /** All coefficients 0. */
    public static PolynomialMean of(int degree, int... coordinates) {
        return new PolynomialMean(coordinates, degree, new double[1 + coordinates.length * degree]);
    }

    int size() {
        return coefficients.length;
    }

    PolynomialMean with(double[] changed) {
        return new PolynomialMean(coordinates, degree, changed);
    }

    /** Basis function {@code j}, differentiated by the coordinates {@code by}, at x. */
    double basis(int j, double[] x, int[] by) {
        if (j == 0) {
            return by.length == 0 ? 1 : 0;
        }
        int coordinate = coordinates[(j - 1) % coordinates.length];
        int power = 1 + (j - 1) / coordinates.length;
        double factor = 1;
        for (int c : by) {
            factor *= c == coordinate ? power-- : 0;
        }
        return factor == 0 ? 0 : factor * Math.pow(x[coordinate], power);
    }

    /** basis j applied to a functional. */
    double basis(int j, LinearFunctional f) {
        double sum = 0;
        for (LinearFunctional.Term t : f.terms()) {
            sum += t.weight() * basis(j, t.point(), t.by());
        }
        return sum;
    }

    double mean(LinearFunctional f) {
        double sum = 0;
        for (int j = 0; j < coefficients.length; j++) {
            if (coefficients[j] != 0) {
                sum += coefficients[j] * basis(j, f);
            }
        }
        return sum;
    }

    double derivative(double[] x, int[] by) {
        if (coefficients.length == 1) {
            return by.length == 0 ? coefficients[0] : 0;
        }
        double sum = 0;
        for (int j = 0; j < coefficients.length; j++) {
            if (coefficients[j] != 0) {
                sum += coefficients[j] * basis(j, x, by);
            }
        }
        return sum;
    }
}
