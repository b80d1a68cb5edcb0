package dev.hone.server.chart;

import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Nearest;
import dev.hone.core.analyse.Observations;
import dev.hone.core.analyse.Observations.Observation;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.ConstantParameter;
import dev.hone.core.space.Parameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.store.StudyStore.Ending;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The candidates of a study as points over its parameters. */
final class ParameterView {

    private final int objective;
    private final StudyData data;
    private final Sample sample;
    private final Map<Long, Map<String, Object>> candidates;
    private final Optional<SearchSpace> known;
    private final Optional<SearchSpace> space;
    private final List<Parameter> parameters;

    /**
     * @param known the study's space, if that is known
     * @param objective whose best trials are to be among those looked at
     */
    ParameterView(StudyData data, Optional<SearchSpace> known, int objective) {
        this.objective = objective;
        this.data = data;
        this.known = known;
        sample = Sample.of(data, objective);
        candidates =
                data.candidates(sample.trials().stream().map(Ending::number).toList());
        if (known.isPresent()) {
            space = known;
            parameters = known.get().parameters();
        } else {
            ObservedSpace observed = new ObservedSpace(candidates.values());
            space = observed.space();
            parameters = observed.parameters();
        }
    }

    Sample sample() {
        return sample;
    }

    /** What analyses may take for the study's space; empty if it has no parameters. */
    Optional<SearchSpace> space() {
        return space;
    }

    /** What is to be said about a space that nobody wrote down. */
    Optional<String> spaceNote() {
        return known.isPresent() || space.isEmpty()
                ? Optional.empty()
                : Optional.of("The study does not say what its parameters are: ranges are those of its trials.");
    }

    Map<String, Object> candidate(Ending trial) {
        return candidates.getOrDefault(trial.number(), Map.of());
    }

    /** Axes of all parameters that vary and have an order of values or few choices. */
    List<Axis> axes() {
        return parameters.stream()
                .filter(p -> !(p instanceof ConstantParameter))
                .flatMap(p -> Axis.of(p).stream())
                .toList();
    }

    List<Parameter> parameters() {
        return parameters;
    }

    boolean hasParameters() {
        return !parameters.isEmpty();
    }

    /**
     * The parameter of a name.
     *
     * @param field what asks for it
     * @param name empty for the one at position {@code absent}
     * @throws InvalidFieldException if there is no such parameter
     */
    Parameter parameter(String field, Optional<String> name, int absent) {
        List<String> names = parameters.stream().map(Parameter::name).toList();
        if (name.isEmpty()) {
            return parameters.get(Math.min(absent, parameters.size() - 1));
        }
        int at = names.indexOf(name.get());
        if (at < 0) {
            throw new InvalidFieldException(
                    field, "is '" + name.get() + "'" + Nearest.hint(name.get(), names) + ", expected one of " + names);
        }
        return parameters.get(at);
    }

    /** Those of {@code trials} whose configuration belongs to the space. */
    Observations observations(List<Ending> trials) {
        SearchSpace over = space.orElseThrow();
        List<Observation> points = new ArrayList<>();
        for (Ending trial : trials) {
            List<Double> variances = trial.variances();
            configuration(over, trial)
                    .ifPresent(c -> points.add(new Observation(
                            trial.number(),
                            c,
                            trial.values().get(objective),
                            variances.isEmpty()
                                    ? OptionalDouble.empty()
                                    : OptionalDouble.of(variances.get(objective)))));
        }
        return new Observations(over, data.study().objectives().get(objective).direction(), points);
    }

    private Optional<Configuration> configuration(SearchSpace over, Ending trial) {
        Map<String, Object> values = candidate(trial);
        if (known.isEmpty()) {
            values = new HashMap<>(values);
            values.keySet()
                    .retainAll(over.parameters().stream().map(Parameter::name).toList());
        }
        try {
            return Optional.of(over.configuration(values));
        } catch (HoneException e) {
            // from before the study's definition was changed
            return Optional.empty();
        }
    }
}
