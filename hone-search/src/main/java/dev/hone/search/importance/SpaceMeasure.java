package dev.hone.search.importance;

import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Condition;
import dev.hone.core.space.ConstantParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.Parameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.search.importance.RegressionTree.Leaf;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The distribution of a uniform draw from a space whose parameters may be conditional: parameters without a condition are
 * independent and uniform on their axes, a conditional one is uniform while its parent activates it. A cell's measure is
 * then a product along the tree of conditions, computed from the leaves of that tree upwards:
 * <pre>
 *   m_i   = sum over slices s of i of |cell_i and s| * product over children c of (s activates c ? m_c : in_c)
 *   in_i  = 1 if the cell has i and all below it inactive, else 0
 *   ctx_i = measure of what the cell says of all parameters but i and those below it, i being active
 * </pre>
 * A slice of i is a value that conditions mention, or all other values. Known constraints are not considered. Immutable.
 */
final class SpaceMeasure {

    /** A value of a parent: its part of the axis or its choice, and which children it activates. */
    record Slice(double from, double to, int choice, double probability, boolean[] activates) {}

    /** What {@link SpaceMeasure} says of one cell, by parameter. */
    record Weights(double[] measure, double[] inactive, double[] context) {}

    private final Axes axes;
    private final List<Parameter> parameters;
    private final List<List<Integer>> children = new ArrayList<>();
    private final List<List<Slice>> slices = new ArrayList<>();
    private final List<Integer> roots = new ArrayList<>();
    /** Parents before children. */
    private final List<Integer> order = new ArrayList<>();

    private final double[] active;

    SpaceMeasure(Axes axes) {
        this.axes = axes;
        SearchSpace space = axes.space();
        parameters = space.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            children.add(new ArrayList<>());
        }
        for (int i = 0; i < parameters.size(); i++) {
            int child = i;
            parameters
                    .get(i)
                    .condition()
                    .ifPresentOrElse(c -> children.get(index(c.parent())).add(child), () -> roots.add(child));
        }
        roots.forEach(this::visit);
        for (int i = 0; i < parameters.size(); i++) {
            slices.add(slicesOf(i));
        }
        active = new double[parameters.size()];
        for (int i : order) {
            active[i] = parameters.get(i).condition().isEmpty() ? 1 : activation(i);
        }
    }

    private int index(String name) {
        for (int i = 0; i < parameters.size(); i++) {
            if (parameters.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no parameter " + name);
    }

    private void visit(int i) {
        order.add(i);
        children.get(i).forEach(this::visit);
    }

    private double activation(int child) {
        int parent = index(parameters.get(child).condition().orElseThrow().parent());
        int position = children.get(parent).indexOf(child);
        return active[parent]
                * slices.get(parent).stream()
                        .filter(s -> s.activates()[position])
                        .mapToDouble(Slice::probability)
                        .sum();
    }

    private List<Slice> slicesOf(int parent) {
        Map<Object, boolean[]> mentioned = new LinkedHashMap<>();
        List<Integer> below = children.get(parent);
        for (int k = 0; k < below.size(); k++) {
            Condition condition = parameters.get(below.get(k)).condition().orElseThrow();
            for (Object value : condition.values()) {
                mentioned.computeIfAbsent(value, v -> new boolean[below.size()])[k] = true;
            }
        }
        List<Slice> list = new ArrayList<>();
        mentioned.forEach((value, activates) -> list.add(slice(parameters.get(parent), value, activates)));
        return list;
    }

    private static Slice slice(Parameter parameter, Object value, boolean[] activates) {
        long cardinality = parameter.cardinality();
        if (parameter instanceof CategoricalParameter c) {
            int choice = c.choices().indexOf(value);
            double k = c.choices().size();
            return new Slice(choice / k, (choice + 1) / k, choice, 1 / k, activates);
        } else if (parameter instanceof ConstantParameter) {
            return new Slice(0, 1, 0, 1, activates);
        } else if (parameter instanceof IntParameter n && n.log()) {
            double from = Math.log(n.low() - 0.5);
            double range = Math.log(n.high() + 0.5) - from;
            long v = (Long) value;
            double left = (Math.log(v - 0.5) - from) / range;
            double right = (Math.log(v + 0.5) - from) / range;
            return new Slice(left, right, 0, right - left, activates);
        } else if (parameter.dimensions() == 1 && cardinality < Long.MAX_VALUE) {
            double[] centre = new double[1];
            parameter.encode(value, centre, 0);
            double half = 0.5 / cardinality;
            return new Slice(centre[0] - half, centre[0] + half, 0, 2 * half, activates);
        }
        // a point of a continuum, or one of very many orders
        return new Slice(0, 0, 0, 0, activates);
    }

    /** Probability that parameter {@code i} is active. */
    double activeProbability(int i) {
        return active[i];
    }

    List<Slice> slices(int i) {
        return slices.get(i);
    }

    /** Share of the domain of parameter {@code i} that lies in the cell. */
    double own(Leaf leaf, int i) {
        double product = 1;
        int first = axes.space().offset(i);
        for (int axis = first; axis < first + parameters.get(i).dimensions(); axis++) {
            if (axes.unordered()[axis]) {
                int inside = leaf.allowed()[axis].cardinality() - (leaf.allowed()[axis].get(0) ? 1 : 0);
                product *= (double) inside / axes.choices()[axis];
            } else {
                product *= overlap(leaf, axis, 0, 1);
            }
        }
        return product;
    }

    private static double overlap(Leaf leaf, int axis, double from, double to) {
        return Math.max(0, Math.min(leaf.high()[axis], to) - Math.max(leaf.low()[axis], from));
    }

    /** Measure of the part of {@code slice} of parameter {@code i} that lies in the cell. */
    double overlap(Leaf leaf, int i, Slice slice) {
        if (parameters.get(i).dimensions() != 1) {
            return slice.probability();
        }
        int axis = axes.space().offset(i);
        if (axes.unordered()[axis]) {
            return leaf.allowed()[axis].get(slice.choice() + 1) ? slice.probability() : 0;
        }
        return overlap(leaf, axis, slice.from(), slice.to());
    }

    /** Product over the children of {@code i} but {@code except}, their parent being in {@code slice}, or elsewhere if null. */
    double below(Weights weights, int i, Slice slice, int except) {
        double product = 1;
        List<Integer> list = children.get(i);
        for (int k = 0; k < list.size(); k++) {
            int child = list.get(k);
            if (child != except) {
                boolean activates = slice != null && slice.activates()[k];
                product *= activates ? weights.measure()[child] : weights.inactive()[child];
            }
        }
        return product;
    }

    Weights weights(Leaf leaf) {
        int n = parameters.size();
        Weights weights = new Weights(new double[n], new double[n], new double[n]);
        for (int k = n - 1; k >= 0; k--) {
            int i = order.get(k);
            weights.inactive()[i] = allowsInactive(leaf, i) ? below(weights, i, null, -1) : 0;
            double rest = own(leaf, i);
            double sum = 0;
            for (Slice slice : slices.get(i)) {
                double part = overlap(leaf, i, slice);
                rest -= part;
                sum += part * below(weights, i, slice, -1);
            }
            weights.measure()[i] = sum + Math.max(0, rest) * below(weights, i, null, -1);
        }
        rootContexts(weights);
        for (int i : order) {
            List<Integer> list = children.get(i);
            for (int k = 0; k < list.size(); k++) {
                double sum = 0;
                for (Slice slice : slices.get(i)) {
                    if (slice.activates()[k]) {
                        sum += overlap(leaf, i, slice) * below(weights, i, slice, list.get(k));
                    }
                }
                weights.context()[list.get(k)] = weights.context()[i] * sum;
            }
        }
        return weights;
    }

    /** For each root the product of the measures of the others, without dividing by what may be 0. */
    private void rootContexts(Weights weights) {
        double before = 1;
        for (int root : roots) {
            weights.context()[root] = before;
            before *= weights.measure()[root];
        }
        double after = 1;
        for (int k = roots.size() - 1; k >= 0; k--) {
            weights.context()[roots.get(k)] *= after;
            after *= weights.measure()[roots.get(k)];
        }
    }

    private boolean allowsInactive(Leaf leaf, int i) {
        int first = axes.space().offset(i);
        for (int axis = first; axis < first + parameters.get(i).dimensions(); axis++) {
            boolean allowed = axes.unordered()[axis]
                    ? leaf.allowed()[axis].get(0)
                    : leaf.low()[axis] <= Axes.INACTIVE && leaf.high()[axis] > Axes.INACTIVE;
            if (!allowed) {
                return false;
            }
        }
        return true;
    }

    /** Measure of the cell. */
    double measure(Weights weights) {
        double product = 1;
        for (int root : roots) {
            product *= weights.measure()[root];
        }
        return product;
    }
}
