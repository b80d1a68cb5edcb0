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
import org.apache.commons.jexl3.JexlContext;
import org.apache.commons.jexl3.JexlEngine;
import org.apache.commons.jexl3.JexlException;
import org.apache.commons.jexl3.JexlFeatures;
import org.apache.commons.jexl3.JexlScript;
import org.apache.commons.jexl3.MapContext;
import org.apache.commons.jexl3.introspection.JexlPermissions;

/**
 * A condition on parameters that is known before evaluation, written as a boolean expression such as
 * {@code heap_min <= heap_max && (gc != 'Serial' || threads == 1)}. Arithmetic, comparison, logic, {@code ?:},
 * {@code =~ [list]} and parameter names; no calls, no assignment, no Java objects. Division is that of real numbers, so
 * 3 / 2 is 1.5. A constraint that mentions an inactive
 * parameter does not apply. Thread-safe.
 */
public final class KnownConstraint {

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

    private final String expression;
    private final JexlScript script;
    private final Set<String> variables;

    private KnownConstraint(String expression, JexlScript script) {
        this.expression = expression;
        this.script = script;
        this.variables = script.getVariables().stream()
                .map(path -> String.join(".", path))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** @throws InvalidFieldException if the text is not an expression of the language above */
    public static KnownConstraint parse(String expression) {
        Check.notBlank("constraint", expression);
        Matcher reaching = REACHING.matcher(QUOTED.matcher(expression).replaceAll("''"));
        if (reaching.find()) {
            throw new InvalidFieldException(
                    "constraint",
                    "'" + expression + "' has '" + reaching.group() + "', expected only parameters, numbers, texts and"
                            + " operators, such as 'low <= high'");
        }
        try {
            // As a script it would also take statements; only as a script does it know its variables.
            ENGINE.createExpression(expression);
            return new KnownConstraint(expression, ENGINE.createScript(expression));
        } catch (JexlException e) {
            throw new InvalidFieldException(
                    "constraint",
                    "'" + expression + "' is not an expression over parameters, such as 'low <= high': "
                            + Objects.requireNonNullElse(e.getDetail(), e.getMessage()) + reserved(expression));
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

    public String expression() {
        return expression;
    }

    /** Names that the expression mentions. */
    public Set<String> variables() {
        return variables;
    }

    /** Whether {@code values} (active parameters only) satisfy the constraint, or it does not apply to them. */
    public boolean holds(Map<String, Object> values) {
        if (!values.keySet().containsAll(variables)) {
            return true;
        }
        JexlContext context = new MapContext(Map.copyOf(values));
        Object result;
        try {
            result = script.execute(context);
        } catch (JexlException e) {
            throw new HoneException("constraint '" + expression + "' cannot be evaluated at " + values + ": "
                    + Objects.requireNonNullElse(e.getDetail(), e.getMessage()));
        }
        if (result instanceof Boolean holds) {
            return holds;
        }
        throw new HoneException(
                "constraint '" + expression + "' gives " + result + " at " + values + ", expected true or false");
    }

    static void checkNames(List<KnownConstraint> constraints, Set<String> names) {
        for (KnownConstraint constraint : constraints) {
            for (String variable : constraint.variables) {
                Check.that(
                        names.contains(variable),
                        "constraints",
                        "'" + constraint.expression + "' with the name '" + variable + "'",
                        "names of parameters: " + names);
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KnownConstraint that && expression.equals(that.expression);
    }

    @Override
    public int hashCode() {
        return expression.hashCode();
    }

    @Override
    public String toString() {
        return expression;
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
