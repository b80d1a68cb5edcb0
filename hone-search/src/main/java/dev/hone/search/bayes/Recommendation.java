package dev.hone.search.bayes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.Json;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.ConfigurationCodec;
import dev.hone.core.space.SearchSpace;

/**
 * A configuration to use.
 *
 * @param mean of what is to be optimised there, in its unit
 * @param sd standard deviation of what is known about it, without the noise of one evaluation
 */
public record Recommendation(Configuration configuration, double mean, double sd) {

    /** Attribute of a trial: what was recommended when it was proposed, {@code {configuration, mean, sd}}. */
    public static final String ATTRIBUTE = "recommendation";

    /** The attribute's text. */
    public String json(SearchSpace space) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        node.set("configuration", Json.parse(new ConfigurationCodec(space).encode(configuration)));
        node.put("mean", mean).put("sd", sd);
        return Json.write(node);
    }
}
