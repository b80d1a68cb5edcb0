package dev.hone.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.Json;
import dev.hone.core.store.StoreException;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.study.Control;
import dev.hone.core.trial.Comparison;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Changes of one study. The id of an event is the position in the order of finishing up to which trials have been told:
 * that order is in the store, so a stream can be taken up after a restart and at another server.
 */
final class StudyTopic extends Topic {

    /** Finished trials that are told to a client that comes back; one that missed more must read the study again. */
    private static final int MAX_MISSED = 1_000;

    private static final int PAGE = 500;
    private static final Set<TrialState> PENDING = EnumSet.of(TrialState.QUEUED, TrialState.RUNNING);

    /** What is seen of a trial that has not finished. */
    private record Seen(TrialState state, int attempt, int reports) {}

    private final StudyStore store;
    private final LiveStudies live;
    private final StudyRecord study;
    private Map<Long, Seen> pending = new HashMap<>();
    private StudyView view;
    private long told;
    private int toldComparisons;

    StudyTopic(StudyStore store, LiveStudies live, StudyRecord study) {
        this.store = store;
        this.live = live;
        this.study = study;
        this.view = view();
        this.told = finished(view);
        this.toldComparisons = isCompared() ? store.comparisons(study.id(), 0).size() : 0;
        seePending();
    }

    /** Begins with what the client missed, and with how the study stands. */
    void join(Subscriber subscriber, Optional<String> lastEventId) {
        // what cannot be a position is one of the future: the client reads the study anew
        long last = lastEventId
                .map(id -> id.matches("\\d{1,18}") ? Long.parseLong(id) : Long.MAX_VALUE)
                .orElse(told);
        boolean tooMany = told - last > MAX_MISSED || last > told;
        for (long from = tooMany ? told : last; from < told; ) {
            List<Trial<String>> page = store.finishedAfter(study.id(), from, (int) Math.min(PAGE, told - from));
            if (page.isEmpty()) {
                break;
            }
            for (Trial<String> trial : page) {
                from = trial.finishOrder();
                subscriber.event("trial", Long.toString(from), trialData(trial));
            }
        }
        ObjectNode now = data(view);
        if (tooMany) {
            now.put("reset", true);
        }
        subscriber.event("study", Long.toString(told), Json.write(now));
        add(subscriber);
    }

    @Override
    void look() {
        StudyView now;
        try {
            now = view();
        } catch (StoreException e) {
            if (e.isTransient()) {
                throw e;
            }
            tell("study", Long.toString(told), Json.write(named().put("deleted", true)));
            end();
            return;
        }
        long finished = finished(now);
        while (told < finished) {
            List<Trial<String>> page = store.finishedAfter(study.id(), told, PAGE);
            if (page.isEmpty()) {
                break;
            }
            for (Trial<String> trial : page) {
                told = trial.finishOrder();
                pending.remove(trial.number());
                tell("trial", Long.toString(told), trialData(trial));
            }
        }
        if (now.count(TrialState.QUEUED) + now.count(TrialState.RUNNING) > 0) {
            seePending().forEach(trial -> tell("trial", Long.toString(told), trialData(trial)));
        }
        if (isCompared()) {
            for (Comparison comparison : store.comparisons(study.id(), toldComparisons)) {
                ObjectNode data = named();
                data.setAll(ComparisonRoutes.json(toldComparisons++, comparison));
                tell("comparison", Long.toString(told), Json.write(data));
            }
        }
        if (!control(now).equals(control(view))) {
            tell("control", Long.toString(told), Json.write(named().put("control", control(now))));
        }
        if (!now.counts().equals(view.counts()) || !now.attributes().equals(view.attributes())) {
            tell("study", Long.toString(told), Json.write(data(now)));
        }
        view = now;
    }

    /** Comparisons are looked for where a study lives on them. */
    private boolean isCompared() {
        return study.objectives().isEmpty();
    }

    private StudyView view() {
        Map<TrialState, Long> counts = store.counts(study.id());
        Map<String, String> attributes = store.attributes(study.id());
        return new StudyView(study, attributes, counts, live.definition(study, attributes));
    }

    /** Trials that changed without finishing. */
    private List<Trial<String>> seePending() {
        Map<Long, Seen> now = new HashMap<>();
        List<Trial<String>> changed = store.trials(study.id(), PENDING, 0, PAGE).stream()
                .filter(trial -> {
                    Seen seen = new Seen(
                            trial.state(), trial.attempt(), trial.intermediate().size());
                    now.put(trial.number(), seen);
                    return !seen.equals(pending.get(trial.number()));
                })
                .toList();
        pending = now;
        return changed;
    }

    private static long finished(StudyView view) {
        return view.count(TrialState.COMPLETE) + view.count(TrialState.PRUNED) + view.count(TrialState.FAILED);
    }

    private static String control(StudyView view) {
        return view.attributes().getOrDefault(Control.ATTRIBUTE, Control.RUNNING.text());
    }

    private ObjectNode named() {
        return Json.MAPPER.createObjectNode().put("study", study.name());
    }

    private static ObjectNode data(StudyView view) {
        return Overview.data(view.study().name(), view);
    }

    private String trialData(Trial<String> trial) {
        ObjectNode node = named().put("number", trial.number())
                .put("state", StudyView.lower(trial.state()))
                .put("attempt", trial.attempt());
        trial.evaluation().ifPresent(e -> {
            node.set("values", Json.MAPPER.valueToTree(e.values()));
            node.put("feasible", e.isFeasible());
            e.fidelity().ifPresent(name -> node.put("fidelity", name));
        });
        if (!trial.intermediate().isEmpty()) {
            var last = trial.intermediate().lastEntry();
            node.putArray("report").add(last.getKey()).add(last.getValue());
        }
        return Json.write(node);
    }
}
