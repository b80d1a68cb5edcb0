package dev.hone.search.programming;

import dev.hone.core.Check;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * What nodes of a tree are made of: a function of typed arguments, a terminal, or a terminal whose number is drawn anew for
 * each node (an ephemeral random constant). Immutable.
 *
 * @param name the label of its nodes, without blanks and parentheses
 * @param type of its result; types are equal if their names are
 * @param arguments types of its arguments; empty for terminals
 * @param implementation what it computes
 * @param constant draws the number of an ephemeral constant; null for everything else
 */
public record Primitive(
        String name,
        String type,
        List<String> arguments,
        Implementation implementation,
        ToDoubleFunction<RandomGenerator> constant,
        Notation infix,
        Notation latex) {

    /** What a primitive computes. Must be free of side effects and safe for several threads. */
    @FunctionalInterface
    public interface Implementation {
        /**
         * @param input what the whole tree is applied to
         * @param arguments one value an argument; the number, a {@code Double}, for an ephemeral constant
         */
        Object apply(Object input, Object[] arguments);
    }

    public Primitive {
        Check.notBlank("primitive.name", name);
        Check.that(
                name.chars().noneMatch(c -> Character.isWhitespace(c) || c == '(' || c == ')'),
                "primitive.name",
                "'" + name + "'",
                "a name without blanks and parentheses");
        Check.notBlank("primitive '" + name + "'.type", type);
        arguments = List.copyOf(arguments);
        Check.that(
                implementation != null,
                "primitive '" + name + "'.implementation",
                "missing",
                "a function that computes it");
        Check.that(
                constant == null || arguments.isEmpty(),
                "primitive '" + name + "'.arguments",
                arguments,
                "none, since it draws a constant");
        checkNotation(name, "infix", infix, arguments.size());
        checkNotation(name, "latex", latex, arguments.size());
    }

    /** A function, written as a call in formulas. */
    public static Primitive function(String name, String type, List<String> arguments, Implementation implementation) {
        Notation call = Notation.call(name, arguments.size());
        return new Primitive(name, type, arguments, implementation, null, call, call);
    }

    /** A terminal. */
    public static Primitive terminal(String name, String type, Implementation implementation) {
        return function(name, type, List.of(), implementation);
    }

    /** The same primitive, written otherwise. */
    public Primitive written(Notation infixNotation, Notation latexNotation) {
        return new Primitive(name, type, arguments, implementation, constant, infixNotation, latexNotation);
    }

    public int arity() {
        return arguments.size();
    }

    public boolean isTerminal() {
        return arguments.isEmpty();
    }

    /** Whether each of its nodes holds a number of its own. */
    public boolean isEphemeral() {
        return constant != null;
    }

    private static void checkNotation(String name, String language, Notation notation, int arity) {
        Check.that(
                notation != null && notation.needs().size() == arity,
                "primitive '" + name + "'." + language,
                notation == null ? "missing" : "for " + notation.needs().size() + " arguments",
                "a notation for " + arity + " arguments");
    }
}
