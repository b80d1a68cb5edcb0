package dev.hone.cli.tune;

import dev.hone.cli.Quoting;
import dev.hone.cli.StoreOption;
import dev.hone.cli.study.Views;
import dev.hone.core.HoneException;
import dev.hone.core.definition.StudyDefinition;
import dev.hone.core.space.Parameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether a definition may go on with a stored study: budgets, evaluators and optimizers may change, what trials mean may not. */
final class Resumption {

    private Resumption() {}

    /** @throws HoneException if space or objectives differ, saying how */
    static void check(Plan plan, StudyRecord record, StudyStore store) {
        List<String> differences = new ArrayList<>();
        StudyDefinition now = plan.definition();
        if (!now.objectives().equals(record.objectives())) {
            differences.add("objectives: were " + Views.objectives(record.objectives()) + ", are "
                    + Views.objectives(now.objectives()));
        }
        if (!record.definition().isBlank()) {
            StudyDefinition before = StudyDefinition.fromText(
                    record.definition(), store.location() + " (" + record.name() + ")", plan.catalogue());
            if (before.parameters().isPresent() && now.parameters().isPresent()) {
                differences.addAll(differences(before.space(), now.space()));
            } else if (before.candidate().isPresent() != now.candidate().isPresent()) {
                differences.add("candidates: were " + kind(before) + ", are " + kind(now));
            }
        }
        if (now.candidate().isPresent() && differences.isEmpty()) {
            differences.addAll(plan.parts().differences(store.attributes(record.id())));
        }
        if (!differences.isEmpty()) {
            throw new HoneException(
                    "study '" + record.name() + "' cannot be resumed, because its trials would not fit:\n  "
                            + String.join("\n  ", differences)
                            + "\nUndo that, or give the new study another name; 'warm_start: [" + record.name()
                            + "]' lets it learn from the old one.");
        }
    }

    /** That there is a study of this name already, and what to do. */
    static HoneException exists(StudyRecord record, StudyStore store, String resume, StoreOption storeOption) {
        return new HoneException("study '" + record.name() + "' exists in " + store.location() + " ("
                + Views.counts(store.counts(record.id())) + ")\n  to go on with it:  " + resume
                + "\n  to start anew:     hone study delete " + Quoting.shell(record.name()) + storeOption.again()
                + ", or give this one another name");
    }

    private static String kind(StudyDefinition definition) {
        return definition
                .candidate()
                .map(c -> "of kind '" + c.kind().id() + "'")
                .orElse("configurations");
    }

    static List<String> differences(SearchSpace before, SearchSpace now) {
        List<String> differences = new ArrayList<>();
        for (Parameter old : before.parameters()) {
            Optional<Parameter> same = now.parameter(old.name());
            if (same.isEmpty()) {
                differences.add("parameters." + old.name() + ": is gone");
            } else if (!same.get().equals(old)) {
                differences.add("parameters." + old.name() + ": was " + SpaceText.domain(old) + ", is "
                        + SpaceText.domain(same.get()));
            }
        }
        for (Parameter added : now.parameters()) {
            if (before.parameter(added.name()).isEmpty()) {
                differences.add("parameters." + added.name() + ": is new");
            }
        }
        if (differences.isEmpty() && !before.parameters().equals(now.parameters())) {
            differences.add("parameters: are in another order");
        }
        if (!before.constraints().equals(now.constraints())) {
            differences.add("constraints: were " + before.constraints() + ", are " + now.constraints());
        }
        return differences;
    }
}
