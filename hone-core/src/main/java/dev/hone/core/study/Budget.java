package dev.hone.core.study;

import dev.hone.core.Check;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * When to stop: whatever is reached first. Trials already running then are finished.
 *
 * @param trials trials of the study, failed and user-given ones included, warm-start ones not; a resumed study goes on to
 *     the same total
 * @param duration wall time of one {@link Study#run}, without that in which the study was paused
 * @param cost sum of {@link dev.hone.core.trial.Evaluation#cost()} over the study
 * @param target a value of the first objective that is good enough
 */
public record Budget(OptionalLong trials, Optional<Duration> duration, OptionalDouble cost, OptionalDouble target) {

    public Budget {
        trials.ifPresent(n -> Check.that(n > 0, "budget.trials", n, "a whole number above 0"));
        duration.ifPresent(d ->
                Check.that(!d.isNegative() && !d.isZero(), "budget.duration", d, "a duration above 0, such as 10m"));
        cost.ifPresent(c -> Check.positive("budget.cost", c));
        target.ifPresent(t -> Check.finite("budget.target", t));
    }

    /** Runs until stopped, or until the search space is exhausted. */
    public static Budget unlimited() {
        return new Budget(OptionalLong.empty(), Optional.empty(), OptionalDouble.empty(), OptionalDouble.empty());
    }

    public static Budget trials(long trials) {
        return unlimited().withTrials(trials);
    }

    public static Budget duration(Duration duration) {
        return unlimited().withDuration(duration);
    }

    public static Budget cost(double cost) {
        return unlimited().withCost(cost);
    }

    public static Budget target(double value) {
        return unlimited().withTarget(value);
    }

    public Budget withTrials(long n) {
        return new Budget(OptionalLong.of(n), duration, cost, target);
    }

    public Budget withDuration(Duration limit) {
        return new Budget(trials, Optional.of(limit), cost, target);
    }

    public Budget withCost(double limit) {
        return new Budget(trials, duration, OptionalDouble.of(limit), target);
    }

    public Budget withTarget(double value) {
        return new Budget(trials, duration, cost, OptionalDouble.of(value));
    }
}
