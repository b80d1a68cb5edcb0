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
import dev.hone.search.kernel.Hyperparameter;
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
    private final Smoothness smoothness;
    /** Group of every coordinate: those of one group share a lengthscale. */
    private final int[] group;
    /** Weight of every coordinate in squared distances. */
    private final double[] weight;
    /** Whether a coordinate is compared for equality only. */
    private final boolean[] categorical;

    /** Axis to relax while climbing. */
    private final boolean[] climbed;
    /** Parameter of each activity coordinate, those beyond the cube's axes. */
    private final List<String> activities = new ArrayList<>();

    private final boolean discrete;
    private final boolean cube;

    public Embedding(SearchSpace space, Smoothness smoothness) {
        this.space = space;
        this.smoothness = smoothness;
        int axes = space.dimensions();
        List<Integer> groups = new ArrayList<>();
        List<Double> weights = new ArrayList<>();
        List<Boolean> choices = new ArrayList<>();
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
                groups.add(next);
                weights.add(1.0 / dimensions);
                choices.add(unordered);
            }
            if (parameter.condition().isPresent() && !unordered) {
                activities.add(parameter.name());
                activityGroups.add(next);
            }
            next++;
        }
        for (int activityGroup : activityGroups) {
            groups.add(activityGroup);
            weights.add(ACTIVITY);
            choices.add(false);
        }
        discrete = anyDiscrete;
        group = groups.stream().mapToInt(Integer::intValue).toArray();
        weight = weights.stream().mapToDouble(Double::doubleValue).toArray();
        categorical = new boolean[group.length];
        for (int c = 0; c < categorical.length; c++) {
            categorical[c] = choices.get(c);
        }
        cube = isPlainCube();
    }

    private boolean isPlainCube() {
        return space.constraints().isEmpty() && smoothAxes().length == space.dimensions();
    }

    private static boolean isClimbed(Parameter parameter) {
        return parameter instanceof FloatParameter f && f.cardinality() >= RELAXED
                || parameter instanceof IntParameter n && n.cardinality() >= RELAXED;
    }

    /** Number of groups of coordinates, each with a lengthscale of its own. */
    int groups() {
        return Arrays.stream(group).max().orElse(-1) + 1;
    }

    int group(int coordinate) {
        return group[coordinate];
    }

    /** Whether a coordinate is an unordered choice. */
    boolean isChoice(int coordinate) {
        return categorical[coordinate];
    }

    /** Whether a coordinate is a number, or an ordered choice, with a lengthscale of its own. */
    boolean isNumber(int coordinate) {
        return weight[coordinate] == 1 && !categorical[coordinate];
    }

    /** Axes of the cube that are numbers or ordered choices. */
    public int[] numericAxes() {
        return IntStream.range(0, space.dimensions())
                .filter(c -> !categorical[c])
                .toArray();
    }

    /** Axes of floats and ints. */
    public int[] numberAxes() {
        return IntStream.range(0, space.parameters().size())
                .filter(i -> isNumber(space.parameters().get(i)))
                .map(space::offset)
                .toArray();
    }

    /** Whether a parameter is a float or an int. */
    public static boolean isNumber(Parameter parameter) {
        return parameter instanceof FloatParameter || parameter instanceof IntParameter;
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
     * The covariance over all coordinates, a stationary kernel over what is numeric times one over the choices:
     * <pre>
     *   k(x, x') = variance m(r) exp(-sum over choices c of 1[x_c != x'_c] / l_c)
     *   r^2      = sum over other coordinates c of w_c (x_c - x'_c)^2 / l_g(c)^2
     * </pre>
     *
     * @param lengthscale of every group of numbers to begin with; those of choices begin at 1
     */
    Kernel kernel(double variance, double lengthscale) {
        return composed(variance, lengthscale, Set.of());
    }

    /** As {@link #kernel}, but for the coordinates {@code without}. */
    public Kernel composed(double variance, double lengthscale, Set<Integer> without) {
        int[] numeric = IntStream.range(0, group.length)
                .filter(c -> !categorical[c] && !without.contains(c))
                .toArray();
        int[] choices = IntStream.range(0, group.length)
                .filter(c -> categorical[c] && !without.contains(c))
                .toArray();
        Kernel composed = new ConstantKernel(variance);
        if (numeric.length > 0) {
            List<Integer> groups =
                    Arrays.stream(numeric).mapToObj(c -> group[c]).distinct().toList();
            double[] lengthscales = new double[groups.size()];
            Arrays.fill(lengthscales, lengthscale);
            composed = composed.times(new StationaryKernel(
                    smoothness,
                    numeric,
                    Arrays.stream(numeric).map(c -> groups.indexOf(group[c])).toArray(),
                    Arrays.stream(numeric).mapToDouble(c -> weight[c]).toArray(),
                    lengthscales));
        }
        if (choices.length > 0) {
            double[] lengthscales = new double[choices.length];
            Arrays.fill(lengthscales, 1);
            composed = composed.times(new CategoricalKernel(choices, lengthscales));
        }
        return composed;
    }

    /** Lengthscale of every group in a kernel as {@link #kernel} makes it. */
    double[] lengthscales(Kernel kernel) {
        double[] lengthscales = new double[groups()];
        int[] numbers = groupsOf(false);
        int[] choices = groupsOf(true);
        List<Hyperparameter> all = kernel.hyperparameters();
        double[] theta = kernel.theta();
        int number = 0;
        int choice = 0;
        for (int i = 0; i < theta.length; i++) {
            switch (all.get(i).kind()) {
                case LENGTHSCALE -> lengthscales[numbers[number++]] = Math.exp(theta[i]);
                case CATEGORICAL_LENGTHSCALE -> lengthscales[choices[choice++]] = Math.exp(theta[i]);
                default -> {}
            }
        }
        return lengthscales;
    }

    private int[] groupsOf(boolean choices) {
        return IntStream.range(0, group.length)
                .filter(c -> categorical[c] == choices)
                .map(c -> group[c])
                .distinct()
                .toArray();
    }

    public SearchSpace space() {
        return space;
    }

    /** Whether any axis has cells. */
    boolean isDiscrete() {
        return discrete;
    }

    /** Whether the kernel's coordinates are the cube's, every point of which is a configuration. */
    boolean isCube() {
        return cube;
    }

    /** The kernel's coordinates of a configuration. */
    public double[] embed(Configuration configuration) {
        int axes = space.dimensions();
        double[] point = new double[axes + activities.size()];
        System.arraycopy(space.encode(configuration), 0, point, 0, axes);
        for (int i = 0; i < space.parameters().size(); i++) {
            Parameter parameter = space.parameters().get(i);
            if (parameter instanceof CategoricalParameter && !configuration.isActive(parameter.name())) {
                point[space.offset(i)] = categorical[space.offset(i)] ? -1 : 0.5;
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
