package dev.hone.core.study;

import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.prune.Pruner;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.Fidelity;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.Outcome;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Instance;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/** How this process takes part in a study; the durable facts are in {@link StudyRecord}. */
record StudySettings<C>(
        StudyStore store,
        OptimizerFactory<C> optimizer,
        Pruner pruner,
        Optional<Judge<C>> judge,
        List<StudyListener> listeners,
        FailureLimit failureLimit,
        int retries,
        Duration heartbeat,
        Duration silence,
        Duration patience,
        OptionalLong plannedTrials,
        int parallelism,
        boolean constrained,
        OptionalDouble plannedCost,
        Optional<Fidelity> fidelity,
        boolean leavesWhenPaused,
        Optional<LongFunction<Instance>> instances) {

    Problem problem(StudyRecord record) {
        return new Problem(record.objectives(), record.seed(), plannedTrials, parallelism, constrained)
                .with(fidelity, plannedCost)
                .about(instances)
                .pruned(pruner != Pruner.NONE);
    }

    /** How a trial of {@code candidate} ended, with its fidelity and cost where the study has fidelities. */
    Outcome atFidelity(Object candidate, Outcome outcome) {
        return fidelity.map(f -> outcome.map(e -> f.applied((Configuration) candidate, e)))
                .orElse(outcome);
    }

    /** The same for an evaluation that comes from elsewhere. */
    Evaluation atFidelity(Object candidate, Evaluation evaluation) {
        return fidelity.map(f -> f.applied((Configuration) candidate, evaluation))
                .orElse(evaluation);
    }
}
