package dev.hone.core.method;

import dev.hone.core.trial.Objective;
import java.nio.file.Path;
import java.util.List;

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
     * Opens what the section mentions.
     *
     * @param directory that its paths are relative to
     * @throws dev.hone.core.InvalidFieldException naming a field relative to the section
     */
    CandidateTask<?> open(Path directory);
}
