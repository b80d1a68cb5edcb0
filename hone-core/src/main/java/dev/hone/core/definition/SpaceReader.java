package dev.hone.core.definition;

import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Nearest;
import dev.hone.core.Seeds;
import dev.hone.core.definition.Located.Entry;
import dev.hone.core.definition.Located.Mapping;
import dev.hone.core.definition.Located.Scalar;
import dev.hone.core.definition.Located.Sequence;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Condition;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.ConstantParameter;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.KnownConstraint;
import dev.hone.core.space.Parameter;
import dev.hone.core.space.PermutationParameter;
import dev.hone.core.space.SearchSpace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Reads {@code parameters} and {@code constraints}, whose shapes have been checked, into a {@link SearchSpace}. */
final class SpaceReader {

    /** Random points at which constraints are tried, to find those that are not conditions at all. */
    private static final int TRIAL_POINTS = 32;

    private final Mapping root;
    private final Problems problems;
    private final Map<String, Parameter> built = new LinkedHashMap<>();
    private final List<String> declared;

    SpaceReader(Mapping root, Problems problems) {
        this.root = root;
        this.problems = problems;
        this.declared = root.get("parameters")
                .map(node -> node instanceof Mapping mapping ? mapping.keys() : List.<String>of())
                .orElse(List.of());
    }

    /** Names under {@code parameters}, whether or not what stands there is right. */
    List<String> declared() {
        return declared;
    }

    /** The space; empty if anything about it is wrong, which has been reported then. */
    Optional<SearchSpace> read() {
        if (root.get("parameters").orElse(null) instanceof Mapping parameters) {
            parameters.entries().forEach(this::parameter);
            checkCase(parameters);
            parameters.entries().forEach(this::condition);
        }
        List<KnownConstraint> constraints = constraints();
        if (!problems.isClean("parameters") || !problems.isClean("constraints") || built.isEmpty()) {
            return Optional.empty();
        }
        SearchSpace.Builder builder = SearchSpace.builder();
        built.values().forEach(builder::add);
        constraints.forEach(constraint -> builder.constraint(constraint.expression()));
        try {
            SearchSpace space = builder.build();
            tryConstraints(space);
            tryToSatisfyAll(space);
            return problems.isClean("constraints") ? Optional.of(space) : Optional.empty();
        } catch (InvalidFieldException e) {
            problems.add(root, "", e);
            return Optional.empty();
        }
    }

    /** The configuration at {@code node}; empty and reported if the space does not have it. */
    Optional<Configuration> configuration(SearchSpace space, Located node) {
        return attempt(node, () -> {
            Configuration configuration = space.configuration(values(node));
            checkConstraints(space, configuration.values(), node);
            return configuration;
        });
    }

    /** The configuration at {@code node}, with what it leaves out drawn at random; empty and reported if there is none. */
    Optional<Configuration> partial(
            SearchSpace space, Located node, Map<String, Object> otherwise, RandomGenerator random) {
        return attempt(node, () -> {
            Map<String, Object> given = values(node);
            otherwise.forEach(given::putIfAbsent);
            // those that no draw could mend have a clearer message than a draw's
            if (given.keySet().stream().allMatch(name -> space.parameter(name).isPresent())) {
                given.replaceAll(
                        (name, value) -> space.parameter(name).orElseThrow().canonical(value));
                checkConstraints(space, given, node);
            }
            return problems.isClean(node.path()) ? space.sample(random, given) : null;
        });
    }

    private void checkConstraints(SearchSpace space, Map<String, Object> values, Located node) {
        for (KnownConstraint constraint : space.constraints()) {
            if (!constraint.holds(values)) {
                problems.add(node, "violates the constraint '" + constraint + "', expected one that keeps it");
            }
        }
    }

    private static Map<String, Object> values(Located node) {
        Map<String, Object> values = new LinkedHashMap<>();
        if (node.plain() instanceof Map<?, ?> map) {
            map.forEach((key, value) -> values.put((String) key, value));
        }
        return values;
    }

    private Optional<Configuration> attempt(Located node, Supplier<Configuration> making) {
        try {
            return Optional.ofNullable(making.get());
        } catch (InvalidFieldException e) {
            String path = node.path() + "." + e.field();
            String hint = declared.contains(e.field()) ? "" : Nearest.hint(e.field(), declared);
            problems.add(node.nearest(path).place(), path, e.reason() + hint, "");
            return Optional.empty();
        } catch (HoneException e) {
            problems.add(node, e.getMessage());
            return Optional.empty();
        }
    }

    private void parameter(Entry entry) {
        if (!problems.isClean(entry.value().path()) || built.containsKey(entry.key())) {
            return;
        }
        Mapping node = (Mapping) entry.value();
        try {
            built.put(entry.key(), build(entry.key(), node));
        } catch (InvalidFieldException e) {
            problems.add(root, "parameters", e);
        }
    }

    /** Names also become environment variables, in upper case. */
    private void checkCase(Mapping parameters) {
        Map<String, String> seen = new LinkedHashMap<>();
        for (Entry entry : parameters.entries()) {
            String other = seen.putIfAbsent(entry.key().toUpperCase(Locale.ROOT), entry.key());
            if (other != null && !other.equals(entry.key())) {
                problems.add(
                        entry.keyPlace(),
                        entry.value().path(),
                        "differs from '" + other + "' in case only, expected names that differ otherwise",
                        "");
            }
        }
    }

    private static Parameter build(String name, Mapping node) {
        String type = (String) value(node, "type");
        Optional<Condition> always = Optional.empty();
        return switch (type) {
            case "float" ->
                new FloatParameter(
                        name,
                        number(node, "low", 0).doubleValue(),
                        number(node, "high", 0).doubleValue(),
                        flag(node, "log"),
                        number(node, "step", 0).doubleValue(),
                        always);
            case "int" ->
                new IntParameter(
                        name,
                        number(node, "low", 0).longValue(),
                        number(node, "high", 0).longValue(),
                        flag(node, "log"),
                        number(node, "step", 1).longValue(),
                        always);
            case "categorical" -> new CategoricalParameter(name, list(node, "choices"), flag(node, "ordered"), always);
            case "permutation" ->
                new PermutationParameter(
                        name,
                        ((Sequence) node.get("items").orElseThrow())
                                .items().stream()
                                        .map(item -> ((Scalar) item).source())
                                        .toList(),
                        always);
            default -> new ConstantParameter(name, value(node, "value"), always);
        };
    }

    private void condition(Entry entry) {
        Parameter child = built.get(entry.key());
        if (child == null
                || !(entry.value() instanceof Mapping node)
                || !(node.get("when").orElse(null) instanceof Mapping when)) {
            return;
        }
        if (when.keys().size() > 1) {
            problems.add(when, "has the parents " + when.keys() + ", expected one");
            return;
        }
        Entry on = when.entries().get(0);
        if (!declared.contains(on.key())) {
            problems.add(
                    on.keyPlace(),
                    on.value().path(),
                    "is not a parameter" + Problems.hint(on.key(), declared) + "one of " + declared,
                    "");
            return;
        }
        Parameter parent = built.get(on.key());
        if (parent == null) {
            return;
        }
        List<Located> values = on.value() instanceof Sequence list ? list.items() : List.of(on.value());
        List<Object> canonical = new ArrayList<>();
        for (Located value : values) {
            try {
                canonical.add(parent.canonical(value.plain()));
            } catch (InvalidFieldException e) {
                problems.add(value, e.reason());
            }
        }
        if (canonical.size() == values.size()) {
            built.put(entry.key(), child.when(new Condition(on.key(), canonical)));
        }
    }

    private List<KnownConstraint> constraints() {
        List<KnownConstraint> constraints = new ArrayList<>();
        if (!(root.get("constraints").orElse(null) instanceof Sequence list)) {
            return constraints;
        }
        for (Located item : list.items()) {
            if (!problems.isClean(item.path())) {
                continue;
            }
            try {
                KnownConstraint constraint = KnownConstraint.parse((String) item.plain());
                constraint.variables().stream()
                        .filter(name -> !declared.contains(name))
                        .sorted()
                        .forEach(name -> problems.add(
                                item,
                                "mentions '" + name + "'" + Problems.hint(name, declared) + "only names of parameters: "
                                        + declared));
                constraints.add(constraint);
            } catch (InvalidFieldException e) {
                problems.add(item, e.reason());
            }
        }
        return constraints;
    }

    private void tryConstraints(SearchSpace space) {
        RandomGenerator random = Seeds.stream(0);
        List<KnownConstraint> left = new ArrayList<>(space.constraints());
        for (int point = 0; point < TRIAL_POINTS && !left.isEmpty(); point++) {
            Configuration configuration =
                    space.decode(random.doubles(space.dimensions()).toArray());
            left.removeIf(constraint -> {
                try {
                    constraint.holds(configuration.values());
                    return false;
                } catch (HoneException e) {
                    int i = space.constraints().indexOf(constraint);
                    problems.add(root.nearest("constraints[" + i + "]"), e.getMessage());
                    return true;
                }
            });
        }
    }

    private void tryToSatisfyAll(SearchSpace space) {
        if (space.constraints().isEmpty() || !problems.isClean("constraints")) {
            return;
        }
        try {
            space.sample(Seeds.stream(0));
        } catch (HoneException e) {
            problems.add(root.nearest("constraints"), e.getMessage());
        }
    }

    private static Object value(Mapping node, String key) {
        return node.get(key).orElseThrow().plain();
    }

    private static Number number(Mapping node, String key, long absent) {
        return node.get(key).map(n -> (Number) n.plain()).orElse(absent);
    }

    private static boolean flag(Mapping node, String key) {
        return node.get(key).map(n -> (Boolean) n.plain()).orElse(false);
    }

    private static List<Object> list(Mapping node, String key) {
        return ((Sequence) node.get(key).orElseThrow())
                .items().stream().map(Located::plain).toList();
    }
}
