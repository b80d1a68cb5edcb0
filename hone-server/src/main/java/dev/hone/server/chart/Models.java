package dev.hone.server.chart;

import dev.hone.core.analyse.Analyses;
import dev.hone.core.analyse.Observations;
import dev.hone.core.analyse.Observations.Observation;
import dev.hone.core.analyse.SurrogateAnalysis;
import dev.hone.core.analyse.SurrogateAnalysis.Prediction;
import dev.hone.core.analyse.SurrogateAnalysis.Surrogate;
import dev.hone.core.definition.StudyDefinition.MethodChoice;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.store.StudyStore.Ending;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.trial.Direction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Surrogates of studies, which slices and contours of all parameters share. Thread-safe. */
final class Models {

    /** Trials that a model holds: the best half of the number and the latest. */
    private static final int MOST_TRIALS = 200;

    private static final int MOST_MODELS = 16;

    /** @param counter finished trials that the model may have seen */
    private record Key(long study, int objective, int counter) {}

    /** A model with the configurations that a look at it starts from. */
    static final class Model {

        private final SearchSpace space;
        private final Surrogate surrogate;
        private final String name;
        /** Feasible ones first, and of those the better ones. */
        private final List<Configuration> bestFirst;

        private Model(SearchSpace space, Surrogate surrogate, String name, List<Configuration> bestFirst) {
            this.space = space;
            this.surrogate = surrogate;
            this.name = name;
            this.bestFirst = bestFirst;
        }

        /** The best configuration in which all of {@code parameters} are active. */
        Optional<Configuration> best(List<String> parameters) {
            return bestFirst.stream()
                    .filter(c -> parameters.stream().allMatch(c::isActive))
                    .findFirst();
        }

        SearchSpace space() {
            return space;
        }

        synchronized List<Prediction> predict(List<Configuration> configurations) {
            return surrogate.predict(configurations);
        }

        synchronized List<Double> acquisition(List<Configuration> configurations) {
            return surrogate.acquisition(configurations);
        }

        Map<String, Double> lengthscales() {
            return surrogate.lengthscales();
        }

        /** Id of the analysis that made it. */
        String name() {
            return name;
        }
    }

    private final Analyses analyses;
    private final Function<StudyRecord, Optional<MethodChoice>> optimizer;
    private final Map<Key, Optional<Model>> models = new LinkedHashMap<>();

    /** @param optimizer of a study with its options, as far as its definition is known */
    Models(Analyses analyses, Function<StudyRecord, Optional<MethodChoice>> optimizer) {
        this.analyses = analyses;
        this.optimizer = optimizer;
    }

    /** A model of the study's objective; empty where there is nothing that makes one, or too little to make it from. */
    Optional<Model> of(ChartInput input, ParameterView view) {
        Key key = new Key(
                input.study().id(), input.query().objective(), input.data().counter());
        synchronized (models) {
            Optional<Model> known = models.get(key);
            if (known != null) {
                return known;
            }
        }
        Optional<Model> made = fit(input, view);
        synchronized (models) {
            models.put(key, made);
            var oldest = models.keySet().iterator();
            while (models.size() > MOST_MODELS) {
                oldest.next();
                oldest.remove();
            }
        }
        return made;
    }

    private Optional<Model> fit(ChartInput input, ParameterView view) {
        if (analyses.surrogate().isEmpty()
                || view.space().isEmpty()
                || view.space().get().dimensions() == 0) {
            return Optional.empty();
        }
        Observations observations = view.observations(view.sample().trials());
        // the optimizer's own model is one of a single objective over the space that the study defines
        Optional<MethodChoice> own =
                input.space().isPresent() && input.study().objectives().size() == 1
                        ? optimizer.apply(input.study())
                        : Optional.empty();
        Optional<SurrogateAnalysis> ofOptimizer = own.flatMap(o -> analyses.surrogateOf(o.id()));
        SurrogateAnalysis analysis = ofOptimizer.orElse(analyses.surrogate().get());
        if (observations.size() < analysis.least()) {
            return Optional.empty();
        }
        Surrogate surrogate = ofOptimizer.isPresent()
                ? analysis.fit(observations, own.get().options(), MOST_TRIALS)
                : analysis.fit(observations, MOST_TRIALS);
        return Optional.of(new Model(observations.space(), surrogate, analysis.id(), bestFirst(view, observations)));
    }

    private static List<Configuration> bestFirst(ParameterView view, Observations observations) {
        Set<Long> feasible = view.sample().trials().stream()
                .filter(Ending::eligible)
                .map(Ending::number)
                .collect(Collectors.toSet());
        Direction direction = observations.direction();
        List<Observation> sorted = new ArrayList<>(observations.points());
        sorted.sort(Comparator.<Observation, Boolean>comparing(o -> !feasible.contains(o.number()))
                .thenComparingDouble(o -> direction.asLoss(o.value())));
        return sorted.stream().map(Observation::configuration).toList();
    }
}
