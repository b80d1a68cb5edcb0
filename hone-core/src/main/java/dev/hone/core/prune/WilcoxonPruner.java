package dev.hone.core.prune;

import dev.hone.core.Check;
import dev.hone.core.method.Method;
import dev.hone.core.method.Option;
import dev.hone.core.method.OptionValues;
import dev.hone.core.method.PrunerProvider;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * For objectives that are a mean over instances (data folds, queries, seeds), each reported as a step: compares the trial
 * with the best complete one on the instances that both have seen by the one-sided Wilcoxon signed-rank test, and stops it
 * when it is worse with p &lt; {@code pThreshold} and its mean over its own instances is no better than the best trial's
 * over all of its. Wilcoxon (1945); zero differences by Pratt (1959): ranked, then left out. Use as in Optuna.
 *
 * <p>The order of steps means nothing here; report each instance under its own step. Instances whose value is NaN in
 * either trial are left out.
 *
 * @param pThreshold significance, in [0, 1]
 * @param startupSteps instances in common before the first test, at least 2 are always needed
 */
public record WilcoxonPruner(double pThreshold, int startupSteps) implements Pruner {

    public WilcoxonPruner {
        Check.within("p_threshold", pThreshold, 0, 1);
        Check.atLeast("n_startup_steps", startupSteps, 0);
    }

    @Override
    public boolean shouldPrune(Progress progress) {
        Optional<NavigableMap<Long, Double>> best = progress.best();
        if (best.isEmpty()) {
            return false;
        }
        double[] differences = progress.own().entrySet().stream()
                .filter(e -> best.get().containsKey(e.getKey()))
                .mapToDouble(e -> progress.direction().asLoss(e.getValue())
                        - progress.direction().asLoss(best.get().get(e.getKey())))
                .filter(d -> !Double.isNaN(d))
                .toArray();
        if (differences.length < Math.max(2, startupSteps)) {
            return false;
        }
        return SignedRank.greater(differences) < pThreshold
                && mean(progress, progress.own()) >= mean(progress, best.get());
    }

    private static double mean(Progress progress, Map<Long, Double> reports) {
        return reports.values().stream()
                .filter(v -> !v.isNaN())
                .mapToDouble(progress.direction()::asLoss)
                .average()
                .orElse(Double.POSITIVE_INFINITY);
    }

    /** Catalogue entry. */
    public static final class Provider implements PrunerProvider {

        @Override
        public Method method() {
            return new Method(
                    "wilcoxon",
                    Method.PRUNER,
                    "Paired signed-rank test against the best",
                    "For averages over noisy instances: stops a trial that is significantly worse than the best one on the"
                            + " instances that both have seen. Report each instance's value under its own step.",
                    "Wilcoxon, Individual Comparisons by Ranking Methods, Biometrics Bulletin 1945",
                    "trials that evaluate many instances",
                    "one intermediate value per instance",
                    List.of(
                            Option.number("p_threshold", 0.1, "Significance; smaller stops less.")
                                    .atLeast(0)
                                    .atMost(1),
                            Option.integer("n_startup_steps", 2, "Instances in common before the first test.")
                                    .atLeast(0)),
                    "pruner: {name: wilcoxon, p_threshold: 0.1}",
                    Optional.empty());
        }

        @Override
        public Pruner create(OptionValues options) {
            return new WilcoxonPruner(options.number("p_threshold"), options.intValue("n_startup_steps"));
        }
    }
}
