package dev.hone.search.bayes;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.method.Option;
import dev.hone.core.method.OptionValues;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Parameter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The options that say which parameter is the environment and how it is distributed. */
public final class EnvironmentOptions {

    static final List<String> OF_NUMBERS = List.of("environment_values", "environment_mean", "environment_sd");
    /** Standard deviations of a normal environment that its range holds where none is given. */
    private static final double WIDTHS = 6;

    private EnvironmentOptions() {}

    /** {@code environment} and what belongs to it. */
    public static List<Option> declared() {
        return List.of(
                Option.text(
                                "environment",
                                "",
                                "choice, float or int parameter over whose values the outcome is averaged")
                        .unset(),
                Option.text(
                                "environment_weights",
                                "",
                                "probabilities of its choices or of environment_values, such as '0.2, 0.8'; unset: all equal")
                        .unset(),
                Option.text("environment_values", "", "values of a number to average over, such as '1, 3.5, 7'")
                        .unset(),
                Option.choice(
                        "environment_distribution",
                        "uniform",
                        List.of("uniform", "normal"),
                        "of a number without environment_values: uniform over its range, or normal and cut off there"),
                Option.number("environment_mean", 0, "mean of the normal distribution; unset: the middle of the range")
                        .unset(),
                Option.number("environment_sd", 1, "its standard deviation; unset: a sixth of the range")
                        .unset(),
                Option.integer("environment_nodes", 8, "points of the quadrature over a number")
                        .atLeast(1)
                        .atMost(32));
    }

    /**
     * What is given without an environment.
     *
     * @throws InvalidFieldException naming it
     */
    public static void refuseAll(OptionValues options) {
        refuse(options, "environment_weights", false, "environment");
        OF_NUMBERS.forEach(name -> refuse(options, name, false, "environment"));
    }

    /** What is for numbers and is given with a choice. */
    static void refuseNumbers(OptionValues options) {
        OF_NUMBERS.forEach(name -> refuse(options, name, false, "an environment that is a float or int parameter"));
        if (isNormal(options)) {
            throw new InvalidFieldException(
                    "environment_distribution",
                    "is normal, expected with an environment that is a float or int parameter");
        }
    }

    private static boolean isNormal(OptionValues options) {
        return options.text("environment_distribution").equals("normal");
    }

    /** The distribution of an environment that is an ordered choice. */
    public static EnvironmentNodes ofOrdered(CategoricalParameter choice, OptionValues options) {
        refuseNumbers(options);
        int n = choice.choices().size();
        return EnvironmentNodes.ordered(choice, array(numbers(options, "environment_weights", n, 1)));
    }

    /** The distribution of an environment that is a float or int parameter. */
    public static EnvironmentNodes ofNumber(Parameter parameter, OptionValues options) {
        boolean normal = isNormal(options);
        if (options.isSet("environment_values")) {
            if (normal) {
                throw new InvalidFieldException(
                        "environment_values",
                        "is given together with environment_distribution normal, expected one of them");
            }
            refuse(options, "environment_mean", false, "environment_distribution normal");
            refuse(options, "environment_sd", false, "environment_distribution normal");
            int n = options.text("environment_values").split(",", -1).length;
            return EnvironmentNodes.samples(
                    parameter,
                    array(numbers(options, "environment_values", n, 0)),
                    array(numbers(options, "environment_weights", n, 1)));
        }
        refuse(options, "environment_weights", false, "environment_values");
        refuse(options, "environment_mean", normal, "environment_distribution normal");
        refuse(options, "environment_sd", normal, "environment_distribution normal");
        int nodes = options.intValue("environment_nodes");
        if (!normal) {
            return EnvironmentNodes.uniform(parameter, nodes);
        }
        double[] range = EnvironmentNodes.range(parameter);
        double mean =
                options.isSet("environment_mean") ? options.number("environment_mean") : (range[0] + range[1]) / 2;
        double sd = options.isSet("environment_sd") ? options.number("environment_sd") : (range[1] - range[0]) / WIDTHS;
        return EnvironmentNodes.normal(parameter, mean, sd, nodes);
    }

    private static double[] array(List<Double> numbers) {
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }

    static void refuse(OptionValues options, String name, boolean allowed, String needed) {
        if (options.isSet(name) && !allowed) {
            throw new InvalidFieldException(name, "is given without " + needed + ", to which it belongs");
        }
    }

    /** Numbers separated by commas, or {@code n} times {@code otherwise}. */
    static List<Double> numbers(OptionValues options, String name, int n, double otherwise) {
        if (!options.isSet(name)) {
            return Collections.nCopies(n, otherwise);
        }
        List<Double> numbers = new ArrayList<>();
        for (String part : options.text(name).split(",", -1)) {
            try {
                numbers.add(Double.parseDouble(part.trim()));
            } catch (NumberFormatException e) {
                throw new InvalidFieldException(
                        name, "has '" + part.trim() + "', expected " + n + " numbers separated by commas");
            }
        }
        if (numbers.size() != n) {
            throw new InvalidFieldException(
                    name, "has " + numbers.size() + " numbers, expected " + n + ", one for each choice");
        }
        return numbers;
    }
}
