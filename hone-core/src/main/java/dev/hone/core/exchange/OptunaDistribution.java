package dev.hone.core.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.hone.core.HoneException;
import dev.hone.core.Json;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Domain of a parameter as Optuna stores it with every trial. A number is stored as itself, a choice as its position.
 *
 * @param step 0 for a continuum
 * @param choices of a categorical domain: null, truth values, numbers and texts
 */
record OptunaDistribution(Kind kind, double low, double high, boolean log, double step, List<JsonNode> choices) {

    enum Kind {
        FLOAT,
        INT,
        CATEGORICAL
    }

    static OptunaDistribution categorical(List<JsonNode> choices) {
        return new OptunaDistribution(
                Kind.CATEGORICAL,
                0,
                0,
                false,
                0,
                choices.stream().map(OptunaDistribution::choice).toList());
    }

    /** The domain of a parameter that Optuna has too. */
    static Optional<OptunaDistribution> of(Parameter parameter) {
        if (parameter instanceof FloatParameter f) {
            return Optional.of(new OptunaDistribution(Kind.FLOAT, f.low(), f.high(), f.log(), f.step(), List.of()));
        }
        if (parameter instanceof IntParameter i) {
            return Optional.of(new OptunaDistribution(
                    Kind.INT, i.low(), i.high(), i.log(), i.log() ? 1 : Math.max(1, i.step()), List.of()));
        }
        if (parameter instanceof CategoricalParameter c) {
            List<JsonNode> choices = new ArrayList<>();
            c.choices().forEach(choice -> choices.add(Json.MAPPER.valueToTree(choice)));
            return Optional.of(categorical(choices));
        }
        return Optional.empty();
    }

    /** Optuna's choices are scalars; anything else becomes its JSON text. Equal numbers become equal nodes. */
    private static JsonNode choice(JsonNode value) {
        return value.isContainerNode() ? TextNode.valueOf(value.toString()) : Json.parse(value.toString());
    }

    String json() {
        ObjectNode node = Json.MAPPER.createObjectNode();
        switch (kind) {
            case FLOAT -> {
                node.put("name", "FloatDistribution");
                ObjectNode attributes = node.putObject("attributes");
                attributes.put("step", step == 0 ? null : (Double) step);
                attributes.put("low", low).put("high", high).put("log", log);
            }
            case INT -> {
                node.put("name", "IntDistribution");
                node.putObject("attributes")
                        .put("log", log)
                        .put("step", (long) step)
                        .put("low", (long) low)
                        .put("high", (long) high);
            }
            case CATEGORICAL -> {
                node.put("name", "CategoricalDistribution");
                node.putObject("attributes").set("choices", Json.MAPPER.valueToTree(choices));
            }
        }
        return Json.write(node);
    }

    /** Reads a distribution of Optuna 1 to 5; the names that Optuna 3 replaced are known too. */
    static OptunaDistribution parse(String json) {
        JsonNode node = Json.parse(json);
        JsonNode a = node.path("attributes");
        double low = a.path("low").asDouble();
        double high = a.path("high").asDouble();
        String name = node.path("name").asText();
        return switch (name) {
            case "FloatDistribution" ->
                new OptunaDistribution(
                        Kind.FLOAT,
                        low,
                        high,
                        a.path("log").asBoolean(),
                        a.path("step").asDouble(0),
                        List.of());
            case "UniformDistribution" -> new OptunaDistribution(Kind.FLOAT, low, high, false, 0, List.of());
            case "LogUniformDistribution" -> new OptunaDistribution(Kind.FLOAT, low, high, true, 0, List.of());
            case "DiscreteUniformDistribution" ->
                new OptunaDistribution(Kind.FLOAT, low, high, false, a.path("q").asDouble(), List.of());
            case "IntDistribution" ->
                new OptunaDistribution(
                        Kind.INT,
                        low,
                        high,
                        a.path("log").asBoolean(),
                        a.path("step").asDouble(1),
                        List.of());
            case "IntUniformDistribution" ->
                new OptunaDistribution(
                        Kind.INT, low, high, false, a.path("step").asDouble(1), List.of());
            case "IntLogUniformDistribution" -> new OptunaDistribution(Kind.INT, low, high, true, 1, List.of());
            case "CategoricalDistribution" -> {
                List<JsonNode> choices = new ArrayList<>();
                a.path("choices").forEach(choices::add);
                yield categorical(choices);
            }
            default -> throw new HoneException("distribution '" + name + "' of Optuna is unknown to Hone");
        };
    }

    /** The smallest domain that contains this one and {@code other}, a domain of the same parameter in another trial. */
    OptunaDistribution with(String parameter, OptunaDistribution other) {
        boolean same = kind == other.kind && log == other.log && step == other.step && choices.equals(other.choices);
        if (!same) {
            throw new HoneException("parameter '" + parameter + "' changes its domain between trials, from " + json()
                    + " to " + other.json() + "; Hone needs one domain per parameter");
        }
        return new OptunaDistribution(kind, Math.min(low, other.low), Math.max(high, other.high), log, step, choices);
    }

    Parameter parameter(String name) {
        return switch (kind) {
            case FLOAT -> new FloatParameter(name, low, high, log, step, Optional.empty());
            case INT ->
                log
                        ? IntParameter.log(name, (long) low, (long) high)
                        : IntParameter.stepped(name, (long) low, (long) high, (long) step);
            case CATEGORICAL ->
                CategoricalParameter.of(
                        name, choices.stream().map(OptunaDistribution::scalar).toArray());
        };
    }

    private static Object scalar(JsonNode choice) {
        if (choice.isNull()) {
            return "None";
        }
        if (choice.isBoolean()) {
            return choice.asBoolean();
        }
        if (choice.isIntegralNumber()) {
            return choice.asLong();
        }
        return choice.isNumber() ? (Object) choice.asDouble() : choice.asText();
    }

    /** What Optuna stores for a value of this domain. */
    double encode(String parameter, JsonNode value) {
        if (kind != Kind.CATEGORICAL) {
            if (!value.isNumber()) {
                throw new HoneException("parameter '" + parameter + "' is " + value + ", expected a number");
            }
            return value.asDouble();
        }
        int position = choices.indexOf(choice(value));
        if (position < 0) {
            throw new HoneException("parameter '" + parameter + "' is " + value + ", expected one of " + choices);
        }
        return position;
    }

    JsonNode decode(double stored) {
        return switch (kind) {
            case FLOAT -> DoubleNode.valueOf(stored);
            case INT -> LongNode.valueOf(Math.round(stored));
            case CATEGORICAL -> Json.MAPPER.valueToTree(scalar(choices.get((int) stored)));
        };
    }
}
