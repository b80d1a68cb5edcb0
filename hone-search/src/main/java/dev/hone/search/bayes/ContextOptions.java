package dev.hone.search.bayes;

import dev.hone.core.Check;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.method.OptionValues;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.Parameter;
import dev.hone.core.space.SearchSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the options say of an environment or of tasks. */
final class ContextOptions {

    private ContextOptions() {}

    static Optional<Context> context(SearchSpace space, OptionValues options) {
        boolean environment = options.isSet("environment");
        boolean tasks = options.isSet("task_parameter");
        EnvironmentOptions.refuse(options, "environment_weights", environment, "environment");
        EnvironmentOptions.OF_NUMBERS.forEach(
                name -> EnvironmentOptions.refuse(options, name, environment, "environment"));
        EnvironmentOptions.refuse(options, "target_task", tasks, "task_parameter");
        EnvironmentOptions.refuse(options, "task_costs", tasks, "task_parameter");
        EnvironmentOptions.refuse(options, "task_rank", tasks, "task_parameter");
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
            return Optional.of(Context.number(options.text(field), EnvironmentOptions.ofNumber(number.get(), options)));
        }
        Optional<CategoricalParameter> ordered = space.parameter(options.text(field))
                .filter(p -> environment && p instanceof CategoricalParameter c && c.ordered())
                .map(CategoricalParameter.class::cast);
        if (ordered.isPresent()) {
            return Optional.of(
                    Context.number(options.text(field), EnvironmentOptions.ofOrdered(ordered.get(), options)));
        }
        EnvironmentOptions.refuseNumbers(options);
        List<Object> choices = choices(space, field, options.text(field));
        int n = choices.size();
        if (environment) {
            List<Double> weights = EnvironmentOptions.numbers(options, "environment_weights", n, 1.0 / n);
            return Optional.of(new Context(
                    options.text(field), List.of(), weights, EnvironmentOptions.numbers(options, "", n, 1), false));
        }
        options.intIfSet("task_rank").ifPresent(rank -> Check.within("task_rank", rank, 1, n));
        List<Double> weights = EnvironmentOptions.numbers(options, "", n, 1);
        if (options.isSet("target_task")) {
            List<String> texts = choices.stream().map(String::valueOf).toList();
            int target = texts.indexOf(options.text("target_task"));
            if (target < 0) {
                throw new InvalidFieldException(
                        "target_task", "is '" + options.text("target_task") + "', expected one of " + texts);
            }
            weights = new ArrayList<>(EnvironmentOptions.numbers(options, "", n, 0));
            weights.set(target, 1.0);
        }
        return Optional.of(new Context(
                options.text(field),
                List.of(),
                weights,
                EnvironmentOptions.numbers(options, "task_costs", n, 1),
                true));
    }

    private static List<Object> choices(SearchSpace space, String field, String parameter) {
        Optional<Parameter> found = space.parameter(parameter);
        if (found.isEmpty() || !(found.get() instanceof CategoricalParameter choice) || choice.ordered()) {
            throw new InvalidFieldException(
                    field,
                    "is '" + parameter + "', expected the name of a categorical parameter without order"
                            + (field.equals("environment") ? ", or of a float, an int or an ordered choice" : ""));
        }
        return List.copyOf(choice.choices());
    }
}
