package dev.hone.core.definition;

import dev.hone.core.HoneException;
import java.util.List;
import java.util.stream.Collectors;

/** A study file that Hone does not accept; says everything that is wrong with it, in the order of the file. */
public final class DefinitionException extends HoneException {

    private static final long serialVersionUID = 1L;

    /** Lines are not shown beyond this; a file on one line would fill the screen. */
    private static final int WIDTH = 160;

    private final transient List<Problem> problems;

    /**
     * One thing that is wrong.
     *
     * @param source name of the file
     * @param line from 1
     * @param column from 1
     * @param path dotted path of the value, such as {@code parameters.heap_mb.low}; empty for the whole file
     * @param message what was found and what was expected
     * @param text the line of the file
     * @param example the right form, or empty
     */
    public record Problem(
            String source, int line, int column, String path, String message, String text, String example) {

        /** {@code file:line:column: path: message}, the line with a caret under the place, and an example. */
        @Override
        public String toString() {
            StringBuilder out = new StringBuilder()
                    .append(source)
                    .append(':')
                    .append(line)
                    .append(':')
                    .append(column)
                    .append(": ")
                    .append(path.isEmpty() ? "" : path + ": ")
                    .append(message);
            if (!text.isBlank() && column <= WIDTH) {
                String shown = text.length() > WIDTH ? text.substring(0, WIDTH) + " ..." : text;
                String number = String.format("%5d", line);
                out.append('\n').append(number).append(" | ").append(shown.replace('\t', ' '));
                out.append('\n')
                        .append(" ".repeat(number.length()))
                        .append(" | ")
                        .append(" ".repeat(column - 1))
                        .append('^');
            }
            if (!example.isEmpty()) {
                out.append("\n        for example: ").append(example.replace("\n", "\n            "));
            }
            return out.toString();
        }
    }

    DefinitionException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** What is wrong, in the order of the file; at least one. */
    public List<Problem> problems() {
        return problems;
    }
}
