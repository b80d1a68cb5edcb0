package dev.hone.search.programming;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code intercept + slope * tree}. */
public record Formula(Tree tree, double intercept, double slope) {

    /** Precedence of a product; see {@link Notation#precedence}. */
    private static final int PRODUCT = 2;

    /** What it predicts for rows of a table of the same columns: [variable][row] to [row]. */
    public double[] predict(double[][] columns) {
        double[] values = (double[]) tree.evaluate(columns);
        return isPlain()
                ? values.clone()
                : Arrays.stream(values).map(v -> intercept + slope * v).toArray();
    }

    /**
     * The same with a shorter tree where algebra finds one; see {@link Simplification}. Numbers that are added to the tree or
     * multiply it join intercept and slope, unless there are none.
     */
    public Formula simplified() {
        Formula shorter = new Formula(Simplification.of(tree), intercept, slope);
        return isPlain() ? shorter : shorter.absorbed();
    }

    private Formula absorbed() {
        if (!Set.of("+", "-", "*").contains(tree.label())) {
            return this;
        }
        Tree left = tree.children().get(0);
        Tree right = tree.children().get(1);
        boolean leads = Simplification.isNumber(left);
        if (leads == Simplification.isNumber(right)) {
            return this;
        }
        double value = Simplification.value(leads ? left : right);
        Tree rest = leads ? right : left;
        Formula less = switch (tree.label()) {
            case "+" -> new Formula(rest, intercept + slope * value, slope);
            case "-" ->
                leads
                        ? new Formula(rest, intercept + slope * value, -slope)
                        : new Formula(rest, intercept - slope * value, slope);
            default -> new Formula(rest, intercept, slope * value);
        };
        boolean finite = Double.isFinite(less.intercept) && Double.isFinite(less.slope);
        return finite ? less.absorbed() : this;
    }

    /** As people write it, numbers with six digits. */
    public String infix() {
        Tree shown = rounded();
        String text = shown.infix();
        return scaled(shown.precedence(Primitive::infix) < PRODUCT ? "(" + text + ")" : text, text, " * ");
    }

    /** In LaTeX's mathematics, numbers with six digits. */
    public String latex() {
        Tree shown = rounded();
        String text = shown.latex();
        return scaled(
                shown.precedence(Primitive::latex) < PRODUCT ? "\\left(" + text + "\\right)" : text, text, " \\cdot ");
    }

    /**
     * The source of a Java lambda from an array with one value an input to the formula's value, all digits of its numbers kept.
     *
     * @param inputs names in the order of the array, those of the tree's variables among them
     */
    public String java(List<String> inputs) {
        return JavaSource.of(this, inputs);
    }

    private String scaled(String factor, String alone, String times) {
        if (isPlain()) {
            return alone;
        }
        if (slope == 0) {
            return shown(intercept);
        }
        String product = Math.abs(slope) == 1 ? factor : shown(Math.abs(slope)) + times + factor;
        if (intercept == 0) {
            return (slope < 0 ? "-" : "") + product;
        }
        return shown(intercept) + (slope < 0 ? " - " : " + ") + product;
    }

    private boolean isPlain() {
        return intercept == 0 && slope == 1;
    }

    private Tree rounded() {
        return tree.withConstants(Arrays.stream(tree.constants())
                .map(c -> Double.parseDouble(shown(c)))
                .toArray());
    }

    /** Six digits, and no more than it takes. */
    private static String shown(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        BigDecimal digits = new BigDecimal(String.format(Locale.ROOT, "%.5e", value)).stripTrailingZeros();
        boolean plain = digits.signum() == 0 || Math.abs(digits.precision() - digits.scale()) < 8;
        return plain ? digits.toPlainString() : String.format(Locale.ROOT, "%.5e", value);
    }
}
