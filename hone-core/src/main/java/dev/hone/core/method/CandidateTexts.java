package dev.hone.core.method;

import dev.hone.core.HoneException;
import dev.hone.core.trial.Trial;
import java.util.Map;
import java.util.Optional;

/**
 * The candidates of one stored study as text.
 *
 * @param kind empty for configurations, and for what is not installed here
 * @param attributes of the study
 */
public record CandidateTexts(Optional<CandidateKind> kind, Map<String, String> attributes) {

    public CandidateTexts {
        attributes = Map.copyOf(attributes);
    }

    public static CandidateTexts of(MethodCatalogue catalogue, Map<String, String> attributes) {
        return new CandidateTexts(catalogue.kind(attributes), attributes);
    }

    /** The candidate of a trial in one line; empty if there is nothing better than what is stored. */
    public Optional<String> text(Trial<String> trial) {
        try {
            return kind.map(k -> k.write(k.forms().get(0), trial, attributes));
        } catch (HoneException e) {
            // a study must be seen even if its candidates cannot be read here
            return Optional.empty();
        }
    }
}
