package dev.hone.core.prune;

import dev.hone.core.Check;
import dev.hone.core.method.Method;
import dev.hone.core.method.Option;
import dev.hone.core.method.OptionValues;
import dev.hone.core.method.PrunerProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Stops a trial that reports something below {@code lower}, above {@code upper}, or NaN. Does not look at other trials.
 *
 * @param lower least acceptable value; may be negative infinity
 * @param upper greatest acceptable value; may be infinity
 */
public record ThresholdPruner(double lower, double upper, Schedule schedule) implements Pruner {

    public ThresholdPruner {
        Check.that(lower <= upper, "lower", lower, "a number of at most upper, which is " + upper);
        Check.that(
                lower > Double.NEGATIVE_INFINITY || upper < Double.POSITIVE_INFINITY,
                "upper",
                upper,
                "a finite upper or a finite lower");
    }

    @Override
    public boolean shouldPrune(Progress progress) {
        double latest = progress.own().lastEntry().getValue();
        return schedule.isDue(progress.own()) && !(latest >= lower && latest <= upper);
    }

    /** Catalogue entry. */
    public static final class Provider implements PrunerProvider {

        @Override
        public Method method() {
            List<Option> options = new ArrayList<>();
            options.add(Option.number("lower", 0, "Least acceptable value; without it there is none.")
                    .unset());
            options.add(Option.number("upper", 0, "Greatest acceptable value; without it there is none.")
                    .unset());
            options.addAll(Schedule.options());
            return new Method(
                    "threshold",
                    Method.PRUNER,
                    "Fixed limits",
                    "Stops a trial that reports a value beyond fixed limits, or NaN: divergence, or a service level that"
                            + " must not be broken.",
                    "Akiba et al., Optuna: A Next-generation Hyperparameter Optimization Framework, KDD 2019",
                    "trials with intermediate values",
                    "intermediate values of the first objective",
                    options,
                    "pruner: {name: threshold, upper: 100.0}",
                    Optional.empty());
        }

        @Override
        public Pruner create(OptionValues options) {
            return new ThresholdPruner(
                    options.isSet("lower") ? options.number("lower") : Double.NEGATIVE_INFINITY,
                    options.isSet("upper") ? options.number("upper") : Double.POSITIVE_INFINITY,
                    Schedule.of(options));
        }
    }
}
