package dev.hone.claims.problem;

import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Condition;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.SearchSpace;
import java.util.Arrays;
import java.util.List;

/** Spaces that are not boxes: choices, whole numbers, conditions. Hone's own, made of classical functions. */
public final class MixedProblems {

    /** What the levels of {@link #ackley} stand for, in an order that says nothing about their distance. */
    private static final double[] LEVELS = {3, 0, -2, 1, -1};

    private MixedProblems() {}

    public static List<TestProblem> all() {
        return List.of(ackley(), rosenbrock(), branches());
    }

    /** Ackley's function of three unordered choices of five levels each and three numbers in [-5, 5]; minimum 0. */
    public static TestProblem ackley() {
        SearchSpace.Builder space = SearchSpace.builder();
        for (int i = 1; i <= 3; i++) {
            space.add(CategoricalParameter.of("level" + i, "a", "b", "c", "d", "e"));
        }
        for (int i = 1; i <= 3; i++) {
            space.add(FloatParameter.linear("x" + i, -5, 5));
        }
        return new TestProblem(
                "Ackley-mixed",
                space.build(),
                x -> {
                    double[] z = x.clone();
                    for (int i = 0; i < 3; i++) {
                        z[i] = LEVELS[(int) x[i]];
                    }
                    return TestFunctions.ackley(z);
                },
                0);
    }

    /** Rosenbrock's function of three whole numbers and three numbers in [-5, 10]; minimum 0. */
    public static TestProblem rosenbrock() {
        SearchSpace.Builder space = SearchSpace.builder();
        for (int i = 1; i <= 3; i++) {
            space.add(IntParameter.linear("k" + i, -5, 10));
        }
        for (int i = 1; i <= 3; i++) {
            space.add(FloatParameter.linear("x" + i, -5, 10));
        }
        return new TestProblem("Rosenbrock-mixed", space.build(), TestFunctions::rosenbrock, 0);
    }

    /**
     * A choice that decides which numbers there are: Branin's function of two, Hartmann-3 plus 5 of three, or Levy's
     * function of four plus 1; minimum 0.397887, in the first.
     */
    public static TestProblem branches() {
        Condition branin = Condition.on("branch", "branin");
        Condition hartmann = Condition.on("branch", "hartmann");
        Condition levy = Condition.on("branch", "levy");
        SearchSpace.Builder space = SearchSpace.builder()
                .add(CategoricalParameter.of("branch", "levy", "hartmann", "branin"))
                .add(FloatParameter.linear("b1", -5, 10).when(branin))
                .add(FloatParameter.linear("b2", 0, 15).when(branin));
        for (int i = 1; i <= 3; i++) {
            space.add(FloatParameter.linear("h" + i, 0, 1).when(hartmann));
        }
        for (int i = 1; i <= 4; i++) {
            space.add(FloatParameter.linear("l" + i, -10, 10).when(levy));
        }
        return new TestProblem(
                "Branches",
                space.build(),
                x -> switch ((int) x[0]) {
                    case 0 -> 1 + TestFunctions.levy(Arrays.copyOfRange(x, 6, 10));
                    case 1 -> 5 + TestFunctions.hartmann3(Arrays.copyOfRange(x, 3, 6));
                    default -> TestFunctions.branin(Arrays.copyOfRange(x, 1, 3));
                },
                TestProblem.branin().minimum());
    }
}
