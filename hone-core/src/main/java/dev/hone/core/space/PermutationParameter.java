package dev.hone.core.space;

import dev.hone.core.Check;
import dev.hone.core.InvalidFieldException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * An order of {@code items}. Encoded by random keys: one axis per item, and the items sorted by their coordinate give the
 * permutation (ties in the order of the list). Values are lists of items.
 */
public record PermutationParameter(String name, List<String> items, Optional<Condition> condition)
        implements Parameter {

    public PermutationParameter {
        Check.notBlank("name", name);
        items = List.copyOf(Check.notEmpty(name + ".items", items));
        Check.that(new HashSet<>(items).size() == items.size(), name + ".items", items, "no item twice");
    }

    public static PermutationParameter of(String name, String... items) {
        return new PermutationParameter(name, List.of(items), Optional.empty());
    }

    @Override
    public PermutationParameter when(Condition condition) {
        return new PermutationParameter(name, items, Optional.of(condition));
    }

    @Override
    public int dimensions() {
        return items.size();
    }

    @Override
    public List<String> decode(double[] cube, int offset) {
        return IntStream.range(0, items.size())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> cube[offset + i]))
                .map(items::get)
                .toList();
    }

    @Override
    public void encode(Object value, double[] cube, int offset) {
        List<?> order = (List<?>) value;
        for (int rank = 0; rank < order.size(); rank++) {
            cube[offset + items.indexOf(order.get(rank))] = Cells.centre(rank, items.size());
        }
    }

    @Override
    public List<String> canonical(Object value) {
        if (!(value instanceof List<?> order)
                || order.size() != items.size()
                || !new HashSet<Object>(order).equals(new HashSet<Object>(items))) {
            throw new InvalidFieldException(name, "is " + value + ", expected an order of " + items);
        }
        return order.stream().map(String.class::cast).toList();
    }

    /** n!, or {@link Long#MAX_VALUE} above 20 items. */
    @Override
    public long cardinality() {
        if (items.size() > 20) {
            return Long.MAX_VALUE;
        }
        return IntStream.rangeClosed(2, items.size()).asLongStream().reduce(1, (a, b) -> a * b);
    }

    /** The permutation at {@code index} of the lexicographic order (factorial number system). */
    @Override
    public Object valueAt(long index) {
        List<String> left = new ArrayList<>(items);
        List<String> order = new ArrayList<>();
        long rest = index;
        long block = cardinality();
        while (!left.isEmpty()) {
            block /= left.size();
            order.add(left.remove((int) (rest / block)));
            rest %= block;
        }
        return List.copyOf(order);
    }
}
