package dev.hone.core.space;

import dev.hone.core.Check;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All configurations of a finite space in a fixed order, by index. Conditions make the parameters a forest, so the number
 * of configurations is a product over roots of a sum over values of a product over active children; the same recursion
 * read backwards gives the configuration at an index. Known constraints are not applied.
 */
public final class Enumeration {

    /** A conditional parent with more values than this is not enumerated. */
    private static final long PARENT_LIMIT = 100_000;

    private final SearchSpace space;
    private final List<Node> roots = new ArrayList<>();
    private final long size;

    private record Node(Parameter parameter, List<Node> children) {}

    public Enumeration(SearchSpace space) {
        this.space = space;
        Map<String, Node> nodes = new LinkedHashMap<>();
        for (int i : space.topologicalOrder()) {
            Parameter parameter = space.parameters().get(i);
            Node node = new Node(parameter, new ArrayList<>());
            nodes.put(parameter.name(), node);
            parameter
                    .condition()
                    .ifPresentOrElse(c -> nodes.get(c.parent()).children().add(node), () -> roots.add(node));
        }
        size = product(roots);
    }

    /** Number of configurations; {@link Long#MAX_VALUE} if there is a continuum or more than fit. */
    public long size() {
        return size;
    }

    /** The configuration at {@code index}, 0 &le; index &lt; {@link #size()}, of a finite space. */
    public Configuration at(long index) {
        Check.that(size < Long.MAX_VALUE, "space", space, "a finite space to enumerate");
        Check.that(index >= 0 && index < size, "index", index, "a whole number from 0 to " + (size - 1));
        Map<String, Object> values = new LinkedHashMap<>();
        fill(roots, index, values);
        return space.configuration(values);
    }

    private static void fill(List<Node> nodes, long index, Map<String, Object> values) {
        long rest = index;
        for (Node node : nodes) {
            long size = count(node);
            choose(node, rest % size, values);
            rest /= size;
        }
    }

    private static void choose(Node node, long index, Map<String, Object> values) {
        Parameter parameter = node.parameter();
        if (node.children().isEmpty()) {
            values.put(parameter.name(), parameter.valueAt(index));
            return;
        }
        long rest = index;
        for (long i = 0; i < parameter.cardinality(); i++) {
            Object value = parameter.valueAt(i);
            List<Node> active = active(node, value);
            long size = product(active);
            if (rest < size) {
                values.put(parameter.name(), value);
                fill(active, rest, values);
                return;
            }
            rest -= size;
        }
        throw new AssertionError("index beyond the size of " + parameter);
    }

    private static List<Node> active(Node node, Object value) {
        return node.children().stream()
                .filter(child ->
                        child.parameter().condition().orElseThrow().values().contains(value))
                .toList();
    }

    private static long count(Node node) {
        long cardinality = node.parameter().cardinality();
        if (node.children().isEmpty()) {
            return cardinality;
        }
        if (cardinality > PARENT_LIMIT) {
            return Long.MAX_VALUE;
        }
        long sum = 0;
        for (long i = 0; i < cardinality; i++) {
            long size = product(active(node, node.parameter().valueAt(i)));
            sum = size == Long.MAX_VALUE || sum > Long.MAX_VALUE - size ? Long.MAX_VALUE : sum + size;
        }
        return sum;
    }

    private static long product(List<Node> nodes) {
        long product = 1;
        for (Node node : nodes) {
            long size = count(node);
            if (size == Long.MAX_VALUE || product > Long.MAX_VALUE / size) {
                return Long.MAX_VALUE;
            }
            product *= size;
        }
        return product;
    }
}
