package dev.hone.core.method;

import dev.hone.core.shape.Key;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.trial.Trial;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Something other than a configuration that studies can try, such as formulas; found through {@link
 * java.util.ServiceLoader}. Its section of a study file stands in place of {@code parameters}, {@code evaluator} and {@code
 * objectives}; everything else (loop, store, budget, resumption, dashboard) is the same. Immutable and thread-safe.
 */
public interface CandidateKind {

    /** Attribute of a study: the kind of its candidates; absent where they are configurations. */
    String ATTRIBUTE = "candidate";

    /** The form of candidates for programs, which every kind has. */
    String JSON = "json";

    /** Its name, also the key of its section. */
    default String id() {
        return key().name();
    }

    /** Name, form, meaning and example of its section. */
    Key key();

    /** A study file about this kind that runs. */
    String example();

    /** What proposes such candidates; the first applies where a study names none. */
    List<Method> optimizers();

    /** How many trials a study has whose file gives no budget; empty if a file must give one. */
    default OptionalLong defaultTrials() {
        return OptionalLong.empty();
    }

    /**
     * Looks at what a section says; opens nothing, so that every process can read every study.
     *
     * @param section plain values of the form that {@link #key} describes
     * @throws dev.hone.core.InvalidFieldException naming a field relative to the section
     */
    CandidateSection read(Map<String, Object> section);

    /** Ways to write a candidate, {@link #JSON} among them; the first is for lists of trials, and one that people write too. */
    List<String> forms();

    /**
     * The candidate of a trial as text, by what the store holds alone.
     *
     * @param form one of {@link #forms}
     * @param attributes of the study
     */
    String write(String form, Trial<String> trial, Map<String, String> attributes);

    /**
     * What people are shown of the best trial of a study, in lines.
     *
     * @param trial complete
     * @param attributes of the study
     */
    List<String> best(Trial<String> trial, StudyRecord study, Map<String, String> attributes);

    /** What there is to say about the course of a study, in a few lines; none if nothing is. */
    default List<String> report(StudyStore store, StudyRecord study) {
        return List.of();
    }
}
