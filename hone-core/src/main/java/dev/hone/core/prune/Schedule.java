package dev.hone.core.prune;

import dev.hone.core.Check;
import dev.hone.core.method.Option;
import dev.hone.core.method.OptionValues;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/**
 * At which reports a pruner looks: from step {@code warmupSteps} on, and of the reports within each interval
 * [warmup + k * interval, warmup + (k + 1) * interval) the first. So a trial that reports rarely or unevenly is still
 * judged once an interval.
 */
public record Schedule(long warmupSteps, long intervalSteps) {

    public static final Schedule EVERY_STEP = new Schedule(0, 1);

    public Schedule {
        Check.that(warmupSteps >= 0, "n_warmup_steps", warmupSteps, "a whole number of at least 0");
        Check.that(intervalSteps >= 1, "interval_steps", intervalSteps, "a whole number above 0");
    }

    static List<Option> options() {
        return List.of(
                Option.integer("n_warmup_steps", 0, "Reports before this step are not judged.")
                        .atLeast(0),
                Option.integer("interval_steps", 1, "The first report of every so many steps is judged.")
                        .atLeast(1));
    }

    static Schedule of(OptionValues options) {
        return new Schedule(options.integer("n_warmup_steps"), options.integer("interval_steps"));
    }

    /** Whether the latest of {@code own} reports is one to be judged. */
    boolean isDue(NavigableMap<Long, Double> own) {
        long step = own.lastKey();
        if (step < warmupSteps) {
            return false;
        }
        long intervalStart = warmupSteps + (step - warmupSteps) / intervalSteps * intervalSteps;
        Map.Entry<Long, Double> previous = own.lowerEntry(step);
        return previous == null || previous.getKey() < intervalStart;
    }
}
