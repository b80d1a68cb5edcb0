package dev.hone.core.study;

import dev.hone.core.HoneException;
import dev.hone.core.store.StoreException;
import dev.hone.core.trial.Comparison;
import dev.hone.core.trial.Trial;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The comparisons of one run: has its judge look at the screen that the optimizer waits for, or waits with it until somebody
 * else does. The judge works on a thread of its own, so that the run can be stopped meanwhile. Not thread-safe.
 */
final class Judging<C> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Judging.class);

    /** Failures of the judge on one screen after which the run gives up. */
    private static final int MOST_FAILURES = 3;

    /** How long a look waits for the judge. */
    private static final long PATIENCE_MILLIS = 100;

    private final Study<C> study;
    private final StudySettings<C> settings;
    private List<Trial<C>> screen = List.of();
    private FutureTask<Comparison> task;
    private int failures;
    private boolean answered;

    Judging(Study<C> study, StudySettings<C> settings) {
        this.study = study;
        this.settings = settings;
    }

    /**
     * Sees to the screen that the optimizer waits for.
     *
     * @return whether it waits for a comparison
     */
    boolean look() throws InterruptedException {
        answered = false;
        List<Trial<C>> wanted = study.screen();
        if (wanted.isEmpty()) {
            close();
            return false;
        }
        if (!numbers(wanted).equals(numbers(screen))) {
            close();
            screen = wanted;
            study.notices().log(LOG.atInfo()).log("waiting for a comparison of the trials {}", numbers(screen));
            study.notices().tell(l -> l.comparing(wanted));
        }
        if (settings.judge().isPresent()) {
            judge(settings.judge().get());
        }
        return true;
    }

    /** Whether the last look ended with a comparison, so that there may be something to evaluate. */
    boolean isAnswered() {
        return answered;
    }

    private void judge(Judge<C> judge) throws InterruptedException {
        if (task == null) {
            List<Trial<C>> shown = screen;
            task = new FutureTask<>(() -> judge.compare(shown));
            Thread thread = new Thread(task, "hone-judge");
            thread.setDaemon(true);
            thread.start();
        }
        try {
            Comparison comparison = task.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            task = null;
            take(comparison);
        } catch (TimeoutException e) {
            LOG.trace("the judge is at work");
        } catch (ExecutionException e) {
            task = null;
            failed(e.getCause());
        }
    }

    private void take(Comparison comparison) {
        try {
            Set<Long> shown = new HashSet<>(numbers(screen));
            for (long number : comparison.trials()) {
                if (!shown.contains(number)) {
                    throw new HoneException("it ranked trial " + number + ", expected some of " + numbers(screen));
                }
            }
            study.compare(comparison);
            failures = 0;
            answered = true;
        } catch (StoreException e) {
            throw e;
        } catch (HoneException e) {
            failed(e);
        }
    }

    private void failed(Throwable reason) {
        failures++;
        String message = reason instanceof HoneException ? reason.getMessage() : reason.toString();
        if (failures >= MOST_FAILURES) {
            throw new HoneException(
                    "the judge failed " + failures + " times on trials " + numbers(screen) + ": " + message, reason);
        }
        study.notices().log(LOG.atWarn()).log("the judge failed and is asked again: {}", message);
    }

    private static List<Long> numbers(List<? extends Trial<?>> trials) {
        List<Long> numbers = new ArrayList<>();
        trials.forEach(trial -> numbers.add(trial.number()));
        return numbers;
    }

    /** Stops a judge that is at work. */
    @Override
    public void close() {
        if (task != null) {
            task.cancel(true);
            task = null;
        }
        screen = List.of();
        failures = 0;
    }
}
