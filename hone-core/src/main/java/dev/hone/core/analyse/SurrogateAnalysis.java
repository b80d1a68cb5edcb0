package dev.hone.core.analyse;

import dev.hone.core.space.Configuration;
import java.util.List;
import java.util.Map;

/** Predicts an objective where nobody has measured it; found through {@link java.util.ServiceLoader}. Thread-safe. */
public interface SurrogateAnalysis {

    /** What users and charts call it, such as {@code gp}. */
    String id();

    /** Observations that a model needs at least. */
    default int least() {
        return 4;
    }

    /**
     * A model of {@code observations}, of which there are at least {@link #least}.
     *
     * @param limit most observations that the model may hold; of more it takes the best half of that number and the latest
     */
    Surrogate fit(Observations observations, int limit);

    /**
     * The same for a study whose own optimizer is called {@link #id}: the model that the optimizer makes.
     *
     * @param options of the optimizer, as the study file gives them
     */
    default Surrogate fit(Observations observations, Map<String, ?> options, int limit) {
        return fit(observations, limit);
    }

    /** A fitted model. Not thread-safe. */
    interface Surrogate {

        /** Predictions of the objective itself, without noise, in the order of {@code configurations}. */
        List<Prediction> predict(List<Configuration> configurations);

        /** What the optimizer of this model maximises to choose its next trial, at each; empty for a model that chooses nothing. */
        default List<Double> acquisition(List<Configuration> configurations) {
            return List.of();
        }

        /** Lengthscales by parameter, in units of its range, where the model has them. */
        default Map<String, Double> lengthscales() {
            return Map.of();
        }
    }

    /** Mean and standard deviation, in the unit of the objective. */
    record Prediction(double mean, double sd) {}
}
