package dev.hone.core.method;

import dev.hone.core.trial.Objective;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What a study file says about candidates of some {@link CandidateKind}. Immutable. */
public interface CandidateSection {

    List<Objective> objectives();

    /**
     * Refuses combinations of options.
     *
     * @throws dev.hone.core.InvalidFieldException naming an option
     */
    void checkOptimizer(String id, OptionValues options);

    /**
     * The candidate that a person wrote, as a store holds it.
     *
     * @param text in the first of {@link CandidateKind#forms}
     * @param options of the optimizer, checked
     * @param attributes of the study
     * @throws dev.hone.core.InvalidFieldException naming the place of what is not acceptable
     */
    String encode(String text, OptionValues options, Map<String, String> attributes);

    /**
     * Opens what the section mentions.
     *
     * @param directory that its paths are relative to
     * @throws dev.hone.core.InvalidFieldException naming a field relative to the section
     */
    CandidateTask<?> open(Path directory);
}
