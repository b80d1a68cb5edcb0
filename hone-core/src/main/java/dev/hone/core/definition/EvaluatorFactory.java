package dev.hone.core.definition;

import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.definition.EvaluatorDefinition.Command;
import dev.hone.core.definition.EvaluatorDefinition.External;
import dev.hone.core.definition.EvaluatorDefinition.Http;
import dev.hone.core.definition.EvaluatorDefinition.Java;
import dev.hone.core.definition.EvaluatorDefinition.JsonResult;
import dev.hone.core.definition.EvaluatorDefinition.Measure;
import dev.hone.core.definition.EvaluatorDefinition.None;
import dev.hone.core.definition.EvaluatorDefinition.RegexResult;
import dev.hone.core.definition.EvaluatorDefinition.Result;
import dev.hone.core.evaluate.CommandEvaluator;
import dev.hone.core.evaluate.Evaluator;
import dev.hone.core.evaluate.FileTemplate;
import dev.hone.core.evaluate.HttpEvaluator;
import dev.hone.core.evaluate.JavaEvaluators;
import dev.hone.core.evaluate.OutcomeConstraint;
import dev.hone.core.evaluate.RepeatedEvaluator;
import dev.hone.core.evaluate.Repeats;
import dev.hone.core.evaluate.ResultSource;
import dev.hone.core.sandbox.Limits;
import dev.hone.core.space.Configuration;
import dev.hone.core.trial.Evaluation;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes the evaluators that a definition describes. */
final class EvaluatorFactory {

    /** {@code ${NAME}} in a header: a secret that stays in the environment and out of the store. */
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

    private final StudyDefinition study;
    private final Set<String> instanceNames;
    private final Function<String, String> environment;

    /**
     * @param instanceNames names of the values that instances have
     * @param environment what a variable's name stands for; null if it is not set
     */
    EvaluatorFactory(StudyDefinition study, Set<String> instanceNames, Function<String, String> environment) {
        this.study = study;
        this.instanceNames = instanceNames;
        this.environment = environment;
    }

    /** The evaluator, with repeats and outcome constraints around it. */
    Evaluator<Configuration> make(EvaluatorDefinition definition) {
        Evaluator<Configuration> evaluator;
        if (definition instanceof External) {
            throw new InvalidFieldException(
                    "evaluator",
                    "is external, so whoever asks the server for trials evaluates them ('hone serve', docs/rest.md);"
                            + " expected command, java or http to evaluate here");
        }
        if (definition instanceof None) {
            return (configuration, context) -> Evaluation.of();
        }
        if (definition instanceof Command command) {
            evaluator = command(command);
        } else if (definition instanceof Http http) {
            evaluator = http(http);
        } else {
            Java java = (Java) definition;
            evaluator = JavaEvaluators.load(
                    java.target(), java.classpath().stream().map(this::path).toList());
        }
        return OutcomeConstraint.around(
                RepeatedEvaluator.around(
                        evaluator, definition.repeats().map(EvaluatorFactory::repeats), study.objectives()),
                study.outcomeConstraints(),
                study.objectives());
    }

    private CommandEvaluator command(Command command) {
        CommandEvaluator.Builder builder = CommandEvaluator.builder(study.space(), command.command())
                .environment(command.environment())
                .resultsOptional(study.objectives().isEmpty())
                .limits(limits(command))
                .instance(instanceNames);
        command.directory().ifPresent(directory -> builder.directory(path(directory)));
        command.allowEnvironment().ifPresent(builder::allowEnvironment);
        command.template()
                .ifPresent(
                        t -> builder.template(new FileTemplate(path(t.file()), t.to(), study.space(), instanceNames)));
        command.intermediate().ifPresent(i -> builder.intermediate(i.step(), i.value()));
        Map<String, ResultSource> results = new LinkedHashMap<>();
        command.results().forEach((name, result) -> results.put(name, source(result)));
        CommandEvaluator evaluator = builder.results(results).build();
        try {
            evaluator.checkProgram();
        } catch (HoneException e) {
            throw new InvalidFieldException("command", "cannot be run: " + e.getMessage());
        }
        return evaluator;
    }

    private static Limits limits(Command command) {
        Limits limits = Limits.none().withNetwork(command.limits().network());
        if (command.timeout().isPresent()) {
            limits = limits.withWall(command.timeout().get());
        }
        if (command.limits().cpu().isPresent()) {
            limits = limits.withCpu(command.limits().cpu().get());
        }
        if (command.limits().memory().isPresent()) {
            limits = limits.withMemory(command.limits().memory().getAsLong());
        }
        if (command.limits().output().isPresent()) {
            limits = limits.withOutput(command.limits().output().getAsLong());
        }
        return limits;
    }

    private static ResultSource source(Result result) {
        if (result instanceof Measure measure) {
            return measure.unit()
                    .map(unit -> ResultSource.measure(measure.name(), unit))
                    .orElseGet(() -> ResultSource.measure(measure.name()));
        }
        ResultSource source;
        Optional<String> file;
        if (result instanceof JsonResult json) {
            source = ResultSource.json(json.pointer());
            file = json.file();
        } else {
            RegexResult regex = (RegexResult) result;
            source = ResultSource.regex(regex.pattern().pattern());
            file = regex.file();
        }
        return file.map(name -> ResultSource.file(name, source)).orElse(source);
    }

    private static Repeats repeats(EvaluatorDefinition.Repeats repeats) {
        return repeats.quantile().isPresent()
                ? Repeats.quantile(repeats.count(), repeats.quantile().getAsDouble())
                : Repeats.of(repeats.count(), Repeats.aggregate(repeats.aggregate()));
    }

    private HttpEvaluator http(Http http) {
        Map<String, String> headers = new LinkedHashMap<>();
        http.headers().forEach((name, value) -> headers.put(name, expand("headers." + name, value)));
        return new HttpEvaluator(http.address(), headers, http.timeout().orElse(HttpEvaluator.DEFAULT_TIMEOUT));
    }

    private String expand(String field, String text) {
        return VARIABLE.matcher(text).replaceAll((MatchResult match) -> {
            String value = environment.apply(match.group(1));
            if (value == null) {
                throw new InvalidFieldException(
                        field, "has " + match.group() + ", expected that environment variable to be set");
            }
            return Matcher.quoteReplacement(value);
        });
    }

    private Path path(String relative) {
        return study.baseDirectory().resolve(relative).normalize();
    }
}
