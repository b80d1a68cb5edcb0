package dev.hone.core.space;

import dev.hone.core.Check;
import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.jexl3.JexlArithmetic;
import org.apache.commons.jexl3.JexlBuilder;
import org.apache.commons.jexl3.JexlEngine;
import org.apache.commons.jexl3.JexlException;
import org.apache.commons.jexl3.JexlFeatures;
import org.apache.commons.jexl3.JexlScript;
import org.apache.commons.jexl3.MapContext;
import org.apache.commons.jexl3.introspection.JexlPermissions;

/**
 * An expression over parameters: arithmetic, comparison, logic, {@code ?:}, {@code =~ [list]} and names; no calls, no
 * assignment, no Java objects. Division is that of real numbers, so 3 / 2 is 1.5. Equal to those of the same text. Thread-safe.
 */
final class Expression {

    private static final JexlEngine ENGINE = new JexlBuilder()
            .permissions(JexlPermissions.NONE)
            .features(JexlFeatures.createDefault()
                    .lambda(false)
                    .loops(false)
                    .methodCall(false)
                    .newInstance(false)
                    .sideEffect(false)
                    .sideEffectGlobal(false)
                    .pragma(false)
                    .annotation(false)
                    .script(false))
            .arithmetic(new RealDivision())
            .strict(true)
            .silent(false)
            .cache(0)
            .create();

    /** Texts in quotes, which are left out before {@link #REACHING} is looked for. */
    private static final Pattern QUOTED = Pattern.compile("'(?:[^'\\\\]|\\\\.)*'|\"(?:[^\"\\\\]|\\\\.)*\"");

    /** What the parser knows beyond expressions over parameters: calls, members, elements, interpolated texts, blocks. */
    private static final Pattern REACHING = Pattern.compile("(?<call>\\b(?!(?:and|or|not)\\b)[\\p{L}_$][\\w$]*\\s*\\()"
            + "|(?<member>[)\\]'\\d]\\s*\\??\\.\\s*[\\p{L}_$])"
            + "|(?<element>[\\w$)\\]']\\s*\\??\\[)"
            + "|(?<other>[`{};#@])");

    private static final Pattern WORD = Pattern.compile("[\\p{L}_$][\\w$]*");

    /** Words that the parser takes for itself. */
    private static final Set<String> RESERVED = Set.of(
            ("or and eq ne lt gt le ge div mod not null true false new var let const if else for foreach while do return"
                            + " break continue function size empty import try catch finally throw switch case default"
                            + " instanceof NaN")
                    .split(" "));

    private final String field;
    private final String text;
    private final JexlScript script;
    private final Set<String> variables;

    private Expression(String field, String text, JexlScript script) {
        this.field = field;
        this.text = text;
        this.script = script;
        variables = script.getVariables().stream()
                .map(path -> String.join(".", path))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * @param field where the expression stands
     * @param example of an expression there
     * @throws InvalidFieldException if the text is not an expression of the language above
     */
    static Expression parse(String field, String text, String example) {
        Check.notBlank(field, text);
        Matcher reaching = REACHING.matcher(QUOTED.matcher(text).replaceAll("''"));
        if (reaching.find()) {
            throw new InvalidFieldException(
                    field,
                    "'" + text + "' has '" + reaching.group() + "', expected only parameters, numbers, texts and"
                            + " operators, such as '" + example + "'");
        }
        try {
            // As a script it would also take statements; only as a script does it know its variables.
            ENGINE.createExpression(text);
            return new Expression(field, text, ENGINE.createScript(text));
        } catch (JexlException e) {
            throw new InvalidFieldException(
                    field,
                    "'" + text + "' is not an expression over parameters, such as '" + example + "': "
                            + Objects.requireNonNullElse(e.getDetail(), e.getMessage()) + reserved(text));
        }
    }

    /** What to add where words of the language may have been meant as parameters. */
    private static String reserved(String expression) {
        List<String> words = WORD.matcher(QUOTED.matcher(expression).replaceAll("''"))
                .results()
                .map(MatchResult::group)
                .filter(RESERVED::contains)
                .distinct()
                .toList();
        return words.isEmpty()
                ? ""
                : "; " + String.join(", ", words) + (words.size() == 1 ? " is a word" : " are words")
                        + " of the expression language and cannot name a parameter in it";
    }

    String text() {
        return text;
    }

    /** Names that the expression mentions. */
    Set<String> variables() {
        return variables;
    }

    /** @param values of all its variables */
    Object at(Map<String, Object> values) {
        try {
            return script.execute(new MapContext(Map.copyOf(values)));
        } catch (JexlException e) {
            throw new HoneException(field + " '" + text + "' cannot be evaluated at " + values + ": "
                    + Objects.requireNonNullElse(e.getDetail(), e.getMessage()));
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Expression that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }

    /** Whole numbers divide to reals; JEXL on its own would cut off. */
    private static final class RealDivision extends JexlArithmetic {

        RealDivision() {
            super(true);
        }

        @Override
        public Object divide(Object left, Object right) {
            return toDouble(left) / toDouble(right);
        }
    }
}
