package dev.hone.core.pareto;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Dominance between vectors of losses (smaller is better in each place). */
public final class Pareto {

    private Pareto() {}

    /** Whether {@code a} is nowhere worse than {@code b} and somewhere better. */
    public static boolean dominates(double[] a, double[] b) {
        boolean better = false;
        for (int i = 0; i < a.length; i++) {
            if (a[i] > b[i]) {
                return false;
            }
            better |= a[i] < b[i];
        }
        return better;
    }

    /** Indices, ascending, of the points that no other one dominates; equal points stay together. {@code losses}: [n][m]. */
    public static int[] front(double[][] losses) {
        Integer[] order = IntStream.range(0, losses.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparing((Integer i) -> losses[i], Arrays::compare));
        List<Integer> front = new ArrayList<>();
        for (int i : order) {
            if (front.stream().noneMatch(j -> dominates(losses[j], losses[i]))) {
                front.add(i);
            }
        }
        return front.stream().mapToInt(Integer::intValue).sorted().toArray();
    }
}
