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
 * product = [ "-" ] signed { ("*" | "/") signed }
 * signed  = "-" signed | power
 * power   = atom [ "^" "2" ]
 * atom    = number | name | name "(" sum { "," sum } ")" | "(" sum ")" | "|" sum "|"
 * </pre>
 */
final class InfixParser {

    private static final Pattern NUMBER = Pattern.compile("(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?");

    private static final int LONGEST = 10_000;

    /** Of parentheses, signs, calls and operators within each other; more would not fit a thread's stack. */
    private static final int DEEPEST = 200;

    /** How much of the text, or of a name in it, errors show. */
    private static final int SHOWN = 60;

    private final String text;
    private int at;
    private int nested;

    private InfixParser(String text) {
        this.text = text;
    }

    /** @throws InvalidFieldException naming the place, if the text is no formula */
    static InfixTerm parse(String text) {
        if (text.length() > LONGEST) {
            throw error(text, LONGEST, "more text", "at most " + LONGEST + " characters");
        }
        InfixParser parser = new InfixParser(text);
        InfixTerm term = parser.sum();
        if (!parser.next().isEmpty()) {
            throw parser.unexpected("an operator or the end");
        }
        return term;
    }

    static InvalidFieldException error(String text, int at, String found, String expected) {
        return error(text, at, found, "", expected);
    }

    /** @param hint after the place, as {@link dev.hone.core.Nearest#hint} has it */
    static InvalidFieldException error(String text, int at, String found, String hint, String expected) {
        return new InvalidFieldException(
                "formula",
                "has " + found + " at character " + (at + 1) + hint + ", expected " + expected + " in: "
                        + excerpt(text, Math.max(0, at - SHOWN / 2)));
    }

    /** What was found, for an error. */
    static String quoted(String found) {
        return "'" + excerpt(found, 0) + "'";
    }

    /** All of a short text; of a long one what begins at {@code from}. */
    private static String excerpt(String text, int from) {
        if (text.length() <= SHOWN) {
            return text;
        }
        int end = Math.min(text.length(), from + SHOWN);
        return (from > 0 ? "..." : "") + text.substring(from, end) + (end < text.length() ? "..." : "");
    }

    private InfixTerm sum() {
        InfixTerm left = product();
        while (next().equals("+") || next().equals("-")) {
            int place = at;
            String operator = take();
            left = call(operator, place, left, product());
        }
        return left;
    }

    /** A sign in front is of the whole product, unless it is of a number. */
    private InfixTerm product() {
        int start = skip(at, Character::isWhitespace);
        InfixTerm left = signed();
        boolean negative = left.is("-", 1) && left.at() == start;
        left = negative ? left.arguments().get(0) : left;
        while (next().equals("*") || next().equals("/")) {
            int place = at;
            String operator = take();
            left = call(operator, place, left, signed());
        }
        return negative ? call("-", start, left) : left;
    }

    private InfixTerm signed() {
        if (!next().equals("-")) {
            return power();
        }
        int place = at;
        take();
        InfixTerm term = nested(this::signed);
        return term.isNumber() ? InfixTerm.number(-term.number(), place) : call("-", place, term);
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
        return call("square", place, base);
    }

    private InfixTerm atom() {
        String first = next();
        int place = at;
        if (first.equals("(") || first.equals("|")) {
            take();
            InfixTerm inner = nested(this::sum);
            expect(first.equals("(") ? ")" : "|");
            return first.equals("(") ? inner : call("abs", place, inner);
        }
        if (first.isEmpty()
                || !(isLetter(first.charAt(0)) || NUMBER.matcher(first).matches())) {
            throw unexpected("a number, a name, '(', '|' or '-'");
        }
        take();
        if (isLetter(first.charAt(0))) {
            return call(first, place, next().equals("(") ? arguments() : new InfixTerm[0]);
        }
        double value = Double.parseDouble(first);
        if (!Double.isFinite(value)) {
            throw error(text, place, quoted(first), "a finite number");
        }
        return InfixTerm.number(value, place);
    }

    private InfixTerm[] arguments() {
        List<InfixTerm> arguments = new ArrayList<>();
        do {
            take();
            arguments.add(nested(this::sum));
        } while (next().equals(","));
        expect(")");
        return arguments.toArray(InfixTerm[]::new);
    }

    private interface Rule {
        InfixTerm read();
    }

    private InfixTerm call(String name, int place, InfixTerm... arguments) {
        InfixTerm term = InfixTerm.call(name, place, arguments);
        checkDepth(term.depth(), place);
        return term;
    }

    private void checkDepth(int depth, int place) {
        if (depth > DEEPEST) {
            throw error(text, place, "more than " + DEEPEST + " operations within each other", "fewer");
        }
    }

    private InfixTerm nested(Rule rule) {
        checkDepth(++nested, at);
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
        return error(text, at, found.isEmpty() ? "nothing" : quoted(found), expected);
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
        return number.lookingAt() ? number.group() : Character.toString(text.codePointAt(at));
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
