package dev.hone.core.study;

import dev.hone.core.space.Configuration;
import dev.hone.core.space.Fidelity;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.study.StudyResult.End;
import dev.hone.core.trial.Direction;
import dev.hone.core.trial.TrialState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What ends a study, but for the number of trials, which is the store's to watch.
 *
 * @param fidelity of a study whose cost is limited: it ends where no trial of use can be paid
 */
public record Limits(Budget budget, FailureLimit failures, Optional<Fidelity> fidelity) {

    /**
     * A limit that was reached.
     *
     * @param message for people
     */
    public record Reached(End end, String message) {}

    /**
     * The limit that is reached; empty if none is.
     *
     * @param elapsed time that counts
     * @param running what is being evaluated
     */
    public Optional<Reached> reached(
            StudyStore store, StudyRecord study, Duration elapsed, Supplier<List<Configuration>> running) {
        if (budget.duration().isPresent() && elapsed.compareTo(budget.duration().get()) >= 0) {
            return reached(End.BUDGET, "the time of " + budget.duration().get() + " is used up");
        }
        return cost(store, study, running).or(() -> target(store, study)).or(() -> failed(store, study));
    }

    private static Optional<Reached> reached(End end, String message) {
        return Optional.of(new Reached(end, message));
    }

    private Optional<Reached> cost(StudyStore store, StudyRecord study, Supplier<List<Configuration>> running) {
        if (budget.cost().isEmpty()) {
            return Optional.empty();
        }
        double limit = budget.cost().getAsDouble();
        double cost = store.cost(study.id());
        if (cost >= limit) {
            return reached(End.BUDGET, "the cost of " + cost + " reached the limit of " + limit);
        }
        return fidelity.flatMap(f -> f.spent(cost, limit, running.get()))
                .map(message -> new Reached(End.BUDGET, message));
    }

    private Optional<Reached> target(StudyStore store, StudyRecord study) {
        if (budget.target().isEmpty()) {
            return Optional.empty();
        }
        double target = budget.target().getAsDouble();
        Direction direction = study.objectives().get(0).direction();
        return store.best(study.id(), 0)
                .filter(best -> !direction.better(target, best.value()))
                .map(best -> new Reached(End.TARGET, "trial " + best.number() + " reached the target of " + target));
    }

    private Optional<Reached> failed(StudyStore store, StudyRecord study) {
        if (failures.equals(FailureLimit.NONE)) {
            return Optional.empty();
        }
        Map<TrialState, Long> counts = store.counts(study.id());
        long failed = counts.getOrDefault(TrialState.FAILED, 0L);
        long finished =
                failed + counts.getOrDefault(TrialState.COMPLETE, 0L) + counts.getOrDefault(TrialState.PRUNED, 0L);
        return failures.isExceeded(failed, finished)
                ? reached(End.FAILURES, failed + " of " + finished + " trials failed, more than allowed")
                : Optional.empty();
    }
}
