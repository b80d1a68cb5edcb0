package dev.hone.core.space;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.hone.core.HoneException;
import dev.hone.core.Json;
import dev.hone.core.trial.CandidateCodec;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Configurations as JSON objects: {@code {"heap_mb": 512, "gc": "G1"}}. */
public record ConfigurationCodec(SearchSpace space) implements CandidateCodec<Configuration> {

    private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {};

    @Override
    public String encode(Configuration configuration) {
        return Json.write(configuration.values());
    }

    @Override
    public Configuration decode(String json) {
        Map<String, Object> values;
        try {
            values = Json.MAPPER.readValue(json, OBJECT);
        } catch (IOException e) {
            throw new HoneException("not a configuration: " + json, e);
        }
        if (values == null) {
            throw new HoneException("not a configuration: " + json);
        }
        Configuration configuration = space.configuration(values);
        for (KnownConstraint constraint : space.constraints()) {
            if (!constraint.holds(configuration.values())) {
                throw new HoneException("configuration " + configuration + " violates the constraint " + constraint);
            }
        }
        return configuration;
    }
}
