package dev.hone.search.bayes;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.method.OptionValues;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.Parameter;
import dev.hone.core.space.SearchSpace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** What the options say of an environment or of tasks. */
final class ContextOptions {

    private static final List<String> OF_NUMBERS = List.of("environment_values", "environment_mean", "environment_sd");
    /** Standard deviations of a normal environment that its range holds where none is given. */
    private static final double WIDTHS = 6;

    private ContextOptions() {}

    static Optional<Context> context(SearchSpace space, OptionValues options) {
        boolean environment = options.isSet("environment");
        boolean tasks = options.isSet("task_parameter");
        refuse(options, "environment_weights", environment, "environment");
        OF_NUMBERS.forEach(name -> refuse(options, name, environment, "environment"));
        refuse(options, "target_task", tasks, "task_parameter");
        refuse(options, "task_costs", tasks, "task_parameter");
        if (environment && tasks) {
            throw new InvalidFieldException(
                    "task_parameter", "is given together with environment, expected one of them");
        }
        if (!environment && !tasks) {
            return Optional.empty();
        }
        String field = environment ? "environment" : "task_parameter";
        Optional<Parameter> number = space.parameter(options.text(field))
                .filter(p -> environment && (p instanceof FloatParameter || p instanceof IntParameter));
        if (number.isPresent()) {
            return Optional.of(Context.number(options.text(field), nodes(number.get(), options)));
        }
        OF_NUMBERS.forEach(name -> refuse(options, name, false, "an environment that is a float or int parameter"));
        if (options.text("environment_distribution").equals("normal")) {
            throw new InvalidFieldException(
                    "environment_distribution",
                    "is normal, expected with an environment that is a float or int parameter");
        }
        List<Object> choices = choices(space, field, options.text(field));
        int n = choices.size();
        if (environment) {
            List<Double> weights = numbers(options, "environment_weights", n, 1.0 / n);
            return Optional.of(new Context(options.text(field), List.of(), weights, numbers(options, "", n, 1), false));
        }
        List<Double> weights = numbers(options, "", n, 1);
        if (options.isSet("target_task")) {
            List<String> texts = choices.stream().map(String::valueOf).toList();
            int target = texts.indexOf(options.text("target_task"));
            if (target < 0) {
                throw new InvalidFieldException(
                        "target_task", "is '" + options.text("target_task") + "', expected one of " + texts);
            }
            weights = new ArrayList<>(numbers(options, "", n, 0));
            weights.set(target, 1.0);
        }
        return Optional.of(
                new Context(options.text(field), List.of(), weights, numbers(options, "task_costs", n, 1), true));
    }

    private static EnvironmentNodes nodes(Parameter parameter, OptionValues options) {
        boolean normal = options.text("environment_distribution").equals("normal");
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

    private static void refuse(OptionValues options, String name, boolean allowed, String needed) {
        if (options.isSet(name) && !allowed) {
            throw new InvalidFieldException(name, "is given without " + needed + ", to which it belongs");
        }
    }

    private static List<Object> choices(SearchSpace space, String field, String parameter) {
        Optional<Parameter> found = space.parameter(parameter);
        if (found.isEmpty() || !(found.get() instanceof CategoricalParameter choice) || choice.ordered()) {
            throw new InvalidFieldException(
                    field,
                    "is '" + parameter + "', expected the name of a categorical parameter without order"
                            + (field.equals("environment") ? ", or of a float or int one" : ""));
        }
        return List.copyOf(choice.choices());
    }

    /** Numbers separated by commas, or {@code n} times {@code otherwise}. */
    private static List<Double> numbers(OptionValues options, String name, int n, double otherwise) {
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
