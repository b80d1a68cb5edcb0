package dev.hone.cli.tune;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.cli.terminal.Terminal;
import dev.hone.core.Json;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.study.StudyListener;
import java.util.Optional;

/** Tells what a running study does. */
interface Reporter extends StudyListener, AutoCloseable {

    /** Writes an event, if a program listens; {@code event} names it. */
    void event(String event, ObjectNode content);

    /** The event of an intermediate value. */
    default void reportedEvent(long number, long step, double value) {
        event(
                "reported",
                Json.MAPPER
                        .createObjectNode()
                        .put("number", number)
                        .put("step", step)
                        .put("value", value));
    }

    @Override
    void close();

    /**
     * Whom a reporter reports to, and about what.
     *
     * @param view how candidates are shown
     * @param total trials of the budget, or a negative number
     * @param quiet no progress
     * @param json one object an event
     * @param unpause the command that lets a paused study go on
     * @param judge how people compare trials; empty if none need to
     */
    record About(
            Terminal terminal,
            StudyStore store,
            StudyRecord study,
            CandidateView view,
            long total,
            boolean quiet,
            boolean json,
            String unpause,
            Optional<String> judge) {

        /** Writes an event to the output stream, if a program listens. */
        void write(String event, ObjectNode content) {
            if (json) {
                ObjectNode node = Json.MAPPER.createObjectNode();
                node.put("event", event);
                node.setAll(content);
                terminal.out().println(Json.write(node));
                terminal.out().flush();
            }
        }
    }
}
