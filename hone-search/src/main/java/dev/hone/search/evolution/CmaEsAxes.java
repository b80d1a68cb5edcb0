package dev.hone.search.evolution;

import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.Parameter;
import dev.hone.core.space.PermutationParameter;
import dev.hone.core.space.SearchSpace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which axes of a space's unit cube CMA-ES moves along (floats; ints, steps and ordered choices with their cells; the
 * random keys of permutations), and which are unordered choices. Parameters with a single value have none. Continuous axes
 * are bent at the bounds by {@link BoundTransform}; the outermost cells of discrete ones have no outer edge.
 */
final class CmaEsAxes {

    private final SearchSpace space;
    private final List<CmaEs.Axis> kinds = new ArrayList<>();
    private final List<Integer> positions = new ArrayList<>();
    private final List<Integer> choicePositions = new ArrayList<>();
    private final List<Integer> choiceCounts = new ArrayList<>();

    CmaEsAxes(SearchSpace space) {
        this.space = space;
        for (int i = 0; i < space.parameters().size(); i++) {
            Parameter parameter = space.parameters().get(i);
            int offset = space.offset(i);
            if (parameter.cardinality() == 1) {
                continue;
            }
            if (parameter instanceof CategoricalParameter choice && !choice.ordered()) {
                choicePositions.add(offset);
                choiceCounts.add(choice.choices().size());
            } else if (parameter instanceof PermutationParameter) {
                for (int k = 0; k < parameter.dimensions(); k++) {
                    add(offset + k, CmaEs.Axis.CONTINUOUS);
                }
            } else if (parameter instanceof IntParameter whole && whole.log()) {
                add(offset, u -> logCell(whole, u));
            } else if (parameter instanceof FloatParameter real && real.step() == 0) {
                add(offset, CmaEs.Axis.CONTINUOUS);
            } else {
                long count = parameter.cardinality();
                add(offset, u -> evenCell(count, u));
            }
        }
    }

    private void add(int position, CmaEs.Axis kind) {
        positions.add(position);
        kinds.add(kind);
    }

    int size() {
        return positions.size();
    }

    CmaEs.Axis[] kinds() {
        return kinds.toArray(CmaEs.Axis[]::new);
    }

    boolean isContinuous(int axis) {
        return kinds.get(axis) == CmaEs.Axis.CONTINUOUS;
    }

    /** Number of choices of each unordered parameter. */
    int[] choiceCounts() {
        return choiceCounts.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The unit-cube point with the given unbounded coordinates and choices. */
    double[] cube(double[] point, int[] choices) {
        double[] cube = new double[space.dimensions()];
        Arrays.fill(cube, 0.5);
        for (int i = 0; i < point.length; i++) {
            cube[positions.get(i)] =
                    isContinuous(i) ? BoundTransform.apply(point[i]) : Math.min(1, Math.max(0, point[i]));
        }
        for (int i = 0; i < choices.length; i++) {
            cube[choicePositions.get(i)] = (choices[i] + 0.5) / choiceCounts.get(i);
        }
        return cube;
    }

    /** Whether every continuous coordinate is so near that {@link BoundTransform} bends but does not repeat. */
    boolean isNear(double[] point) {
        for (int i = 0; i < point.length; i++) {
            if (isContinuous(i) && !BoundTransform.isNear(point[i])) {
                return false;
            }
        }
        return true;
    }

    /** Coordinates that {@link #cube} turns into those of {@code cube}. */
    double[] point(double[] cube) {
        double[] point = new double[positions.size()];
        for (int i = 0; i < point.length; i++) {
            double x = cube[positions.get(i)];
            point[i] = isContinuous(i) ? BoundTransform.invert(x) : x;
        }
        return point;
    }

    int[] choices(double[] cube) {
        int[] choices = new int[choicePositions.size()];
        for (int i = 0; i < choices.length; i++) {
            int count = choiceCounts.get(i);
            choices[i] = Math.min(count - 1, (int) (cube[choicePositions.get(i)] * count));
        }
        return choices;
    }

    static double[] evenCell(long count, double u) {
        long index = Math.min(count - 1, Math.max(0, (long) Math.floor(u * count)));
        return new double[] {
            index == 0 ? Double.NEGATIVE_INFINITY : (double) index / count,
            index == count - 1 ? Double.POSITIVE_INFINITY : (index + 1.0) / count
        };
    }

    static double[] logCell(IntParameter parameter, double u) {
        double from = Math.log(parameter.low() - 0.5);
        double to = Math.log(parameter.high() + 0.5);
        long value = parameter.decode(new double[] {Math.min(1, Math.max(0, u))}, 0);
        return new double[] {
            value == parameter.low() ? Double.NEGATIVE_INFINITY : (Math.log(value - 0.5) - from) / (to - from),
            value == parameter.high() ? Double.POSITIVE_INFINITY : (Math.log(value + 0.5) - from) / (to - from)
        };
    }
}
