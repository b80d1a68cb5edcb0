package dev.hone.search.fidelity;

import dev.hone.core.space.FidelityRange;
import java.util.stream.IntStream;

/** A fidelity that is a number, by its place in its range. */
record Continuum(FidelityRange range) implements Fidelities {

    private static final int COMPARED = 5;

    @Override
    public double exact() {
        return 1;
    }

    @Override
    public double cost(double fidelity) {
        return range.cost(range.between(fidelity));
    }

    @Override
    public int group(double fidelity) {
        return 0;
    }

    @Override
    public double nearest(double fidelity) {
        return range.position(range.at(fidelity));
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
        return range.label(range.at(fidelity));
    }
}
