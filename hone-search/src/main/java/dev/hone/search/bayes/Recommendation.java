package dev.hone.search.bayes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.Json;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.ConfigurationCodec;
import dev.hone.core.space.SearchSpace;
import java.util.Optional;

/**
 * A configuration to use.
 *
 * @param mean of what is to be optimised there, in its unit
 * @param sd standard deviation of what is known about it, without the noise of one evaluation
 * @param environment the parameter over whose values the mean is; its value in the configuration is that of an evaluation, and
 *     nothing to use
 */
public record Recommendation(Configuration configuration, double mean, double sd, Optional<String> environment) {

    /** Attribute of a trial: what was recommended when it was proposed, {@code {configuration, mean, sd, environment}}. */
    public static final String ATTRIBUTE = "recommendation";

    /** The attribute's text. */
    public String json(SearchSpace space) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        node.set("configuration", Json.parse(new ConfigurationCodec(space).encode(configuration)));
        node.put("mean", mean).put("sd", sd);
        environment.ifPresent(parameter -> node.put("environment", parameter));
        return Json.write(node);
    }
}
