package dev.hone.claims.problem;

import static dev.hone.claims.problem.BbobRandom.rotation;

import dev.hone.core.Check;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The 24 noiseless functions of the black-box optimization benchmark, on [-5, 5]^d. An instance is a shift of the optimum
 * and of its value, and rotations, all drawn from the function's and the instance's number, so that results compare with
 * published ones.
 *
 * <p>Source: Hansen, Finck, Ros, Auger, Real-parameter black-box optimization benchmarking 2009: noiseless functions
 * definitions (INRIA RR-6829, 2009), with instances as the COCO platform makes them.
 */
public final class Bbob {

    /** How many functions there are; they are numbered from 1. */
    public static final int FUNCTIONS = 24;

    private static final List<String> NAMES = List.of(
            "sphere",
            "separable ellipsoid",
            "separable Rastrigin",
            "Bueche-Rastrigin",
            "linear slope",
            "attractive sector",
            "step ellipsoid",
            "Rosenbrock",
            "rotated Rosenbrock",
            "rotated ellipsoid",
            "discus",
            "bent cigar",
            "sharp ridge",
            "different powers",
            "rotated Rastrigin",
            "Weierstrass",
            "Schaffer F7",
            "ill-conditioned Schaffer F7",
            "Griewank-Rosenbrock",
            "Schwefel",
            "Gallagher 101 peaks",
            "Gallagher 21 peaks",
            "Katsuura",
            "Lunacek bi-Rastrigin");

    private Bbob() {}

    /**
     * One instance of one function.
     *
     * @param function from 1 to {@value #FUNCTIONS}
     * @param dimensions at least 2
     * @param instance at least 1
     */
    public static TestProblem problem(int function, int dimensions, int instance) {
        Check.that(
                function >= 1 && function <= FUNCTIONS,
                "bbob function",
                function,
                "a whole number from 1 to " + FUNCTIONS);
        Check.atLeast("bbob dimensions", dimensions, 2);
        Check.atLeast("bbob instance", instance, 1);
        Instance made = make(function, dimensions, instance);
        return new TestProblem(
                "bbob-f" + function + "-d" + dimensions + "-i" + instance,
                TestProblem.cube(dimensions, -5, 5),
                x -> made.function().applyAsDouble(x) + made.optimalValue(),
                made.optimalValue());
    }

    /** What the function is called. */
    public static String name(int function) {
        return NAMES.get(function - 1);
    }

    /** Where the minimum lies; [d]. */
    static double[] optimum(int function, int dimensions, int instance) {
        return make(function, dimensions, instance).optimum();
    }

    /**
     * A function whose minimum is 0, before {@code optimalValue} is added.
     *
     * @param optimum where it is 0; [d]
     */
    private record Instance(ToDoubleFunction<double[]> function, double[] optimum, double optimalValue) {}

    private static Instance make(int function, int d, int instance) {
        // two pairs of functions share their draws
        long seed = 10_000L * instance + (function == 4 ? 3 : function == 18 ? 17 : function);
        // the bent cigar takes its optimum from the seed of its rotation
        double[] optimum = BbobRandom.optimum(d, function == 12 ? seed + 1_000_000 : seed);
        double[][] q = rotation(d, seed);
        double[][] r = rotation(d, seed + 1_000_000);
        ToDoubleFunction<double[]> f = null;
        switch (function) {
            case 1 -> f = BbobSeparable.sphere(optimum);
            case 2 -> f = BbobSeparable.ellipsoid(optimum);
            case 3 -> f = BbobSeparable.rastrigin(optimum);
            case 4 -> {
                optimum = BbobSeparable.positiveEven(optimum);
                f = BbobSeparable.buecheRastrigin(optimum);
            }
            case 5 -> {
                optimum = BbobSeparable.corner(optimum);
                f = BbobSeparable.slope(optimum);
            }
            case 6 -> f = BbobUnimodal.attractiveSector(optimum, q, r);
            case 7 -> f = BbobUnimodal.stepEllipsoid(optimum, q, r);
            case 8 -> {
                optimum = TestFunctions.map(optimum, x -> 0.75 * x);
                f = BbobUnimodal.rosenbrock(optimum);
            }
            case 9 -> {
                f = BbobUnimodal.rotatedRosenbrock(q);
                optimum = BbobUnimodal.rosenbrockOptimum(q);
            }
            case 10 -> f = BbobUnimodal.ellipsoid(optimum, r);
            case 11 -> f = BbobUnimodal.discus(optimum, r);
            case 12 -> f = BbobUnimodal.bentCigar(optimum, r);
            case 13 -> f = BbobUnimodal.sharpRidge(optimum, q, r);
            case 14 -> f = BbobUnimodal.differentPowers(optimum, r);
            case 15 -> f = BbobMultimodal.rastrigin(optimum, q, r);
            case 16 -> f = BbobMultimodal.weierstrass(optimum, q, r);
            case 17 -> f = BbobMultimodal.schaffer(optimum, 10, q, r);
            case 18 -> f = BbobMultimodal.schaffer(optimum, 1000, q, r);
            case 19 -> {
                f = BbobMultimodal.griewankRosenbrock(q);
                optimum = BbobUnimodal.rosenbrockOptimum(q);
            }
            case 20 -> {
                optimum = BbobMultimodal.schwefelOptimum(d, seed);
                f = BbobMultimodal.schwefel(optimum);
            }
            case 21, 22 -> {
                BbobGallagher peaks = BbobGallagher.draw(function == 21, q, seed);
                optimum = peaks.optimum();
                f = peaks::value;
            }
            case 23 -> f = BbobMultimodal.katsuura(optimum, q, r);
            case 24 -> {
                optimum = BbobMultimodal.lunacekOptimum(d, seed);
                f = BbobMultimodal.lunacek(optimum, q, r);
            }
            default -> throw new IllegalArgumentException("no function " + function);
        }
        return new Instance(f, optimum, BbobRandom.optimalValue(seed));
    }
}
