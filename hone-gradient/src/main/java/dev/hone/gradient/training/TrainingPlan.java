package dev.hone.gradient.training;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.core.HoneException;
import dev.hone.core.Json;
import dev.hone.core.method.OptionValues;
import dev.hone.core.trial.CandidateCodec;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a network is to be trained: the candidate of a study of trainings.
 *
 * @param options of the trainer, those that differ from its defaults
 */
record TrainingPlan(Map<String, Object> options) {

    TrainingPlan {
        options = Map.copyOf(options);
    }

    /** As JSON, an object of options. */
    static final CandidateCodec<TrainingPlan> CODEC = new CandidateCodec<>() {

        @Override
        public String encode(TrainingPlan plan) {
            return Json.write(new java.util.TreeMap<>(plan.options()));
        }

        @Override
        public TrainingPlan decode(String json) {
            JsonNode node = Json.parse(json);
            if (!node.isObject()) {
                throw new HoneException("a training is described by an object of options, got " + json);
            }
            Map<String, Object> options = new LinkedHashMap<>();
            node.fields().forEachRemaining(e -> options.put(e.getKey(), plain(e.getValue())));
            OptionValues.check("", TrainerOptions.list(), options);
            return new TrainingPlan(options);
        }
    };

    private static Object plain(JsonNode value) {
        if (value.isIntegralNumber()) {
            return value.asLong();
        } else if (value.isNumber()) {
            return value.asDouble();
        }
        return value.isBoolean() ? (Object) value.asBoolean() : value.asText();
    }

    OptionValues values() {
        return OptionValues.check("optimizer", TrainerOptions.list(), options);
    }
}
