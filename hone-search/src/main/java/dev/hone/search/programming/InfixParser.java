package dev.hone.search.programming;

import dev.hone.core.InvalidFieldException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads formulas as people write them, and as {@link Tree#infix} does, by recursive descent:
 * <pre>
 * sum     = product { ("+" | "-") product }
 * product = signed { ("*" | "/") signed }
 * signed  = "-" signed | power
 * power   = atom [ "^" "2" ]
 * atom    = number | name | name "(" sum { "," sum } ")" | "(" sum ")" | "|" sum "|"
 * </pre>
 */
final class InfixParser {

    private static final Pattern NUMBER = Pattern.compile("(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?");

    private static final int LONGEST = 10_000;
    /** Parentheses, signs and calls within each other; deeper ones would not fit a thread's stack. */
    private static final int DEEPEST = 200;

    private final String text;
    private int at;
    private int nested;

    private InfixParser(String text) {
        this.text = text;
    }

    /** @throws InvalidFieldException naming the place, if the text is no formula */
    static InfixTerm parse(String text) {
        if (text.length() > LONGEST) {
            throw error(text.substring(0, 20) + "...", LONGEST, "more signs", "at most " + LONGEST);
        }
        InfixParser parser = new InfixParser(text);
        InfixTerm term = parser.sum();
        if (!parser.next().isEmpty()) {
            throw parser.unexpected("an operator or the end");
        }
        return term;
    }

    static InvalidFieldException error(String text, int at, String found, String expected) {
        return new InvalidFieldException(
                "formula", "has " + found + " at character " + (at + 1) + ", expected " + expected + " in: " + text);
    }

    private InfixTerm sum() {
        InfixTerm left = product();
        while (next().equals("+") || next().equals("-")) {
            int place = at;
            String operator = take();
            left = InfixTerm.call(operator, place, left, product());
        }
        return left;
    }

    private InfixTerm product() {
        InfixTerm left = signed();
        while (next().equals("*") || next().equals("/")) {
            int place = at;
            String operator = take();
            left = InfixTerm.call(operator, place, left, signed());
        }
        return left;
    }

    private InfixTerm signed() {
        if (!next().equals("-")) {
            return power();
        }
        int place = at;
        take();
        InfixTerm term = nested(this::signed);
        return term.isNumber() ? InfixTerm.number(-term.number(), place) : InfixTerm.call("-", place, term);
    }

    private InfixTerm power() {
        InfixTerm base = atom();
        if (!next().equals("^")) {
            return base;
        }
        int place = at;
        take();
        InfixTerm exponent = atom();
        if (exponent.number() != 2) {
            throw error(text, exponent.at(), "another power", "2, the only power that there is,");
        }
        return InfixTerm.call("square", place, base);
    }

    private InfixTerm atom() {
        String first = next();
        int place = at;
        if (first.equals("(") || first.equals("|")) {
            take();
            InfixTerm inner = nested(this::sum);
            expect(first.equals("(") ? ")" : "|");
            return first.equals("(") ? inner : InfixTerm.call("abs", place, inner);
        }
        if (first.isEmpty()
                || !(isLetter(first.charAt(0)) || NUMBER.matcher(first).matches())) {
            throw unexpected("a number, a name, '(', '|' or '-'");
        }
        take();
        if (isLetter(first.charAt(0))) {
            return new InfixTerm(first, Double.NaN, place, next().equals("(") ? arguments() : List.of());
        }
        double value = Double.parseDouble(first);
        if (!Double.isFinite(value)) {
            throw error(text, place, "'" + first + "'", "a finite number");
        }
        return InfixTerm.number(value, place);
    }

    private List<InfixTerm> arguments() {
        List<InfixTerm> arguments = new ArrayList<>();
        do {
            take();
            arguments.add(nested(this::sum));
        } while (next().equals(","));
        expect(")");
        return arguments;
    }

    private interface Rule {
        InfixTerm read();
    }

    private InfixTerm nested(Rule rule) {
        if (++nested > DEEPEST) {
            throw error(text, at, "more than " + DEEPEST + " parts within each other", "fewer");
        }
        InfixTerm term = rule.read();
        nested--;
        return term;
    }

    private void expect(String sign) {
        if (!next().equals(sign)) {
            throw unexpected("an operator or '" + sign + "'");
        }
        take();
    }

    private InvalidFieldException unexpected(String expected) {
        String found = next();
        return error(text, at, found.isEmpty() ? "nothing" : "'" + found + "'", expected);
    }

    /** The name, number or sign that comes next; empty at the end. */
    private String next() {
        at = skip(at, Character::isWhitespace);
        if (at == text.length()) {
            return "";
        }
        if (isLetter(text.charAt(at))) {
            return text.substring(at, skip(at, c -> isLetter(c) || Character.isDigit(c)));
        }
        Matcher number = NUMBER.matcher(text).region(at, text.length());
        return number.lookingAt() ? number.group() : text.substring(at, at + 1);
    }

    private String take() {
        String taken = next();
        at += taken.length();
        return taken;
    }

    private int skip(int from, IntPredicate these) {
        int end = from;
        while (end < text.length() && these.test(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isLetter(int c) {
        return Character.isLetter(c) || c == '_';
    }
}
