package dev.hone.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.Json;
import dev.hone.core.store.StoreException;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.trial.TrialState;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Changes of the list of studies: which there are and how each stands. The id of an event is a count that begins anew with
 * the server; a client that comes back with another one is told to read the list again.
 */
final class Overview extends Topic {

    /** Looks of the feed a look at all studies. */
    private static final int EVERY = 2;

    private final StudyStore store;
    private final LiveStudies live;
    private final long epoch = System.currentTimeMillis();
    private Map<Long, Seen> seen = new HashMap<>();
    private long revision;
    private int looks;
    private boolean begun;

    private record Seen(String name, Map<TrialState, Long> counts, Map<String, String> attributes) {}

    Overview(StudyStore store, LiveStudies live) {
        this.store = store;
        this.live = live;
    }

    void join(Subscriber subscriber, Optional<String> lastEventId) {
        if (!isFollowed()) {
            // nobody looked meanwhile
            seen = look(false);
            begun = true;
            revision++;
        }
        ObjectNode hello = Json.MAPPER.createObjectNode().put("studies", seen.size());
        if (lastEventId.isPresent() && !lastEventId.get().equals(id())) {
            hello.put("reset", true);
        }
        subscriber.event("studies", id(), Json.write(hello));
        add(subscriber);
    }

    @Override
    void look() {
        looks++;
        if (begun && looks % EVERY == 0) {
            seen = look(true);
        }
    }

    private Map<Long, Seen> look(boolean tell) {
        Map<Long, Seen> now = new LinkedHashMap<>();
        for (StudyRecord study : store.studies()) {
            try {
                Seen one = new Seen(study.name(), store.counts(study.id()), store.attributes(study.id()));
                now.put(study.id(), one);
                if (tell && !one.equals(seen.get(study.id()))) {
                    tell(study, one);
                }
            } catch (StoreException e) {
                if (e.isTransient()) {
                    throw e;
                }
                // deleted since the list was read
                now.remove(study.id());
            }
        }
        if (tell) {
            seen.forEach((id, gone) -> {
                if (!now.containsKey(id)) {
                    revision++;
                    tell(
                            "study",
                            id(),
                            Json.write(Json.MAPPER
                                    .createObjectNode()
                                    .put("study", gone.name())
                                    .put("deleted", true)));
                }
            });
        }
        return now;
    }

    private void tell(StudyRecord study, Seen one) {
        revision++;
        StudyView view = new StudyView(study, one.attributes(), one.counts(), live.definition(study, one.attributes()));
        tell("study", id(), Json.write(data(study.name(), view)));
    }

    private String id() {
        return epoch + "-" + revision;
    }

    /** How a study stands. */
    static ObjectNode data(String name, StudyView view) {
        ObjectNode node = Json.MAPPER.createObjectNode().put("study", name).put("state", view.state());
        ObjectNode counts = node.putObject("counts");
        for (TrialState state : TrialState.values()) {
            counts.put(StudyView.lower(state), view.count(state));
        }
        return node.put("archived", StudyView.isArchived(view.attributes()));
    }
}
