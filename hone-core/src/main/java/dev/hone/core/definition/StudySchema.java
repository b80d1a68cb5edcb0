package dev.hone.core.definition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.HoneException;
import dev.hone.core.Json;
import dev.hone.core.method.CandidateKind;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.shape.Key;
import dev.hone.core.shape.Shape;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The JSON Schema (draft 7, the one that editors support best) of study files, made from the same description of keys that
 * the reader follows. It cannot say everything the reader checks: relations between values, such as low and high, are the
 * reader's alone.
 */
public final class StudySchema {

    private static final String DRAFT = "http://json-schema.org/draft-07/schema#";

    private StudySchema() {}

    /** The schema with all methods on the class path, as indented JSON. */
    public static String json() {
        return json(MethodCatalogue.load());
    }

    /** The schema with the optimizers and pruners of {@code catalogue}, as indented JSON. */
    public static String json(MethodCatalogue catalogue) {
        ObjectNode schema = Json.MAPPER.createObjectNode();
        schema.put("$schema", DRAFT);
        schema.put("title", "Hone study");
        schema.put("description", "A study of hone tune: what may be changed, how it is measured, when to stop.");
        ObjectNode study = schema(StudyKeys.study(catalogue));
        for (CandidateKind kind : catalogue.kinds()) {
            ObjectNode either = Json.MAPPER.createObjectNode();
            either.set("if", anyRequired("anyOf", List.of(kind.id())));
            either.set("then", schema(StudyKeys.study(catalogue, kind)));
            either.set("else", study);
            study = either;
        }
        schema.setAll(study);
        try {
            return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(schema) + "\n";
        } catch (JsonProcessingException e) {
            throw new HoneException("the schema cannot be written: " + e.getOriginalMessage(), e);
        }
    }

    private static ObjectNode schema(Shape shape) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        if (shape instanceof Shape.Text text) {
            node.put("type", "string").put("minLength", 1);
            text.pattern().ifPresent(pattern -> node.put("pattern", pattern));
        } else if (shape instanceof Shape.Word || shape instanceof Shape.AnyScalar) {
            node.set("type", texts(List.of("string", "number", "boolean")));
        } else if (shape instanceof Shape.Numeric number) {
            node.put("type", number.whole() ? "integer" : "number");
            number.atLeast().ifPresent(bound -> node.put("minimum", bound));
            number.above().ifPresent(bound -> node.put("exclusiveMinimum", bound));
            number.atMost().ifPresent(bound -> node.put("maximum", bound));
        } else if (shape instanceof Shape.Flag) {
            node.put("type", "boolean");
        } else if (shape instanceof Shape.Choice choice) {
            node.put("type", "string");
            if (!choice.choices().isEmpty()) {
                node.set("enum", texts(choice.choices()));
            }
        } else if (shape instanceof Shape.ListOf list) {
            node.put("type", "array").put("minItems", 1);
            node.set("items", schema(list.item()));
        } else if (shape instanceof Shape.MapOf map) {
            node.put("type", "object").put("minProperties", 1).put("additionalProperties", false);
            node.putObject("patternProperties").set("^" + map.keyPattern() + "$", schema(map.value()));
        } else if (shape instanceof Shape.Fields fields) {
            fields(node, fields);
        } else if (shape instanceof Shape.Variants variants) {
            variants(node, variants);
        } else if (shape instanceof Shape.Either either) {
            ArrayNode any = node.putArray("anyOf");
            either.alternatives().forEach(alternative -> any.add(schema(alternative)));
        }
        return node;
    }

    private static void fields(ObjectNode node, Shape.Fields fields) {
        node.put("type", "object").put("additionalProperties", false);
        ObjectNode properties = node.putObject("properties");
        fields.keys().forEach(key -> properties.set(key.name(), key(key)));
        List<String> required =
                fields.keys().stream().filter(Key::required).map(Key::name).toList();
        if (!required.isEmpty()) {
            node.set("required", texts(required));
        }
        ObjectNode dependencies = Json.MAPPER.createObjectNode();
        for (Key key : fields.keys()) {
            if (!key.needs().isEmpty()) {
                dependencies.set(key.name(), anyRequired("anyOf", key.needs()));
            }
        }
        if (!dependencies.isEmpty()) {
            node.set("dependencies", dependencies);
        }
        if (fields.groups().size() > 1) {
            ArrayNode all = node.putArray("allOf");
            fields.groups().forEach(group -> all.add(group(group)));
        } else {
            fields.groups().forEach(group -> node.setAll(group(group)));
        }
    }

    private static ObjectNode group(Shape.Group group) {
        return anyRequired(group.exclusive() ? "oneOf" : "anyOf", group.names());
    }

    private static ObjectNode anyRequired(String keyword, List<String> names) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        ArrayNode alternatives = node.putArray(keyword);
        names.forEach(name -> alternatives.addObject().set("required", texts(List.of(name))));
        return node;
    }

    private static ObjectNode key(Key key) {
        ObjectNode node = schema(key.shape());
        node.put("description", key.doc());
        if (key.defaultValue() != null) {
            node.set("default", Json.MAPPER.valueToTree(key.defaultValue()));
        }
        return node;
    }

    /** The discriminator decides by if and then, so that an editor completes and reports the keys of one variant only. */
    private static void variants(ObjectNode node, Shape.Variants variants) {
        String key = variants.discriminator();
        node.put("type", "object");
        node.set("required", texts(List.of(key)));
        ObjectNode kind = node.putObject("properties").putObject(key);
        kind.put("type", "string");
        if (!variants.variants().isEmpty()) {
            kind.set("enum", texts(variants.variants().keySet()));
        }
        ArrayNode all = Json.MAPPER.createArrayNode();
        for (Map.Entry<String, Shape.Fields> variant : variants.variants().entrySet()) {
            ObjectNode branch = all.addObject();
            ObjectNode condition = branch.putObject("if");
            condition.putObject("properties").putObject(key).put("const", variant.getKey());
            condition.set("required", texts(List.of(key)));
            branch.set("then", schema(variant.getValue()));
        }
        if (!all.isEmpty()) {
            node.set("allOf", all);
        }
    }

    private static ArrayNode texts(Collection<String> texts) {
        ArrayNode array = Json.MAPPER.createArrayNode();
        texts.forEach(array::add);
        return array;
    }
}
