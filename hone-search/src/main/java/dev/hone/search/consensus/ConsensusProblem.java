package dev.hone.search.consensus;

import dev.hone.core.Check;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;

/**
 * A function to minimise. Immutable if its parts are.
 *
 * @param energy E
 * @param gradient of E, or null: central differences where one is needed
 * @param low bounds at which particles are reflected, [d], or null for none
 * @param high [d], or null for none
 */
public record ConsensusProblem(Energy energy, UnaryOperator<double[]> gradient, double[] low, double[] high) {

    /** E on a part of the data; not finite where it is not defined. */
    @FunctionalInterface
    public interface Energy {
        /** @param part index of the part of the data, 0 if there is only one */
        double at(double[] x, int part);

        /** E at each of several points, [n]; for those to override who can evaluate many points at once. */
        default double[] all(double[][] points, int part) {
            return Arrays.stream(points).mapToDouble(x -> at(x, part)).toArray();
        }
    }

    public static ConsensusProblem of(ToDoubleFunction<double[]> energy) {
        return onBatches((x, part) -> energy.applyAsDouble(x));
    }

    public static ConsensusProblem onBatches(Energy energy) {
        return new ConsensusProblem(energy, null, null, null);
    }

    public ConsensusProblem withGradient(UnaryOperator<double[]> derivative) {
        return new ConsensusProblem(energy, derivative, low, high);
    }

    /** The same function within a box. */
    public ConsensusProblem within(double[] from, double[] to) {
        Check.that(from.length == to.length, "high", to.length, from.length + " bounds, as low has");
        for (int k = 0; k < from.length; k++) {
            Check.that(from[k] <= to[k], "low", Arrays.toString(from), "at most high, " + Arrays.toString(to));
        }
        return new ConsensusProblem(energy, gradient, from.clone(), to.clone());
    }

    Domain domain() {
        return low == null ? Domain.free() : Domain.box(low, high);
    }

    /** The gradient at {@code x} on a part of the data; central differences of step {@code h} if none was given. */
    double[] gradientAt(double[] x, int part, double h) {
        return gradient == null ? Differences.gradient(y -> energy.at(y, part), x, h) : gradient.apply(x);
    }
}
