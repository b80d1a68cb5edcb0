package dev.hone.core.pareto;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The non-dominated points of a stream, each with an id; points equal to a kept one are kept too. Adding costs O(log k)
 * amortised with two objectives and O(k) otherwise, for k different points kept. Not thread-safe.
 */
public final class ParetoArchive {

    /**
     * What became of a point.
     *
     * @param kept whether no kept point dominates it
     * @param left ids of the points that it dominates, which are not kept any more
     */
    public record Offer(boolean kept, List<Long> left) {}

    private static final Offer DOMINATED = new Offer(false, List.of());
    private static final Offer EQUAL = new Offer(true, List.of());

    /** A kept point. {@code losses}: [m]. */
    public record Entry(long id, double[] losses) {}

    /** Ids of equal points. */
    private record Step(double[] losses, List<Long> ids) {}

    /** With two objectives: by first loss; second losses then decrease. */
    private final TreeMap<Double, Step> staircase = new TreeMap<>();

    private final List<Step> steps = new ArrayList<>();

    /** Offers a point, which stays unless a kept one dominates it. Points that it dominates leave. */
    public Offer add(long id, double[] losses) {
        Pareto.checkShape(new double[][] {losses});
        return losses.length == 2 ? addToStaircase(id, losses) : addToList(id, losses);
    }

    /** What is kept, by first loss with two objectives, otherwise in order of arrival; equal points in order of arrival. */
    public List<Entry> entries() {
        Collection<Step> all = staircase.isEmpty() ? steps : staircase.values();
        return all.stream()
                .flatMap(step -> step.ids().stream()
                        .map(id -> new Entry(id, step.losses().clone())))
                .toList();
    }

    private Offer addToList(long id, double[] losses) {
        for (Step kept : steps) {
            if (Pareto.dominates(kept.losses(), losses)) {
                return DOMINATED;
            }
            // whatever dominates an equal point would have removed the kept one
            if (equal(kept.losses(), losses)) {
                kept.ids().add(id);
                return EQUAL;
            }
        }
        List<Long> left = new ArrayList<>();
        steps.removeIf(kept -> Pareto.dominates(losses, kept.losses()) && left.addAll(kept.ids()));
        steps.add(step(id, losses));
        return new Offer(true, left);
    }

    /** Unlike {@link java.util.Arrays#equals(double[], double[])}, zero equals its negative. */
    private static boolean equal(double[] a, double[] b) {
        for (int i = 0; i < a.length; i++) {
            if (a[i] != b[i]) {
                return false;
            }
        }
        return true;
    }

    private Offer addToStaircase(long id, double[] losses) {
        double first = losses[0] + 0.0;
        Map.Entry<Double, Step> below = staircase.floorEntry(first);
        if (below != null) {
            double[] best = below.getValue().losses();
            if (Pareto.dominates(best, losses)) {
                return DOMINATED;
            }
            if (equal(best, losses)) {
                below.getValue().ids().add(id);
                return EQUAL;
            }
        }
        List<Long> left = new ArrayList<>();
        Map.Entry<Double, Step> next = staircase.ceilingEntry(first);
        while (next != null && Pareto.dominates(losses, next.getValue().losses())) {
            left.addAll(staircase.remove(next.getKey()).ids());
            next = staircase.ceilingEntry(first);
        }
        staircase.put(first, step(id, losses));
        return new Offer(true, left);
    }

    private static Step step(long id, double[] losses) {
        return new Step(losses.clone(), new ArrayList<>(List.of(id)));
    }
}
