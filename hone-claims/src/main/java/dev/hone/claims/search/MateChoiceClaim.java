package dev.hone.claims.search;

import dev.hone.claims.Claim;
import dev.hone.claims.ClaimRun;
import dev.hone.claims.Evidence;
import dev.hone.claims.Evidence.Chart;
import dev.hone.claims.Evidence.Line;
import dev.hone.claims.Evidence.Verdict;
import dev.hone.core.Seeds;
import dev.hone.search.programming.Diversity;
import dev.hone.search.programming.GeneticProgramming;
import dev.hone.search.programming.MateChoice;
import dev.hone.search.programming.MateChoice.Rule;
import dev.hone.search.programming.SymbolicRegression;
import dev.hone.search.programming.TreeDistance;
import dev.hone.search.programming.TreeRepresentation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Row 53: partners chosen by an inherited ideal keep a population of formulas varied. */
public final class MateChoiceClaim implements Claim {

    private static final int SEEDS = 30;
    private static final int POPULATION = 100;
    private static final int GENERATIONS = 60;
    private static final int SETTLED = 20;
    private static final int DEPTH_LIMIT = 8;
    private static final int POINTS = 20;
    private static final double SUCCESS = 0.01;

    @Override
    public About about() {
        return new About(
                "mate-choice",
                OptionalInt.of(53),
                "An inherited ideal of a partner keeps formulas varied",
                "Looking for x^5+x^4+x^3+x^2+x with 100 trees of depth at most 8 over 60 generations, 30 seeds an arm, means"
                        + " over generations 20 to 60: with PIMP the trees are further apart and their outputs more often"
                        + " distinct than with two tournaments (one-sided Mann-Whitney, p < .001), and further apart than"
                        + " with random mates (p < .01). PIMP's success rate is at most .05 below that of two tournaments,"
                        + " and its partners are closer to the ideals than random individuals are (paired Wilcoxon,"
                        + " p < .001).",
                "both parents by tournament; a chooser by tournament with a random mate; everything else the same",
                "The partner is a uniform choice among the candidates. If the variety came from the second tournament that is"
                        + " missing rather than from the ideals, it would still exceed that with random mates.",
                false,
                Duration.ofSeconds(60));
    }

    /** What each run of an arm left. */
    private record Arm(List<GeneticProgramming.Result> runs) {

        /** Per run, the mean over the generations in which the first trees no longer matter. */
        double[] settled(ToDoubleFunction<Diversity> measure) {
            return runs.stream()
                    .mapToDouble(r -> r.history().subList(SETTLED, GENERATIONS + 1).stream()
                            .mapToDouble(measure)
                            .average()
                            .orElseThrow())
                    .toArray();
        }

        double mean(ToDoubleFunction<Diversity> measure) {
            return Arrays.stream(settled(measure)).average().orElseThrow();
        }

        double success() {
            return runs.stream().filter(r -> r.best().loss() < SUCCESS).count() / (double) runs.size();
        }

        Line line(String name) {
            double[] generation =
                    IntStream.rangeClosed(0, GENERATIONS).asDoubleStream().toArray();
            double[] distance = IntStream.rangeClosed(0, GENERATIONS)
                    .mapToDouble(g -> runs.stream()
                            .mapToDouble(r -> r.history().get(g).meanDistance())
                            .average()
                            .orElseThrow())
                    .toArray();
            return new Line(name, generation, distance);
        }
    }

    @Override
    public Evidence measure(Variant variant, ClaimRun run) {
        Rule rule = variant == Variant.ABLATION ? Rule.RANDOM_MATE : Rule.PIMP;
        String tested = variant == Variant.ABLATION ? "uniform choice" : "PIMP";
        Map<String, Arm> arms = new LinkedHashMap<>();
        run.at(0, "two tournaments");
        arms.put("two tournaments", arm(1, Rule.STANDARD));
        run.at(0.33, "random mates");
        arms.put("random mates", arm(2, Rule.RANDOM_MATE));
        run.at(0.66, tested);
        arms.put(tested, arm(3, rule));
        return evidence(arms, arms.get(tested), arms.get("two tournaments"), arms.get("random mates"));
    }

    private static Evidence evidence(Map<String, Arm> arms, Arm pimp, Arm standard, Arm random) {
        double preferred =
                Statistics.less(pimp.settled(Diversity::chosenDistance), pimp.settled(Diversity::randomDistance));
        List<Verdict> verdicts = List.of(
                greater(
                        "trees are further apart than with two tournaments",
                        pimp,
                        standard,
                        Diversity::meanDistance,
                        0.001),
                greater(
                        "outputs are more distinct than with two tournaments",
                        pimp,
                        standard,
                        Diversity::uniqueOutputs,
                        0.001),
                greater("trees are further apart than with random mates", pimp, random, Diversity::meanDistance, 0.01),
                new Verdict(
                        "success at most .05 below two tournaments",
                        shown(pimp.success()) + " against " + shown(standard.success()),
                        pimp.success() >= standard.success() - 0.05),
                new Verdict(
                        "partners are closer to the ideals than chance",
                        String.format(
                                Locale.ROOT,
                                "%.3g of the distance, p = %.2g",
                                pimp.mean(Diversity::preferenceStrength),
                                preferred),
                        preferred < 0.001));
        List<List<String>> rows = new ArrayList<>();
        List<Line> lines = new ArrayList<>();
        arms.forEach((name, arm) -> {
            rows.add(List.of(
                    name,
                    shown(arm.mean(Diversity::meanDistance)),
                    shown(arm.mean(Diversity::uniqueOutputs)),
                    shown(arm.mean(Diversity::uniqueTrees)),
                    shown(arm.mean(Diversity::preferenceStrength)),
                    shown(arm.mean(Diversity::matingGini)),
                    shown(arm.mean(Diversity::solutionSize)),
                    shown(arm.mean(Diversity::idealSize)),
                    shown(arm.success())));
            lines.add(arm.line(name));
        });
        return new Evidence(
                verdicts,
                List.of(
                        "partners",
                        "pair distance",
                        "unique outputs",
                        "unique trees",
                        "preference",
                        "Gini of mating",
                        "size of S",
                        "size of I",
                        "success"),
                rows,
                new Chart("Mean over " + SEEDS + " seeds", "generation", "mean distance of a pair", false, lines));
    }

    private static Verdict greater(String condition, Arm a, Arm b, ToDoubleFunction<Diversity> measure, double level) {
        double p = MannWhitney.greater(a.settled(measure), b.settled(measure));
        String measured = shown(a.mean(measure)) + " against " + shown(b.mean(measure))
                + String.format(Locale.ROOT, ", p = %.2g", p);
        return new Verdict(condition, measured, p < level);
    }

    /** Arms have seeds of their own, since the test is one of independent samples. */
    private static Arm arm(int number, Rule rule) {
        return new Arm(IntStream.range(0, SEEDS)
                .parallel()
                .mapToObj(seed -> evolution(rule).run(Seeds.derive(seed, 53, number)))
                .toList());
    }

    private static GeneticProgramming evolution(Rule rule) {
        double[] x = IntStream.range(0, POINTS)
                .mapToDouble(i -> -1 + 2.0 * i / (POINTS - 1))
                .toArray();
        double[] y = Arrays.stream(x)
                .map(v -> v + v * v + v * v * v + Math.pow(v, 4) + Math.pow(v, 5))
                .toArray();
        SymbolicRegression task =
                new SymbolicRegression(List.of("x"), new double[][] {x}, y, SymbolicRegression.Options.defaults());
        TreeRepresentation trees = new TreeRepresentation(
                task.primitives(),
                TreeRepresentation.Options.defaults().withDepthLimit(DEPTH_LIMIT),
                TreeDistance::structural);
        MateChoice.Options mating = MateChoice.Options.defaults().with(rule);
        return new GeneticProgramming(
                trees,
                task,
                new GeneticProgramming.Options(POPULATION, GENERATIONS, Double.NEGATIVE_INFINITY, false, mating));
    }

    private static String shown(double value) {
        return String.format(Locale.ROOT, "%.3g", value);
    }
}
