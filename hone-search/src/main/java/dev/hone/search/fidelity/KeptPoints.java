package dev.hone.search.fidelity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Which observations a surrogate holds when there are too many, its cost growing with their third power. A point is kept at all of
 * its fidelities or at none, so that what is nested stays nested. Points that were evaluated exactly get half of the room, more
 * if the others do not need theirs; of either kind half are the best at the highest fidelity they were evaluated at and half the
 * most recent.
 */
final class KeptPoints {

    private KeptPoints() {}

    /**
     * At most {@code limit} of {@code all}, in their order.
     *
     * @param exact the fidelity of the truth
     * @param score less is better
     */
    static List<LevelObservation> of(
            List<LevelObservation> all, double exact, int limit, ToDoubleFunction<LevelObservation> score) {
        if (all.size() <= limit) {
            return all;
        }
        Map<List<Double>, List<LevelObservation>> points = new LinkedHashMap<>();
        for (LevelObservation o : all) {
            points.computeIfAbsent(key(o), x -> new ArrayList<>()).add(o);
        }
        List<List<LevelObservation>> truths = new ArrayList<>();
        List<List<LevelObservation>> others = new ArrayList<>();
        points.values().forEach(p -> (p.stream().anyMatch(o -> o.fidelity() == exact) ? truths : others).add(p));
        int room = Math.max(limit / 2, limit - size(others));
        Set<List<Double>> kept = new HashSet<>();
        int taken = take(truths, room, score, kept);
        take(others, limit - taken, score, kept);
        return all.stream().filter(o -> kept.contains(key(o))).toList();
    }

    private static List<Double> key(LevelObservation observation) {
        return Arrays.stream(observation.x()).boxed().toList();
    }

    private static int size(List<List<LevelObservation>> points) {
        return points.stream().mapToInt(List::size).sum();
    }

    /** Adds points until the next does not fit: the best into half of the room, then the most recent. */
    private static int take(
            List<List<LevelObservation>> points,
            int room,
            ToDoubleFunction<LevelObservation> score,
            Set<List<Double>> kept) {
        List<List<LevelObservation>> best = new ArrayList<>(points);
        best.sort(Comparator.comparingDouble(p -> score.applyAsDouble(highest(p))));
        int taken = fill(best, room / 2, 0, kept);
        List<List<LevelObservation>> recent = new ArrayList<>(points);
        Collections.reverse(recent);
        return fill(recent, room, taken, kept);
    }

    private static int fill(
            List<List<LevelObservation>> order, int room, int before, Set<List<Double>> kept) {
        int taken = before;
        for (List<LevelObservation> point : order) {
            if (!kept.contains(key(point.get(0)))) {
                if (taken + point.size() > room) {
                    break;
                }
                kept.add(key(point.get(0)));
                taken += point.size();
            }
        }
        return taken;
    }

    private static LevelObservation highest(List<LevelObservation> point) {
        return point.stream()
                .max(Comparator.comparingDouble(LevelObservation::fidelity))
                .orElseThrow();
    }
}
