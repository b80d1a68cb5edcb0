package dev.hone.claims.problem;

import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.SearchSpace;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;

/**
 * The usual problems with several objectives.
 *
 * <p>Definitions: Zitzler, Deb, Thiele, Comparison of multiobjective evolutionary algorithms, Evolutionary Computation 8, 2000
 * (ZDT); Deb, Thiele, Laumanns, Zitzler, Scalable multi-objective optimization test problems, CEC 2002 (DTLZ2); Deb,
 * Multi-objective optimization using evolutionary algorithms, 2001 (Binh and Korn; Osyczka and Kundu). The reference is a
 * tenth of the front's extent beyond its worst values; for f2 of ZDT, which starts far from the front, it is more than any
 * point has.
 */
public final class FrontProblems {

    /** The largest f2 of ZDT1, 2, 3 and 6 is 10, that of ZDT4 384.3. */
    private static final double BEYOND = 11;

    private static final double BEYOND_ZDT4 = 400;

    private FrontProblems() {}

    public static List<FrontProblem> all() {
        return List.of(zdt1(), zdt2(), zdt3(), zdt4(), zdt6(), dtlz2(), binhKorn(), osyczkaKundu());
    }

    /** The problem of that name; case does not matter. */
    public static Optional<FrontProblem> named(String name) {
        return all().stream().filter(p -> p.name().equalsIgnoreCase(name)).findFirst();
    }

    /** Convex front f2 = 1 - sqrt(f1), 30 variables. */
    public static FrontProblem zdt1() {
        return zdt("ZDT1", (f1, g) -> g * (1 - Math.sqrt(f1 / g)), 1.1 * BEYOND - 1 / 3.0);
    }

    /** Concave front f2 = 1 - f1^2, 30 variables. */
    public static FrontProblem zdt2() {
        return zdt("ZDT2", (f1, g) -> g * (1 - f1 / g * (f1 / g)), 1.1 * BEYOND - 2 / 3.0);
    }

    /** Front of five pieces, 30 variables; its volume is integrated numerically. */
    public static FrontProblem zdt3() {
        return zdt(
                "ZDT3", (f1, g) -> g * (1 - Math.sqrt(f1 / g) - f1 / g * Math.sin(10 * Math.PI * f1)), 12.22176290865);
    }

    private static FrontProblem zdt(String name, DoubleBinaryOperator second, double volume) {
        return new FrontProblem(
                name,
                TestProblem.cube(30, 0, 1),
                x -> {
                    double g = 1 + 9 * sumOfRest(x) / (x.length - 1);
                    return new double[] {x[0], second.applyAsDouble(x[0], g)};
                },
                List.of(),
                List.of(1.1, BEYOND),
                volume);
    }

    private static double sumOfRest(double[] x) {
        return Arrays.stream(x).skip(1).sum();
    }

    /** The front of ZDT1 behind 21^9 local ones, 10 variables. */
    public static FrontProblem zdt4() {
        SearchSpace.Builder space = SearchSpace.builder().add(FloatParameter.linear("x1", 0, 1));
        for (int i = 2; i <= 10; i++) {
            space.add(FloatParameter.linear("x" + i, -5, 5));
        }
        return new FrontProblem(
                "ZDT4",
                space.build(),
                x -> {
                    double g = 1 + 10 * (x.length - 1);
                    for (int i = 1; i < x.length; i++) {
                        g += x[i] * x[i] - 10 * Math.cos(4 * Math.PI * x[i]);
                    }
                    return new double[] {x[0], g * (1 - Math.sqrt(x[0] / g))};
                },
                List.of(),
                List.of(1.1, BEYOND_ZDT4),
                1.1 * BEYOND_ZDT4 - 1 / 3.0);
    }

    /** Front f2 = 1 - f1^2 from f1 = 0.2808 on, thin at one end and hard to come near, 10 variables. */
    public static FrontProblem zdt6() {
        double left = 0.28077531881537;
        return new FrontProblem(
                "ZDT6",
                TestProblem.cube(10, 0, 1),
                x -> {
                    double f1 = 1 - Math.exp(-4 * x[0]) * Math.pow(Math.sin(6 * Math.PI * x[0]), 6);
                    double g = 1 + 9 * Math.pow(sumOfRest(x) / (x.length - 1), 0.25);
                    return new double[] {f1, g * (1 - f1 / g * (f1 / g))};
                },
                List.of(),
                List.of(1.1, BEYOND),
                (1.1 - left) * BEYOND - (1 - left) + (1 - left * left * left) / 3);
    }

    /** An eighth of the unit sphere in three objectives, 12 variables. */
    public static FrontProblem dtlz2() {
        UnaryOperator<double[]> functions = x -> {
            double radius = 1;
            for (int i = 2; i < x.length; i++) {
                radius += (x[i] - 0.5) * (x[i] - 0.5);
            }
            double a = x[0] * Math.PI / 2;
            double b = x[1] * Math.PI / 2;
            return new double[] {
                radius * Math.cos(a) * Math.cos(b), radius * Math.cos(a) * Math.sin(b), radius * Math.sin(a)
            };
        };
        return new FrontProblem(
                "DTLZ2",
                TestProblem.cube(12, 0, 1),
                functions,
                List.of(),
                List.of(1.1, 1.1, 1.1),
                1.1 * 1.1 * 1.1 - Math.PI / 6);
    }

    /** Two variables, two constraints; the front is x = y up to 3, then y = 3. */
    public static FrontProblem binhKorn() {
        double[] reference = {149.6, 54.6};
        return new FrontProblem(
                "Binh-Korn",
                SearchSpace.of(FloatParameter.linear("x", 0, 5), FloatParameter.linear("y", 0, 3)),
                x -> new double[] {4 * x[0] * x[0] + 4 * x[1] * x[1], (x[0] - 5) * (x[0] - 5) + (x[1] - 5) * (x[1] - 5)
                },
                List.of(
                        x -> (x[0] - 5) * (x[0] - 5) + x[1] * x[1] - 25,
                        x -> 7.7 - (x[0] - 8) * (x[0] - 8) - (x[1] + 3) * (x[1] + 3)),
                List.of(reference[0], reference[1]),
                reference[0] * reference[1] - 1368 - 992 / 3.0 - 4 * (reference[0] - 136));
    }

    /** Six variables, six constraints, a front of five pieces on their bounds; its volume is integrated numerically. */
    public static FrontProblem osyczkaKundu() {
        List<ToDoubleFunction<double[]>> constraints = List.of(
                x -> 2 - x[0] - x[1],
                x -> x[0] + x[1] - 6,
                x -> x[1] - x[0] - 2,
                x -> x[0] - 3 * x[1] - 2,
                x -> (x[2] - 3) * (x[2] - 3) + x[3] - 4,
                x -> 4 - (x[4] - 3) * (x[4] - 3) - x[5]);
        return new FrontProblem(
                "Osyczka-Kundu",
                SearchSpace.of(
                        FloatParameter.linear("x1", 0, 10),
                        FloatParameter.linear("x2", 0, 10),
                        FloatParameter.linear("x3", 1, 5),
                        FloatParameter.linear("x4", 0, 6),
                        FloatParameter.linear("x5", 1, 5),
                        FloatParameter.linear("x6", 0, 10)),
                FrontProblems::osyczkaKundu,
                constraints,
                List.of(-18.8, 83.2),
                16_183.89115);
    }

    private static double[] osyczkaKundu(double[] x) {
        double[] center = {2, 2, 1, 4, 1};
        double first = 0;
        for (int i = 0; i < center.length; i++) {
            first -= (i == 0 ? 25 : 1) * (x[i] - center[i]) * (x[i] - center[i]);
        }
        return new double[] {first, Arrays.stream(x).map(v -> v * v).sum()};
    }
}
