package dev.hone.server;

import dev.hone.core.definition.StoredDefinition;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.ConfigurationCodec;
import dev.hone.core.space.Fidelity;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.study.Budget;
import dev.hone.core.study.FailureLimit;
import dev.hone.core.trial.Direction;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether a study that clients evaluate has come to its end. The number of trials is the store's to watch. */
final class Budgets {

    private Budgets() {}

    /** Why no more trials are given out; empty while there is no such reason. Time counts from the study's creation. */
    static Optional<String> reasonToEnd(StudyStore store, StudyRecord study, StoredDefinition stored) {
        Budget budget = stored.budget();
        if (budget.duration().isPresent()
                && Duration.between(study.created(), Instant.now())
                                .compareTo(budget.duration().get())
                        >= 0) {
            return Optional.of("the time of " + budget.duration().get() + " is used up");
        }
        if (budget.cost().isPresent() && store.cost(study.id()) >= budget.cost().getAsDouble()) {
            return Optional.of("the cost of " + budget.cost().getAsDouble() + " is used up");
        }
        Optional<Fidelity> fidelity = stored.definition().fidelity();
        if (budget.cost().isPresent() && fidelity.isPresent()) {
            ConfigurationCodec codec =
                    new ConfigurationCodec(stored.definition().space());
            List<Configuration> running =
                    store.trials(study.id(), Set.of(TrialState.RUNNING), 0, Integer.MAX_VALUE).stream()
                            .map(trial -> codec.decode(trial.candidate()))
                            .toList();
            Optional<String> spent =
                    fidelity.get().spent(store.cost(study.id()), budget.cost().getAsDouble(), running);
            if (spent.isPresent()) {
                return spent;
            }
        }
        if (budget.target().isPresent()) {
            double target = budget.target().getAsDouble();
            Direction direction = study.objectives().get(0).direction();
            Optional<Trial<String>> best = store.best(study.id(), 0);
            if (best.isPresent() && !direction.better(target, best.get().value())) {
                return Optional.of("trial " + best.get().number() + " reached the target of " + target);
            }
        }
        FailureLimit limit = stored.definition().failureLimit();
        if (!limit.equals(FailureLimit.NONE)) {
            Map<TrialState, Long> counts = store.counts(study.id());
            long failed = counts.getOrDefault(TrialState.FAILED, 0L);
            long finished =
                    failed + counts.getOrDefault(TrialState.COMPLETE, 0L) + counts.getOrDefault(TrialState.PRUNED, 0L);
            if (limit.isExceeded(failed, finished)) {
                return Optional.of(failed + " of " + finished + " trials failed, more than allowed");
            }
        }
        return Optional.empty();
    }
}
