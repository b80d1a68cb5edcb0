package dev.hone.search.numeric;

import dev.hone.core.Check;

/**
 * The standard normal distribution, with relative accuracy near machine precision far into both tails.
 *
 * <p>All of it rests on the scaled complementary error function erfcx(t) = exp(t^2) erfc(t), computed from the rational
 * minimax approximations of W. J. Cody, "Rational Chebyshev approximations for the error function", Math. Comp. 23, 1969.
 */
public final class Normal {

    /** log sqrt(2 pi). */
    public static final double LOG_SQRT_2PI = 0.9189385332046727418;

    private static final double SQRT_2 = Math.sqrt(2);
    private static final double INV_SQRT_PI = 0.56418958354775628695;
    private static final double SQRT_HALF_PI = Math.sqrt(Math.PI / 2);

    /** Below this z the difference 1 + z m(z) loses more digits than its asymptotic series does. */
    private static final double ASYMPTOTIC = -50;

    private static final double[] A = {
        3.16112374387056560e0,
        1.13864154151050156e2,
        3.77485237685302021e2,
        3.20937758913846947e3,
        1.85777706184603153e-1
    };
    private static final double[] B = {
        2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3
    };
    private static final double[] C = {
        5.64188496988670089e-1,
        8.88314979438837594e0,
        6.61191906371416295e1,
        2.98635138197400131e2,
        8.81952221241769090e2,
        1.71204761263407058e3,
        2.05107837782607147e3,
        1.23033935479799725e3,
        2.15311535474403846e-8
    };
    private static final double[] D = {
        1.57449261107098347e1,
        1.17693950891312499e2,
        5.37181101862009858e2,
        1.62138957456669019e3,
        3.29079923573345963e3,
        4.36261909014324716e3,
        3.43936767414372164e3,
        1.23033935480374942e3
    };
    private static final double[] P = {
        3.05326634961232344e-1,
        3.60344899949804439e-1,
        1.25781726111229246e-1,
        1.60837851487422766e-2,
        6.58749161529837803e-4,
        1.63153871373020978e-2
    };
    private static final double[] Q = {
        2.56852019228982242e0,
        1.87295284992346725e0,
        5.27905102951428412e-1,
        6.05183413124413191e-2,
        2.33520497626869185e-3
    };

    private Normal() {}

    /** phi(z) = exp(-z^2 / 2) / sqrt(2 pi). */
    public static double pdf(double z) {
        return Math.exp(-0.5 * z * z - LOG_SQRT_2PI);
    }

    /** Phi(z), with full relative accuracy for negative z down to underflow. */
    public static double cdf(double z) {
        double t = Math.abs(z) / SQRT_2;
        double tail = 0.5 * Math.exp(-t * t) * erfcx(t);
        return z < 0 ? tail : 1 - tail;
    }

    /** log Phi(z), finite for every finite z whose square is. */
    public static double logCdf(double z) {
        if (z > 0) {
            return Math.log1p(-cdf(-z));
        }
        double t = -z / SQRT_2;
        return -t * t + Math.log(0.5 * erfcx(t));
    }

    /** d/dz log Phi(z) = phi(z) / Phi(z), the inverse Mills ratio of -z. */
    public static double logCdfSlope(double z) {
        return z > 0 ? pdf(z) / cdf(z) : 1 / mills(z);
    }

    /** The z with Phi(z) = p, for p in [0, 1]; infinite at the ends. */
    public static double quantile(double p) {
        Check.within("probability", p, 0, 1);
        if (p > 0.5) {
            return -quantile(1 - p);
        }
        return quantileOfLog(Math.log(p));
    }

    /**
     * The z with log Phi(z) = {@code logP}, for logP at most log(1/2). Phi(z) &le; exp(-z^2/2)/2 for z &le; 0 puts the
     * start left of the solution, and log Phi is concave and increasing, so Newton's steps approach from the left.
     */
    static double quantileOfLog(double logP) {
        if (logP == Double.NEGATIVE_INFINITY) {
            return logP;
        }
        double z = -Math.sqrt(Math.max(0, -2 * (logP + Math.log(2))));
        for (int i = 0; i < 60; i++) {
            double next = z + (logP - logCdf(z)) / logCdfSlope(z);
            if (Math.abs(next - z) <= 4e-16 * Math.abs(z)) {
                return next;
            }
            z = next;
        }
        return z;
    }

    /** exp(t^2) erfc(t); overflows to infinity below about -26.6. */
    public static double erfcx(double t) {
        if (t < 0) {
            return 2 * Math.exp(t * t) - erfcx(-t);
        }
        if (t <= 0.46875) {
            return Math.exp(t * t) * (1 - erfNearZero(t));
        }
        if (t <= 4) {
            double numerator = C[8] * t;
            double denominator = t;
            for (int i = 0; i < 7; i++) {
                numerator = (numerator + C[i]) * t;
                denominator = (denominator + D[i]) * t;
            }
            return (numerator + C[7]) / (denominator + D[7]);
        }
        double y = 1 / (t * t);
        double numerator = P[5] * y;
        double denominator = y;
        for (int i = 0; i < 4; i++) {
            numerator = (numerator + P[i]) * y;
            denominator = (denominator + Q[i]) * y;
        }
        return (INV_SQRT_PI - y * (numerator + P[4]) / (denominator + Q[4])) / t;
    }

    private static double erfNearZero(double t) {
        double y = t * t;
        double numerator = A[4] * y;
        double denominator = y;
        for (int i = 0; i < 3; i++) {
            numerator = (numerator + A[i]) * y;
            denominator = (denominator + B[i]) * y;
        }
        return t * (numerator + A[3]) / (denominator + B[3]);
    }

    /**
     * log h(z) with h(z) = phi(z) + z Phi(z), the standardised expected improvement (Ament et al., "Unexpected improvements
     * to expected improvement", NeurIPS 2023). For z &lt; -1 it is log phi(z) + log(1 + z m(z)), m the Mills ratio, and
     * below {@value #ASYMPTOTIC} the series 1 + z m(z) = z^-2 (1 - 3 z^-2 + 15 z^-4 - 105 z^-6 + 945 z^-8).
     */
    public static double logH(double z) {
        if (z > -1) {
            return Math.log(pdf(z) + z * cdf(z));
        }
        return -0.5 * z * z - LOG_SQRT_2PI + Math.log(millsRemainder(z));
    }

    /** d/dz log h(z) = Phi(z) / h(z). */
    public static double logHSlope(double z) {
        if (z > -1) {
            double cdf = cdf(z);
            return cdf / (pdf(z) + z * cdf);
        }
        return mills(z) / millsRemainder(z);
    }

    /** 1 + z m(z) for z below 0. */
    private static double millsRemainder(double z) {
        if (z > ASYMPTOTIC) {
            return 1 + z * mills(z);
        }
        double w = 1 / (z * z);
        return w * (1 + w * (-3 + w * (15 + w * (-105 + w * 945))));
    }

    /** m(z) = Phi(z) / phi(z) for z at most 0. */
    private static double mills(double z) {
        return SQRT_HALF_PI * erfcx(-z / SQRT_2);
    }
}
