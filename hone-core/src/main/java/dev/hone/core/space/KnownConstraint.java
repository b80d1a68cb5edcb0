package dev.hone.core.space;

import dev.hone.core.Check;
import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A condition on parameters that is known before evaluation, written as a boolean expression such as
 * {@code heap_min <= heap_max && (gc != 'Serial' || threads == 1)}, an {@link Expression}. A constraint that mentions an
 * inactive parameter does not apply. Thread-safe.
 */
public final class KnownConstraint {

    private final Expression expression;

    private KnownConstraint(Expression expression) {
        this.expression = expression;
    }

    /** @throws InvalidFieldException if the text is not an expression */
    public static KnownConstraint parse(String expression) {
        return new KnownConstraint(Expression.parse("constraint", expression, "low <= high"));
    }

    public String expression() {
        return expression.text();
    }

    /** Names that the expression mentions. */
    public Set<String> variables() {
        return expression.variables();
    }

    /** Whether {@code values} (active parameters only) satisfy the constraint, or it does not apply to them. */
    public boolean holds(Map<String, Object> values) {
        if (!values.keySet().containsAll(variables())) {
            return true;
        }
        Object result = expression.at(values);
        if (result instanceof Boolean holds) {
            return holds;
        }
        throw new HoneException(
                "constraint '" + expression + "' gives " + result + " at " + values + ", expected true or false");
    }

    static void checkNames(List<KnownConstraint> constraints, Set<String> names) {
        for (KnownConstraint constraint : constraints) {
            for (String variable : constraint.variables()) {
                Check.that(
                        names.contains(variable),
                        "constraints",
                        "'" + constraint.expression() + "' with the name '" + variable + "'",
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
        return expression.text();
    }
}
