package dev.hone.search.gp;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.UnaryOperator;

/**
 * Points in the order of their values, greatest first, equal ones in the order they were added. The value of a point is computed
 * only once its bound is the greatest of all bounds and values left, so that most never are. Not thread-safe.
 */
final class Ranking {

    /**
     * A point of the cube.
     *
     * @param order number of points added before
     * @param value or, unless {@code exact}, what it does not exceed
     * @param candidate null where the cube has no cells and its points are scored themselves
     */
    record Scored(int order, double[] cube, double value, boolean exact, AcquisitionSearch.Candidate candidate) {}

    private static final Comparator<Scored> BEST_FIRST = Comparator.comparingDouble(Scored::value)
            .reversed()
            .thenComparing(Scored::exact)
            .thenComparingInt(Scored::order);

    private final UnaryOperator<Scored> exactly;
    private final PriorityQueue<Scored> open = new PriorityQueue<>(BEST_FIRST);
    private final List<Scored> ranked = new ArrayList<>();

    /** @param exactly a point with its value, or null if it has none */
    Ranking(UnaryOperator<Scored> exactly) {
        this.exactly = exactly;
    }

    void add(double[] cube, double bound) {
        open.add(new Scored(open.size(), cube, bound, false, null));
    }

    /** The point that comes after {@code i} others, or null if there are not so many. */
    Scored get(int i) {
        while (ranked.size() <= i && !open.isEmpty()) {
            Scored next = open.poll();
            if (next.exact()) {
                ranked.add(next);
                continue;
            }
            Scored known = exactly.apply(next);
            if (known != null) {
                open.add(known);
            }
        }
        return i < ranked.size() ? ranked.get(i) : null;
    }
}
