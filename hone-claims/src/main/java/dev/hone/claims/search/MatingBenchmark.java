package dev.hone.claims.search;

import dev.hone.claims.bench.Benchmark;
import dev.hone.claims.bench.MarkdownTable;
import dev.hone.claims.bench.NamedArguments;
import dev.hone.core.Check;
import dev.hone.core.Seeds;
import dev.hone.search.programming.Arithmetic;
import dev.hone.search.programming.Diversity;
import dev.hone.search.programming.GeneticProgramming;
import dev.hone.search.programming.MateChoice;
import dev.hone.search.programming.MateChoice.Rule;
import dev.hone.search.programming.Primitive;
import dev.hone.search.programming.SymbolicRegression;
import dev.hone.search.programming.TreeDistance;
import dev.hone.search.programming.TreeRepresentation;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Row 53 beyond its claim: three targets with two mutation rates, evolved with two tournaments, random mates and PIMP.
 * Diversity is a run's mean over the later two thirds of its generations; success is a mean absolute error below .01.
 */
public final class MatingBenchmark implements Benchmark {

    private static final double SUCCESS = 0.01;
    private static final int POPULATION = 100;
    private static final List<Rule> RULES = List.of(Rule.STANDARD, Rule.RANDOM_MATE, Rule.PIMP);
    private static final double[] MUTATIONS = {0.05, 0.1};

    @Override
    public String name() {
        return "mating";
    }

    @Override
    public String title() {
        return "Mate choice on three targets with two mutation rates (runs=30 generations=50 depth=17): diversity, error,"
                + " success; p of Kruskal-Wallis over the three, of Mann-Whitney (one-sided) for PIMP above each other";
    }

    @Override
    public void run(List<String> arguments, PrintStream out) {
        NamedArguments options = options(arguments);
        MarkdownTable table = new MarkdownTable(
                out,
                List.of(
                        "target",
                        "mutation",
                        "partners",
                        "distance",
                        "outputs",
                        "size",
                        "median error",
                        "success",
                        "distance: p of all three",
                        "p of PIMP above"));
        for (Map.Entry<String, SymbolicRegression> problem : problems().entrySet()) {
            for (double mutation : MUTATIONS) {
                instance(table, problem.getKey(), problem.getValue(), mutation, options);
            }
        }
    }

    private static NamedArguments options(List<String> arguments) {
        NamedArguments options = NamedArguments.of(Map.of("runs", "30", "generations", "50", "depth", "17"), arguments);
        Check.atLeast("runs", options.whole("runs"), 2);
        Check.atLeast("generations", options.whole("generations"), 3);
        Check.atLeast("depth", options.whole("depth"), 6);
        return options;
    }

    private static void instance(
            MarkdownTable table, String name, SymbolicRegression problem, double mutation, NamedArguments options) {
        Map<Rule, List<GeneticProgramming.Result>> arms = new LinkedHashMap<>();
        for (Rule rule : RULES) {
            arms.put(rule, arm(problem, rule, mutation, options));
        }
        double[][] distances = RULES.stream()
                .map(rule -> settled(arms.get(rule), Diversity::meanDistance))
                .toArray(double[][]::new);
        double all = KruskalWallis.p(distances);
        for (int i = 0; i < RULES.size(); i++) {
            List<GeneticProgramming.Result> runs = arms.get(RULES.get(i));
            double[] errors = runs.stream().mapToDouble(r -> r.best().loss()).toArray();
            boolean tested = RULES.get(i) == Rule.PIMP;
            table.row(List.of(
                    name,
                    Double.toString(mutation),
                    RULES.get(i).id(),
                    shown(mean(distances[i])),
                    shown(mean(settled(runs, Diversity::uniqueOutputs))),
                    shown(mean(settled(runs, Diversity::solutionSize))),
                    shown(Statistics.median(errors)),
                    shown(Arrays.stream(errors).filter(e -> e < SUCCESS).count() / (double) errors.length),
                    tested ? shown(all) : "",
                    tested ? "" : shown(MannWhitney.greater(distances[RULES.size() - 1], distances[i]))));
        }
    }

    /** Arms have seeds of their own, since the tests are of independent samples. */
    private static List<GeneticProgramming.Result> arm(
            SymbolicRegression problem, Rule rule, double mutation, NamedArguments options) {
        MateChoice.Options defaults = MateChoice.Options.defaults();
        MateChoice.Options mating = new MateChoice.Options(
                rule, defaults.tournament(), defaults.candidates(), defaults.crossover(), mutation);
        TreeRepresentation trees = new TreeRepresentation(
                problem.primitives(),
                TreeRepresentation.Options.defaults().withDepthLimit(options.whole("depth")),
                TreeDistance::structural);
        GeneticProgramming evolution = new GeneticProgramming(
                trees,
                problem,
                new GeneticProgramming.Options(
                        POPULATION, options.whole("generations"), Double.NEGATIVE_INFINITY, false, mating));
        return IntStream.range(0, options.whole("runs"))
                .parallel()
                .mapToObj(seed -> evolution.run(Seeds.derive(seed, 53, rule.ordinal(), Math.round(1000 * mutation))))
                .toList();
    }

    private static double[] settled(List<GeneticProgramming.Result> runs, ToDoubleFunction<Diversity> measure) {
        return runs.stream()
                .mapToDouble(r -> mean(r.history().stream()
                        .skip(r.history().size() / 3)
                        .mapToDouble(measure)
                        .toArray()))
                .toArray();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    /** Koza-1 and Nguyen-5 on 20 points of [-1, 1], Pagie-1 on a grid of 26 x 26 points of [-5, 5]^2. */
    private static Map<String, SymbolicRegression> problems() {
        List<Primitive> arithmetic = SymbolicRegression.Options.defaults().functions();
        List<Primitive> trigonometric = new ArrayList<>(arithmetic);
        trigonometric.addAll(
                List.of(Arithmetic.sine(), Arithmetic.cosine(), Arithmetic.exponential(), Arithmetic.logarithm()));
        Map<String, SymbolicRegression> problems = new LinkedHashMap<>();
        problems.put("Koza-1", onLine(x -> x + x * x + x * x * x + x * x * x * x, arithmetic));
        problems.put("Nguyen-5", onLine(x -> Math.sin(x * x) * Math.cos(x) - 1, trigonometric));
        problems.put("Pagie-1", onGrid((x, y) -> 1 / (1 + Math.pow(x, -4)) + 1 / (1 + Math.pow(y, -4)), arithmetic));
        return problems;
    }

    private static SymbolicRegression onLine(DoubleUnaryOperator target, List<Primitive> functions) {
        double[] x = IntStream.range(0, 20).mapToDouble(i -> -1 + 2.0 * i / 19).toArray();
        return task(
                List.of("x"), new double[][] {x}, Arrays.stream(x).map(target).toArray(), functions);
    }

    private static SymbolicRegression onGrid(DoubleBinaryOperator target, List<Primitive> functions) {
        double[][] columns = new double[2][26 * 26];
        double[] values = new double[26 * 26];
        for (int i = 0; i < values.length; i++) {
            columns[0][i] = -5 + 0.4 * (i / 26);
            columns[1][i] = -5 + 0.4 * (i % 26);
            values[i] = target.applyAsDouble(columns[0][i], columns[1][i]);
        }
        return task(List.of("x", "y"), columns, values, functions);
    }

    private static SymbolicRegression task(
            List<String> names, double[][] columns, double[] target, List<Primitive> functions) {
        return new SymbolicRegression(
                names,
                columns,
                target,
                new SymbolicRegression.Options(functions, List.of(Arithmetic.number(1)), false));
    }

    private static String shown(double value) {
        return String.format(Locale.ROOT, "%.2g", value);
    }
}
