package dev.hone.search.gp;

import dev.hone.core.analyse.Observations;
import dev.hone.core.analyse.SurrogateAnalysis;
import dev.hone.core.trial.Direction;

/** The Gaussian process of {@link GpSampler}, without its power transform, as a model to look at. Thread-safe. */
public final class GpSurrogate implements SurrogateAnalysis {

    @Override
    public String id() {
        return "gp";
    }

    @Override
    public Surrogate fit(Observations observations, int limit) {
        LossModel model = new LossModel(observations.space(), limit);
        model.fit(observations, observations.losses());
        Direction direction = observations.direction();
        return configurations -> configurations.stream()
                .map(model::predict)
                // a loss turns back into a value as a value turns into a loss
                .map(p -> new Prediction(direction.asLoss(p[0]), p[1]))
                .toList();
    }
}
