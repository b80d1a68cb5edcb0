package dev.hone.search.fidelity;

import java.util.Arrays;
import java.util.List;

/**
 * Fidelities as the surrogates of one decision count them: levels without a value have no number there, a continuous fidelity
 * is itself.
 *
 * @param levels those with a value, in order; empty for a continuous fidelity
 */
record Numbering(Fidelities fidelities, int[] levels) {

    static Numbering of(Fidelities fidelities, FidelityHistory history) {
        return new Numbering(
                fidelities,
                fidelities instanceof DeclaredLevels declared
                        ? Arrays.stream(declared.compared())
                                .filter(history::succeeded)
                                .mapToInt(l -> (int) l)
                                .toArray()
                        : new int[0]);
    }

    boolean isContinuous() {
        return fidelities instanceof Continuum;
    }

    /** Whether surrogates know the fidelity. */
    boolean has(double fidelity) {
        return isContinuous() || Arrays.binarySearch(levels, (int) fidelity) >= 0;
    }

    /** The surrogates' number of a fidelity that they know. */
    double of(double fidelity) {
        return isContinuous() ? fidelity : Arrays.binarySearch(levels, (int) fidelity);
    }

    /** The fidelity that the surrogates' number stands for. */
    double fidelity(double number) {
        return isContinuous() ? fidelities.nearest(number) : levels[(int) Math.rint(number)];
    }

    /** The surrogates' number of the truth. */
    double exact() {
        return of(fidelities.exact());
    }

    /** How many groups of observations have a mean and a noise of their own. */
    int groups() {
        return isContinuous() ? 1 : levels.length;
    }

    /** What is set at each of the levels. */
    double[] settings() {
        List<FidelityLevel> all = ((DeclaredLevels) fidelities).levels();
        return Arrays.stream(levels).mapToDouble(l -> all.get(l).setting()).toArray();
    }

    /** Parents of sources by their numbers here; in the place of a source without a value are its own parents. */
    List<List<Integer>> parents(List<List<Integer>> declared) {
        return declared.isEmpty()
                ? List.of()
                : Arrays.stream(levels)
                        .mapToObj(l -> declared.get(l).stream()
                                .flatMap(p -> known(declared, p).stream())
                                .map(p -> (int) of(p))
                                .distinct()
                                .sorted()
                                .toList())
                        .toList();
    }

    private List<Integer> known(List<List<Integer>> declared, int source) {
        return has(source)
                ? List.of(source)
                : declared.get(source).stream()
                        .flatMap(p -> known(declared, p).stream())
                        .toList();
    }
}
