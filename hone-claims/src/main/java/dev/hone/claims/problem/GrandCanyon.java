package dev.hone.claims.problem;

import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.SearchSpace;

/**
 * The Grand Canyon function (Riedl, Klock, Geldhauser and Fornasier, arXiv 2306.09778): a curved valley with barriers across
 * it, global minimum 0 at the origin. With q = y - ((x - 1)(x - 4)^2 / 8 + 2) and p = -x - 1.6 y,
 * <pre>
 * E = 25 (1 - exp(-1.4 q^2 exp(-0.002 x^4))) + 0.4 x^2 + 0.2 y^2 + r ((1 - cos(0.75 pi x)) + (1 - cos(0.75 pi y)))
 *     + 4 exp(1 - 2 q^4) max((1 - exp(-9 p^2)) sign(p), 0)
 * </pre>
 */
public final class GrandCanyon {

    /** r of the rugged version. */
    public static final double RUGGED = 1.1625;

    /** r of the smooth version. */
    public static final double SMOOTH = 0.25;

    private GrandCanyon() {}

    /** The rugged version at (x, y). */
    public static double value(double[] at) {
        return value(at, RUGGED);
    }

    public static double value(double[] at, double ripple) {
        double x = at[0];
        double y = at[1];
        double q = y - ((x - 1) * (x - 4) * (x - 4) / 8 + 2);
        double p = -x - 1.6 * y;
        double walls = 25 * (1 - Math.exp(-1.4 * q * q * Math.exp(-0.002 * Math.pow(x, 4))));
        double ripples = (1 - Math.cos(0.75 * Math.PI * x)) + (1 - Math.cos(0.75 * Math.PI * y));
        double barrier = Math.max((1 - Math.exp(-9 * p * p)) * Math.signum(p), 0);
        return walls + 0.4 * x * x + 0.2 * y * y + ripple * ripples + 4 * Math.exp(1 - 2 * Math.pow(q, 4)) * barrier;
    }

    /** On [-10, 10]^2. */
    public static TestProblem problem() {
        return new TestProblem(
                "Grand Canyon",
                SearchSpace.of(FloatParameter.linear("x", -10, 10), FloatParameter.linear("y", -10, 10)),
                GrandCanyon::value,
                0);
    }
}
