package dev.hone.cli.study;

import dev.hone.cli.StoreOption;
import dev.hone.cli.terminal.Terminal;
import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Json;
import dev.hone.core.Nearest;
import dev.hone.core.definition.StoredDefinition;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Parameter;
import dev.hone.core.space.PermutationParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.NewTrial;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Queues a configuration, or another candidate, that a person wants to see evaluated. */
@Command(
        name = "enqueue",
        description = "Queue a configuration or a formula; it is evaluated before anything the optimizer proposes.",
        footer = {
            "",
            "Parameters that are left out are drawn at random. A permutation is given as p=a,b,c.",
            "",
            "  hone study enqueue cache heap_mb=512 gc=G1",
            "",
            "A formula is written as 'hone study best NAME --as infix' prints it; one that begins with a minus stands after --.",
            "",
            "  hone study enqueue drag \"speed^2 * area\""
        })
final class EnqueueCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "NAME", description = "The study.")
    String name;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "PARAMETER=VALUE",
            description = "The configuration; or the formula, where the study looks for one.")
    List<String> candidate;

    @Mixin
    StoreOption storeOption;

    EnqueueCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (StudyStore store = storeOption.openExisting()) {
            StudyRecord study = StoreOption.study(store, name);
            StoredDefinition stored = StoredDefinition.read(store, study, MethodCatalogue.load());
            boolean isConfiguration = stored.definition().candidate().isEmpty();
            String json = isConfiguration ? configuration(store, stored) : candidate(store, stored);
            Trial<String> trial = store.enqueue(
                            study.id(), List.of(new NewTrial(json, Origin.USER, Map.of(), List.of())))
                    .get(0);
            String shown = isConfiguration ? json : Candidates.of(store, study).text(trial);
            terminal.out().println("queued as trial " + trial.number() + ": " + shown);
        }
        return 0;
    }

    private String candidate(StudyStore store, StoredDefinition stored) {
        Map<String, String> attributes = store.attributes(stored.study().id());
        return stored.definition().encode(String.join(" ", candidate), attributes);
    }

    private String configuration(StudyStore store, StoredDefinition stored) {
        long before = store.standing(stored.study().id()).total();
        Map<String, Object> given = given(stored.definition().space());
        return Json.write(stored.complete(given, before).values());
    }

    private Map<String, Object> given(SearchSpace space) {
        Map<String, Object> given = new LinkedHashMap<>();
        List<String> names = space.parameters().stream().map(Parameter::name).toList();
        for (String pair : candidate) {
            int at = pair.indexOf('=');
            if (at <= 0) {
                throw new HoneException("got '" + pair + "', expected PARAMETER=VALUE");
            }
            String key = pair.substring(0, at);
            Parameter parameter = space.parameter(key)
                    .orElseThrow(() -> new InvalidFieldException(
                            key, "is not a parameter" + Nearest.hint(key, names) + ", expected one of " + names));
            if (given.put(key, value(parameter, pair.substring(at + 1))) != null) {
                throw new InvalidFieldException(key, "is given twice");
            }
        }
        return given;
    }

    /** A text that is a number or a truth value may be meant as one, or as the name of a choice. */
    private static Object value(Parameter parameter, String text) {
        if (parameter instanceof PermutationParameter) {
            return parameter.canonical(Arrays.asList(text.split(",", -1)));
        }
        Object plain;
        try {
            plain = Json.MAPPER.convertValue(Json.parse(text), Object.class);
        } catch (HoneException e) {
            return parameter.canonical(text);
        }
        boolean isChoice = parameter instanceof CategoricalParameter choice
                && choice.choices().contains(text);
        return parameter.canonical(isChoice ? text : plain);
    }
}
