package dev.hone.search.formula;

import dev.hone.core.Check;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.shape.Key;
import dev.hone.core.shape.Shape;
import dev.hone.core.shape.Shape.Choice;
import dev.hone.core.shape.Shape.Either;
import dev.hone.core.shape.Shape.Fields;
import dev.hone.core.shape.Shape.Flag;
import dev.hone.core.shape.Shape.ListOf;
import dev.hone.core.shape.Shape.Numeric;
import dev.hone.core.shape.Shape.Text;
import dev.hone.core.shape.Shape.Word;
import dev.hone.search.programming.Arithmetic;
import dev.hone.search.programming.Primitive;
import dev.hone.search.programming.SymbolicRegression;
import dev.hone.search.programming.SymbolicRegression.Loss;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The {@code formula} section of a study file.
 *
 * @param data the file, relative to the study file
 * @param inputs empty for all columns but the target
 * @param functions as {@link Arithmetic#functions} calls them
 * @param constants range of ephemeral constants; empty for none
 * @param holdout share of the rows that no formula is fitted to; 0 for none
 * @param last whether those are the last rows, rather than some drawn at random
 */
record FormulaOptions(
        String data,
        String target,
        List<String> inputs,
        List<String> functions,
        Optional<Range> constants,
        boolean scaling,
        boolean polish,
        Loss loss,
        double holdout,
        boolean last) {

    private static final List<String> BASIC = List.of("add", "subtract", "multiply", "divide");
    private static final List<String> LOSSES =
            Stream.of(Loss.values()).map(FormulaOptions::lower).toList();

    record Range(double low, double high) {}

    FormulaOptions {
        inputs = List.copyOf(inputs);
        functions = List.copyOf(functions);
        checkDistinct("inputs", inputs);
        checkDistinct("functions", functions);
        int at = inputs.indexOf(target);
        if (at >= 0) {
            throw new InvalidFieldException(
                    "inputs[" + at + "]", "is '" + target + "', the target, expected another column");
        }
        constants.ifPresent(
                c -> Check.that(c.low() < c.high(), "constants.high", c.high(), "a number above low, " + c.low()));
    }

    private static void checkDistinct(String field, List<String> names) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < names.size(); i++) {
            if (!seen.add(names.get(i))) {
                throw new InvalidFieldException(
                        field + "[" + i + "]", "is '" + names.get(i) + "' for the second time, expected each once");
            }
        }
    }

    /** @param section of the form of {@link #key} */
    static FormulaOptions of(Map<String, Object> section) {
        return new FormulaOptions(
                (String) section.get("data"),
                String.valueOf(section.get("target")),
                texts(section.get("inputs"), List.of()),
                texts(section.get("functions"), BASIC),
                constants(section.getOrDefault("constants", true)),
                (Boolean) section.getOrDefault("scaling", true),
                (Boolean) section.getOrDefault("polish", true),
                Loss.valueOf(((String) section.getOrDefault("loss", LOSSES.get(0))).toUpperCase(Locale.ROOT)),
                ((Number) section.getOrDefault("holdout", 0)).doubleValue(),
                "last".equals(section.get("holdout_rows")));
    }

    private static List<String> texts(Object list, List<String> absent) {
        if (!(list instanceof List<?> items)) {
            return absent;
        }
        List<String> texts = new ArrayList<>();
        items.forEach(item -> texts.add(String.valueOf(item)));
        return texts;
    }

    private static Optional<Range> constants(Object value) {
        if (value instanceof Map<?, ?> range) {
            return Optional.of(new Range(number(range, "low", -1), number(range, "high", 1)));
        }
        return Boolean.TRUE.equals(value) ? Optional.of(new Range(-1, 1)) : Optional.empty();
    }

    private static double number(Map<?, ?> map, String key, double absent) {
        return map.get(key) instanceof Number n ? n.doubleValue() : absent;
    }

    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    List<Primitive> primitives() {
        return functions.stream().map(Arithmetic.functions()::get).toList();
    }

    List<Primitive> terminals() {
        return constants
                .map(c -> List.of(Arithmetic.ephemeral(c.low(), c.high())))
                .orElse(List.of());
    }

    SymbolicRegression.Options regression() {
        return new SymbolicRegression.Options(primitives(), terminals(), scaling, loss, polish);
    }

    /** Form and meaning of the section. */
    static Key key() {
        Shape name = new Word("a column's name");
        Fields fields = Fields.of(
                Key.of(
                                "data",
                                Text.any("a path"),
                                "CSV file with a row of column names, relative to the study file.",
                                "data: drag.csv")
                        .must(),
                Key.of("target", name, "Column that the formula is to give.", "target: drag")
                        .must(),
                Key.of(
                        "inputs",
                        new ListOf(name, "a list of columns"),
                        "Columns that the formula may use; all but the target by default.",
                        "inputs: [speed, area]"),
                Key.of(
                                "functions",
                                new ListOf(
                                        new Choice(List.copyOf(
                                                Arithmetic.functions().keySet())),
                                        "a list of functions"),
                                "What formulas are made of. Division, logarithm and root are protected: defined everywhere.",
                                "functions: [add, subtract, multiply, divide, sin]")
                        .defaultsTo(BASIC),
                Key.of(
                                "constants",
                                Either.of(
                                        new Flag(),
                                        Fields.of(
                                                Key.of("low", Numeric.real(), "Least.", "low: -1")
                                                        .defaultsTo(-1.0),
                                                Key.of("high", Numeric.real(), "Greatest.", "high: 1")
                                                        .defaultsTo(1.0))),
                                "Range from which numbers in formulas are drawn; false for none.",
                                "constants: {low: -1, high: 1}")
                        .defaultsTo(true),
                Key.of("scaling", new Flag(), "Fit a slope and an intercept to every formula.", "scaling: true")
                        .defaultsTo(true),
                Key.of(
                                "polish",
                                new Flag(),
                                "Fit the numbers in every formula (Levenberg-Marquardt); children inherit them.",
                                "polish: true")
                        .defaultsTo(true),
                Key.of(
                                "loss",
                                new Choice(LOSSES),
                                "Mean absolute error, mean squared error, or its root: the study's objective.",
                                "loss: mae")
                        .defaultsTo(LOSSES.get(0)),
                Key.of(
                                "holdout",
                                Numeric.real().atLeast(0).atMost(0.9),
                                "Share of the rows that nothing is fitted to or chosen by, for an honest error.",
                                "holdout: 0.2")
                        .defaultsTo(0.0),
                Key.of(
                                "holdout_rows",
                                new Choice(List.of("random", "last")),
                                "Which rows: drawn at random, the same for every seed; or the last, as for series in time.",
                                "holdout_rows: last")
                        .defaultsTo("random"));
        return Key.of(
                "formula",
                fields,
                "A formula for a table of numbers, in place of parameters, objectives and evaluator.",
                "formula: {data: drag.csv, target: drag}");
    }
}
