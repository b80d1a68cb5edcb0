package dev.hone.cli.study;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.cli.terminal.Text;
import dev.hone.core.analyse.Recommended;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** {@link Recommended} on a line. */
final class RecommendationText {

    private RecommendationText() {}

    static void print(PrintStream out, StudyStore store, StudyRecord study) {
        Recommended.latest(store, study.id()).ifPresent(use -> {
            out.println();
            out.println("Recommended by the model: " + (use.has("trial") ? trial(use) : configuration(use)));
        });
    }

    private static String configuration(JsonNode use) {
        String environment = use.path("environment").asText();
        return values(use, environment) + "; expected " + distribution(use)
                + (environment.isEmpty() ? "" : " over all " + environment);
    }

    private static String trial(JsonNode use) {
        return "trial " + use.path("trial").asLong() + " (" + values(use, "") + "); utility " + distribution(use)
                + ", in units of the noise of one comparison";
    }

    private static String values(JsonNode use, String without) {
        List<String> values = new ArrayList<>();
        use.path("configuration").properties().stream()
                .filter(e -> !e.getKey().equals(without))
                .forEach(e -> values.add(e.getKey() + "="
                        + (e.getValue().isNumber()
                                ? Text.number(e.getValue().asDouble())
                                : e.getValue().asText())));
        return String.join(", ", values);
    }

    private static String distribution(JsonNode use) {
        return Text.number(use.path("mean").asDouble()) + " +- "
                + Text.number(use.path("sd").asDouble());
    }
}
