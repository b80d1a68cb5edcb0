package dev.hone.core.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;

/** JSON as people write YAML on one line: no quotes where none are needed, {@code 0.0001} rather than {@code 1.0E-4}. */
final class Flow {

    /** Texts that YAML 1.1 takes for a truth value or nothing. */
    private static final String OTHER_TYPE = "(?i)y|n|yes|no|on|off|true|false|null";

    private Flow() {}

    static String of(JsonNode value) {
        if (value.isObject()) {
            List<String> fields = new ArrayList<>();
            value.properties().forEach(f -> fields.add(text(f.getKey()) + ": " + of(f.getValue())));
            return "{" + String.join(", ", fields) + "}";
        }
        if (value.isArray()) {
            List<String> items = new ArrayList<>();
            value.forEach(item -> items.add(of(item)));
            return "[" + String.join(", ", items) + "]";
        }
        if (value.isNumber()) {
            return number(value);
        }
        return value.isTextual() ? text(value.asText()) : value.toString();
    }

    private static String number(JsonNode value) {
        String plain = value.decimalValue().stripTrailingZeros().toPlainString();
        if (plain.length() > 25) {
            return value.toString();
        }
        return value.isIntegralNumber() || plain.contains(".") ? plain : plain + ".0";
    }

    static String text(String text) {
        boolean plain = text.matches("[A-Za-z_][A-Za-z0-9_-]*") && !text.matches(OTHER_TYPE);
        // inside quotes YAML reads what JSON reads
        return plain ? text : TextNode.valueOf(text).toString();
    }
}
