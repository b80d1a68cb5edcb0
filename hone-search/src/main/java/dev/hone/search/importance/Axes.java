package dev.hone.search.importance;

import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.Parameter;
import dev.hone.core.space.SearchSpace;

/**
 * Coordinates of configurations, one for each axis of the space's unit cube. Numbers and ordered choices are their cube
 * coordinate, so that logarithmic scales and cells of whole numbers are those of the space; unordered choices are their
 * position in the list. A coordinate of an inactive parameter is {@value #INACTIVE}.
 */
record Axes(SearchSpace space, boolean[] unordered, int[] choices) {

    static final double INACTIVE = -1;

    static Axes of(SearchSpace space) {
        boolean[] unordered = new boolean[space.dimensions()];
        int[] choices = new int[space.dimensions()];
        for (int i = 0; i < space.parameters().size(); i++) {
            if (space.parameters().get(i) instanceof CategoricalParameter c && !c.ordered()) {
                unordered[space.offset(i)] = true;
                choices[space.offset(i)] = c.choices().size();
            }
        }
        return new Axes(space, unordered, choices);
    }

    int count() {
        return unordered.length;
    }

    /** The coordinates of a configuration, [axes]. */
    double[] point(Configuration configuration) {
        double[] point = space.encode(configuration);
        for (int i = 0; i < space.parameters().size(); i++) {
            Parameter parameter = space.parameters().get(i);
            boolean active = configuration.isActive(parameter.name());
            for (int k = 0; k < parameter.dimensions(); k++) {
                int axis = space.offset(i) + k;
                if (!active) {
                    point[axis] = INACTIVE;
                } else if (unordered[axis]) {
                    point[axis] = Math.rint(point[axis] * choices[axis] - 0.5);
                }
            }
        }
        return point;
    }
}
