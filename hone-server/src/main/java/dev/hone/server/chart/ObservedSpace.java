package dev.hone.server.chart;

import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.ConstantParameter;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.Parameter;
import dev.hone.core.space.SearchSpace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The space of a study that nobody wrote down, as its candidates show it: parameters are the keys that hold a number, a
 * boolean or one of few texts, their ranges those of the values.
 */
final class ObservedSpace {

    /** Texts of which there are more are no choices. */
    private static final int MOST_CHOICES = 50;

    /** Integers beyond do not all have a double of their own. */
    private static final double EXACT = 1L << 53;

    private static final class Seen {
        private int count;
        private boolean scalar = true;
        private boolean numeric = true;
        private boolean integral = true;
        private double low = Double.POSITIVE_INFINITY;
        private double high = Double.NEGATIVE_INFINITY;
        private final Set<Object> values = new LinkedHashSet<>();

        void add(Object value) {
            count++;
            if (value instanceof Number number) {
                double x = number.doubleValue();
                scalar &= Double.isFinite(x);
                integral &= !(value instanceof Double) && Math.abs(x) <= EXACT;
                low = Math.min(low, x);
                high = Math.max(high, x);
            } else {
                numeric = false;
                scalar &= value instanceof String || value instanceof Boolean;
            }
            if (values.size() <= MOST_CHOICES) {
                values.add(value);
            }
        }

        Optional<Parameter> parameter(String name) {
            if (!scalar || name.isBlank()) {
                return Optional.empty();
            } else if (values.size() == 1) {
                return Optional.of(ConstantParameter.of(name, values.iterator().next()));
            } else if (numeric && integral) {
                return Optional.of(IntParameter.linear(name, (long) low, (long) high));
            } else if (numeric && Double.isFinite(high - low)) {
                return Optional.of(FloatParameter.linear(name, low, high));
            } else if (!numeric && values.size() <= MOST_CHOICES) {
                return Optional.of(CategoricalParameter.of(name, values.toArray()));
            }
            return Optional.empty();
        }
    }

    private final Map<String, Seen> seen = new LinkedHashMap<>();
    private final int candidates;

    ObservedSpace(Collection<Map<String, Object>> candidates) {
        this.candidates = candidates.size();
        for (Map<String, Object> candidate : candidates) {
            candidate.forEach(
                    (name, value) -> seen.computeIfAbsent(name, n -> new Seen()).add(value));
        }
    }

    /** All parameters in the order in which they were seen. */
    List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>();
        seen.forEach((name, values) -> values.parameter(name).ifPresent(parameters::add));
        return parameters;
    }

    /** The parameters that every candidate has: when the others are active is not known. Empty if there are none. */
    Optional<SearchSpace> space() {
        SearchSpace.Builder builder = SearchSpace.builder();
        List<Parameter> always = parameters().stream()
                .filter(p -> seen.get(p.name()).count == candidates)
                .toList();
        always.forEach(builder::add);
        return always.isEmpty() ? Optional.empty() : Optional.of(builder.build());
    }
}
