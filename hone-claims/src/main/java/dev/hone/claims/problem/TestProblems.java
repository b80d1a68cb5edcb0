package dev.hone.claims.problem;

import dev.hone.core.Check;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The catalogue of {@link TestProblem}s: by name, and in suites. */
public final class TestProblems {

    private static final Pattern BBOB = Pattern.compile("bbob-f(\\d{1,2})(?:-d(\\d{1,3}))?(?:-i(\\d{1,6}))?");
    private static final Pattern SIZED = Pattern.compile("(ackley|levy|rastrigin|rosenbrock)-(\\d{1,3})");

    private static final Map<String, IntFunction<TestProblem>> ANY_SIZE = Map.of(
            "ackley", TestProblem::ackley,
            "levy", TestProblem::levy,
            "rastrigin", TestProblem::rastrigin,
            "rosenbrock", TestProblem::rosenbrock);

    /** What {@code bbob} and {@code bbob-f8} stand for beyond the function. */
    public record BbobRange(List<Integer> dimensions, List<Integer> instances) {
        public BbobRange {
            dimensions.forEach(d -> Check.atLeast("dimensions", d, 2));
            instances.forEach(i -> Check.atLeast("instances", i, 1));
        }
    }

    private TestProblems() {}

    /** Names of the suites, each with what it holds. */
    public static Map<String, String> suites() {
        Map<String, String> suites = new LinkedHashMap<>();
        suites.put(
                "standard",
                "Branin, Hartmann-6, Levy-10, Ackley-10, Rosenbrock-5, borehole, wing weight: what is compared most");
        suites.put("engineering", "models of devices, each with a cheaper approximation");
        suites.put("constrained", "welded beam, pressure vessel, speed reducer");
        suites.put("noisy", "four classical functions seen through noise");
        suites.put("mixed", "choices, whole numbers, conditions");
        suites.put("hyperparameters", "random forests and boosted trees on real and generated data");
        suites.put("bbob", "the 24 noiseless functions of the black-box optimization benchmark");
        return suites;
    }

    /**
     * The problems that the names stand for, in their order and each once. A name is that of a suite, of a problem such as
     * {@code Borehole}, {@code Levy-7} or {@code bbob-f8-d5-i1}, or {@code bbob-f8} for all of a range; case does not matter.
     *
     * @throws InvalidFieldException naming the first that does not exist
     */
    public static List<TestProblem> select(List<String> names, BbobRange range) {
        Map<String, TestProblem> selected = new LinkedHashMap<>();
        for (String name : names) {
            find(name.toLowerCase(Locale.ROOT), range).forEach(p -> selected.putIfAbsent(p.name(), p));
        }
        return List.copyOf(selected.values());
    }

    private static List<TestProblem> find(String name, BbobRange range) {
        Matcher bbob = BBOB.matcher(name);
        if (bbob.matches()) {
            return bbob(
                    List.of(Integer.valueOf(bbob.group(1))),
                    bbob.group(2) == null ? range.dimensions() : List.of(Integer.valueOf(bbob.group(2))),
                    bbob.group(3) == null ? range.instances() : List.of(Integer.valueOf(bbob.group(3))));
        }
        Matcher sized = SIZED.matcher(name);
        if (sized.matches()) {
            int dimensions = Check.atLeast("dimensions of " + sized.group(1), Integer.parseInt(sized.group(2)), 2);
            return List.of(ANY_SIZE.get(sized.group(1)).apply(dimensions));
        }
        return switch (name) {
            case "standard" -> standard();
            case "engineering" -> EngineeringProblems.all();
            case "constrained" -> ConstrainedProblems.all();
            case "noisy" -> noisy();
            case "mixed" -> MixedProblems.all();
            case "hyperparameters" -> HyperparameterSurfaces.all();
            case "bbob" ->
                bbob(IntStream.rangeClosed(1, Bbob.FUNCTIONS).boxed().toList(), range.dimensions(), range.instances());
            default -> List.of(named(name));
        };
    }

    private static TestProblem named(String name) {
        List<TestProblem> all = Stream.of(
                        List.of(TestProblem.branin(), TestProblem.hartmann3(), TestProblem.hartmann6()),
                        EngineeringProblems.all(),
                        ConstrainedProblems.all(),
                        noisy(),
                        MixedProblems.all(),
                        HyperparameterSurfaces.all())
                .flatMap(List::stream)
                .toList();
        return all.stream()
                .filter(p -> p.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name, all));
    }

    private static InvalidFieldException unknown(String name, List<TestProblem> all) {
        List<String> names = new ArrayList<>(suites().keySet());
        all.forEach(p -> names.add(p.name().toLowerCase(Locale.ROOT)));
        names.addAll(List.of("ackley-10", "levy-10", "rastrigin-10", "rosenbrock-5", "bbob-f1", "bbob-f1-d2-i1"));
        return new InvalidFieldException(
                "problem", "is '" + name + "'" + Nearest.hint(name, names) + ", expected one of " + names);
    }

    private static List<TestProblem> standard() {
        return List.of(
                TestProblem.branin(),
                TestProblem.hartmann6(),
                TestProblem.levy(10),
                TestProblem.ackley(10),
                TestProblem.rosenbrock(5),
                EngineeringProblems.borehole(),
                EngineeringProblems.wingWeight());
    }

    private static List<TestProblem> noisy() {
        return List.of(
                TestProblem.branin().noisy(1),
                TestProblem.hartmann6().noisy(0.1),
                TestProblem.ackley(10).noisy(0.5),
                TestProblem.rosenbrock(5).noisy(10));
    }

    private static List<TestProblem> bbob(List<Integer> functions, List<Integer> dimensions, List<Integer> instances) {
        List<TestProblem> problems = new ArrayList<>();
        for (int function : functions) {
            for (int d : dimensions) {
                for (int instance : instances) {
                    problems.add(Bbob.problem(function, d, instance));
                }
            }
        }
        return problems;
    }
}
