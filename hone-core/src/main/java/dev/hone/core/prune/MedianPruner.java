package dev.hone.core.prune;

import dev.hone.core.method.Method;
import dev.hone.core.method.OptionValues;
import dev.hone.core.method.PrunerProvider;
import java.util.List;
import java.util.Optional;

/**
 * The median stopping rule (Golovin et al., Google Vizier, KDD 2017): stops a trial whose best value up to this step is
 * worse than the median of what complete trials reported at this step. The {@link PercentilePruner} at 50.
 */
public record MedianPruner(Schedule schedule, int startupTrials, int minTrials) implements Pruner {

    public static MedianPruner defaults() {
        return new MedianPruner(Schedule.EVERY_STEP, 5, 1);
    }

    public MedianPruner {
        PercentilePruner.check(startupTrials, minTrials);
    }

    @Override
    public boolean shouldPrune(Progress progress) {
        return new PercentilePruner(50, schedule, startupTrials, minTrials).shouldPrune(progress);
    }

    /** Catalogue entry. */
    public static final class Provider implements PrunerProvider {

        @Override
        public Method method() {
            return new Method(
                    "median",
                    Method.PRUNER,
                    "Median stopping rule",
                    "Stops a trial whose best intermediate value is worse than the median of earlier trials at the same"
                            + " step. A safe first choice for learning curves.",
                    "Golovin et al., Google Vizier: A Service for Black-Box Optimization, KDD 2017",
                    "trials with intermediate values",
                    "intermediate values of the first objective",
                    PercentilePruner.commonOptions(),
                    "pruner: {name: median, n_startup_trials: 5, n_warmup_steps: 10}",
                    Optional.empty());
        }

        @Override
        public Pruner create(OptionValues options) {
            return new MedianPruner(
                    Schedule.of(options), options.intValue("n_startup_trials"), options.intValue("n_min_trials"));
        }
    }

    /** All pruners of this package that need no other and can be named as one to be wrapped. */
    static List<PrunerProvider> wrappable() {
        return List.of(
                new NonePruner.Provider(),
                new Provider(),
                new PercentilePruner.Provider(),
                new WilcoxonPruner.Provider(),
                new SuccessiveHalvingPruner.Provider(),
                new HyperbandPruner.Provider());
    }
}
