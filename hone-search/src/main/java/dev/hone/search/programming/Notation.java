package dev.hone.search.programming;

import dev.hone.core.Check;
import java.util.Collections;
import java.util.List;

/**
 * How a primitive is written in some language of formulas.
 *
 * @param template text with {@code $1}, {@code $2}, ... for the arguments
 * @param precedence how tightly it binds: 0 a signed number, 1 sums, 2 products, 3 powers, 9 whatever needs no parentheses
 * @param needs for each argument, the precedence below which it is put in parentheses
 */
public record Notation(String template, int precedence, List<Integer> needs) {

    /** Precedence of what never needs parentheses. */
    static final int CLOSED = 9;

    public Notation {
        Check.notBlank("notation.template", template);
        needs = List.copyOf(needs);
    }

    /** A name, or a function with its arguments in parentheses. */
    public static Notation call(String name, int arity) {
        StringBuilder text = new StringBuilder(name);
        for (int i = 1; i <= arity; i++) {
            text.append(i == 1 ? "(" : ", ").append('$').append(i);
        }
        return new Notation(text.append(arity > 0 ? ")" : "").toString(), CLOSED, Collections.nCopies(arity, 0));
    }

    /** A binary operator that groups to the left; {@code strict} where a op (b op c) differs from (a op b) op c. */
    public static Notation operator(String symbol, int precedence, boolean strict) {
        return new Notation(
                "$1 " + symbol + " $2", precedence, List.of(precedence, strict ? precedence + 1 : precedence));
    }

    /** The text with its arguments in place, each already written and of known precedence. */
    String write(List<String> arguments, List<Integer> precedences) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            int argument = c == '$' && i + 1 < template.length() ? template.charAt(i + 1) - '1' : -1;
            if (argument < 0 || argument >= arguments.size()) {
                text.append(c);
                continue;
            }
            boolean open = precedences.get(argument) < needs.get(argument);
            text.append(open ? "(" : "").append(arguments.get(argument)).append(open ? ")" : "");
            i++;
        }
        return text.toString();
    }
}
