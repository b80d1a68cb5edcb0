package dev.hone.search.programming;

import java.util.List;
import java.util.stream.Stream;

/**
 * A part of a formula as it was written, before anybody asks what its names mean.
 *
 * @param name of a variable, a function or an operator (with one argument, {@code -} is a sign); empty for a number
 * @param number {@code NaN} for what is no number
 * @param at place in the text of its name or number, from 0
 * @param depth edges to the farthest part within it
 */
record InfixTerm(String name, double number, int at, List<InfixTerm> arguments, int depth) {

    static InfixTerm number(double value, int at) {
        return new InfixTerm("", value, at, List.of(), 0);
    }

    static InfixTerm call(String name, int at, InfixTerm... arguments) {
        int depth = Stream.of(arguments).mapToInt(a -> a.depth + 1).max().orElse(0);
        return new InfixTerm(name, Double.NaN, at, List.of(arguments), depth);
    }

    boolean isNumber() {
        return name.isEmpty();
    }

    boolean is(String function, int arity) {
        return name.equals(function) && arguments.size() == arity;
    }

    /** The same without numbers that are added to the whole or multiply it, which {@link Formula} writes and a fit finds again. */
    InfixTerm unscaled() {
        boolean flipped = is("-", 2) && first().isNumber() && !second().isNumber();
        if (flipped) {
            return second().unscaled();
        }
        InfixTerm less = is("-", 1) ? first() : without("+", "-").without("*", "/");
        return less.equals(this) ? this : less.unscaled();
    }

    /** Without a number in a sum or a product, whose operators group to the left. */
    private InfixTerm without(String operator, String inverse) {
        if (!is(operator, 2) && !is(inverse, 2)) {
            return this;
        }
        if (second().isNumber() && !first().isNumber()) {
            return first();
        }
        if (is(operator, 2) && first().isNumber() && !second().isNumber()) {
            return second();
        }
        InfixTerm less = first().without(operator, inverse);
        return less.equals(first()) ? this : call(name, at, less, second());
    }

    private InfixTerm first() {
        return arguments.get(0);
    }

    private InfixTerm second() {
        return arguments.get(1);
    }
}
