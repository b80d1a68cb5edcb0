package dev.hone.core.exchange;

import dev.hone.core.HoneException;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Comma-separated values by RFC 4180: quotes around fields with commas, quotes or line breaks; quotes inside doubled. */
final class Csv {

    private Csv() {}

    static String row(List<String> fields) {
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < fields.size(); i++) {
            row.append(i == 0 ? "" : ",").append(quoted(fields.get(i)));
        }
        return row.append("\r\n").toString();
    }

    private static String quoted(String field) {
        boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
    }

    /** The next record, or empty at the end. */
    static Optional<List<String>> read(BufferedReader in) throws IOException {
        int c = in.read();
        if (c < 0) {
            return Optional.empty();
        }
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        while (true) {
            if (quoted) {
                if (c < 0) {
                    throw new HoneException("a quoted field is not closed");
                }
                if (c == '"') {
                    c = in.read();
                    if (c != '"') {
                        quoted = false;
                        continue;
                    }
                }
                field.append((char) c);
            } else if (c == '"' && field.length() == 0) {
                quoted = true;
            } else if (c == ',') {
                fields.add(field.toString());
                field.setLength(0);
            } else if (c == '\n' || c < 0) {
                fields.add(field.toString());
                return Optional.of(fields);
            } else if (c != '\r') {
                field.append((char) c);
            }
            c = in.read();
        }
    }
}
