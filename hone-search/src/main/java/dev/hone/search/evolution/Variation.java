package dev.hone.search.evolution;

import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.Parameter;
import dev.hone.core.space.PermutationParameter;
import dev.hone.core.space.SearchSpace;
import java.util.Comparator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Makes a child of two parents, parameter by parameter in the unit cube: simulated binary crossover and polynomial mutation
 * on numbers and ordered choices (Deb and Agrawal 1995; Deb and Goyal 1996), uniform crossover and redraw on unordered
 * choices, order crossover (Davis 1985) and swap of two places on permutations. What only one parent has active is taken
 * from that one; what neither has is drawn anew, should the child need it.
 */
public final class Variation {

    private final SearchSpace space;
    private final VariationOptions options;
    private final double mutationProbability;

    public Variation(SearchSpace space, VariationOptions options) {
        this.space = space;
        this.options = options;
        long free = space.parameters().stream().filter(p -> p.cardinality() > 1).count();
        this.mutationProbability =
                options.mutationProbability() > 0 ? options.mutationProbability() : 1.0 / Math.max(1, free);
    }

    public Configuration child(Configuration first, Configuration second, RandomGenerator random) {
        double[] a = space.encode(first);
        double[] b = space.encode(second);
        double[] child = a.clone();
        boolean cross = random.nextDouble() < options.crossoverProbability();
        for (int i = 0; i < space.parameters().size(); i++) {
            Parameter parameter = space.parameters().get(i);
            int offset = space.offset(i);
            int width = parameter.dimensions();
            boolean inFirst = first.isActive(parameter.name());
            boolean inSecond = second.isActive(parameter.name());
            if (!inFirst && !inSecond) {
                for (int k = offset; k < offset + width; k++) {
                    child[k] = random.nextDouble();
                }
                continue;
            }
            if (!inFirst) {
                System.arraycopy(b, offset, child, offset, width);
            } else if (inSecond && cross) {
                cross(parameter, a, b, child, offset, random);
            }
            if (random.nextDouble() < mutationProbability) {
                mutate(parameter, child, offset, random);
            }
        }
        return space.decode(child);
    }

    private void cross(
            Parameter parameter, double[] a, double[] b, double[] child, int offset, RandomGenerator random) {
        if (parameter instanceof PermutationParameter order) {
            int[] merged =
                    orderCrossover(order(a, offset, order.dimensions()), order(b, offset, order.dimensions()), random);
            write(merged, child, offset);
        } else if (isUnordered(parameter)) {
            child[offset] = random.nextBoolean() ? a[offset] : b[offset];
        } else if (parameter.dimensions() == 1) {
            // Each variable takes part with probability 1/2, as in Deb's implementation.
            double u = random.nextDouble();
            boolean swap = random.nextBoolean();
            if (random.nextBoolean()) {
                double near = swap ? b[offset] : a[offset];
                double far = swap ? a[offset] : b[offset];
                child[offset] = simulatedBinary(near, far, u, options.crossoverIndex());
            }
        }
    }

    private void mutate(Parameter parameter, double[] child, int offset, RandomGenerator random) {
        if (parameter.cardinality() == 1) {
            return;
        }
        if (parameter instanceof PermutationParameter order) {
            int[] items = order(child, offset, order.dimensions());
            int i = random.nextInt(items.length);
            int j = random.nextInt(items.length - 1);
            j += j >= i ? 1 : 0;
            int item = items[i];
            items[i] = items[j];
            items[j] = item;
            write(items, child, offset);
        } else if (isUnordered(parameter)) {
            child[offset] = random.nextDouble();
        } else {
            double before = child[offset];
            child[offset] = polynomial(before, random.nextDouble(), options.mutationIndex());
            long cells = parameter.cardinality();
            if (cells < Long.MAX_VALUE
                    && parameter.decode(child, offset).equals(parameter.decode(new double[] {before}, 0))) {
                // A move within a cell changes nothing; the smallest one that does goes to the neighbour.
                double step = (random.nextBoolean() ? 1.0 : -1.0) / cells;
                child[offset] = reflect(before + step);
            }
        }
    }

    /**
     * The child nearer to {@code near} of simulated binary crossover with bounds 0 and 1:
     * <pre> c = (near + far)/2 - beta |far - near| / 2 * sign,  beta by u and the index eta, truncated at the bound </pre>
     */
    static double simulatedBinary(double near, double far, double u, double eta) {
        double distance = Math.abs(far - near);
        if (distance < 1e-14) {
            return near;
        }
        boolean low = near < far;
        double room = low ? near : 1 - near;
        double alpha = 2 - Math.pow(1 + 2 * room / distance, -(eta + 1));
        double beta =
                u <= 1 / alpha ? Math.pow(u * alpha, 1 / (eta + 1)) : Math.pow(1 / (2 - u * alpha), 1 / (eta + 1));
        double child = (near + far) / 2 + (low ? -1 : 1) * beta * distance / 2;
        return Math.min(1, Math.max(0, child));
    }

    /** Polynomial mutation of {@code x} in [0, 1] with quantile {@code u} and index {@code eta}. */
    static double polynomial(double x, double u, double eta) {
        double power = 1 / (eta + 1);
        double delta = u < 0.5
                ? Math.pow(2 * u + (1 - 2 * u) * Math.pow(1 - x, eta + 1), power) - 1
                : 1 - Math.pow(2 * (1 - u) + 2 * (u - 0.5) * Math.pow(x, eta + 1), power);
        return Math.min(1, Math.max(0, x + delta));
    }

    /** Order crossover: a slice of {@code a} in place, the rest in the order that {@code b} has them, from the slice on. */
    static int[] orderCrossover(int[] a, int[] b, RandomGenerator random) {
        int n = a.length;
        int from = random.nextInt(n);
        int length = random.nextInt(n + 1);
        int[] child = new int[n];
        boolean[] used = new boolean[n];
        for (int k = 0; k < length; k++) {
            int place = (from + k) % n;
            child[place] = a[place];
            used[a[place]] = true;
        }
        int place = (from + length) % n;
        for (int k = 0; k < n; k++) {
            int item = b[(from + length + k) % n];
            if (!used[item]) {
                child[place] = item;
                place = (place + 1) % n;
            }
        }
        return child;
    }

    /** Items by rank of a permutation's random keys. */
    private static int[] order(double[] cube, int offset, int n) {
        return IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> cube[offset + i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static void write(int[] items, double[] cube, int offset) {
        for (int rank = 0; rank < items.length; rank++) {
            cube[offset + items[rank]] = (rank + 0.5) / items.length;
        }
    }

    private static boolean isUnordered(Parameter parameter) {
        return parameter instanceof CategoricalParameter choice && !choice.ordered();
    }

    private static double reflect(double u) {
        return u < 0 ? -u : u > 1 ? 2 - u : u;
    }
}
