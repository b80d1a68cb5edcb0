package dev.hone.core.evaluate;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.Nearest;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.Parameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Instance;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Text with {@code {name}} where the value of a parameter goes, and {@code {instance.name}} for a value of the instance. Braces around anything but a name are themselves;
 * {@code {{name}}} is {@code {name}}. Immutable.
 */
final class Placeholders {

    private static final Pattern NAME = Pattern.compile("\\{\\{([A-Za-z_][\\w.-]*)}}|\\{([A-Za-z_][\\w.-]*)}");

    /** The same, and every doubled brace is a single one. */
    private static final Pattern NAME_OR_DOUBLED =
            Pattern.compile("\\{\\{([A-Za-z_][\\w.-]*)}}|\\{([A-Za-z_][\\w.-]*)}|\\{\\{|}}");

    private static final String INSTANCE = "instance.";

    /** A literal, or the value of a parameter or, with the prefix, of the instance. */
    private record Piece(String literal, String parameter) {}

    private final List<Piece> pieces = new ArrayList<>();

    private Placeholders(String text, Pattern grammar, String field, SearchSpace space, Set<String> instance) {
        Matcher matcher = grammar.matcher(text);
        int end = 0;
        while (matcher.find()) {
            pieces.add(new Piece(text.substring(end, matcher.start()), null));
            if (matcher.group(1) != null) {
                pieces.add(new Piece("{" + matcher.group(1) + "}", null));
            } else if (matcher.group(2) != null) {
                pieces.add(new Piece("", known(matcher.group(2), field, space, instance)));
            } else {
                pieces.add(new Piece(matcher.group().substring(1), null));
            }
            end = matcher.end();
        }
        pieces.add(new Piece(text.substring(end), null));
        pieces.removeIf(piece -> piece.parameter == null && piece.literal.isEmpty());
    }

    /**
     * An argument of a command: doubled braces are single ones.
     *
     * @param instance names that instances have
     */
    static Placeholders argument(String text, String field, SearchSpace space, Set<String> instance) {
        return new Placeholders(text, NAME_OR_DOUBLED, field, space, instance);
    }

    /** A line of a file, in which braces are common. */
    static Placeholders line(String text, String field, SearchSpace space, Set<String> instance) {
        return new Placeholders(text, NAME, field, space, instance);
    }

    private static String known(String name, String field, SearchSpace space, Set<String> instance) {
        boolean ofInstance = name.startsWith(INSTANCE) && instance.contains(name.substring(INSTANCE.length()));
        if (space.parameter(name).isEmpty() && !ofInstance) {
            List<String> names = Stream.concat(
                            space.parameters().stream().map(Parameter::name),
                            instance.stream().map(n -> INSTANCE + n))
                    .toList();
            throw new InvalidFieldException(
                    field,
                    "mentions {" + name + "}, expected one of the parameters " + names + Nearest.hint(name, names)
                            + " (write {{" + name + "}} for the text itself)");
        }
        return name;
    }

    /** Whether the text is nothing but one placeholder. */
    boolean isSingle() {
        return pieces.size() == 1 && pieces.get(0).parameter != null;
    }

    boolean hasPlaceholder() {
        return pieces.stream().anyMatch(piece -> piece.parameter != null);
    }

    /** The text, if no parameter is in it. */
    Optional<String> literal() {
        return hasPlaceholder()
                ? Optional.empty()
                : Optional.of(pieces.stream().map(Piece::literal).collect(Collectors.joining()));
    }

    /** The text with values; empty if it mentions a parameter that is inactive in {@code configuration}. */
    Optional<String> fill(Configuration configuration, Instance instance) {
        StringBuilder text = new StringBuilder();
        for (Piece piece : pieces) {
            if (piece.parameter == null) {
                text.append(piece.literal);
            } else if (configuration.isActive(piece.parameter)) {
                text.append(format(configuration.get(piece.parameter)));
            } else if (piece.parameter.startsWith(INSTANCE)
                    && instance.values().containsKey(piece.parameter.substring(INSTANCE.length()))) {
                text.append(format(instance.values().get(piece.parameter.substring(INSTANCE.length()))));
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(text.toString());
    }

    /** Numbers as everyone reads them, without exponent unless that needs many digits; permutations joined by commas. */
    static String format(Object value) {
        if (value instanceof Double number) {
            double magnitude = Math.abs(number);
            boolean plain = magnitude == 0 || (magnitude >= 1e-9 && magnitude < 1e15);
            return plain ? BigDecimal.valueOf(number).toPlainString() : number.toString();
        }
        if (value instanceof List<?> items) {
            return items.stream().map(Object::toString).collect(Collectors.joining(","));
        }
        return value.toString();
    }

    /** {@code HONE_PARAM_<NAME>} for every active parameter: upper case, other characters than letters and digits as _. */
    static Map<String, String> environment(Configuration configuration) {
        return configuration.values().entrySet().stream()
                .collect(Collectors.toMap(e -> variable(e.getKey()), e -> format(e.getValue())));
    }

    /** {@code HONE_INSTANCE_<NAME>} for every value of the instance. */
    static Map<String, String> environment(Instance instance) {
        return instance.values().entrySet().stream()
                .collect(Collectors.toMap(
                        e -> "HONE_INSTANCE_" + e.getKey().toUpperCase(Locale.ROOT), e -> format(e.getValue())));
    }

    static String variable(String parameter) {
        return "HONE_PARAM_" + parameter.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
}
