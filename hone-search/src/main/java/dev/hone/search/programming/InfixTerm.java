package dev.hone.search.programming;

import java.util.List;

/**
 * A part of a formula as it was written, before anybody asks what its names mean.
 *
 * @param name of a variable, a function or an operator (with one argument, {@code -} is a sign); {@link #NUMBER} for a number
 * @param number {@code NaN} for what is no number
 * @param at place in the text of its name or number, from 0
 */
record InfixTerm(String name, double number, int at, List<InfixTerm> arguments) {

    static final String NUMBER = "";

    InfixTerm {
        arguments = List.copyOf(arguments);
    }

    static InfixTerm number(double value, int at) {
        return new InfixTerm(NUMBER, value, at, List.of());
    }

    static InfixTerm call(String name, int at, InfixTerm... arguments) {
        return new InfixTerm(name, Double.NaN, at, List.of(arguments));
    }

    boolean isNumber() {
        return name.equals(NUMBER);
    }

    boolean is(String function, int arity) {
        return name.equals(function) && arguments.size() == arity;
    }

    /** The same without numbers that are added to the whole or multiply it, which {@link Formula} writes and a fit finds again. */
    InfixTerm unscaled() {
        if (is("-", 1)) {
            return arguments.get(0).unscaled();
        }
        if (is("+", 2) || is("-", 2) || is("*", 2)) {
            InfixTerm left = arguments.get(0);
            InfixTerm right = arguments.get(1);
            if (left.isNumber() != right.isNumber()) {
                return (left.isNumber() ? right : left).unscaled();
            }
        }
        return this;
    }
}
