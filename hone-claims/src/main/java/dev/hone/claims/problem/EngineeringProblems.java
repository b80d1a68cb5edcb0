package dev.hone.claims.problem;

import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.SearchSpace;
import java.util.List;

/**
 * Models of devices and processes with a cheaper approximation each. What the literature maximises has its sign changed.
 *
 * <p>Definitions and, for borehole, Currin, Forrester and Park, the approximations: Surjanovic and Bingham, Virtual Library
 * of Simulation Experiments; Forrester, Sobester, Keane, Engineering Design via Surrogate Modelling, 2008. The
 * approximations of wing weight, OTL circuit and piston are Hone's: each leaves out one term.
 */
public final class EngineeringProblems {

    private EngineeringProblems() {}

    public static List<TestProblem> all() {
        return List.of(borehole(), wingWeight(), otlCircuit(), piston(), forrester(), park1(), park2(), currin());
    }

    /** Water flow through a borehole in m^3 a year, maximised: 309.576. */
    public static TestProblem borehole() {
        return new TestProblem(
                        "Borehole",
                        SearchSpace.of(
                                FloatParameter.linear("rw", 0.05, 0.15),
                                FloatParameter.linear("r", 100, 50_000),
                                FloatParameter.linear("Tu", 63_070, 115_600),
                                FloatParameter.linear("Hu", 990, 1110),
                                FloatParameter.linear("Tl", 63.1, 116),
                                FloatParameter.linear("Hl", 700, 820),
                                FloatParameter.linear("L", 1120, 1680),
                                FloatParameter.linear("Kw", 9855, 12_045)),
                        x -> -flow(x, 2 * Math.PI, 1),
                        -309.57558766040796)
                .approximated("rough constants", 0.1, x -> -flow(x, 5, 1.5));
    }

    private static double flow(double[] x, double factor, double offset) {
        double log = Math.log(x[1] / x[0]);
        double resistance = offset + 2 * x[6] * x[2] / (log * x[0] * x[0] * x[7]) + x[2] / x[4];
        return factor * x[2] * (x[3] - x[5]) / (log * resistance);
    }

    /** Weight of a light aircraft's wing in pounds: 123.254. */
    public static TestProblem wingWeight() {
        return new TestProblem(
                        "Wing-weight",
                        SearchSpace.of(
                                FloatParameter.linear("Sw", 150, 200),
                                FloatParameter.linear("Wfw", 220, 300),
                                FloatParameter.linear("A", 6, 10),
                                FloatParameter.linear("sweep", -10, 10),
                                FloatParameter.linear("q", 16, 45),
                                FloatParameter.linear("taper", 0.5, 1),
                                FloatParameter.linear("tc", 0.08, 0.18),
                                FloatParameter.linear("Nz", 2.5, 6),
                                FloatParameter.linear("Wdg", 1700, 2500),
                                FloatParameter.linear("Wp", 0.025, 0.08)),
                        x -> structure(x) + x[0] * x[9],
                        123.25367170091853)
                .approximated("without paint", 0.1, EngineeringProblems::structure);
    }

    private static double structure(double[] x) {
        double cosine = Math.cos(Math.toRadians(x[3]));
        return 0.036
                * Math.pow(x[0], 0.758)
                * Math.pow(x[1], 0.0035)
                * Math.pow(x[2] / (cosine * cosine), 0.6)
                * Math.pow(x[4], 0.006)
                * Math.pow(x[5], 0.04)
                * Math.pow(100 * x[6] / cosine, -0.3)
                * Math.pow(x[7] * x[8], 0.49);
    }

    /** Midpoint voltage of a push-pull circuit without output transformer: 2.60371. */
    public static TestProblem otlCircuit() {
        return new TestProblem(
                        "OTL-circuit",
                        SearchSpace.of(
                                FloatParameter.linear("Rb1", 50, 150),
                                FloatParameter.linear("Rb2", 25, 70),
                                FloatParameter.linear("Rf", 0.5, 3),
                                FloatParameter.linear("Rc1", 1.2, 2.5),
                                FloatParameter.linear("Rc2", 0.25, 1.2),
                                FloatParameter.linear("beta", 50, 300)),
                        x -> voltage(x) + 0.74 * x[2] * gain(x) / ((gain(x) + x[2]) * x[3]),
                        2.60371484584685)
                .approximated("without the collector", 0.1, EngineeringProblems::voltage);
    }

    private static double voltage(double[] x) {
        double base = 12 * x[1] / (x[0] + x[1]);
        return ((base + 0.74) * gain(x) + 11.35 * x[2]) / (gain(x) + x[2]);
    }

    private static double gain(double[] x) {
        return x[5] * (x[4] + 9);
    }

    /** Seconds that a piston takes for one cycle: 0.164229. */
    public static TestProblem piston() {
        return new TestProblem(
                        "Piston",
                        SearchSpace.of(
                                FloatParameter.linear("M", 30, 60),
                                FloatParameter.linear("S", 0.005, 0.020),
                                FloatParameter.linear("V0", 0.002, 0.010),
                                FloatParameter.linear("k", 1000, 5000),
                                FloatParameter.linear("P0", 90_000, 110_000),
                                FloatParameter.linear("Ta", 290, 296),
                                FloatParameter.linear("T0", 340, 360)),
                        x -> cycle(x, volume(x)),
                        0.16422884916253186)
                .approximated("constant volume", 0.1, x -> cycle(x, x[2]));
    }

    private static double cycle(double[] x, double volume) {
        double stiffness = x[3] + x[1] * x[1] * x[4] * x[2] / x[6] * x[5] / (volume * volume);
        return 2 * Math.PI * Math.sqrt(x[0] / stiffness);
    }

    private static double volume(double[] x) {
        double a = x[4] * x[1] + 19.62 * x[0] - x[3] * x[2] / x[1];
        return x[1] / (2 * x[3]) * (Math.sqrt(a * a + 4 * x[3] * x[4] * x[2] / x[6] * x[5]) - a);
    }

    /** Forrester's function on [0, 1]: -6.02074 at 0.757249. */
    public static TestProblem forrester() {
        return new TestProblem("Forrester", TestProblem.cube(1, 0, 1), x -> forrester(x[0]), -6.020740055767083)
                .approximated("tilted", 0.1, x -> 0.5 * forrester(x[0]) + 10 * (x[0] - 0.5) - 5);
    }

    private static double forrester(double x) {
        return Math.pow(6 * x - 2, 2) * Math.sin(12 * x - 4);
    }

    /** Park's first function on [0, 1]^4, maximised: 25.5893 at (1, 1, 1, 1). */
    public static TestProblem park1() {
        return new TestProblem("Park-1", TestProblem.cube(4, 0, 1), x -> -park1(x), -25.589254158606536)
                .approximated(
                        "bent",
                        0.1,
                        x -> -((1 + Math.sin(x[0]) / 10) * park1(x) - 2 * x[0] + x[1] * x[1] + x[2] * x[2] + 0.5));
    }

    /** The published form divides by x1, which this one avoids. */
    private static double park1(double[] x) {
        double root = Math.sqrt(x[0] * x[0] + (x[1] + x[2] * x[2]) * x[3]);
        return (root - x[0]) / 2 + (x[0] + 3 * x[3]) * Math.exp(1 + Math.sin(x[2]));
    }

    /** Park's second function on [0, 1]^4, maximised: 5.92604 at (1, 1, 1, 0). */
    public static TestProblem park2() {
        return new TestProblem("Park-2", TestProblem.cube(4, 0, 1), x -> -park2(x), -2 / 3.0 * Math.E * Math.E - 1)
                .approximated("scaled", 0.1, x -> -(1.2 * park2(x) - 1));
    }

    private static double park2(double[] x) {
        return 2 / 3.0 * Math.exp(x[0] + x[1]) - x[3] * Math.sin(x[2]) + x[2];
    }

    /** Currin's function on [0, 1]^2, maximised: 13.7987 at (0.216667, 0). */
    public static TestProblem currin() {
        return new TestProblem("Currin", TestProblem.cube(2, 0, 1), x -> -currin(x[0], x[1]), -13.798722044728441)
                .approximated("mean of four", 0.1, x -> {
                    double below = Math.max(0, x[1] - 0.05);
                    return -(currin(x[0] + 0.05, x[1] + 0.05)
                                    + currin(x[0] + 0.05, below)
                                    + currin(x[0] - 0.05, x[1] + 0.05)
                                    + currin(x[0] - 0.05, below))
                            / 4;
                });
    }

    private static double currin(double a, double b) {
        double damping = 1 - (b > 0 ? Math.exp(-1 / (2 * b)) : 0);
        return damping * (((2300 * a + 1900) * a + 2092) * a + 60) / (((100 * a + 500) * a + 4) * a + 20);
    }
}
