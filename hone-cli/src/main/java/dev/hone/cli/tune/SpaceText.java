package dev.hone.cli.tune;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.cli.terminal.Text;
import dev.hone.core.HoneException;
import dev.hone.core.Json;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.ConstantParameter;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.Parameter;
import dev.hone.core.space.PermutationParameter;
import dev.hone.core.space.SearchSpace;
import java.util.stream.Collectors;

/** Parameters in words, and as the {@code parameters} section of a definition. */
final class SpaceText {

    private SpaceText() {}

    /** Type and domain of a parameter, such as {@code int 64 to 1024, log}. */
    static String domain(Parameter parameter) {
        String when = parameter
                .condition()
                .map(c -> ", when " + c.parent() + " is "
                        + c.values().stream().map(Text::value).collect(Collectors.joining(" or ")))
                .orElse("");
        return plainDomain(parameter) + when;
    }

    private static String plainDomain(Parameter parameter) {
        if (parameter instanceof FloatParameter p) {
            return "float " + Text.number(p.low()) + " to " + Text.number(p.high()) + (p.log() ? ", log" : "")
                    + (p.step() > 0 ? ", step " + Text.number(p.step()) : "");
        }
        if (parameter instanceof IntParameter p) {
            return "int " + p.low() + " to " + p.high() + (p.log() ? ", log" : "")
                    + (p.step() > 1 ? ", step " + p.step() : "");
        }
        if (parameter instanceof CategoricalParameter p) {
            return (p.ordered() ? "ordered" : "one of") + " "
                    + p.choices().stream().map(Text::value).collect(Collectors.joining(" | "));
        }
        if (parameter instanceof PermutationParameter p) {
            return "order of " + String.join(", ", p.items());
        }
        if (parameter instanceof ConstantParameter p) {
            return "always " + Text.value(p.value());
        }
        throw new HoneException("unknown kind of parameter: " + parameter);
    }

    /** The {@code parameters} section of a definition that gives {@code space}. */
    static ObjectNode definition(SearchSpace space) {
        ObjectNode parameters = Json.MAPPER.createObjectNode();
        for (Parameter parameter : space.parameters()) {
            ObjectNode node = parameters.putObject(parameter.name());
            if (parameter instanceof FloatParameter p) {
                node.put("type", "float")
                        .put("low", p.low())
                        .put("high", p.high())
                        .put("log", p.log());
                if (p.step() > 0) {
                    node.put("step", p.step());
                }
            } else if (parameter instanceof IntParameter p) {
                node.put("type", "int")
                        .put("low", p.low())
                        .put("high", p.high())
                        .put("log", p.log());
                if (p.step() > 1) {
                    node.put("step", p.step());
                }
            } else if (parameter instanceof CategoricalParameter p) {
                node.put("type", "categorical").put("ordered", p.ordered());
                node.set("choices", Json.MAPPER.valueToTree(p.choices()));
            } else if (parameter instanceof PermutationParameter p) {
                node.put("type", "permutation").set("items", Json.MAPPER.valueToTree(p.items()));
            } else if (parameter instanceof ConstantParameter p) {
                node.put("type", "constant").set("value", Json.MAPPER.valueToTree(p.value()));
            }
            parameter
                    .condition()
                    .ifPresent(c -> node.putObject("when").set(c.parent(), Json.MAPPER.valueToTree(c.values())));
        }
        return parameters;
    }
}
