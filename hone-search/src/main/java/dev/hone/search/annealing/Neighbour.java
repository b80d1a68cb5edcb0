package dev.hone.search.annealing;

import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.Parameter;
import dev.hone.core.space.PermutationParameter;
import dev.hone.core.space.SearchSpace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Small changes of a configuration: each active parameter with probability one over their number, at least one. Numbers and
 * ordered choices take a normal step in the unit cube, mirrored at its ends and at least to the next value; unordered choices
 * change to another; orders have two items swapped, one moved, or a stretch reversed. What becomes active is drawn.
 */
final class Neighbour {

    private final SearchSpace space;

    Neighbour(SearchSpace space) {
        this.space = space;
    }

    /** @param step standard deviation of number steps, in units of ranges */
    Configuration of(Configuration from, double step, RandomGenerator random) {
        double[] cube = space.encode(from);
        List<Integer> free = new ArrayList<>();
        for (int i = 0; i < space.parameters().size(); i++) {
            Parameter parameter = space.parameters().get(i);
            if (!from.isActive(parameter.name())) {
                for (int k = 0; k < parameter.dimensions(); k++) {
                    cube[space.offset(i) + k] = random.nextDouble();
                }
            } else if (parameter.cardinality() > 1) {
                free.add(i);
            }
        }
        if (free.isEmpty()) {
            return from;
        }
        int sure = free.get(random.nextInt(free.size()));
        for (int i : free) {
            if (i == sure || random.nextDouble() * free.size() < 1) {
                change(space.parameters().get(i), cube, space.offset(i), step, random);
            }
        }
        return space.decode(cube);
    }

    private static void change(Parameter parameter, double[] cube, int offset, double step, RandomGenerator random) {
        if (parameter instanceof PermutationParameter order) {
            reorder(order, cube, offset, random);
        } else if (parameter instanceof CategoricalParameter choice && !choice.ordered()) {
            int count = choice.choices().size();
            int before = (int) Math.min(count - 1, Math.floor(cube[offset] * count));
            int other = random.nextInt(count - 1);
            cube[offset] = ((other >= before ? other + 1 : other) + 0.5) / count;
        } else {
            double before = cube[offset];
            Object value = parameter.decode(cube, offset);
            double move = step * random.nextGaussian();
            cube[offset] = mirror(before + move);
            if (parameter.cardinality() < Long.MAX_VALUE
                    && parameter.decode(cube, offset).equals(value)) {
                toNextValue(parameter, cube, offset, before, move < 0);
            }
        }
    }

    /** To the nearest point that decodes to another value, downwards or upwards, or the other way at the end. */
    private static void toNextValue(Parameter parameter, double[] cube, int offset, double from, boolean down) {
        Object value = parameter.decode(new double[] {from}, 0);
        double end = down ? 0 : 1;
        if (parameter.decode(new double[] {end}, 0).equals(value)) {
            end = 1 - end;
        }
        double inside = from;
        double outside = end;
        while (Math.abs(outside - inside) > 1e-12) {
            double middle = (inside + outside) / 2;
            if (parameter.decode(new double[] {middle}, 0).equals(value)) {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        cube[offset] = outside;
    }

    private static void reorder(PermutationParameter parameter, double[] cube, int offset, RandomGenerator random) {
        int n = parameter.items().size();
        List<Object> items = new ArrayList<>(parameter.decode(cube, offset));
        int i = random.nextInt(n);
        int j = random.nextInt(n - 1);
        j += j >= i ? 1 : 0;
        switch (random.nextInt(3)) {
            case 0 -> Collections.swap(items, i, j);
            case 1 -> items.add(j, items.remove(i));
            default -> Collections.reverse(items.subList(Math.min(i, j), Math.max(i, j) + 1));
        }
        parameter.encode(items, cube, offset);
    }

    /** {@code u} reflected at 0 and 1 until it is between. */
    static double mirror(double u) {
        return Math.abs(Math.IEEEremainder(u, 2));
    }
}
