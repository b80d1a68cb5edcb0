package dev.hone.core.analyse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.core.Json;
import dev.hone.core.store.StudyStore;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** What the model of a study's optimizer recommends, which it leaves with its proposals. */
public final class Recommended {

    /**
     * Attribute of a trial: {@code {configuration, mean, sd}}, with {@code environment} where the mean is over the values of a
     * parameter, and with {@code trial} where a finished trial is recommended and mean and deviation are those of a utility.
     */
    public static final String ATTRIBUTE = "recommendation";

    /** Trials before the last that are looked at for one that a model proposed. */
    private static final int READ = 50;

    private Recommended() {}

    /** The attribute of the latest trial that has one. */
    public static Optional<JsonNode> latest(StudyStore store, long studyId) {
        long total = store.standing(studyId).total();
        List<Trial<String>> last =
                store.trials(studyId, EnumSet.allOf(TrialState.class), Math.max(0, total - READ), READ);
        for (int i = last.size() - 1; i >= 0; i--) {
            String text = last.get(i).attributes().get(ATTRIBUTE);
            if (text != null) {
                JsonNode recommended = Json.parse(text);
                if (recommended.has("mean")) {
                    return Optional.of(recommended);
                }
            }
        }
        return Optional.empty();
    }
}
