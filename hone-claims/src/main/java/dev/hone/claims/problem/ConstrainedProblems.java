package dev.hone.claims.problem;

import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.SearchSpace;
import java.util.List;

/**
 * Mechanical design under constraints, which are divided by their limits so that their sizes compare.
 *
 * <p>Definitions: Coello Coello, Use of a self-adaptive penalty approach for engineering optimization problems, Computers in
 * Industry 41, 2000 (welded beam, pressure vessel); Mezura-Montes, Coello Coello, Useful infeasible solutions in
 * engineering optimization with evolutionary algorithms, MICAI 2005 (speed reducer). Minima are the best known.
 */
public final class ConstrainedProblems {

    private ConstrainedProblems() {}

    public static List<TestProblem> all() {
        return List.of(weldedBeam(), pressureVessel(), speedReducer());
    }

    /** Cost of a welded beam under shear, bending, buckling and deflection: 1.72485. */
    public static TestProblem weldedBeam() {
        return new TestProblem(
                        "Welded-beam",
                        SearchSpace.of(
                                FloatParameter.linear("h", 0.1, 2),
                                FloatParameter.linear("l", 0.1, 10),
                                FloatParameter.linear("t", 0.1, 10),
                                FloatParameter.linear("b", 0.1, 2)),
                        x -> 1.10471 * x[0] * x[0] * x[1] + 0.04811 * x[2] * x[3] * (14 + x[1]),
                        1.7248523085)
                .constrained(List.of(
                        x -> shear(x) / 13_600 - 1,
                        x -> 504_000 / (x[3] * x[2] * x[2]) / 30_000 - 1,
                        x -> x[0] - x[3],
                        x -> (0.10471 * x[0] * x[0] + 0.04811 * x[2] * x[3] * (14 + x[1])) / 5 - 1,
                        x -> 1 - x[0] / 0.125,
                        x -> 65_856_000 / (30e6 * x[3] * x[2] * x[2] * x[2]) / 0.25 - 1,
                        x -> 1 - buckling(x) / 6000));
    }

    /** Shear stress of the weld in psi under 6000 lb at 14 inches. */
    private static double shear(double[] x) {
        double half = (x[0] + x[2]) / 2;
        double radius = Math.sqrt(x[1] * x[1] / 4 + half * half);
        double moment = 6000 * (14 + x[1] / 2);
        double polar = 2 * Math.sqrt(2) * x[0] * x[1] * (x[1] * x[1] / 12 + half * half);
        double primary = 6000 / (Math.sqrt(2) * x[0] * x[1]);
        double secondary = moment * radius / polar;
        return Math.sqrt(primary * primary + primary * secondary * x[1] / radius + secondary * secondary);
    }

    /** Load in lb under which the bar buckles. */
    private static double buckling(double[] x) {
        return 4.013 * 30e6 * x[2] * Math.pow(x[3], 3) / 6 / 196 * (1 - x[2] / 28 * Math.sqrt(30e6 / (4 * 12e6)));
    }

    /** Cost of a pressure vessel whose walls come in sixteenths of an inch: 6059.71. */
    public static TestProblem pressureVessel() {
        return new TestProblem(
                        "Pressure-vessel",
                        SearchSpace.of(
                                IntParameter.linear("shell", 1, 99),
                                IntParameter.linear("head", 1, 99),
                                FloatParameter.linear("radius", 10, 200),
                                FloatParameter.linear("length", 10, 200)),
                        x -> {
                            double shell = x[0] / 16;
                            double head = x[1] / 16;
                            return 0.6224 * shell * x[2] * x[3]
                                    + 1.7781 * head * x[2] * x[2]
                                    + 3.1661 * shell * shell * x[3]
                                    + 19.84 * shell * shell * x[2];
                        },
                        6059.714335048)
                .constrained(List.of(
                        x -> 0.0193 * x[2] / (x[0] / 16) - 1,
                        x -> 0.00954 * x[2] / (x[1] / 16) - 1,
                        x -> 1 - Math.PI * x[2] * x[2] * (x[3] + 4 / 3.0 * x[2]) / 1_296_000,
                        x -> x[3] / 240 - 1));
    }

    /** Weight of a gear box; eleven constraints, the number of teeth is whole: 2994.471. */
    public static TestProblem speedReducer() {
        return new TestProblem(
                        "Speed-reducer",
                        SearchSpace.of(
                                FloatParameter.linear("width", 2.6, 3.6),
                                FloatParameter.linear("module", 0.7, 0.8),
                                IntParameter.linear("teeth", 17, 28),
                                FloatParameter.linear("length1", 7.3, 8.3),
                                FloatParameter.linear("length2", 7.3, 8.3),
                                FloatParameter.linear("shaft1", 2.9, 3.9),
                                FloatParameter.linear("shaft2", 5, 5.5)),
                        ConstrainedProblems::gearBox,
                        2994.471066)
                .constrained(List.of(
                        x -> 27 / (x[0] * x[1] * x[1] * x[2]) - 1,
                        x -> 397.5 / (x[0] * x[1] * x[1] * x[2] * x[2]) - 1,
                        x -> 1.93 * Math.pow(x[3], 3) / (x[1] * x[2] * Math.pow(x[5], 4)) - 1,
                        x -> 1.93 * Math.pow(x[4], 3) / (x[1] * x[2] * Math.pow(x[6], 4)) - 1,
                        x -> Math.hypot(745 * x[3] / (x[1] * x[2]), Math.sqrt(16.9e6)) / (110 * Math.pow(x[5], 3)) - 1,
                        x -> Math.hypot(745 * x[4] / (x[1] * x[2]), Math.sqrt(157.5e6)) / (85 * Math.pow(x[6], 3)) - 1,
                        x -> x[1] * x[2] / 40 - 1,
                        x -> 5 * x[1] / x[0] - 1,
                        x -> x[0] / (12 * x[1]) - 1,
                        x -> (1.5 * x[5] + 1.9) / x[3] - 1,
                        x -> (1.1 * x[6] + 1.9) / x[4] - 1));
    }

    private static double gearBox(double[] x) {
        return 0.7854 * x[0] * x[1] * x[1] * (3.3333 * x[2] * x[2] + 14.9334 * x[2] - 43.0934)
                - 1.508 * x[0] * (x[5] * x[5] + x[6] * x[6])
                + 7.4777 * (Math.pow(x[5], 3) + Math.pow(x[6], 3))
                + 0.7854 * (x[3] * x[5] * x[5] + x[4] * x[6] * x[6]);
    }
}
