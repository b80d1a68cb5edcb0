package dev.hone.search.programming;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.Json;
import dev.hone.core.store.StudyStore;
import dev.hone.core.trial.Trial;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What a study of {@link GeneticProgrammingSampler} keeps about its generations: one entry each, an attribute of the first
 * trial that was proposed after the generation had closed. Every entry knows the trial with the one before it, and the
 * optimizer's state the latest, so that the log is read without looking at the trials between.
 */
public final class GenerationLog {

    /** Attribute of a trial. */
    public static final String KEY = "diversity";

    private static final String PREVIOUS = "previous";

    private GenerationLog() {}

    /**
     * The generations of a study that were bred from, the earliest first.
     *
     * @param most entries that are read, from the latest back
     */
    public static List<Diversity> read(StudyStore store, long studyId, int most) {
        String state = store.optimizerState(studyId).state().text();
        String prefix = GeneticProgrammingSampler.ID + "\n";
        if (!state.startsWith(prefix)) {
            return List.of();
        }
        Deque<Diversity> log = new ArrayDeque<>();
        long at = Position.of(state.substring(prefix.length())).trial();
        while (at >= 0 && log.size() < most) {
            Optional<JsonNode> entry = store.trial(studyId, at)
                    .map(Trial::attributes)
                    .map(a -> a.get(KEY))
                    .map(Json::parse);
            entry.map(GenerationLog::diversity).ifPresent(log::addFirst);
            at = entry.map(e -> e.path(PREVIOUS).asLong(-1)).orElse(-1L);
        }
        return new ArrayList<>(log);
    }

    static String write(Diversity d, Position previous) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        node.put("generation", d.generation());
        put(node, "best_loss", d.bestLoss());
        put(node, "unique_trees", d.uniqueTrees());
        put(node, "unique_outputs", d.uniqueOutputs());
        put(node, "mean_distance", d.meanDistance());
        put(node, "solution_size", d.solutionSize());
        put(node, "solution_depth", d.solutionDepth());
        put(node, "ideal_size", d.idealSize());
        put(node, "ideal_depth", d.idealDepth());
        put(node, "fitness_entropy", d.fitnessEntropy());
        put(node, "mating_gini", d.matingGini());
        put(node, "chosen_distance", d.chosenDistance());
        put(node, "random_distance", d.randomDistance());
        put(node, "preference_strength", d.preferenceStrength());
        if (previous.trial() >= 0) {
            node.put(PREVIOUS, previous.trial());
        }
        return Json.write(node);
    }

    /** JSON has no words for what is no number. */
    private static void put(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        }
    }

    private static Diversity diversity(JsonNode node) {
        return new Diversity(
                node.path("generation").asInt(),
                node.path("best_loss").asDouble(Double.POSITIVE_INFINITY),
                node.path("unique_trees").asDouble(Double.NaN),
                node.path("unique_outputs").asDouble(Double.NaN),
                node.path("mean_distance").asDouble(Double.NaN),
                node.path("solution_size").asDouble(Double.NaN),
                node.path("solution_depth").asDouble(Double.NaN),
                node.path("ideal_size").asDouble(Double.NaN),
                node.path("ideal_depth").asDouble(Double.NaN),
                node.path("fitness_entropy").asDouble(Double.NaN),
                node.path("mating_gini").asDouble(Double.NaN),
                node.path("chosen_distance").asDouble(Double.NaN),
                node.path("random_distance").asDouble(Double.NaN));
    }

    /** How many generations are in the log, and the trial with the latest entry; -1 for none. */
    record Position(long generations, long trial) {

        static final Position NONE = new Position(0, -1);

        static Position of(String text) {
            if (text.isEmpty()) {
                return NONE;
            }
            JsonNode node = Json.parse(text);
            return new Position(
                    node.path("generations").asLong(), node.path("trial").asLong(-1));
        }

        String text() {
            return equals(NONE)
                    ? ""
                    : Json.write(Json.MAPPER
                            .createObjectNode()
                            .put("generations", generations)
                            .put("trial", trial));
        }
    }
}
