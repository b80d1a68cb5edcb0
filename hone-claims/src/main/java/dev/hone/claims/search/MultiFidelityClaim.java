package dev.hone.claims.search;

import dev.hone.claims.Claim;
import dev.hone.claims.ClaimRun;
import dev.hone.claims.Evidence;
import dev.hone.claims.Evidence.Chart;
import dev.hone.claims.Evidence.Line;
import dev.hone.claims.Evidence.Verdict;
import dev.hone.claims.problem.FidelityPair;
import dev.hone.core.trial.Direction;
import dev.hone.search.fidelity.FidelityEvaluator.Outcome;
import dev.hone.search.fidelity.FidelityLevel;
import dev.hone.search.fidelity.FidelityResult;
import dev.hone.search.fidelity.MultiFidelityOptimization;
import dev.hone.search.fidelity.MultiFidelityOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** A cheap approximation saves exact evaluations where it is like the truth (row 24). */
public final class MultiFidelityClaim implements Claim {

    private static final int SEEDS = 10;
    private static final double BUDGET = 10;
    private static final double LONGER = 12;
    private static final double CHEAP = 0.1;
    private static final int LOW = 30;
    private static final int EXACT = 3;
    private static final int SINGLE = 6;
    /** Noise of functions without noise, in squared standard deviations. */
    private static final double NOISE = 1e-6;

    @Override
    public About about() {
        return new About(
                "multi-fidelity",
                OptionalInt.of(24),
                "A cheap approximation finds the best exact design for less",
                "On Hartmann-3, whose approximation costs a tenth, with " + LOW + " approximate and " + EXACT
                        + " exact first points, ar1 and augmented EI have a median regret of the best exact evaluation"
                        + " over "
                        + SEEDS
                        + " seeds at total cost 10 of at most 0.3 times that of exact evaluations alone (" + SINGLE
                        + " first points, EI, the same kernel and priors), and a smaller one for at least 8 seeds.",
                "the same process and EI on exact evaluations alone",
                "The approximation is replaced by -low(1 - x reversed), which says nothing of the truth: all else"
                        + " stays.",
                false,
                Duration.ofMinutes(2));
    }

    @Override
    public Evidence measure(Variant variant, ClaimRun run) {
        FidelityPair pair = FidelityPair.hartmann3();
        FidelityPair used = variant == Variant.ABLATION ? pair.misled() : pair;
        run.at(0, "two levels");
        List<FidelityResult> two = runs(used, true, BUDGET);
        run.at(0.5, "exact level alone");
        List<FidelityResult> one = runs(used, false, BUDGET);
        run.at(0.6, "longer, and a second pair");
        List<FidelityResult> twoLonger = runs(used, true, LONGER);
        List<FidelityResult> oneLonger = runs(used, false, LONGER);
        FidelityPair branin = FidelityPair.branin();
        FidelityPair second = variant == Variant.ABLATION ? branin.misled() : branin;
        List<FidelityResult> twoSecond = runs(second, true, BUDGET);
        List<FidelityResult> oneSecond = runs(second, false, BUDGET);
        double[] a = regrets(two, used, BUDGET);
        double[] b = regrets(one, used, BUDGET);
        long better = IntStream.range(0, SEEDS).filter(s -> a[s] < b[s]).count();
        List<Verdict> verdicts = List.of(
                new Verdict(
                        "median regret with two levels is at most 0.3 times that with one",
                        String.format(Locale.ROOT, "%.3g against %.3g", Statistics.median(a), Statistics.median(b)),
                        Statistics.median(a) <= 0.3 * Statistics.median(b)),
                new Verdict("it is smaller for at least 8 of 10 seeds", better + " seeds", better >= 8));
        List<List<String>> rows = new ArrayList<>();
        row(rows, used, BUDGET, two, one);
        row(rows, used, LONGER, twoLonger, oneLonger);
        row(rows, second, BUDGET, twoSecond, oneSecond);
        Chart chart = new Chart(
                "Median regret of the best exact evaluation on " + used.name(),
                "total cost",
                "regret",
                true,
                List.of(line("two levels", used, twoLonger), line("exact alone", used, oneLonger)));
        return new Evidence(
                verdicts,
                List.of("problem", "cost", "two levels, median regret", "exact alone", "low and exact trials"),
                rows,
                chart);
    }

    private static List<FidelityResult> runs(FidelityPair pair, boolean both, double budget) {
        FidelityLevel truth = new FidelityLevel("exact", 1);
        List<FidelityLevel> levels = both ? List.of(new FidelityLevel("low", CHEAP), truth) : List.of(truth);
        MultiFidelityOptions options = MultiFidelityOptions.defaults(budget).withNoise(NOISE);
        MultiFidelityOptimization optimization = new MultiFidelityOptimization(
                pair.space(),
                levels,
                Direction.MAXIMIZE,
                both ? options.withInitial(LOW, EXACT) : options.withInitial(SINGLE));
        return IntStream.range(0, SEEDS)
                .parallel()
                .mapToObj(seed -> optimization.run(
                        (configuration, level) -> {
                            double[] x = pair.coordinates(configuration);
                            return Outcome.of(
                                    both && level == 0
                                            ? pair.low().applyAsDouble(x)
                                            : pair.exact().applyAsDouble(x));
                        },
                        seed))
                .toList();
    }

    private static double[] regrets(List<FidelityResult> runs, FidelityPair pair, double cost) {
        return runs.stream()
                .mapToDouble(
                        r -> r.best(cost).map(t -> pair.maximum() - t.value()).orElse(Double.NaN))
                .toArray();
    }

    private static void row(
            List<List<String>> rows,
            FidelityPair pair,
            double cost,
            List<FidelityResult> two,
            List<FidelityResult> one) {
        double exact = two.stream()
                .mapToLong(r -> r.trials().stream().filter(t -> t.level() == 1).count())
                .average()
                .orElseThrow();
        double all = two.stream().mapToInt(r -> r.trials().size()).average().orElseThrow();
        rows.add(List.of(
                pair.name(),
                String.format(Locale.ROOT, "%.0f", cost),
                String.format(Locale.ROOT, "%.3g", Statistics.median(regrets(two, pair, cost))),
                String.format(Locale.ROOT, "%.3g", Statistics.median(regrets(one, pair, cost))),
                String.format(Locale.ROOT, "%.1f and %.1f", all - exact, exact)));
    }

    private static Line line(String name, FidelityPair pair, List<FidelityResult> runs) {
        double[] costs = IntStream.rangeClosed(2 * SINGLE, (int) (2 * LONGER))
                .mapToDouble(i -> i / 2.0)
                .toArray();
        double[] medians = Arrays.stream(costs)
                .map(c -> Statistics.median(regrets(runs, pair, c)))
                .toArray();
        return new Line(name, costs, medians);
    }
}
