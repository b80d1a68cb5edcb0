package dev.hone.core.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.HoneException;
import dev.hone.core.Json;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Condition;
import dev.hone.core.space.ConstantParameter;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.Parameter;
import dev.hone.core.space.PermutationParameter;
import dev.hone.core.space.SearchSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parameters of a space as the {@code parameters} of a study file, in JSON. */
final class SpaceJson {

    private SpaceJson() {}

    static JsonNode write(SearchSpace space) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        for (Parameter parameter : space.parameters()) {
            ObjectNode p = node.putObject(parameter.name());
            if (parameter instanceof FloatParameter f) {
                p.put("type", "float").put("low", f.low()).put("high", f.high());
                if (f.log()) {
                    p.put("log", true);
                } else if (f.step() > 0) {
                    p.put("step", f.step());
                }
            } else if (parameter instanceof IntParameter i) {
                p.put("type", "int").put("low", i.low()).put("high", i.high());
                if (i.log()) {
                    p.put("log", true);
                } else if (i.step() > 1) {
                    p.put("step", i.step());
                }
            } else if (parameter instanceof CategoricalParameter c) {
                p.put("type", "categorical").set("choices", Json.MAPPER.valueToTree(c.choices()));
            } else if (parameter instanceof PermutationParameter permutation) {
                p.put("type", "permutation").set("items", Json.MAPPER.valueToTree(permutation.items()));
            } else if (parameter instanceof ConstantParameter constant) {
                p.put("type", "constant").set("value", Json.MAPPER.valueToTree(constant.value()));
            }
            parameter.condition().ifPresent(c -> p.putObject("when").set(c.parent(), values(c)));
        }
        return node;
    }

    /** The space that {@link #write} wrote. */
    static SearchSpace read(String json) {
        SearchSpace.Builder builder = SearchSpace.builder();
        for (Map.Entry<String, JsonNode> entry : Json.parse(json).properties()) {
            Parameter parameter = parameter(entry.getKey(), entry.getValue());
            for (Map.Entry<String, JsonNode> when :
                    entry.getValue().path("when").properties()) {
                parameter = parameter.when(new Condition(when.getKey(), list(when.getValue())));
            }
            builder.add(parameter);
        }
        return builder.build();
    }

    private static Parameter parameter(String name, JsonNode p) {
        boolean log = p.path("log").asBoolean();
        JsonNode low = p.path("low");
        JsonNode high = p.path("high");
        String type = p.path("type").asText();
        return switch (type) {
            case "float" ->
                new FloatParameter(
                        name,
                        low.asDouble(),
                        high.asDouble(),
                        log,
                        p.path("step").asDouble(0),
                        Optional.empty());
            case "int" ->
                log
                        ? IntParameter.log(name, low.asLong(), high.asLong())
                        : IntParameter.stepped(
                                name,
                                low.asLong(),
                                high.asLong(),
                                p.path("step").asLong(1));
            case "categorical" ->
                CategoricalParameter.of(name, list(p.path("choices")).toArray());
            case "permutation" ->
                PermutationParameter.of(
                        name,
                        list(p.path("items")).stream().map(Object::toString).toArray(String[]::new));
            case "constant" -> ConstantParameter.of(name, Json.MAPPER.convertValue(p.path("value"), Object.class));
            default -> throw new HoneException("parameter '" + name + "' has the unknown type '" + type + "'");
        };
    }

    private static List<Object> list(JsonNode array) {
        List<Object> values = new ArrayList<>();
        array.forEach(value -> values.add(Json.MAPPER.convertValue(value, Object.class)));
        return values;
    }

    private static JsonNode values(Condition condition) {
        List<Object> values = condition.values();
        return Json.MAPPER.valueToTree(values);
    }
}
