package dev.hone.search.programming;

import dev.hone.core.Check;
import java.util.HashSet;
import java.util.Set;
import java.util.function.ToDoubleBiFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Typed trees under subtree crossover and subtree mutation. Both keep every argument's type. Immutable and thread-safe if the
 * distance is.
 */
public final class TreeRepresentation implements Representation<Tree> {

    /**
     * Limits of trees, counted in edges from the root.
     *
     * @param minDepth of the range from which a new tree's depth is drawn
     * @param maxDepth of that range
     * @param mutationDepth largest depth of what mutation puts in a subtree's place
     * @param depthLimit depth beyond which a child is replaced by its parent
     */
    public record Options(int minDepth, int maxDepth, int mutationDepth, int depthLimit) {

        public Options {
            Check.atLeast("minDepth", minDepth, 0);
            Check.atLeast("maxDepth", maxDepth, minDepth);
            Check.atLeast("mutationDepth", mutationDepth, 0);
            Check.atLeast("depthLimit", depthLimit, maxDepth);
        }

        public static Options defaults() {
            return new Options(2, 6, 4, 17);
        }

        public Options withDepthLimit(int limit) {
            return new Options(minDepth, maxDepth, mutationDepth, limit);
        }
    }

    private final PrimitiveSet primitives;
    private final TreeGenerator generator;
    private final Options options;
    private final ToDoubleBiFunction<Tree, Tree> distance;

    public TreeRepresentation(PrimitiveSet primitives, Options options, ToDoubleBiFunction<Tree, Tree> distance) {
        this.primitives = primitives;
        this.generator = new TreeGenerator(primitives);
        this.options = options;
        this.distance = distance;
    }

    PrimitiveSet primitives() {
        return primitives;
    }

    @Override
    public Tree random(RandomGenerator random) {
        return generator.ramped(options.minDepth(), options.maxDepth(), random);
    }

    /**
     * Exchanges two subtrees of the same type. The point in {@code a} is uniform among the nodes whose type also occurs in
     * {@code b}, the one in {@code b} uniform among its nodes of that type; parents without a common type are copied.
     */
    @Override
    public Children<Tree> crossover(Tree a, Tree b, RandomGenerator random) {
        Set<String> offered = new HashSet<>();
        IntStream.range(0, b.size()).forEach(i -> offered.add(b.at(i).type()));
        int[] points = IntStream.range(0, a.size())
                .filter(i -> offered.contains(a.at(i).type()))
                .toArray();
        if (points.length == 0) {
            return new Children<>(a, b);
        }
        int inA = points[random.nextInt(points.length)];
        String type = a.at(inA).type();
        int[] matching = IntStream.range(0, b.size())
                .filter(i -> b.at(i).type().equals(type))
                .toArray();
        int inB = matching[random.nextInt(matching.length)];
        return new Children<>(a.with(inA, b.at(inB)), b.with(inB, a.at(inA)));
    }

    /** Replaces the subtree at a uniform node by one grown to at most a depth drawn from 0 to {@code mutationDepth}. */
    @Override
    public Tree mutate(Tree tree, RandomGenerator random) {
        int point = random.nextInt(tree.size());
        int depth = random.nextInt(options.mutationDepth() + 1);
        return tree.with(point, generator.grow(tree.at(point).type(), depth, random));
    }

    @Override
    public double distance(Tree a, Tree b) {
        return distance.applyAsDouble(a, b);
    }

    /** Nodes. */
    @Override
    public int size(Tree tree) {
        return tree.size();
    }

    @Override
    public boolean admits(Tree tree) {
        return tree.depth() <= options.depthLimit();
    }
}
