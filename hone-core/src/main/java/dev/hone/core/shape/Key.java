package dev.hone.core.shape;

import java.util.List;

/**
 * A key of the study file.
 *
 * @param required whether it must be there
 * @param needs it may stand only beside one of these keys; empty: always
 * @param defaultValue what applies when it is absent, or null
 * @param doc what it means, for people
 * @param example the key with a value, as YAML
 */
public record Key(
        String name,
        Shape shape,
        boolean required,
        List<String> needs,
        Object defaultValue,
        String doc,
        String example) {

    public static Key of(String name, Shape shape, String doc, String example) {
        return new Key(name, shape, false, List.of(), null, doc, example);
    }

    public Key must() {
        return new Key(name, shape, true, needs, defaultValue, doc, example);
    }

    public Key besides(String... keys) {
        return new Key(name, shape, required, List.of(keys), defaultValue, doc, example);
    }

    public Key defaultsTo(Object value) {
        return new Key(name, shape, required, needs, value, doc, example);
    }
}
