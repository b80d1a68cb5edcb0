package dev.hone.cli.study;

import com.fasterxml.jackson.databind.JsonNode;
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

/** What an optimizer that chooses fidelities leaves with its proposals, in the attribute {@code fidelity}. */
public final class FidelityText {

    private static final String ATTRIBUTE = "fidelity";
    /** Trials before the last that are looked at for one that a model proposed. */
    private static final int READ = 50;

    private FidelityText() {}

    private static JsonNode attribute(Trial<?> trial) {
        String text = trial.attributes().get(ATTRIBUTE);
        return text == null ? Json.MAPPER.missingNode() : Json.parse(text);
    }

    /** Whether a model of the levels proposed the trial. */
    public static boolean isModelled(Trial<?> trial) {
        return attribute(trial).has("correlations");
    }

    /** Levels that were left alone when the trial was proposed. */
    public static List<String> uninformative(Trial<?> trial) {
        List<String> levels = new ArrayList<>();
        attribute(trial).path("uninformative").forEach(level -> levels.add(level.asText()));
        return levels;
    }

    /** The attribute of the latest trial that a model proposed. */
    static Optional<JsonNode> latest(StudyStore store, StudyRecord study) {
        long total = store.standing(study.id()).total();
        List<Trial<String>> last =
                store.trials(study.id(), EnumSet.allOf(TrialState.class), Math.max(0, total - READ), READ);
        for (int i = last.size() - 1; i >= 0; i--) {
            if (isModelled(last.get(i))) {
                return Optional.of(attribute(last.get(i)));
            }
        }
        return Optional.empty();
    }

    /** How like the truth each level is, and what it costs. */
    static void print(PrintStream out, StudyStore store, StudyRecord study) {
        latest(store, study).ifPresent(about -> {
            out.println();
            out.println("Correlation of each level with the truth, cost of a trial; "
                    + Text.number(store.cost(study.id())) + " spent");
            about.path("costs").properties().forEach(cost -> {
                JsonNode correlation = about.path("correlations").path(cost.getKey());
                boolean left = false;
                for (JsonNode level : about.path("uninformative")) {
                    left |= level.asText().equals(cost.getKey());
                }
                out.println("  " + cost.getKey() + "  "
                        + (correlation.isNumber()
                                ? Text.number(Math.round(correlation.asDouble() * 1000) / 1000.0)
                                : "-")
                        + "  " + Text.number(cost.getValue().asDouble())
                        + (left ? "  not informative, left alone" : ""));
            });
        });
    }
}
