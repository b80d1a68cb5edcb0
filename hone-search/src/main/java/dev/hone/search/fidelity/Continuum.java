package dev.hone.search.fidelity;

import dev.hone.core.space.Fidelity;
import dev.hone.core.space.FidelityRange;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * A fidelity that is a number from 0 to 1.
 *
 * @param costs of one evaluation
 * @param values the value that there is nearest to a number
 * @param names as people know them
 */
record Continuum(DoubleUnaryOperator costs, DoubleUnaryOperator values, DoubleFunction<String> names)
        implements Fidelities {

    private static final int COMPARED = 5;

    /** Values of a parameter by their place in its range. */
    static Continuum of(FidelityRange range) {
        return new Continuum(
                s -> range.cost(range.between(s)), s -> range.position(range.at(s)), s -> range.label(range.at(s)));
    }

    /** All numbers from 0 to 1. */
    static Continuum all(DoubleUnaryOperator costs) {
        return new Continuum(costs, s -> s, s -> "s=" + Fidelity.name(s));
    }

    @Override
    public double exact() {
        return 1;
    }

    @Override
    public double cost(double fidelity) {
        return costs.applyAsDouble(fidelity);
    }

    @Override
    public int group(double fidelity) {
        return 0;
    }

    @Override
    public double nearest(double fidelity) {
        return values.applyAsDouble(fidelity);
    }

    @Override
    public double[] compared() {
        return IntStream.range(0, COMPARED)
                .mapToDouble(i -> nearest(i / (COMPARED - 1.0)))
                .distinct()
                .toArray();
    }

    @Override
    public String name(double fidelity) {
        return names.apply(fidelity);
    }
}
