package dev.hone.search.bandit;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.method.Method;
import dev.hone.core.method.Option;
import dev.hone.core.method.OptionValues;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the catalogue entries of bandits have in common. */
final class BanditMethods {

    private static final BanditSampler.Options DEFAULTS = BanditSampler.Options.defaults();

    private static final List<Option> COMMON = List.of(
            Option.integer("points", DEFAULTS.points(), "values of a numeric parameter with more")
                    .atLeast(2),
            Option.number("min_cost", 1, "least possible cost, such as 1 for iterations; unset: the least so far")
                    .unset(),
            Option.number("max_cost", 10_000, "what a trial costs at most, and a failed one; unset: the most so far")
                    .unset());

    private static final List<Option> CONTEXT = List.of(
            Option.text("context", DEFAULTS.context(), "name of the number that each instance has"),
            Option.number("context_low", 0, "least context; required").unset(),
            Option.number("context_high", 1, "greatest context; required").unset());

    private BanditMethods() {}

    static Method method(
            String id, String title, String description, String paper, boolean contextual, List<Option> own) {
        List<Option> options = new ArrayList<>(own);
        options.addAll(COMMON);
        options.addAll(contextual ? CONTEXT : List.of());
        return new Method(
                id,
                Method.OPTIMIZER,
                title,
                description,
                paper,
                "one of finitely many configurations, again and again",
                contextual ? "one value; a number that describes each instance" : "one value",
                options,
                (contextual ? WITH_CONTEXT : WITHOUT).formatted(id),
                id.startsWith("tsallis") || id.equals("cheb-cb") ? Optional.of("learning-to-relax") : Optional.empty());
    }

    private static final String WITHOUT = """
            study: solver
            objectives: [{minimize: iterations}]
            parameters:
              omega: {type: float, low: 1, high: 1.95}
            evaluator:
              command: [./solve, "--omega={omega}", "--step={instance.step}"]
              directory: .
            instances: [{step: 1}, {step: 2}, {step: 3}]
            optimizer: {name: %s, points: 20, min_cost: 1}
            budget: {trials: 2000}
            """;

    private static final String WITH_CONTEXT = """
            study: solver
            objectives: [{minimize: iterations}]
            parameters:
              omega: {type: float, low: 1, high: 1.95}
            evaluator:
              command: [./solve, "--omega={omega}", "--shift={instance.shift}"]
              directory: .
            instances: [{shift: 0.1}, {shift: -0.08}, {shift: 0.31}]
            optimizer: {name: %s, context: shift, context_low: -0.15, context_high: 0.65, min_cost: 1}
            budget: {trials: 2000}
            """;

    static OptimizerFactory<Configuration> create(SearchSpace space, OptionValues options, Learner learner) {
        return BanditSampler.over(
                space,
                learner,
                new BanditSampler.Options(
                        options.intValue("points"),
                        options.numberIfSet("min_cost"),
                        options.numberIfSet("max_cost"),
                        learner.contextual() ? options.text("context") : DEFAULTS.context()));
    }

    static ContextRange range(OptionValues options) {
        return new ContextRange(required(options, "context_low"), required(options, "context_high"));
    }

    private static double required(OptionValues options, String name) {
        return options.numberIfSet(name)
                .orElseThrow(() -> new InvalidFieldException(
                        "optimizer." + name,
                        "is missing, expected the " + name.replace("context_", "") + " end of the contexts"));
    }
}
