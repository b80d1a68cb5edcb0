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
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Which observations a surrogate holds when there are too many, its cost growing with their third power. A point is kept at all of
 * its fidelities or at none, so that what is nested stays nested. Points that were evaluated exactly get half of the room, those
 * of the next level half of the rest and so on, and more where the lower levels do not need theirs; of a number as fidelity
 * all that is not exact is one level. Half of a level's points are its best and half its most recent.
 */
final class KeptPoints {

    private KeptPoints() {}

    /**
     * At most {@code limit} of {@code all}, in their order.
     *
     * @param score of an observation at the highest fidelity of its point; less is better
     */
    static List<LevelObservation> of(
            List<LevelObservation> all, Numbering numbering, int limit, ToDoubleFunction<LevelObservation> score) {
        return all.size() <= limit ? all : of(all, numbering.isContinuous(), numbering.exact(), limit, score);
    }

    static List<LevelObservation> of(
            List<LevelObservation> all,
            boolean continuous,
            double exact,
            int limit,
            ToDoubleFunction<LevelObservation> score) {
        Map<List<Double>, List<LevelObservation>> points = new LinkedHashMap<>();
        for (LevelObservation o : all) {
            points.computeIfAbsent(key(o), x -> new ArrayList<>()).add(o);
        }
        TreeMap<Double, List<List<LevelObservation>>> levels = new TreeMap<>(Comparator.reverseOrder());
        for (List<LevelObservation> point : points.values()) {
            double fidelity = highest(point).fidelity();
            levels.computeIfAbsent(continuous && fidelity != exact ? 0 : fidelity, l -> new ArrayList<>())
                    .add(point);
        }
        Set<List<Double>> kept = new HashSet<>();
        int room = limit;
        int below = all.size();
        for (List<List<LevelObservation>> level : levels.values()) {
            below -= level.stream().mapToInt(List::size).sum();
            room -= take(level, below == 0 ? room : Math.max(room / 2, room - below), score, kept);
        }
        return all.stream().filter(o -> kept.contains(key(o))).toList();
    }

    private static List<Double> key(LevelObservation observation) {
        return Arrays.stream(observation.x()).boxed().toList();
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

    private static int fill(List<List<LevelObservation>> order, int room, int before, Set<List<Double>> kept) {
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
