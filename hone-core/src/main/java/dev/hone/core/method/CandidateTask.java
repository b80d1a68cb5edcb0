package dev.hone.core.method;

import dev.hone.core.evaluate.Evaluator;
import dev.hone.core.optimize.OptimizerFactory;
import java.util.Map;

/**
 * A section of a study file made ready: whatever depends on the type of its candidates. Immutable and thread-safe.
 *
 * @param <C> type of the candidate
 */
public interface CandidateTask<C> {

    Class<C> type();

    /** @param options of one of {@link CandidateKind#optimizers}, checked */
    OptimizerFactory<C> optimizer(String id, OptionValues options);

    Evaluator<C> evaluator();

    /** Whether equal candidates get equal evaluations, so that none need be evaluated twice. */
    boolean isRepeatable();

    /**
     * What is kept with the study as attributes. A study may go on only with a task that has the same: what its trials mean
     * would change otherwise.
     */
    Map<String, String> attributes();

    /** What was found, in words by label, for people who look before they run. */
    Map<String, String> describe();
}
