package dev.hone.search.programming;

import dev.hone.core.Json;
import dev.hone.core.trial.CandidateCodec;

/** Trees as JSON strings in prefix notation, such as {@code "(+ x (* x 1))"}. */
public record TreeCodec(PrimitiveSet primitives) implements CandidateCodec<Tree> {

    @Override
    public String encode(Tree tree) {
        return Json.write(tree.canonical());
    }

    @Override
    public Tree decode(String json) {
        return primitives.parse(Json.parse(json).asText());
    }
}
