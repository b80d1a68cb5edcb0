package dev.hone.core.definition;

import dev.hone.core.evaluate.Evaluator;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.study.Judge;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What of a defined study depends on the type of its candidates: what proposes, measures and compares them. Whoever runs
 * studies takes these and need not know what the candidates are.
 *
 * @param <C> type of the candidate
 */
public interface StudyParts<C> {

    Class<C> type();

    OptimizerFactory<C> optimizer();

    /** @throws DefinitionException if what the file mentions is not there */
    Evaluator<C> evaluator();

    /** @throws DefinitionException if there is no such program */
    Optional<Judge<C>> judge();

    /** Candidates to try first. */
    List<C> enqueue();

    /** What a study is to have as attributes from its beginning, and may not go on without. */
    Map<String, String> attributes();

    /** How {@link #attributes} differ from those that a study has, a line each; it may not go on if they do. */
    default List<String> differences(Map<String, String> kept) {
        return attributes().entrySet().stream()
                .filter(e -> !kept.getOrDefault(e.getKey(), e.getValue()).equals(e.getValue()))
                .map(e -> e.getKey() + ": was " + kept.get(e.getKey()) + ", is " + e.getValue())
                .toList();
    }

    /** What was found, in words by label. */
    Map<String, String> describe();

    /** The candidate as JSON. */
    default String encode(Object candidate) {
        return optimizer().codec().encode(type().cast(candidate));
    }
}
