package dev.hone.core.pareto;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The non-dominated points of a stream, each with an id; points equal to a kept one are kept too. Adding costs O(log k)
 * amortised with two objectives and O(k) otherwise, for k points kept. Not thread-safe.
 */
public final class ParetoArchive {

    /** A kept point. {@code losses}: [m]. */
    public record Entry(long id, double[] losses) {}

    /** With two objectives: first loss to the entries that have it, who all have the same second loss. */
    private final TreeMap<Double, List<Entry>> staircase = new TreeMap<>();

    private final List<Entry> entries = new ArrayList<>();

    /** Offers a point; false if a kept one dominates it. Points that it dominates leave. */
    public boolean add(long id, double[] losses) {
        Pareto.checkShape(new double[][] {losses});
        Entry entry = new Entry(id, losses.clone());
        return losses.length == 2 ? addToStaircase(entry) : addToList(entry);
    }

    /** What is kept; by first loss with two objectives, otherwise in order of arrival. */
    public List<Entry> entries() {
        if (staircase.isEmpty()) {
            return List.copyOf(entries);
        }
        return staircase.values().stream().flatMap(List::stream).toList();
    }

    private boolean addToList(Entry entry) {
        for (Entry kept : entries) {
            if (Pareto.dominates(kept.losses(), entry.losses())) {
                return false;
            }
        }
        entries.removeIf(kept -> Pareto.dominates(entry.losses(), kept.losses()));
        entries.add(entry);
        return true;
    }

    private boolean addToStaircase(Entry entry) {
        double first = entry.losses()[0] + 0.0;
        Map.Entry<Double, List<Entry>> below = staircase.floorEntry(first);
        if (below != null && Pareto.dominates(losses(below), entry.losses())) {
            return false;
        }
        Map.Entry<Double, List<Entry>> next = staircase.ceilingEntry(first);
        while (next != null && Pareto.dominates(entry.losses(), losses(next))) {
            staircase.remove(next.getKey());
            next = staircase.ceilingEntry(first);
        }
        staircase.computeIfAbsent(first, key -> new ArrayList<>()).add(entry);
        return true;
    }

    private static double[] losses(Map.Entry<Double, List<Entry>> step) {
        return step.getValue().get(0).losses();
    }
}
