package dev.hone.search.formula;

import dev.hone.search.programming.Tree;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** What trees compute, the latest remembered: mates are compared with the same few trees again and again. Thread-safe. */
final class Outputs {

    private final Function<Tree, double[]> compute;
    private final Map<Tree, double[]> latest;

    /** @param most trees that are remembered */
    Outputs(Function<Tree, double[]> compute, int most) {
        this.compute = compute;
        this.latest = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Tree, double[]> eldest) {
                return size() > most;
            }
        };
    }

    synchronized double[] of(Tree tree) {
        return latest.computeIfAbsent(tree, compute);
    }
}
