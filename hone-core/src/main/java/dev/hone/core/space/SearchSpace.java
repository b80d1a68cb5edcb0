package dev.hone.core.space;

import dev.hone.core.Check;
import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The typed space of an optimisation: parameters, when they are active, and constraints known in advance. Immutable and
 * thread-safe.
 *
 * <p>The unit cube of a space has {@link #dimensions()} axes, those of its parameters in order. Decoding reads parents
 * before children and skips inactive ones; encoding puts inactive coordinates at 1/2.
 */
public final class SearchSpace {

    /** Draws before a space is declared to have no feasible point that sampling can find. */
    private static final int REJECTION_LIMIT = 100_000;

    private final List<Parameter> parameters;
    private final List<KnownConstraint> constraints;
    private final Map<String, Integer> index = new LinkedHashMap<>();
    private final int[] offsets;
    private final int dimensions;
    /** Indices of parameters, parents before children. */
    private final int[] order;

    private SearchSpace(List<Parameter> parameters, List<KnownConstraint> constraints) {
        Check.notEmpty("parameters", parameters);
        this.constraints = List.copyOf(constraints);
        offsets = new int[parameters.size()];
        int axes = 0;
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            Check.that(
                    index.put(parameter.name(), i) == null,
                    "parameters." + parameter.name(),
                    "declared twice",
                    "every name once");
            offsets[i] = axes;
            axes += parameter.dimensions();
        }
        dimensions = axes;
        this.parameters = parameters.stream()
                .map(p -> p.condition()
                        .map(c -> p.when(canonical(p, c, parameters)))
                        .orElse(p))
                .toList();
        order = parentsFirst();
        KnownConstraint.checkNames(constraints, index.keySet());
    }

    public static Builder builder() {
        return new Builder();
    }

    public static SearchSpace of(Parameter... parameters) {
        return new SearchSpace(List.of(parameters), List.of());
    }

    public List<Parameter> parameters() {
        return parameters;
    }

    public List<KnownConstraint> constraints() {
        return constraints;
    }

    public Optional<Parameter> parameter(String name) {
        return Optional.ofNullable(index.get(name)).map(parameters::get);
    }

    /** Axes of the unit cube. */
    public int dimensions() {
        return dimensions;
    }

    /** First axis of the parameter at position {@code i} of {@link #parameters()}. */
    public int offset(int i) {
        return offsets[i];
    }

    /** Whether any parameter is conditional. */
    public boolean isConditional() {
        return parameters.stream().anyMatch(p -> p.condition().isPresent());
    }

    /** Number of different configurations, counting conditional parameters exactly, or {@link Long#MAX_VALUE} if unbounded or too many; constraints are not applied. */
    public long cardinality() {
        return new Enumeration(this).size();
    }

    /** Whether the known constraints hold. */
    public boolean isFeasible(Configuration configuration) {
        return constraints.stream().allMatch(c -> c.holds(configuration.values()));
    }

    /** The configuration at a point of the unit cube, length {@link #dimensions()}; it may violate known constraints. */
    public Configuration decode(double[] cube) {
        return decode(cube, new Object[parameters.size()]);
    }

    /** @param fixed values that are not read from the cube, or null; [parameters] */
    private Configuration decode(double[] cube, Object[] fixed) {
        Object[] values = new Object[parameters.size()];
        for (int i : order) {
            Parameter parameter = parameters.get(i);
            if (isActive(parameter, values)) {
                values[i] = fixed[i] == null ? parameter.decode(cube, offsets[i]) : fixed[i];
            }
        }
        return assemble(values);
    }

    /** The point of {@code configuration} in the unit cube; inactive coordinates are 1/2. */
    public double[] encode(Configuration configuration) {
        double[] cube = new double[dimensions];
        Arrays.fill(cube, 0.5);
        for (int i = 0; i < offsets.length; i++) {
            Object value = configuration.values().get(parameters.get(i).name());
            if (value != null) {
                parameters.get(i).encode(value, cube, offsets[i]);
            }
        }
        return cube;
    }

    /**
     * The configuration with the given values: every active parameter must be there, inactive or unknown ones must not.
     *
     * @throws InvalidFieldException naming the first parameter that is missing, unknown, inactive or out of its domain
     */
    public Configuration configuration(Map<String, ?> given) {
        for (String name : given.keySet()) {
            Check.that(index.containsKey(name), name, "not a parameter", "one of " + index.keySet());
        }
        Object[] values = new Object[parameters.size()];
        for (int i : order) {
            Parameter parameter = parameters.get(i);
            Object value = given.get(parameter.name());
            if (!isActive(parameter, values)) {
                Check.that(value == null, parameter.name(), value, "nothing, because it is inactive here");
            } else if (value == null && parameter instanceof ConstantParameter constant) {
                values[i] = constant.value();
            } else if (value == null) {
                throw new InvalidFieldException(parameter.name(), "is missing, expected a value: it is active here");
            } else {
                values[i] = parameter.canonical(value);
            }
        }
        return assemble(values);
    }

    /** A uniform draw from the unit cube, decoded; redrawn until the known constraints hold. */
    public Configuration sample(RandomGenerator random) {
        return sample(random, Map.of());
    }

    /**
     * A draw in which some parameters have given values; parents of conditional ones are drawn so that these are active.
     *
     * @throws InvalidFieldException naming the first parameter that is unknown or out of its domain
     * @throws HoneException if no draw has all the given parameters active and satisfies the known constraints
     */
    public Configuration sample(RandomGenerator random, Map<String, ?> given) {
        Object[] fixed = new Object[parameters.size()];
        given.forEach((name, value) -> {
            Check.that(index.containsKey(name), name, "not a parameter", "one of " + index.keySet());
            fixed[index.get(name)] = parameters.get(index.get(name)).canonical(value);
        });
        double[] cube = new double[dimensions];
        for (int attempt = 0; attempt < REJECTION_LIMIT; attempt++) {
            for (int i = 0; i < dimensions; i++) {
                cube[i] = random.nextDouble();
            }
            Configuration configuration = decode(cube, fixed);
            if (configuration.values().keySet().containsAll(given.keySet()) && isFeasible(configuration)) {
                return configuration;
            }
        }
        throw new HoneException(
                given.isEmpty()
                        ? "none of " + REJECTION_LIMIT + " random configurations satisfies the constraints "
                                + constraints + "; widen the space or loosen them"
                        : "none of " + REJECTION_LIMIT + " random configurations with " + given
                                + " has all of these active"
                                + (constraints.isEmpty() ? "" : " and satisfies the constraints " + constraints));
    }

    private boolean isActive(Parameter parameter, Object[] values) {
        return parameter
                .condition()
                .map(c -> {
                    Object parent = values[index.get(c.parent())];
                    return parent != null && c.values().contains(parent);
                })
                .orElse(true);
    }

    private Configuration assemble(Object[] values) {
        Map<String, Object> named = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            if (values[i] != null) {
                named.put(parameters.get(i).name(), values[i]);
            }
        }
        return new Configuration(named);
    }

    /** The condition with its values in the form in which the parent holds them. */
    private Condition canonical(Parameter child, Condition condition, List<Parameter> declared) {
        String field = "parameters." + child.name() + ".when";
        Integer parent = index.get(condition.parent());
        Check.that(parent != null, field, "'" + condition.parent() + "'", "a parameter: " + index.keySet());
        try {
            return new Condition(
                    condition.parent(),
                    condition.values().stream()
                            .map(declared.get(parent)::canonical)
                            .toList());
        } catch (InvalidFieldException e) {
            throw new InvalidFieldException(field, e.getMessage());
        }
    }

    /** Parameters sorted so that parents come first, also used to enumerate. */
    int[] topologicalOrder() {
        return order.clone();
    }

    private int[] parentsFirst() {
        List<Integer> sorted = new ArrayList<>();
        Set<Integer> done = new HashSet<>();
        for (int i = 0; i < parameters.size(); i++) {
            visit(i, sorted, done, new ArrayList<>());
        }
        return sorted.stream().mapToInt(Integer::intValue).toArray();
    }

    private void visit(int i, List<Integer> sorted, Set<Integer> done, List<String> path) {
        Parameter parameter = parameters.get(i);
        if (done.contains(i)) {
            return;
        }
        if (path.contains(parameter.name())) {
            path.add(parameter.name());
            throw new InvalidFieldException(
                    "parameters." + parameter.name() + ".when",
                    "is a cycle of conditions " + String.join(" -> ", path) + ", expected none");
        }
        path.add(parameter.name());
        parameter.condition().ifPresent(condition -> {
            visit(index.get(condition.parent()), sorted, done, path);
        });
        path.remove(path.size() - 1);
        done.add(i);
        sorted.add(i);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SearchSpace that
                && parameters.equals(that.parameters)
                && constraints.equals(that.constraints);
    }

    @Override
    public int hashCode() {
        return parameters.hashCode();
    }

    @Override
    public String toString() {
        return parameters + (constraints.isEmpty() ? "" : " subject to " + constraints);
    }

    /** Collects parameters and constraints. */
    public static final class Builder {

        private final List<Parameter> parameters = new ArrayList<>();
        private final List<KnownConstraint> constraints = new ArrayList<>();

        private Builder() {}

        public Builder add(Parameter parameter) {
            parameters.add(parameter);
            return this;
        }

        public Builder constraint(String expression) {
            constraints.add(KnownConstraint.parse(expression));
            return this;
        }

        public SearchSpace build() {
            return new SearchSpace(Collections.unmodifiableList(parameters), constraints);
        }
    }
}
