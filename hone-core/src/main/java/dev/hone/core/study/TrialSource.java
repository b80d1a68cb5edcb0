package dev.hone.core.study;

import dev.hone.core.store.StudyStore;
import dev.hone.core.trial.CandidateCodec;
import dev.hone.core.trial.Instance;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * Where the trials of a study come from that this process evaluates, or gives others to evaluate: those that are queued first,
 * then what the optimizer proposes. Thread-safe; one proposal at a time.
 */
final class TrialSource<C> {

    private final StudyStore store;
    private final long studyId;
    private final CandidateCodec<C> codec;
    private final StoreCalls calls;
    private final Heart heart;
    private final Supplier<OptimizerSession<C>> open;
    private final String worker = WorkerId.next();
    private final Object proposing = new Object();
    private final AskingForOthers forOthers;
    private OptimizerSession<C> session;
    /** Whether the last attempt to start trials failed, so that the store may have started some; under {@link #proposing}. */
    private boolean unsure;

    /**
     * @param heart beats for the trials that this process evaluates
     * @param open looks at the study's optimizer for the first time
     */
    TrialSource(
            StudyStore store,
            long studyId,
            CandidateCodec<C> codec,
            StoreCalls calls,
            Heart heart,
            Supplier<OptimizerSession<C>> open) {
        this.store = store;
        this.studyId = studyId;
        this.codec = codec;
        this.calls = calls;
        this.heart = heart;
        this.open = open;
        this.forOthers = new AskingForOthers(store, studyId, calls, proposing, this::session);
    }

    private OptimizerSession<C> session() {
        if (session == null) {
            session = open.get();
        }
        return session;
    }

    /**
     * Starts up to {@code count} trials in this process's name: one that is queued, or new proposals as far as {@code limit}
     * leaves room.
     *
     * @param instances what each trial is about, as far as it is not a queued one: {@code count} of them, or none
     * @param onLost gets the number of a trial that somebody else took over, on the heartbeat's thread
     */
    List<Trial<C>> start(int count, long limit, List<Instance> instances, LongConsumer onLost) {
        synchronized (proposing) {
            List<Trial<C>> started = decode(calls.call(() -> {
                if (unsure) {
                    List<Trial<String>> unheard = unheard();
                    if (!unheard.isEmpty()) {
                        return unheard.subList(0, Math.min(count, unheard.size()));
                    }
                }
                unsure = true;
                List<Trial<String>> trials = store.claim(studyId, worker)
                        .map(List::of)
                        .orElseGet(() -> session().propose(Collections.nCopies(count, worker), limit, instances));
                unsure = false;
                return trials;
            }));
            started.forEach(t -> heart.add(t.number(), t.attempt(), () -> onLost.accept(t.number())));
            return started;
        }
    }

    /** Trials that run in this process's name without its knowing: the store started them as the connection broke. */
    private List<Trial<String>> unheard() {
        return ownRunning().stream().filter(t -> !heart.has(t.number())).toList();
    }

    /** What the store says runs in this process's name. */
    List<Trial<String>> ownRunning() {
        return store.trials(studyId, Set.of(TrialState.RUNNING), 0, Integer.MAX_VALUE).stream()
                .filter(t -> t.worker().equals(Optional.of(worker)))
                .toList();
    }

    /** Starts up to {@code count} trials in somebody else's name, for whom nobody beats. */
    List<Trial<C>> startFor(String other, int count, long limit) {
        return decode(forOthers.ask(other, count, limit));
    }

    /** {@link #startFor(String, int, long)} with one instance for each trial. */
    List<Trial<C>> startFor(String other, long limit, List<Instance> instances) {
        List<Trial<C>> trials = new ArrayList<>();
        while (trials.size() < instances.size()) {
            List<Instance> rest = instances.subList(trials.size(), instances.size());
            List<Trial<C>> more = decode(calls.call(() -> store.claim(studyId, other))
                    .map(List::of)
                    .orElseGet(() -> propose(Collections.nCopies(rest.size(), other), limit, rest)));
            if (more.isEmpty()) {
                break;
            }
            trials.addAll(more);
        }
        return trials;
    }

    private List<Trial<String>> propose(List<String> workers, long limit, List<Instance> instances) {
        synchronized (proposing) {
            return calls.call(() -> session().propose(workers, limit, instances));
        }
    }

    /** The trials that somebody must compare before the optimizer can go on. */
    List<Trial<C>> screen() {
        synchronized (proposing) {
            return calls.call(() -> session().screen());
        }
    }

    /** Whether the optimizer had nothing to propose when last asked. */
    boolean isExhausted() {
        synchronized (proposing) {
            return session != null && session.isExhausted();
        }
    }

    /** Lets optimizer and listeners hear what finished, here and elsewhere. */
    void sync() {
        synchronized (proposing) {
            calls.run(() -> session().sync());
        }
    }

    private List<Trial<C>> decode(List<Trial<String>> trials) {
        return trials.stream().map(t -> t.<C>map(codec::decode)).toList();
    }
}
