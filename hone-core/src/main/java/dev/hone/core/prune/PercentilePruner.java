package dev.hone.core.prune;

import dev.hone.core.Check;
import dev.hone.core.method.Method;
import dev.hone.core.method.Option;
import dev.hone.core.method.OptionValues;
import dev.hone.core.method.PrunerProvider;
import dev.hone.core.trial.TrialState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the best {@code percentile} percent: stops a trial at step t if
 * <pre> min over s &le; t of v(s)  &gt;  P( v_i(t) : complete trials i that reported at t ) </pre>
 * with v turned so that less is better and P the percentile by linear interpolation between order statistics. After the
 * median rule of Golovin et al. (KDD 2017) and Optuna's generalisation of it.
 *
 * <p>A NaN report is passed over while some report was a number, and stops the trial otherwise.
 *
 * @param percentile in [0, 100]
 * @param startupTrials trials that must be complete before any is stopped
 * @param minTrials trials that must have reported at the step for it to be judged
 */
public record PercentilePruner(double percentile, Schedule schedule, int startupTrials, int minTrials)
        implements Pruner {

    public PercentilePruner {
        Check.within("percentile", percentile, 0, 100);
        check(startupTrials, minTrials);
    }

    static void check(int startupTrials, int minTrials) {
        Check.atLeast("n_startup_trials", startupTrials, 0);
        Check.atLeast("n_min_trials", minTrials, 1);
    }

    @Override
    public boolean shouldPrune(Progress progress) {
        if (!schedule.isDue(progress.own()) || progress.completed() < Math.max(1, startupTrials)) {
            return false;
        }
        double best = progress.own().values().stream()
                .filter(v -> !v.isNaN())
                .mapToDouble(progress.direction()::asLoss)
                .min()
                .orElse(Double.NaN);
        if (Double.isNaN(best)) {
            return true;
        }
        double[] others = progress.at(progress.own().lastKey()).stream()
                .filter(r -> r.state() == TrialState.COMPLETE && !Double.isNaN(r.value()))
                .mapToDouble(r -> progress.direction().asLoss(r.value()))
                .toArray();
        return others.length >= minTrials && best > percentile(others, percentile);
    }

    /** The {@code percent}-th percentile of {@code values} (at least one), interpolated linearly. */
    static double percentile(double[] values, double percent) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double position = percent / 100 * (sorted.length - 1);
        int below = (int) Math.floor(position);
        int above = Math.min(below + 1, sorted.length - 1);
        double weight = position - below;
        // Not a sum of products where they agree, so that infinite values do not turn into NaN.
        return weight == 0 || sorted[below] == sorted[above]
                ? sorted[below]
                : sorted[below] + weight * (sorted[above] - sorted[below]);
    }

    static List<Option> commonOptions() {
        List<Option> options = new ArrayList<>();
        options.add(Option.integer("n_startup_trials", 5, "Trials that must be complete before any is stopped.")
                .atLeast(0));
        options.addAll(Schedule.options());
        options.add(Option.integer("n_min_trials", 1, "Trials that must have reported at a step for it to be judged.")
                .atLeast(1));
        return options;
    }

    /** Catalogue entry. */
    public static final class Provider implements PrunerProvider {

        @Override
        public Method method() {
            List<Option> options = new ArrayList<>();
            options.add(Option.number("percentile", 25, "Share of trials to keep at each step, in percent.")
                    .atLeast(0)
                    .atMost(100));
            options.addAll(commonOptions());
            return new Method(
                    "percentile",
                    Method.PRUNER,
                    "Percentile stopping rule",
                    "Stops a trial whose best intermediate value is not among the best share of earlier trials at the same"
                            + " step. The median rule with a dial.",
                    "Golovin et al., Google Vizier: A Service for Black-Box Optimization, KDD 2017; Akiba et al., Optuna,"
                            + " KDD 2019",
                    "trials with intermediate values",
                    "intermediate values of the first objective",
                    options,
                    "pruner: {name: percentile, percentile: 25}",
                    Optional.empty());
        }

        @Override
        public Pruner create(OptionValues options) {
            return new PercentilePruner(
                    options.number("percentile"),
                    Schedule.of(options),
                    options.intValue("n_startup_trials"),
                    options.intValue("n_min_trials"));
        }
    }
}
