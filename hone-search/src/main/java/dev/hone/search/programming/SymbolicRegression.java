package dev.hone.search.programming;

import dev.hone.core.Check;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A formula for a table of numbers. The loss of a tree f is the mean absolute error over the rows
 * <pre> 1/rows * sum_i |y_i - (a + b f(x_i))|,   a = 0 and b = 1, or with linear scaling the least-squares fit of y to f </pre>
 * so that with scaling evolution looks for the shape and two numbers come for free. Immutable and thread-safe.
 */
public final class SymbolicRegression implements TreeTask {

    /**
     * @param functions of type {@link Arithmetic#REAL}
     * @param constants terminals beside the variables, such as {@link Arithmetic#number} and {@link Arithmetic#ephemeral}
     * @param linearScaling whether a slope and an intercept are fitted to every tree
     */
    public record Options(List<Primitive> functions, List<Primitive> constants, boolean linearScaling) {

        public Options {
            functions = List.copyOf(functions);
            constants = List.copyOf(constants);
        }

        /** {+, -, *, protected /} and 1, without scaling. */
        public static Options defaults() {
            return new Options(
                    List.of(Arithmetic.add(), Arithmetic.subtract(), Arithmetic.multiply(), Arithmetic.divide()),
                    List.of(Arithmetic.number(1)),
                    false);
        }
    }

    private final double[][] columns;
    private final double[] target;
    private final boolean linearScaling;
    private final PrimitiveSet primitives;

    /**
     * @param names of the variables, one a column
     * @param columns [variable][row]
     * @param target [row]
     * @throws dev.hone.core.InvalidFieldException naming column and row, if the table is not one or holds what is not finite
     */
    public SymbolicRegression(List<String> names, double[][] columns, double[] target, Options options) {
        Check.notEmpty("names", names);
        Check.that(columns.length == names.size(), "columns", columns.length + " columns", names.size() + " of them");
        Check.positive("target.length", target.length);
        for (int j = 0; j < columns.length; j++) {
            String column = "columns." + names.get(j);
            Check.that(columns[j].length == target.length, column, columns[j].length + " rows", "" + target.length);
            checkFinite(column, columns[j]);
        }
        checkFinite("target", target);
        this.columns = Arrays.stream(columns).map(double[]::clone).toArray(double[][]::new);
        this.target = target.clone();
        this.linearScaling = options.linearScaling();
        List<Primitive> all = new ArrayList<>(options.functions());
        for (int j = 0; j < names.size(); j++) {
            all.add(Arithmetic.variable(names.get(j), j));
        }
        all.addAll(options.constants());
        this.primitives = new PrimitiveSet(Arithmetic.REAL, all);
    }

    private static void checkFinite(String field, double[] values) {
        for (int i = 0; i < values.length; i++) {
            Check.finite(field + "[" + i + "]", values[i]);
        }
    }

    public PrimitiveSet primitives() {
        return primitives;
    }

    @Override
    public double loss(Tree tree) {
        double[] f = outputs(tree);
        Formula scaled = scaled(tree, f);
        double sum = 0;
        for (int i = 0; i < f.length; i++) {
            sum += Math.abs(target[i] - (scaled.intercept() + scaled.slope() * f[i]));
        }
        return sum / f.length;
    }

    @Override
    public double[] outputs(Tree tree) {
        return (double[]) tree.evaluate(columns);
    }

    /** The tree with its slope and intercept. */
    public Formula formula(Tree tree) {
        return scaled(tree, outputs(tree));
    }

    private Formula scaled(Tree tree, double[] f) {
        return linearScaling ? fit(tree, f, target) : new Formula(tree, 0, 1);
    }

    /** b = cov(f, y) / var(f) and a = mean(y) - b mean(f); a constant f becomes the mean of y. */
    static Formula fit(Tree tree, double[] f, double[] y) {
        double meanF = Arrays.stream(f).average().orElseThrow();
        double meanY = Arrays.stream(y).average().orElseThrow();
        double covariance = 0;
        double variance = 0;
        for (int i = 0; i < f.length; i++) {
            covariance += (f[i] - meanF) * (y[i] - meanY);
            variance += (f[i] - meanF) * (f[i] - meanF);
        }
        double slope = variance == 0 ? 0 : covariance / variance;
        return new Formula(tree, meanY - slope * meanF, slope);
    }

    /** {@code intercept + slope * tree}. */
    public record Formula(Tree tree, double intercept, double slope) {

        /** What it predicts for rows of a table of the same columns: [variable][row] to [row]. */
        public double[] predict(double[][] columns) {
            return Arrays.stream((double[]) tree.evaluate(columns))
                    .map(v -> intercept + slope * v)
                    .toArray();
        }

        /** As people write it; six digits of the slope and the intercept. */
        public String infix() {
            return isPlain() ? tree.infix() : shown(intercept) + " + " + factor(slope) + " * (" + tree.infix() + ")";
        }

        public String latex() {
            return isPlain()
                    ? tree.latex()
                    : shown(intercept) + " + " + factor(slope) + " \\cdot \\left(" + tree.latex() + "\\right)";
        }

        private boolean isPlain() {
            return intercept == 0 && slope == 1;
        }

        private static String factor(double value) {
            return value < 0 ? "(" + shown(value) + ")" : shown(value);
        }

        private static String shown(double value) {
            return String.format(Locale.ROOT, "%.6g", value);
        }
    }
}
