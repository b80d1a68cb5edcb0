package dev.hone.core.definition;

import dev.hone.core.HoneException;
import java.util.ArrayList;
import java.util.List;

/** The names between single braces in a text; {@code {{} and {@code }}} stand for braces. */
final class Placeholders {

    private Placeholders() {}

    /** @throws HoneException if a brace is not closed, not opened, or holds no name */
    static List<String> names(String text) {
        List<String> names = new ArrayList<>();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if ((c == '{' || c == '}') && i + 1 < text.length() && text.charAt(i + 1) == c) {
                i += 2;
            } else if (c == '{') {
                int close = text.indexOf('}', i);
                String name = close < 0 ? "" : text.substring(i + 1, close);
                if (!name.matches(StudyKeys.NAME)) {
                    throw new HoneException(
                            "has a single { that opens no placeholder, expected {name}, or {{ for a brace");
                }
                names.add(name);
                i = close + 1;
            } else if (c == '}') {
                throw new HoneException("has a single } that closes no placeholder, expected }} for a brace");
            } else {
                i++;
            }
        }
        return names;
    }
}
