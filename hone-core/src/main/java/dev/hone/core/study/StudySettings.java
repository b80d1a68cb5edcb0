package dev.hone.core.study;

import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.prune.Pruner;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.trial.Instance;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
        boolean leavesWhenPaused,
        Optional<LongFunction<Instance>> instances) {

    Problem problem(StudyRecord record) {
        return new Problem(record.objectives(), record.seed(), plannedTrials, parallelism, constrained);
    }
}
