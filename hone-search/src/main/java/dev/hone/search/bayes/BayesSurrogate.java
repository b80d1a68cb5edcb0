package dev.hone.search.bayes;

import dev.hone.core.analyse.Observations;
import dev.hone.core.analyse.Observations.Observation;
import dev.hone.core.analyse.SurrogateAnalysis;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.optimize.Problem;
import dev.hone.core.space.Configuration;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The process of {@link BayesSampler} as a model to look at, with what it maximises: with the options of the study, but for
 * hyperparameters, which are the posterior mode (a chart does not wait for draws), and from values and variances alone, without
 * constraints, gradients and failures. Thread-safe.
 */
public final class BayesSurrogate implements SurrogateAnalysis {

    private static final long SEED = 1;

    @Override
    public String id() {
        return "bayes";
    }

    @Override
    public Surrogate fit(Observations observations, int limit) {
        return fit(observations, Map.of(), limit);
    }

    @Override
    public Surrogate fit(Observations observations, Map<String, ?> options, int limit) {
        BayesSampler sampler =
                (BayesSampler) MethodCatalogue.load().sampler("optimizer", id(), observations.space(), options);
        Problem problem = Problem.of(SEED, new Objective("value", observations.direction()));
        return sampler.view(problem, trials(observations), limit);
    }

    private static List<Trial<Configuration>> trials(Observations observations) {
        List<Trial<Configuration>> trials = new ArrayList<>();
        for (Observation o : observations.points()) {
            Evaluation value = Evaluation.of(o.value());
            Evaluation evaluation = o.variance().isPresent()
                    ? value.withVariances(List.of(o.variance().getAsDouble()))
                    : value;
            trials.add(new Trial<>(
                    o.number(),
                    TrialState.COMPLETE,
                    o.configuration(),
                    Origin.OPTIMIZER,
                    1,
                    Optional.empty(),
                    Optional.of(evaluation),
                    Optional.empty(),
                    new TreeMap<>(),
                    Map.of(),
                    List.of(),
                    Instant.EPOCH,
                    Optional.empty(),
                    Optional.empty(),
                    trials.size() + 1L));
        }
        return trials;
    }
}
