package dev.hone.search.fidelity;

import dev.hone.core.HoneException;
import dev.hone.core.space.Configuration;
import dev.hone.core.trial.Direction;
import dev.hone.search.fidelity.FidelityHistory.Entry;
import dev.hone.search.fidelity.FidelitySearch.Decision;
import dev.hone.search.fidelity.FidelitySearch.Setup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** One run of {@link MultiFidelityOptimization} or {@link ContinuousFidelityOptimization}. Not thread-safe. */
final class FidelityRun {

    private final Fidelities fidelities;
    private final Direction direction;
    private final RangeEvaluator evaluator;
    private final FidelitySearch search;
    private final double exact;
    private final List<FidelityResult.Trial> trials = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private Optional<FidelityComparison> comparison = Optional.empty();

    /** @param evaluator whose fidelities are those of {@link Fidelities} */
    FidelityRun(Setup setup, Direction direction, RangeEvaluator evaluator) {
        this.direction = direction;
        this.evaluator = evaluator;
        fidelities = setup.fidelities();
        exact = fidelities.exact();
        search = new FidelitySearch(setup);
        double[] all = fidelities.compared();
        if (all.length > 1 && Arrays.stream(all).allMatch(f -> fidelities.cost(f) == fidelities.cost(exact))) {
            warnings.add("all levels cost the same: the exact one alone would do");
        }
    }

    FidelityResult run() {
        while (true) {
            Optional<Decision> next = search.planned();
            if (next.isEmpty()) {
                requireValues();
                if (!search.canPayForTruth()) {
                    return new FidelityResult(trials, direction, exact, correlations(), warnings);
                }
                next = Optional.of(search.next(trials.size()));
            }
            next.get().comparison().ifPresent(this::note);
            evaluate(next.get());
        }
    }

    private void evaluate(Decision decision) {
        double fidelity = decision.fidelity();
        FidelityEvaluator.Outcome outcome = outcome(decision.configuration(), fidelity);
        double cost = Double.isNaN(outcome.cost()) ? search.costs().of(fidelity) : outcome.cost();
        if (!Double.isNaN(outcome.cost())) {
            search.costs().measured(fidelity, cost);
        }
        double total = search.history().cost() + cost;
        double value = Double.isFinite(outcome.value()) ? outcome.value() : Double.NaN;
        trials.add(new FidelityResult.Trial(decision.configuration(), fidelity, value, cost, total));
        double[] gains = Double.isNaN(value) ? null : new double[] {-direction.asLoss(value)};
        double[] x = search.setup().space().encode(decision.configuration());
        search.history().tell(new Entry(x, fidelity, decision.target(), false, gains, Map.of(), Map.of(), cost));
    }

    private FidelityEvaluator.Outcome outcome(Configuration configuration, double fidelity) {
        try {
            return evaluator.evaluate(configuration, fidelity);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HoneException("interrupted after " + trials.size() + " trials", e);
        } catch (Exception e) {
            warnings.add("trial " + trials.size() + " at level " + fidelities.name(fidelity) + " failed: " + e);
            return FidelityEvaluator.Outcome.of(Double.NaN);
        }
    }

    /** Every level has a value, of a continuous fidelity the truth. */
    private void requireValues() {
        double[] needed = fidelities instanceof Continuum ? new double[] {exact} : fidelities.compared();
        for (double fidelity : needed) {
            if (!search.history().succeeded(fidelity)) {
                throw new HoneException("no evaluation of level " + fidelities.name(fidelity)
                        + " succeeded: it cannot be " + (fidelity == exact ? "searched" : "used, leave it out"));
            }
        }
    }

    private double[] correlations() {
        return IntStream.range(0, fidelities.compared().length)
                .mapToDouble(l ->
                        comparison.map(c -> c.fidelities().get(l).correlation()).orElse(Double.NaN))
                .toArray();
    }

    /** Warns of levels that were informative before. */
    private void note(FidelityComparison now) {
        now.fidelities().stream()
                .filter(l -> !l.informative()
                        && comparison.map(c -> c.isInformative(l.fidelity())).orElse(true))
                .forEach(l -> warnings.add(warning(fidelities.name(l.fidelity()), l.correlation())));
        comparison = Optional.of(now);
    }

    /** What people are told of a level that is left out. */
    static String warning(String level, double correlation) {
        return "level " + level + " is not informative: correlation " + Math.round(1000 * correlation) / 1000.0
                + " with the exact one";
    }
}
