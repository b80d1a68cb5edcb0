package dev.hone.core.definition;

import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.ConstantParameter;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.Parameter;
import dev.hone.core.space.PermutationParameter;
import dev.hone.core.space.SearchSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Search spaces on one line, for the command line: parameters separated by spaces, each {@code name=type(...)}.
 * <pre>
 *   x=float(0.1, 10)         x=float(0.1, 10, log)      x=float(0, 1, step=0.25)
 *   n=int(1, 8)              n=int(1, 1024, log)        n=int(0, 64, step=8)
 *   gc=cat(serial, parallel, g1)                        level=ordered(low, mid, high)
 *   order=perm(a, b, c)                                 port=const(8080)
 * </pre>
 * Choices that look like numbers or booleans are numbers or booleans; quotes make a text of anything: {@code cat('', '1')}.
 * Conditions and constraints need a study file.
 */
public final class SpaceSyntax {

    private static final List<String> TYPES = List.of("float", "int", "cat", "ordered", "perm", "const");
    private static final String FORM = "name=type(...), such as x=float(0.1,10,log) n=int(1,8) gc=cat(a,b,c)";

    private final String text;
    private int at;

    private SpaceSyntax(String text) {
        this.text = text;
    }

    /**
     * The space that {@code text} describes.
     *
     * @throws HoneException that shows the text with a caret under what is wrong
     */
    public static SearchSpace parse(String text) {
        return new SpaceSyntax(text).space();
    }

    private SearchSpace space() {
        SearchSpace.Builder builder = SearchSpace.builder();
        List<String> names = new ArrayList<>();
        skipSpace();
        if (at == text.length()) {
            throw error(0, "is empty, expected " + FORM);
        }
        while (at < text.length()) {
            int start = at;
            Parameter parameter = parameter();
            if (names.contains(parameter.name())) {
                throw error(start, "'" + parameter.name() + "' is given twice, expected every name once");
            }
            names.add(parameter.name());
            builder.add(parameter);
            if (at < text.length() && !Character.isWhitespace(text.charAt(at)) && text.charAt(at) != ',') {
                throw error(at, "'" + text.charAt(at) + "' follows a parameter, expected a space");
            }
            skipSpace();
        }
        return builder.build();
    }

    private Parameter parameter() {
        int start = at;
        String name = word();
        if (!name.matches(StudyKeys.NAME)) {
            throw error(start, "'" + name + "' is not a name, expected " + FORM);
        }
        expect('=', "after the name " + name);
        int typeStart = at;
        String type = word();
        if (!TYPES.contains(type)) {
            throw error(typeStart, "'" + type + "' is not a type" + Problems.hint(type, TYPES) + "one of " + TYPES);
        }
        expect('(', "after " + type);
        int inside = at;
        List<Argument> arguments = arguments();
        try {
            return build(name, type, arguments, inside);
        } catch (InvalidFieldException e) {
            throw error(inside, e.getMessage());
        }
    }

    private record Argument(int start, String text, boolean quoted) {

        Object scalar() {
            return quoted ? text : YamlTree.resolve(text);
        }
    }

    private Parameter build(String name, String type, List<Argument> arguments, int inside) {
        switch (type) {
            case "cat", "ordered":
                return new CategoricalParameter(
                        name,
                        arguments.stream().map(Argument::scalar).toList(),
                        type.equals("ordered"),
                        Optional.empty());
            case "perm":
                return new PermutationParameter(
                        name, arguments.stream().map(Argument::text).toList(), Optional.empty());
            case "const":
                if (arguments.size() != 1) {
                    throw error(inside, "has " + arguments.size() + " values, expected one: " + name + "=const(8080)");
                }
                return ConstantParameter.of(name, arguments.get(0).scalar());
            default:
                return numeric(name, type.equals("int"), arguments, inside);
        }
    }

    private Parameter numeric(String name, boolean whole, List<Argument> arguments, int inside) {
        if (arguments.size() < 2) {
            throw error(inside, "has " + arguments.size() + " values, expected low and high: " + name + "=int(1,8)");
        }
        boolean log = false;
        Number step = null;
        for (Argument argument : arguments.subList(2, arguments.size())) {
            if (argument.text().equals("log")) {
                log = true;
            } else if (argument.text().startsWith("step=")) {
                step = number(argument.start() + 5, argument.text().substring(5), whole);
            } else {
                throw error(
                        argument.start(), "'" + argument.text() + "' is not an option, expected log or step=NUMBER");
            }
        }
        Number low = number(arguments.get(0).start(), arguments.get(0).text(), whole);
        Number high = number(arguments.get(1).start(), arguments.get(1).text(), whole);
        if (step != null && step.doubleValue() <= 0) {
            throw error(inside, "step is " + step + ", expected a number above 0");
        }
        return whole
                ? new IntParameter(
                        name,
                        low.longValue(),
                        high.longValue(),
                        log,
                        step == null ? 1 : step.longValue(),
                        Optional.empty())
                : new FloatParameter(
                        name,
                        low.doubleValue(),
                        high.doubleValue(),
                        log,
                        step == null ? 0 : step.doubleValue(),
                        Optional.empty());
    }

    private Number number(int start, String argument, boolean whole) {
        if (YamlTree.resolve(argument) instanceof Number number && (!whole || number instanceof Long)) {
            return number;
        }
        throw error(start, "'" + argument + "' stands here, expected " + (whole ? "a whole number" : "a number"));
    }

    private List<Argument> arguments() {
        List<Argument> arguments = new ArrayList<>();
        while (true) {
            skipBlanks();
            arguments.add(argument());
            skipBlanks();
            if (at == text.length()) {
                throw error(at, "ends within parentheses, expected ')'");
            }
            char c = text.charAt(at++);
            if (c == ')') {
                return arguments;
            }
            if (c != ',') {
                throw error(at - 1, "'" + c + "' stands here, expected ',' or ')'");
            }
        }
    }

    private Argument argument() {
        int start = at;
        if (at < text.length() && (text.charAt(at) == '\'' || text.charAt(at) == '"')) {
            int close = text.indexOf(text.charAt(at), at + 1);
            if (close < 0) {
                throw error(start, "opens a quote that is not closed");
            }
            at = close + 1;
            return new Argument(start, text.substring(start + 1, close), true);
        }
        while (at < text.length() && ",()".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String value = text.substring(start, at).strip();
        if (value.isEmpty()) {
            throw error(start, "has no value here, expected one; an empty text is ''");
        }
        return new Argument(start, value, false);
    }

    private String word() {
        int start = at;
        while (at < text.length() && !Character.isWhitespace(text.charAt(at)) && "=(),".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    private void expect(char wanted, String where) {
        if (at == text.length() || text.charAt(at) != wanted) {
            String found = at == text.length() ? "the end" : "'" + text.charAt(at) + "'";
            throw error(at, found + " stands " + where + ", expected '" + wanted + "' as in " + FORM);
        }
        at++;
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private void skipSpace() {
        while (at < text.length() && (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == ',')) {
            at++;
        }
    }

    private HoneException error(int column, String message) {
        return new HoneException(
                "space, column " + (column + 1) + ": " + message + "\n  " + text + "\n  " + " ".repeat(column) + "^");
    }
}
