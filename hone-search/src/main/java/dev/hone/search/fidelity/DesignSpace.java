package dev.hone.search.fidelity;

import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Designs as points of the unit cube in which is searched, which has an axis for each of the space's or, with a random
 * embedding, fewer: each axis of the space follows one of the cube's, forwards or backwards,
 * <pre> x_i = z_h(i)  or  1 - z_h(i) </pre>
 * (Nayebi, Munteanu and Poloczek, "A framework for Bayesian optimization in embedded subspaces", ICML 2019). Their h is any;
 * here each axis of the cube is followed by as many as each other, but for one. A design is the mean of what its axes say of z.
 * Immutable and thread-safe.
 */
final class DesignSpace {

    private final SearchSpace space;
    private final int dimensions;
    /** h(i). */
    private final int[] leader;

    private final boolean[] backwards;

    private DesignSpace(SearchSpace space, int dimensions, int[] leader, boolean[] backwards) {
        this.space = space;
        this.dimensions = dimensions;
        this.leader = leader;
        this.backwards = backwards;
    }

    /** With all axes. */
    static DesignSpace of(SearchSpace space) {
        int[] leader = new int[space.dimensions()];
        Arrays.setAll(leader, i -> i);
        return new DesignSpace(space, leader.length, leader, new boolean[leader.length]);
    }

    /** A random embedding of {@code dimensions} axes. */
    static DesignSpace embedded(SearchSpace space, int dimensions, RandomGenerator random) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < space.dimensions(); i++) {
            order.add(i % dimensions);
        }
        for (int i = order.size() - 1; i > 0; i--) {
            Collections.swap(order, i, random.nextInt(i + 1));
        }
        boolean[] backwards = new boolean[order.size()];
        for (int i = 0; i < backwards.length; i++) {
            backwards[i] = random.nextBoolean();
        }
        return new DesignSpace(
                space, dimensions, order.stream().mapToInt(Integer::intValue).toArray(), backwards);
    }

    int dimensions() {
        return dimensions;
    }

    /** The design at a point. */
    Configuration decode(double[] point) {
        double[] x = new double[leader.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = backwards[i] ? 1 - point[leader[i]] : point[leader[i]];
        }
        return space.decode(x);
    }

    /** The point that stands for a design. */
    double[] encode(Configuration design) {
        double[] x = space.encode(design);
        double[] sum = new double[dimensions];
        int[] followers = new int[dimensions];
        for (int i = 0; i < x.length; i++) {
            sum[leader[i]] += backwards[i] ? 1 - x[i] : x[i];
            followers[leader[i]]++;
        }
        for (int k = 0; k < dimensions; k++) {
            sum[k] /= followers[k];
        }
        return sum;
    }

    /** The point that stands for the design at {@code point}. */
    double[] canonical(double[] point) {
        return encode(decode(point));
    }

    /** The point of the design with these values. */
    double[] encode(Map<String, Object> values) {
        return encode(space.configuration(values));
    }

    /** Whether the known constraints hold. */
    boolean isAllowed(double[] point) {
        return !isConstrained() || space.isFeasible(decode(point));
    }

    boolean isConstrained() {
        return !space.constraints().isEmpty();
    }

    /** The point of a random design that keeps the known constraints. */
    double[] sample(RandomGenerator random) {
        return encode(space.sample(random));
    }
}
