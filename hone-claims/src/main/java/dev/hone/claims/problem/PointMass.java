package dev.hone.claims.problem;

/**
 * A mass on a plane that a small network steers to the origin: position p and velocity v, force a = tanh network of (p, v)
 * with eight hidden units and without biases, 48 weights. Simulated with steps of 0.1.
 */
public final class PointMass {

    private static final int HIDDEN = 8;
    private static final int STATE = 4;
    private static final int STEPS = 60;
    private static final double DT = 0.1;
    private static final double[][] STARTS = {{1, 1}, {-1, 0.5}, {0.3, -1}, {-0.7, -0.7}};

    public static final int WEIGHTS = HIDDEN * (STATE + 2);

    private PointMass() {}

    /** Mean over four starts and all steps of |p|^2 + 0.1 |a|^2. {@code weights}: [8 x 4 hidden, 2 x 8 output]. */
    public static double cost(double[] weights) {
        double cost = 0;
        for (double[] start : STARTS) {
            double[] state = {start[0], start[1], 0, 0};
            for (int step = 0; step < STEPS; step++) {
                double[] force = force(weights, state);
                cost += state[0] * state[0] + state[1] * state[1] + 0.1 * (force[0] * force[0] + force[1] * force[1]);
                for (int k = 0; k < 2; k++) {
                    state[2 + k] += DT * force[k];
                    state[k] += DT * state[2 + k];
                }
            }
        }
        return cost / (STARTS.length * STEPS);
    }

    private static double[] force(double[] weights, double[] state) {
        double[] force = new double[2];
        for (int h = 0; h < HIDDEN; h++) {
            double sum = 0;
            for (int k = 0; k < STATE; k++) {
                sum += weights[h * STATE + k] * state[k];
            }
            double unit = Math.tanh(sum);
            force[0] += weights[HIDDEN * STATE + h] * unit;
            force[1] += weights[HIDDEN * STATE + HIDDEN + h] * unit;
        }
        return force;
    }
}
