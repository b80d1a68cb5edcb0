package dev.hone.search.programming;

import dev.hone.core.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Draws random trees of a language. Immutable and thread-safe. */
public final class TreeGenerator {

    private final PrimitiveSet primitives;

    public TreeGenerator(PrimitiveSet primitives) {
        this.primitives = primitives;
    }

    /**
     * Ramped half-and-half: a depth drawn uniformly from a range, and with even odds a {@link #full} tree of that depth or one
     * that is grown below a function at its root.
     */
    public Tree ramped(int minDepth, int maxDepth, RandomGenerator random) {
        Check.atLeast("minDepth", minDepth, 0);
        Check.atLeast("maxDepth", maxDepth, minDepth);
        int depth = random.nextInt(minDepth, maxDepth + 1);
        return random.nextBoolean()
                ? full(primitives.type(), depth, random)
                : draw(primitives.type(), depth, false, true, random);
    }

    /** A tree of at most a depth: every node is drawn from functions and terminals alike while there is depth left. */
    public Tree grow(String type, int depth, RandomGenerator random) {
        return draw(type, depth, false, false, random);
    }

    /** A tree all of whose leaves are at a depth, where the types have functions to reach it. */
    public Tree full(String type, int depth, RandomGenerator random) {
        return draw(type, depth, true, false, random);
    }

    private Tree draw(String type, int depth, boolean full, boolean functionFirst, RandomGenerator random) {
        List<Primitive> functions = depth > 0 ? primitives.functions(type) : List.of();
        List<Primitive> terminals = primitives.terminals(type);
        int choices = functions.size() + ((full || functionFirst) && !functions.isEmpty() ? 0 : terminals.size());
        int pick = random.nextInt(choices);
        if (pick >= functions.size()) {
            return leaf(terminals.get(pick - functions.size()), random);
        }
        Primitive function = functions.get(pick);
        List<Tree> children = new ArrayList<>();
        for (String argument : function.arguments()) {
            children.add(draw(argument, depth - 1, full, false, random));
        }
        return Tree.of(function, children);
    }

    private static Tree leaf(Primitive terminal, RandomGenerator random) {
        return terminal.isEphemeral()
                ? Tree.constant(terminal, terminal.constant().applyAsDouble(random))
                : Tree.of(terminal, List.of());
    }
}
