package dev.hone.search.gp;

import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.Parameter;
import dev.hone.core.space.PermutationParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.search.kernel.CategoricalKernel;
import dev.hone.search.kernel.ConstantKernel;
import dev.hone.search.kernel.Kernel;
import dev.hone.search.kernel.Smoothness;
import dev.hone.search.kernel.StationaryKernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A search space as the kernel sees it: the axes of the unit cube, followed by one activity coordinate for each
 * conditional numeric parameter or permutation.
 *
 * <ul>
 *   <li>Numbers and ordered choices are their cube coordinate at the centre of the cell, so that whatever rounds to the
 *       same value is the same point. Unordered choices are compared for equality.
 *   <li>An inactive number sits at 1/2 with activity 0, an active one at its place with activity 1, and both coordinates
 *       share a lengthscale: two inactive values are equal, an active and an inactive one differ by their activity at
 *       least, and the kernel stays positive definite because this is an embedding. An inactive choice is one more choice.
 *   <li>A permutation is the vector of its items' positions with one lengthscale: r^2 grows with the squared Spearman
 *       distance.
 * </ul>
 */
public final class Embedding {

    /** Squared distance between active and inactive, against 1 for the length of an axis. */
    private static final double ACTIVITY = 0.25;

    /** Whole numbers with at least so many values are relaxed while the acquisition is climbed. */
    private static final long RELAXED = 8;

    private final SearchSpace space;
    private final MixedKernel kernel;
    /** Axis to relax while climbing. */
    private final boolean[] climbed;
    /** Parameter of each activity coordinate, those beyond the cube's axes. */
    private final List<String> activities = new ArrayList<>();

    private final boolean discrete;

    public Embedding(SearchSpace space, Smoothness smoothness) {
        this.space = space;
        int axes = space.dimensions();
        List<Integer> group = new ArrayList<>();
        List<Double> weight = new ArrayList<>();
        List<Boolean> categorical = new ArrayList<>();
        List<Integer> activityGroups = new ArrayList<>();
        climbed = new boolean[axes];
        boolean anyDiscrete = false;
        int next = 0;
        for (int i = 0; i < space.parameters().size(); i++) {
            Parameter parameter = space.parameters().get(i);
            int dimensions = parameter.dimensions();
            if (dimensions == 0) {
                continue;
            }
            boolean unordered = parameter instanceof CategoricalParameter c && !c.ordered();
            boolean climb = isClimbed(parameter);
            anyDiscrete |= parameter.cardinality() < Long.MAX_VALUE || parameter instanceof PermutationParameter;
            for (int k = 0; k < dimensions; k++) {
                climbed[space.offset(i) + k] = climb;
                group.add(next);
                weight.add(1.0 / dimensions);
                categorical.add(unordered);
            }
            if (parameter.condition().isPresent() && !unordered) {
                activities.add(parameter.name());
                activityGroups.add(next);
            }
            next++;
        }
        for (int activityGroup : activityGroups) {
            group.add(activityGroup);
            weight.add(ACTIVITY);
            categorical.add(false);
        }
        discrete = anyDiscrete;
        boolean[] flags = new boolean[group.size()];
        for (int c = 0; c < flags.length; c++) {
            flags[c] = categorical.get(c);
        }
        kernel = new MixedKernel(
                smoothness,
                group.stream().mapToInt(Integer::intValue).toArray(),
                weight.stream().mapToDouble(Double::doubleValue).toArray(),
                flags);
    }

    private static boolean isClimbed(Parameter parameter) {
        return parameter instanceof FloatParameter f && f.cardinality() >= RELAXED
                || parameter instanceof IntParameter n && n.cardinality() >= RELAXED;
    }

    MixedKernel kernel() {
        return kernel;
    }

    /** Axes of the cube that are numbers or ordered choices. */
    public int[] numericAxes() {
        return IntStream.range(0, space.dimensions())
                .filter(c -> !kernel.categorical()[c])
                .toArray();
    }

    /** Axes of continuous parameters that are always active. */
    public int[] smoothAxes() {
        return IntStream.range(0, space.parameters().size())
                .filter(i -> space.parameters().get(i) instanceof FloatParameter f
                        && f.step() == 0
                        && f.condition().isEmpty()
                        && f.dimensions() == 1)
                .map(space::offset)
                .toArray();
    }

    /**
     * The same covariance with amplitude {@code variance} as a kernel that composes: a stationary kernel over what is numeric
     * times one over the choices, but for the coordinates {@code without}.
     *
     * @param lengthscale of every group to begin with
     */
    public Kernel composed(double variance, double lengthscale, Set<Integer> without) {
        List<Integer> numeric = new ArrayList<>();
        List<Integer> choices = new ArrayList<>();
        for (int c = 0; c < kernel.coordinates(); c++) {
            if (!without.contains(c)) {
                (kernel.categorical()[c] ? choices : numeric).add(c);
            }
        }
        Kernel composed = new ConstantKernel(variance);
        if (!numeric.isEmpty()) {
            List<Integer> groups =
                    numeric.stream().map(c -> kernel.group()[c]).distinct().toList();
            double[] lengthscales = new double[groups.size()];
            Arrays.fill(lengthscales, lengthscale);
            composed = composed.times(new StationaryKernel(
                    kernel.smoothness(),
                    numeric.stream().mapToInt(Integer::intValue).toArray(),
                    numeric.stream()
                            .mapToInt(c -> groups.indexOf(kernel.group()[c]))
                            .toArray(),
                    numeric.stream().mapToDouble(c -> kernel.weight()[c]).toArray(),
                    lengthscales));
        }
        if (!choices.isEmpty()) {
            double[] lengthscales = new double[choices.size()];
            Arrays.fill(lengthscales, 1);
            composed = composed.times(new CategoricalKernel(
                    choices.stream().mapToInt(Integer::intValue).toArray(), lengthscales));
        }
        return composed;
    }

    public SearchSpace space() {
        return space;
    }

    /** Whether any axis has cells. */
    boolean isDiscrete() {
        return discrete;
    }

    /** The kernel's coordinates of a configuration. */
    public double[] embed(Configuration configuration) {
        int axes = space.dimensions();
        double[] point = new double[axes + activities.size()];
        System.arraycopy(space.encode(configuration), 0, point, 0, axes);
        for (int i = 0; i < space.parameters().size(); i++) {
            Parameter parameter = space.parameters().get(i);
            if (parameter instanceof CategoricalParameter && !configuration.isActive(parameter.name())) {
                point[space.offset(i)] = kernel.categorical()[space.offset(i)] ? -1 : 0.5;
            }
        }
        for (int a = 0; a < activities.size(); a++) {
            point[axes + a] = configuration.isActive(activities.get(a)) ? 1 : 0;
        }
        return point;
    }

    /** Axes along which the acquisition may be climbed from {@code configuration}: relaxed and active. */
    public int[] climbedAxes(Configuration configuration) {
        List<Integer> axes = new ArrayList<>();
        for (int i = 0; i < space.parameters().size(); i++) {
            Parameter parameter = space.parameters().get(i);
            if (parameter.dimensions() == 1 && climbed[space.offset(i)] && configuration.isActive(parameter.name())) {
                axes.add(space.offset(i));
            }
        }
        return axes.stream().mapToInt(Integer::intValue).toArray();
    }
}
