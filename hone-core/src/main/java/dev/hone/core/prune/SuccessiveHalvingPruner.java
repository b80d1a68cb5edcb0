package dev.hone.core.prune;

import dev.hone.core.Check;
import dev.hone.core.method.Method;
import dev.hone.core.method.Option;
import dev.hone.core.method.OptionValues;
import dev.hone.core.method.PrunerProvider;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Asynchronous successive halving, ASHA (Li et al., MLSys 2020), in its stopping form. Rung k lies at step
 * <pre> r_k = minResource * reductionFactor^(minEarlyStoppingRate + k),   k = 0, 1, ... </pre>
 * A trial reaches it with its first report at a step of at least r_k, and goes on only if its value there is among the
 * best max(1, floor(n / reductionFactor)) of the n trials (it included, whatever became of them) that reported at that step.
 *
 * <p>Differences from the paper: a trial that is stopped stays stopped, and trials meet at a rung only if they report at
 * the same step, as those of one evaluator do. A NaN at a rung stops the trial; NaN of others does not count.
 *
 * @param minResource step of the lowest rung when minEarlyStoppingRate is 0; absent: a hundredth of the last step of the
 *     best complete trial, at least 1, and nothing is stopped before there is one
 * @param reductionFactor eta, at least 2
 * @param minEarlyStoppingRate s: how many rungs are left out at the bottom
 * @param bootstrapCount a trial cannot pass a rung before this many others have reported there; not with an
 *     absent minResource
 */
public record SuccessiveHalvingPruner(
        OptionalLong minResource, int reductionFactor, int minEarlyStoppingRate, int bootstrapCount) implements Pruner {

    public SuccessiveHalvingPruner {
        Check.that(
                minResource.isEmpty() || minResource.getAsLong() >= 1,
                "min_resource",
                minResource,
                "a whole number above 0");
        Check.atLeast("reduction_factor", reductionFactor, 2);
        Check.atLeast("min_early_stopping_rate", minEarlyStoppingRate, 0);
        Check.atLeast("bootstrap_count", bootstrapCount, 0);
        Check.that(
                bootstrapCount == 0 || minResource.isPresent(),
                "bootstrap_count",
                bootstrapCount,
                "0, because min_resource is chosen from complete trials");
    }

    public static SuccessiveHalvingPruner defaults() {
        return new SuccessiveHalvingPruner(OptionalLong.empty(), 4, 0, 0);
    }

    @Override
    public boolean shouldPrune(Progress progress) {
        OptionalLong least = minResource.isPresent() ? minResource : automatic(progress);
        if (least.isEmpty()) {
            return false;
        }
        long step = progress.own().lastKey();
        Map.Entry<Long, Double> previous = progress.own().lowerEntry(step);
        double rung = least.getAsLong() * Math.pow(reductionFactor, minEarlyStoppingRate);
        boolean atRung = false;
        for (; rung <= step; rung *= reductionFactor) {
            atRung |= previous == null || previous.getKey() < rung;
        }
        return atRung && !isPromoted(progress, step);
    }

    private boolean isPromoted(Progress progress, long step) {
        double value = progress.direction().asLoss(progress.own().get(step));
        if (Double.isNaN(value)) {
            return false;
        }
        double[] others = progress.at(step).stream()
                .mapToDouble(r -> progress.direction().asLoss(r.value()))
                .filter(v -> !Double.isNaN(v))
                .toArray();
        if (others.length < bootstrapCount) {
            return false;
        }
        int places = Math.max(1, (others.length + 1) / reductionFactor);
        return Arrays.stream(others).filter(v -> v < value).count() < places;
    }

    static OptionalLong automatic(Progress progress) {
        return progress.best()
                .filter(reports -> !reports.isEmpty())
                .map(reports -> OptionalLong.of(Math.max(1, reports.lastKey() / 100)))
                .orElse(OptionalLong.empty());
    }

    /** Catalogue entry. */
    public static final class Provider implements PrunerProvider {

        @Override
        public Method method() {
            return new Method(
                    "successive-halving",
                    Method.PRUNER,
                    "Asynchronous successive halving (ASHA)",
                    "At steps that grow geometrically, lets only the best share of trials go on. Cheap and strong when"
                            + " early values tell about late ones; works with any number of parallel trials.",
                    "Li et al., A System for Massively Parallel Hyperparameter Tuning, MLSys 2020",
                    "trials with intermediate values",
                    "intermediate values of the first objective at steps that measure effort",
                    List.of(
                            Option.integer(
                                            "min_resource",
                                            1,
                                            "Step of the lowest rung; without it a hundredth of the last step of the best"
                                                    + " complete trial.")
                                    .atLeast(1)
                                    .unset(),
                            Option.integer("reduction_factor", 4, "One of so many trials goes on at each rung.")
                                    .atLeast(2),
                            Option.integer("min_early_stopping_rate", 0, "Rungs left out at the bottom.")
                                    .atLeast(0),
                            Option.integer(
                                            "bootstrap_count",
                                            0,
                                            "A trial cannot pass a rung before so many others have reported there.")
                                    .atLeast(0)),
                    "pruner: {name: successive-halving, min_resource: 1, reduction_factor: 4}",
                    Optional.empty());
        }

        @Override
        public Pruner create(OptionValues options) {
            return new SuccessiveHalvingPruner(
                    options.integerIfSet("min_resource"),
                    options.intValue("reduction_factor"),
                    options.intValue("min_early_stopping_rate"),
                    options.intValue("bootstrap_count"));
        }
    }
}
