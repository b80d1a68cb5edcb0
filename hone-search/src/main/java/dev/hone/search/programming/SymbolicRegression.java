package dev.hone.search.programming;

import dev.hone.core.Check;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A formula for a table of numbers. The loss of a tree f is the error over the rows of
 * <pre> a + b f(x_i),   a = 0 and b = 1, or with linear scaling the least-squares fit of y to f </pre>
 * so that with scaling evolution looks for the shape and two numbers come for free. With polishing the ephemeral constants
 * of f are first moved by Levenberg-Marquardt to where the sum of squares is least, and kept there if that lessens the loss.
 * Immutable and thread-safe.
 */
public final class SymbolicRegression implements TreeTask {

    /** Constants are not polished beyond this: where two of them only matter by their ratio, both may grow without bound. */
    private static final double LARGEST = 1e6;

    /** Steps of Levenberg-Marquardt for one tree. */
    private static final int POLISHING = 12;

    /** How far predictions p_i are from the targets y_i. */
    public enum Loss {
        /** Mean absolute error: 1/rows * sum |y_i - p_i|. */
        MAE,
        /** Mean squared error: 1/rows * sum (y_i - p_i)^2. */
        MSE,
        /** Root of the mean squared error. */
        RMSE;

        /** [row] and [row] to the mean. */
        public double of(double[] predicted, double[] target) {
            double sum = 0;
            for (int i = 0; i < target.length; i++) {
                double difference = Math.abs(target[i] - predicted[i]);
                sum += this == MAE ? difference : difference * difference;
            }
            double mean = sum / target.length;
            return this == RMSE ? Math.sqrt(mean) : mean;
        }
    }

    /**
     * @param functions of type {@link Arithmetic#REAL}
     * @param constants terminals beside the variables, such as {@link Arithmetic#number} and {@link Arithmetic#ephemeral}
     * @param linearScaling whether a slope and an intercept are fitted to every tree
     * @param polish whether ephemeral constants are fitted too
     */
    public record Options(
            List<Primitive> functions, List<Primitive> constants, boolean linearScaling, Loss loss, boolean polish) {

        public Options {
            functions = List.copyOf(functions);
            constants = List.copyOf(constants);
            Check.that(loss != null, "loss", "missing", "one of " + List.of(Loss.values()));
        }

        /** The mean absolute error, without polishing. */
        public Options(List<Primitive> functions, List<Primitive> constants, boolean linearScaling) {
            this(functions, constants, linearScaling, Loss.MAE, false);
        }

        /** The language of formulas in these variables. */
        public PrimitiveSet primitives(List<String> names) {
            List<Primitive> all = new ArrayList<>(functions);
            for (int j = 0; j < names.size(); j++) {
                all.add(Arithmetic.variable(names.get(j), j));
            }
            all.addAll(constants);
            return new PrimitiveSet(Arithmetic.REAL, all);
        }

        /**
         * Reads a formula as people write it; see {@link PrimitiveSet#parseInfix}. With linear scaling, numbers that are
         * added to the whole or multiply it are left out: they are fitted.
         */
        public Tree parseInfix(String text, List<String> names, int depthLimit) {
            InfixTerm term = InfixParser.parse(text);
            return new InfixReader(primitives(names), depthLimit, text).tree(linearScaling ? term.unscaled() : term);
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
    private final Options options;
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
        this.options = options;
        this.primitives = options.primitives(names);
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
        return loss(formula(tree));
    }

    /** The error of a formula over the rows. */
    public double loss(Formula formula) {
        return loss(formula, columns, target);
    }

    /** The error of a formula over other rows of the same columns: [variable][row] and [row]. */
    public double loss(Formula formula, double[][] otherColumns, double[] otherTarget) {
        return options.loss().of(formula.predict(otherColumns), otherTarget);
    }

    @Override
    public double[] outputs(Tree tree) {
        return (double[]) tree.evaluate(columns);
    }

    /** The tree with its slope and intercept, its constants polished if that is asked for. */
    public Formula formula(Tree tree) {
        Formula plain = scaled(tree);
        double[] constants = options.polish() ? tree.constants() : new double[0];
        double loss = loss(plain);
        if (constants.length == 0 || !Double.isFinite(loss)) {
            return plain;
        }
        Formula polished =
                scaled(tree.withConstants(ConstantFit.minimize(constants, c -> residuals(tree, c), POLISHING)));
        return loss(polished) < loss ? polished : plain;
    }

    /** y - a - b f with other constants in f, a and b being those that suit them. */
    private double[] residuals(Tree tree, double[] constants) {
        if (Arrays.stream(constants).anyMatch(c -> Math.abs(c) > LARGEST)) {
            double[] nowhere = new double[target.length];
            Arrays.fill(nowhere, Double.NaN);
            return nowhere;
        }
        double[] predicted = scaled(tree.withConstants(constants)).predict(columns);
        for (int i = 0; i < predicted.length; i++) {
            predicted[i] = target[i] - predicted[i];
        }
        return predicted;
    }

    private Formula scaled(Tree tree) {
        return options.linearScaling() ? fit(tree, outputs(tree), target) : new Formula(tree, 0, 1);
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
}
