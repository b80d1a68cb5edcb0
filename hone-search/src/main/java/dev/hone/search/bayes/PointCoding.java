package dev.hone.search.bayes;

import dev.hone.core.space.SearchSpace;
import dev.hone.search.acquisition.PointAcquisition;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * From the embedding of a configuration to the point of a kernel: the coordinate of a context that is a choice is its number, which is what
 * task kernels read, instead of its cell in the cube.
 *
 * @param context coordinate of the context, if there is one
 * @param values that it has
 */
record PointCoding(OptionalInt context, int values) {

    static PointCoding of(SearchSpace space, BayesSampler.Options options) {
        return options.goal()
                .filter(c -> !c.isNumber())
                .map(c -> new PointCoding(
                        OptionalInt.of(c.coordinate(space)), c.weights().size()))
                .orElse(new PointCoding(OptionalInt.empty(), 0));
    }

    double[] of(double[] embedded) {
        if (context.isEmpty()) {
            return embedded;
        }
        double[] point = embedded.clone();
        int c = context.getAsInt();
        point[c] = Math.min(values - 1, Math.floor(point[c] * values));
        return point;
    }

    /** The cube of a point: the first {@code dimensions} of its coordinates, the context's back in its cell. */
    double[] cube(double[] point, int dimensions) {
        double[] cube = Arrays.copyOf(point, dimensions);
        context.ifPresent(c -> cube[c] = (cube[c] + 0.5) / values);
        return cube;
    }

    /** {@code acquisition} on points as the embedding gives them; along the context its gradient is 0 already. */
    PointAcquisition decoded(PointAcquisition acquisition) {
        return context.isEmpty() ? acquisition : (x, gradient) -> acquisition.value(of(x), gradient);
    }
}
