package dev.hone.core.definition;

import java.util.List;
import java.util.regex.Pattern;

/** The names between single braces in a text. Doubled braces, and braces around anything but a name, are texts. */
final class Placeholders {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{|}}|\\{([A-Za-z_][\\w.-]*)}");

    private Placeholders() {}

    static List<String> names(String text) {
        return PLACEHOLDER
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .filter(name -> name != null)
                .toList();
    }
}
