package dev.hone.claims.search;

import dev.hone.claims.Claim;
import dev.hone.claims.ClaimRun;
import dev.hone.claims.Evidence;
import dev.hone.claims.Evidence.Chart;
import dev.hone.claims.Evidence.Line;
import dev.hone.claims.Evidence.Verdict;
import dev.hone.claims.problem.TestProblem;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.space.Configuration;
import dev.hone.core.study.Budget;
import dev.hone.core.study.Study;
import dev.hone.core.trial.Evaluation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Noisy expected improvement and the knowledge gradient of {@code bayes} against plug-in expected improvement. */
public final class BayesianOptimizationClaim implements Claim {

    private static final int FUNCTIONS = 200;
    /** The difference to EI on max y is so small that 200 draws show it one time in five, see the page of row 13. */
    private static final int MORE_FUNCTIONS = 2000;
    /** Draws that no choice was made on. */
    private static final int FIRST_OF_MORE = 10_000;

    private static final int SEEDS = 10;
    private static final int STARTUP = 6;
    private static final int TRIALS = 30;

    @Override
    public About about() {
        return new About(
                "bayesian-optimization",
                OptionalInt.of(13),
                "Under noise, what the next observation teaches is worth more than what it may show",
                "(a) On " + FUNCTIONS
                        + " draws of a Gaussian process over 101 points, with noise as large as the signal, 4"
                        + " random and 20 chosen evaluations and the kernel known, the opportunity cost of what is"
                        + " recommended, averaged over the last 17 evaluations, is smaller (paired one-sided Wilcoxon) for"
                        + " noisy expected improvement and for the knowledge gradient than for plug-in expected improvement"
                        + " (p < 0.01) and than for random points (p < 1e-4), and on " + MORE_FUNCTIONS
                        + " other draws for noisy expected improvement than for expected improvement on the greatest value"
                        + " (p < 0.05). (b) On Branin, after " + STARTUP + " + " + (TRIALS - STARTUP)
                        + " evaluations, bayes with hyperparameters by posterior mode has a median regret over "
                        + SEEDS + " seeds of at most 0.05 and at most a fifth of random search's.",
                "random points, expected improvement on max y, plug-in expected improvement; random search on Branin",
                "Noisy expected improvement without what makes it so: how far means move is left out and only the new point's"
                        + " own improvement on the best mean is valued, which is plug-in expected improvement.",
                false,
                Duration.ofMinutes(2));
    }

    @Override
    public Evidence measure(Variant variant, ClaimRun run) {
        Map<GridSearch.Rule, double[][]> costs = new EnumMap<>(GridSearch.Rule.class);
        List<List<String>> rows = new ArrayList<>();
        List<Line> lines = new ArrayList<>();
        for (GridSearch.Rule rule : GridSearch.Rule.values()) {
            run.at(0.08 * rule.ordinal(), rule.title());
            double[][] byFunction = costs(rule, variant, 0, FUNCTIONS);
            costs.put(rule, byFunction);
            double mean = Arrays.stream(scores(byFunction)).average().orElseThrow();
            rows.add(List.of("draws, noise sd 1", rule.title(), String.format(Locale.ROOT, "mean %.3f", mean)));
            lines.add(line(rule, byFunction));
        }
        run.at(0.4, MORE_FUNCTIONS + " draws for a small difference");
        Map<GridSearch.Rule, double[][]> more = new EnumMap<>(GridSearch.Rule.class);
        for (GridSearch.Rule rule : List.of(GridSearch.Rule.NOISY_EI, GridSearch.Rule.EI_MAX_Y)) {
            double[][] byFunction = costs(rule, variant, FIRST_OF_MORE, MORE_FUNCTIONS);
            more.put(rule, byFunction);
            double mean = Arrays.stream(scores(byFunction)).average().orElseThrow();
            rows.add(List.of(
                    MORE_FUNCTIONS + " other draws", rule.title(), String.format(Locale.ROOT, "mean %.3f", mean)));
        }
        rows.add(List.of(
                FUNCTIONS + " draws, report only",
                "noisy EI less than EI on max y",
                less(costs, GridSearch.Rule.NOISY_EI, GridSearch.Rule.EI_MAX_Y, 0.05)
                        .measured()));
        List<Verdict> verdicts = new ArrayList<>(List.of(
                less(costs, GridSearch.Rule.NOISY_EI, GridSearch.Rule.PLUG_IN_EI, 0.01),
                less(costs, GridSearch.Rule.KG, GridSearch.Rule.PLUG_IN_EI, 0.01),
                less(more, GridSearch.Rule.NOISY_EI, GridSearch.Rule.EI_MAX_Y, 0.05),
                less(costs, GridSearch.Rule.NOISY_EI, GridSearch.Rule.RANDOM, 1e-4),
                less(costs, GridSearch.Rule.KG, GridSearch.Rule.RANDOM, 1e-4)));
        run.at(0.75, "bayes on Branin");
        double bayes = Statistics.median(regrets("bayes", Map.of("startup_trials", STARTUP, "noise", "none")));
        run.at(0.95, "random search on Branin");
        double random = Statistics.median(regrets("random", Map.of()));
        rows.add(List.of("Branin", "bayes", String.format(Locale.ROOT, "median %.3g", bayes)));
        rows.add(List.of("Branin", "random", String.format(Locale.ROOT, "median %.3g", random)));
        verdicts.add(new Verdict(
                "on Branin, the median regret of bayes is at most 0.05 and a fifth of random search's",
                String.format(Locale.ROOT, "%.3g against %.3g", bayes, random),
                bayes <= 0.05 && bayes <= random / 5));
        Chart chart = new Chart(
                "Mean opportunity cost of the recommendation over " + FUNCTIONS + " draws",
                "evaluations",
                "opportunity cost",
                false,
                lines);
        return new Evidence(verdicts, List.of("problem", "method", "opportunity cost or regret"), rows, chart);
    }

    /** Opportunity cost, [function][state]. The ablation is in how noisy EI chooses. */
    private static double[][] costs(GridSearch.Rule rule, Variant variant, int first, int functions) {
        boolean ablated = variant == Variant.ABLATION && rule == GridSearch.Rule.NOISY_EI;
        GridSearch.Rule used = ablated ? GridSearch.Rule.PLUG_IN_EI : rule;
        return IntStream.range(first, first + functions)
                .parallel()
                .mapToObj(f -> new GridSearch(f).costs(used))
                .toArray(double[][]::new);
    }

    /** Mean over the last states, [function]. */
    private static double[] scores(double[][] costs) {
        return Arrays.stream(costs)
                .mapToDouble(c -> Arrays.stream(c, c.length - GridSearch.SCORED, c.length)
                        .average()
                        .orElseThrow())
                .toArray();
    }

    private static Verdict less(
            Map<GridSearch.Rule, double[][]> costs, GridSearch.Rule a, GridSearch.Rule b, double significance) {
        double p = Statistics.less(scores(costs.get(a)), scores(costs.get(b)));
        return new Verdict(
                a.title() + " has less opportunity cost than " + b.title() + " on " + costs.get(a).length
                        + " draws, p < " + significance,
                String.format(Locale.ROOT, "p = %.2g", p),
                p < significance);
    }

    private static Line line(GridSearch.Rule rule, double[][] costs) {
        int states = costs[0].length;
        double[] x = new double[states];
        double[] y = new double[states];
        for (int i = 0; i < states; i++) {
            int at = i;
            x[i] = GridSearch.STARTUP + i;
            y[i] = Arrays.stream(costs).mapToDouble(c -> c[at]).average().orElseThrow();
        }
        return new Line(rule.title(), x, y);
    }

    private static double[] regrets(String optimizer, Map<String, ?> options) {
        TestProblem problem = TestProblem.branin();
        return IntStream.range(0, SEEDS)
                .parallel()
                .mapToDouble(seed -> {
                    try (Study<Configuration> study = Study.named(problem.name())
                            .minimize("value")
                            .seed(seed)
                            .optimizer(MethodCatalogue.load().sampler("optimizer", optimizer, problem.space(), options))
                            .plannedTrials(TRIALS)
                            .create()) {
                        study.run(x -> Evaluation.of(problem.value(x)), Budget.trials(TRIALS));
                        return study.best().value() - problem.minimum();
                    }
                })
                .toArray();
    }
}
