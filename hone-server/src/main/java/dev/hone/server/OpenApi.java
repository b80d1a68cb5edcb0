package dev.hone.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.core.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The description of the REST interface: written as YAML, served as JSON. */
final class OpenApi {

    private static final String RESOURCE = "openapi.yaml";

    private OpenApi() {}

    static JsonNode read() {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try (InputStream in = OpenApi.class.getResourceAsStream(RESOURCE)) {
            Object document = new Yaml(new SafeConstructor(options)).load(in);
            return Json.MAPPER.valueToTree(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
