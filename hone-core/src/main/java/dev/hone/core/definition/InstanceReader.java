package dev.hone.core.definition;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.definition.Located.Mapping;
import dev.hone.core.definition.Located.Scalar;
import dev.hone.core.definition.Located.Sequence;
import dev.hone.core.trial.Instance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code instances}. */
final class InstanceReader {

    /** Begins placeholders that stand for a value of the instance. */
    private static final String PREFIX = "instance.";

    private final Mapping root;
    private final Problems problems;
    private final List<Instance> list = new ArrayList<>();

    InstanceReader(Mapping root, Problems problems) {
        this.root = root;
        this.problems = problems;
    }

    /** Reads a list, and reports what does not go with instances; runs on any shape. */
    void check() {
        if (root.get("instances").isEmpty()) {
            return;
        }
        root.get("baseline")
                .ifPresent(node -> problems.add(
                        node,
                        "has no use here, expected no baseline with instances: no two trials are about the same"));
        if (root.get("instances").get() instanceof Sequence sequence) {
            if (sequence.items().isEmpty()) {
                problems.add(sequence, "is empty, expected at least one instance");
            }
            sequence.items().forEach(this::add);
        }
    }

    private void add(Located item) {
        if (!problems.isClean(item.path()) || !(item instanceof Mapping mapping)) {
            return;
        }
        Map<String, Object> values = new LinkedHashMap<>();
        mapping.entries().forEach(e -> values.put(e.key(), value((Scalar) e.value())));
        try {
            list.add(new Instance(values));
        } catch (InvalidFieldException e) {
            problems.add(root, item.path(), e);
            return;
        }
        Set<String> first = list.get(0).values().keySet();
        if (!first.equals(values.keySet())) {
            problems.add(item, "has " + values.keySet() + ", expected what the first instance has: " + first);
        }
    }

    private static Object value(Scalar scalar) {
        return scalar.value() instanceof Number ? scalar.value() : scalar.source();
    }

    /** Whether a placeholder of this name may stand for a value of the instance; of a file that is seen when it is read. */
    boolean has(String placeholder) {
        if (!placeholder.startsWith(PREFIX) || !root.has("instances")) {
            return false;
        }
        return list.isEmpty() || list.get(0).values().containsKey(placeholder.substring(PREFIX.length()));
    }

    Optional<InstanceSource> read() {
        return root.get("instances")
                .map(node -> node instanceof Mapping mapping
                        ? new InstanceSource(List.of(), mapping.get("file").map(f -> ((Scalar) f).source()))
                        : new InstanceSource(list, Optional.empty()));
    }
}
