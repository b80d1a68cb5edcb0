package dev.hone.search.fidelity;

import dev.hone.core.HoneException;
import dev.hone.core.space.Configuration;
import dev.hone.search.fidelity.FidelityHistory.Entry;
import dev.hone.search.fidelity.FidelitySearch.Decision;
import dev.hone.search.fidelity.FidelitySearch.Setup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** One run of {@link MultiFidelityOptimization}. Not thread-safe. */
final class FidelityRun {

    private final MultiFidelityOptimization optimization;
    private final FidelityEvaluator evaluator;
    private final FidelitySearch search;
    private final int exact;
    private final DeclaredLevels levels;
    private final List<FidelityResult.Trial> trials = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private Optional<FidelityComparison> comparison = Optional.empty();

    FidelityRun(MultiFidelityOptimization optimization, FidelityEvaluator evaluator, long seed) {
        this.optimization = optimization;
        this.evaluator = evaluator;
        levels = new DeclaredLevels(optimization.levels());
        exact = optimization.levels().size() - 1;
        MultiFidelityOptions options = optimization.options();
        search = new FidelitySearch(new Setup(
                optimization.designs(seed),
                levels,
                optimization.initial(),
                options,
                1,
                Optional.empty(),
                options.budget(),
                seed));
        double cost = optimization.levels().get(0).cost();
        if (exact > 0 && optimization.levels().stream().allMatch(l -> l.cost() == cost)) {
            warnings.add("all levels cost the same: the exact one alone would do");
        }
    }

    FidelityResult run() {
        while (true) {
            Optional<Decision> next = search.planned();
            if (next.isEmpty()) {
                requireEveryLevel();
                if (!search.canPayForTruth()) {
                    return new FidelityResult(trials, optimization.direction(), exact, correlations(), warnings);
                }
                next = Optional.of(search.next(trials.size()));
            }
            next.get().comparison().ifPresent(this::note);
            evaluate(next.get());
        }
    }

    private void evaluate(Decision decision) {
        int level = (int) decision.fidelity();
        FidelityEvaluator.Outcome outcome = outcome(decision.configuration(), level);
        double cost = Double.isNaN(outcome.cost()) ? search.costs().of(level) : outcome.cost();
        if (!Double.isNaN(outcome.cost())) {
            search.costs().measured(level, cost);
        }
        double total = search.history().cost() + cost;
        double value = Double.isFinite(outcome.value()) ? outcome.value() : Double.NaN;
        trials.add(new FidelityResult.Trial(decision.configuration(), level, value, cost, total));
        double[] gains = Double.isNaN(value)
                ? null
                : new double[] {-optimization.direction().asLoss(value)};
        double[] x = search.setup().space().encode(decision.configuration());
        search.history().tell(new Entry(x, level, decision.target(), false, gains, Map.of(), Map.of(), cost));
    }

    private FidelityEvaluator.Outcome outcome(Configuration configuration, int level) {
        try {
            return evaluator.evaluate(configuration, level);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HoneException("interrupted after " + trials.size() + " trials", e);
        } catch (Exception e) {
            warnings.add("trial " + trials.size() + " at level "
                    + optimization.levels().get(level).name() + " failed: " + e);
            return FidelityEvaluator.Outcome.of(Double.NaN);
        }
    }

    private void requireEveryLevel() {
        for (int l = 0; l <= exact; l++) {
            if (!search.history().succeeded(l)) {
                throw new HoneException(
                        "no evaluation of level " + optimization.levels().get(l).name() + " succeeded: it cannot be "
                                + (l == exact ? "searched" : "used, leave it out"));
            }
        }
    }

    private double[] correlations() {
        return IntStream.rangeClosed(0, exact)
                .mapToDouble(l ->
                        comparison.map(c -> c.fidelities().get(l).correlation()).orElse(Double.NaN))
                .toArray();
    }

    /** Warns of levels that were informative before. */
    private void note(FidelityComparison now) {
        now.fidelities().stream()
                .filter(l -> !l.informative()
                        && comparison.map(c -> c.isInformative(l.fidelity())).orElse(true))
                .forEach(l -> warnings.add(warning(levels.name(l.fidelity()), l.correlation())));
        comparison = Optional.of(now);
    }

    /** What people are told of a level that is left out. */
    static String warning(String level, double correlation) {
        return "level " + level + " is not informative: correlation " + Math.round(1000 * correlation) / 1000.0
                + " with the exact one";
    }
}
