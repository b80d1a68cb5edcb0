package dev.hone.search.fidelity;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Levels or sources.
 *
 * @param levels the truth last
 */
record DeclaredLevels(List<FidelityLevel> levels) implements Fidelities {

    DeclaredLevels {
        levels = List.copyOf(levels);
    }

    @Override
    public double exact() {
        return levels.size() - 1;
    }

    @Override
    public double cost(double fidelity) {
        return levels.get((int) fidelity).cost();
    }

    @Override
    public int group(double fidelity) {
        return (int) fidelity;
    }

    @Override
    public double nearest(double fidelity) {
        return Math.rint(fidelity);
    }

    @Override
    public double[] compared() {
        return IntStream.range(0, levels.size()).asDoubleStream().toArray();
    }

    @Override
    public String name(double fidelity) {
        return levels.get((int) fidelity).name();
    }
}
