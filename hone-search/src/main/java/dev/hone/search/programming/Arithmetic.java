package dev.hone.search.programming;

import dev.hone.core.Check;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * Primitives over columns of numbers. A tree of them is applied to a {@code double[columns][rows]} and computes a
 * {@code double[rows]}, all rows at a time.
 */
public final class Arithmetic {

    /** The type of all these primitives. */
    public static final String REAL = "real";

    /** Denominators closer to 0 than this are not divided by. */
    static final double SMALLEST = 1e-9;

    /** Precedence of a power; see {@link Notation#precedence}. */
    private static final int POWER = 3;

    private Arithmetic() {}

    public static Primitive add() {
        return binary("+", Double::sum, Notation.operator("+", 1, false), Notation.operator("+", 1, false));
    }

    public static Primitive subtract() {
        return binary("-", (a, b) -> a - b, Notation.operator("-", 1, true), Notation.operator("-", 1, true));
    }

    public static Primitive multiply() {
        return binary("*", (a, b) -> a * b, Notation.operator("*", 2, false), Notation.operator("\\cdot", 2, false));
    }

    /** Protected division: 1 where the denominator is closer to 0 than 1e-9. */
    public static Primitive divide() {
        return binary(
                "/",
                Arithmetic::quotient,
                Notation.operator("/", 2, true),
                new Notation("\\frac{$1}{$2}", Notation.CLOSED, List.of(0, 0)));
    }

    static double quotient(double numerator, double denominator) {
        return Math.abs(denominator) < SMALLEST ? 1 : numerator / denominator;
    }

    public static Primitive sine() {
        return unary("sin", Math::sin);
    }

    public static Primitive cosine() {
        return unary("cos", Math::cos);
    }

    public static Primitive exponential() {
        return unary("exp", Math::exp);
    }

    /** Protected logarithm: ln |x|, and 0 where x is closer to 0 than 1e-9. */
    public static Primitive logarithm() {
        return unary("log", x -> Math.abs(x) < SMALLEST ? 0 : Math.log(Math.abs(x)))
                .written(
                        new Notation("log(|$1|)", Notation.CLOSED, List.of(0)),
                        new Notation("\\log\\left|$1\\right|", Notation.CLOSED, List.of(0)));
    }

    public static Primitive hyperbolicTangent() {
        return unary("tanh", Math::tanh);
    }

    /** Protected root: sqrt |x|. */
    public static Primitive squareRoot() {
        return unary("sqrt", x -> Math.sqrt(Math.abs(x)))
                .written(
                        new Notation("sqrt(|$1|)", Notation.CLOSED, List.of(0)),
                        new Notation("\\sqrt{\\left|$1\\right|}", Notation.CLOSED, List.of(0)));
    }

    public static Primitive square() {
        return unary("square", x -> x * x)
                .written(
                        new Notation("$1^2", POWER, List.of(Notation.CLOSED)),
                        new Notation("{$1}^2", POWER, List.of(Notation.CLOSED)));
    }

    public static Primitive absolute() {
        return unary("abs", Math::abs)
                .written(
                        new Notation("|$1|", Notation.CLOSED, List.of(0)),
                        new Notation("\\left|$1\\right|", Notation.CLOSED, List.of(0)));
    }

    /** All functions, by the names that users write. */
    public static Map<String, Primitive> functions() {
        Map<String, Primitive> all = new LinkedHashMap<>();
        all.put("add", add());
        all.put("subtract", subtract());
        all.put("multiply", multiply());
        all.put("divide", divide());
        all.put("sin", sine());
        all.put("cos", cosine());
        all.put("tanh", hyperbolicTangent());
        all.put("exp", exponential());
        all.put("log", logarithm());
        all.put("sqrt", squareRoot());
        all.put("square", square());
        all.put("abs", absolute());
        return Collections.unmodifiableMap(all);
    }

    /** A column of the input; upright in LaTeX if its name has more than one letter. */
    public static Primitive variable(String name, int column) {
        Check.atLeast("column", column, 0);
        String latex = name.length() == 1 ? name : "\\mathrm{" + name.replace("_", "\\_") + "}";
        return Primitive.terminal(name, REAL, (input, none) -> ((double[][]) input)[column])
                .written(Notation.call(name, 0), Notation.call(latex, 0));
    }

    /** A number that is the same in all trees. */
    public static Primitive number(double value) {
        Check.finite("number", value);
        String name = shown(value);
        Notation notation = new Notation(name, value < 0 ? 0 : Notation.CLOSED, List.of());
        return Primitive.terminal(name, REAL, (input, none) -> filled(input, value))
                .written(notation, notation);
    }

    /** A number in formulas: all its digits, whole ones without a point. */
    static String shown(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /** Numbers drawn uniformly from a range, a new one for each node. */
    public static Primitive ephemeral(double low, double high) {
        Check.that(low < high, "ephemeral.high", high, "a number above the lower bound " + low);
        // a name that no column has: nodes show their numbers
        Notation unused = Notation.call("#", 0);
        return new Primitive(
                "#",
                REAL,
                List.of(),
                (input, constant) -> filled(input, (Double) constant[0]),
                random -> random.nextDouble(low, high),
                unused,
                unused);
    }

    private static double[] filled(Object input, double value) {
        double[] column = new double[((double[][]) input)[0].length];
        Arrays.fill(column, value);
        return column;
    }

    private static Primitive binary(String name, DoubleBinaryOperator f, Notation infix, Notation latex) {
        return Primitive.function(name, REAL, Collections.nCopies(2, REAL), (input, arguments) -> {
                    double[] a = (double[]) arguments[0];
                    double[] b = (double[]) arguments[1];
                    double[] result = new double[a.length];
                    for (int i = 0; i < a.length; i++) {
                        result[i] = f.applyAsDouble(a[i], b[i]);
                    }
                    return result;
                })
                .written(infix, latex);
    }

    private static Primitive unary(String name, DoubleUnaryOperator f) {
        return Primitive.function(
                        name,
                        REAL,
                        List.of(REAL),
                        (input, arguments) ->
                                Arrays.stream((double[]) arguments[0]).map(f).toArray())
                .written(
                        Notation.call(name, 1),
                        new Notation("\\" + name + "\\left($1\\right)", Notation.CLOSED, List.of(0)));
    }
}
