package dev.hone.core.trial;

/** Turns candidates to JSON text and back, so that stores and the dashboard need not know their type. Thread-safe. */
public interface CandidateCodec<C> {

    /** JSON text of a candidate. */
    String encode(C candidate);

    /** @throws dev.hone.core.HoneException if the text is not a candidate that this study may evaluate */
    C decode(String json);
}
