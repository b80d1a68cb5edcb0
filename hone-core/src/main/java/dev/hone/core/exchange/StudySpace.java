package dev.hone.core.exchange;

import dev.hone.core.HoneException;
import dev.hone.core.definition.StoredDefinition;
import dev.hone.core.definition.StudyDefinition;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.store.StudyStore.StudyRecord;
import java.util.Map;
import java.util.Optional;

/** Finds out what a stored study searches. */
public final class StudySpace {

    private StudySpace() {}

    /**
     * The space of a study: that of its latest definition, or what an import from Optuna derived from the trials. Empty if
     * neither is there or can be read, as for a study that a program made.
     *
     * @param attributes of the study
     */
    public static Optional<SearchSpace> of(
            StudyRecord study, Map<String, String> attributes, MethodCatalogue catalogue) {
        try {
            Optional<String> definition = StoredDefinition.text(study, attributes);
            if (definition.isPresent()) {
                return Optional.of(StudyDefinition.fromText(definition.get(), study.name(), catalogue)
                        .space());
            }
            return Optional.ofNullable(attributes.get(OptunaImport.PARAMETERS)).map(SpaceJson::read);
        } catch (HoneException e) {
            // a definition for another kind of candidate, or for methods that are not installed here
            return Optional.empty();
        }
    }
}
