package dev.hone.search.tpe;

import dev.hone.core.space.Condition;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.Parameter;
import dev.hone.core.space.SearchSpace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parameters that are always active together, and so are modelled jointly. Parents' groups come before children's. */
record Group(Optional<Condition> condition, List<Integer> parameters, Axis[] axes) {

    static List<Group> of(SearchSpace space, boolean multivariate) {
        Map<Object, List<Integer>> members = new LinkedHashMap<>();
        List<Integer> left = new ArrayList<>();
        for (int i = 0; i < space.parameters().size(); i++) {
            left.add(i);
        }
        List<String> known = new ArrayList<>();
        while (!left.isEmpty()) {
            // Conditions form a forest, so every pass finds parameters whose parent is known.
            List<Integer> ready = left.stream()
                    .filter(i -> space.parameters()
                            .get(i)
                            .condition()
                            .map(c -> known.contains(c.parent()))
                            .orElse(true))
                    .toList();
            for (int i : ready) {
                Parameter parameter = space.parameters().get(i);
                Object key = multivariate ? parameter.condition() : parameter.name();
                members.computeIfAbsent(key, k -> new ArrayList<>()).add(i);
            }
            ready.forEach(i -> known.add(space.parameters().get(i).name()));
            left.removeAll(ready);
        }
        List<Group> groups = new ArrayList<>();
        for (List<Integer> indices : members.values()) {
            groups.add(new Group(space.parameters().get(indices.get(0)).condition(), indices, axes(space, indices)));
        }
        return groups;
    }

    private static Axis[] axes(SearchSpace space, List<Integer> indices) {
        List<Axis> axes = new ArrayList<>();
        for (int i : indices) {
            Parameter parameter = space.parameters().get(i);
            for (int k = 0; k < parameter.dimensions(); k++) {
                axes.add(Axis.of(parameter, space.offset(i) + k));
            }
        }
        return axes.toArray(Axis[]::new);
    }

    boolean isActive(Configuration configuration) {
        return condition
                .map(c -> configuration.isActive(c.parent()) && c.values().contains(configuration.get(c.parent())))
                .orElse(true);
    }

    /** The coordinates of {@code cube} on this group's axes. */
    double[] project(double[] cube) {
        double[] point = new double[axes.length];
        for (int k = 0; k < point.length; k++) {
            point[k] = cube[axes[k].column()];
        }
        return point;
    }

    /** Writes coordinates on this group's axes into {@code cube}. */
    void place(double[] point, double[] cube) {
        for (int k = 0; k < point.length; k++) {
            cube[axes[k].column()] = point[k];
        }
    }
}
