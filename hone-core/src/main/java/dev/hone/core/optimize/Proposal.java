package dev.hone.core.optimize;

import java.util.List;
import java.util.Map;

/**
 * A candidate that an optimizer wants to have evaluated.
 *
 * @param parents numbers of the trials it was made from; empty if from none
 * @param attributes what the optimizer wants to keep with the trial, JSON text by key
 */
public record Proposal<C>(C candidate, List<Long> parents, Map<String, String> attributes) {

    public Proposal {
        parents = List.copyOf(parents);
        attributes = Map.copyOf(attributes);
    }

    public static <C> Proposal<C> of(C candidate) {
        return new Proposal<>(candidate, List.of(), Map.of());
    }

    public static <C> Proposal<C> childOf(C candidate, List<Long> parents) {
        return new Proposal<>(candidate, parents, Map.of());
    }
}
