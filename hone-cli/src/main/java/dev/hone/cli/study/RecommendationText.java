package dev.hone.cli.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.hone.cli.terminal.Text;
import dev.hone.core.Json;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * The configuration that an optimizer's model recommends, which it leaves with its proposals: {@code {configuration, mean, sd,
 * environment}}.
 */
final class RecommendationText {

    private static final String ATTRIBUTE = "recommendation";
    /** Trials before the last that are looked at for one that a model proposed. */
    private static final int READ = 50;

    private RecommendationText() {}

    /** That of the latest trial that has one. */
    static Optional<JsonNode> latest(StudyStore store, StudyRecord study) {
        long total = store.standing(study.id()).total();
        List<Trial<String>> last =
                store.trials(study.id(), EnumSet.allOf(TrialState.class), Math.max(0, total - READ), READ);
        for (int i = last.size() - 1; i >= 0; i--) {
            String text = last.get(i).attributes().get(ATTRIBUTE);
            JsonNode recommended = text == null ? MissingNode.getInstance() : Json.parse(text);
            if (recommended.has("mean")) {
                return Optional.of(recommended);
            }
        }
        return Optional.empty();
    }

    static void print(PrintStream out, StudyStore store, StudyRecord study) {
        latest(store, study).ifPresent(use -> {
            String environment = use.path("environment").asText();
            List<String> values = new ArrayList<>();
            use.path("configuration").properties().stream()
                    .filter(e -> !e.getKey().equals(environment))
                    .forEach(e -> values.add(e.getKey() + "="
                            + (e.getValue().isNumber()
                                    ? Text.number(e.getValue().asDouble())
                                    : e.getValue().asText())));
            out.println();
            out.println("Recommended by the model: " + String.join(", ", values) + "; expected "
                    + Text.number(use.path("mean").asDouble()) + " +- "
                    + Text.number(use.path("sd").asDouble())
                    + (environment.isEmpty() ? "" : " over all " + environment));
        });
    }
}
