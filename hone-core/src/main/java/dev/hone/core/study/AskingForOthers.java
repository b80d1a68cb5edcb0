package dev.hone.core.study;

import dev.hone.core.FlatCombining;
import dev.hone.core.store.StudyStore;
import dev.hone.core.trial.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Starts trials in the name of others. Who asks at the same time is served by one proposal, so that a server keeps up with
 * many clients: a proposal's transaction costs the same for one trial as for ten. Thread-safe.
 */
final class AskingForOthers {

    /** @param limit the study gets no more trials than this */
    private record Wish(String worker, int count, long limit) {}

    private final StudyStore store;
    private final long studyId;
    private final StoreCalls calls;
    private final Object proposing;
    private final Supplier<? extends OptimizerSession<?>> session;
    private final FlatCombining<Wish, List<Trial<String>>> wishes = new FlatCombining<>(this::grant);

    /** @param proposing guards the session */
    AskingForOthers(
            StudyStore store,
            long studyId,
            StoreCalls calls,
            Object proposing,
            Supplier<? extends OptimizerSession<?>> session) {
        this.store = store;
        this.studyId = studyId;
        this.calls = calls;
        this.proposing = proposing;
        this.session = session;
    }

    /** Up to {@code count} trials: queued ones first, then proposals. */
    List<Trial<String>> ask(String worker, int count, long limit) {
        return wishes.call(new Wish(worker, count, limit));
    }

    private List<List<Trial<String>>> grant(List<Wish> group) {
        List<List<Trial<String>>> granted = new ArrayList<>();
        boolean queued = true;
        for (Wish wish : group) {
            List<Trial<String>> trials = new ArrayList<>();
            while (queued && trials.size() < wish.count()) {
                var claimed = calls.call(() -> store.claim(studyId, wish.worker()));
                claimed.ifPresent(trials::add);
                queued = claimed.isPresent();
            }
            granted.add(trials);
        }
        long limit = group.stream().mapToLong(Wish::limit).min().orElseThrow();
        while (propose(group, granted, limit)) {
            // an optimizer may propose less than it was asked for
        }
        return granted;
    }

    /** One round of proposals for what is missing; false if nothing is missing or nothing more comes. */
    private boolean propose(List<Wish> group, List<List<Trial<String>>> granted, long limit) {
        List<String> workers = new ArrayList<>();
        List<List<Trial<String>>> receivers = new ArrayList<>();
        for (int i = 0; i < group.size(); i++) {
            for (int n = granted.get(i).size(); n < group.get(i).count(); n++) {
                workers.add(group.get(i).worker());
                receivers.add(granted.get(i));
            }
        }
        if (workers.isEmpty()) {
            return false;
        }
        List<Trial<String>> proposed;
        synchronized (proposing) {
            proposed = calls.call(() -> session.get().propose(workers, limit, List.of()));
        }
        for (int i = 0; i < proposed.size(); i++) {
            receivers.get(i).add(proposed.get(i));
        }
        return !proposed.isEmpty();
    }
}
