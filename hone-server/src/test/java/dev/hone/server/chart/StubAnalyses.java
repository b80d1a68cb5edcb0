package dev.hone.server.chart;

import dev.hone.core.analyse.Analyses;
import dev.hone.core.analyse.ImportanceAnalysis;
import dev.hone.core.analyse.Observations;
import dev.hone.core.analyse.SurrogateAnalysis;
import dev.hone.core.analyse.TerminationAnalysis;
import dev.hone.core.space.Configuration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Analyses whose answers are known: the surrogate's mean is a given function and its standard deviation a half; the first
 * parameter has all importance; the regret bound falls from 0.4 to 0.1, which is the noise.
 */
final class StubAnalyses implements ImportanceAnalysis, SurrogateAnalysis, TerminationAnalysis {

    private final ToDoubleFunction<Configuration> mean;

    /** What each analysis was given. */
    final List<Observations> seen = new ArrayList<>();

    StubAnalyses(ToDoubleFunction<Configuration> mean) {
        this.mean = mean;
    }

    Analyses all() {
        return Analyses.of(List.of(this), this, this);
    }

    @Override
    public String id() {
        return "stub";
    }

    @Override
    public int least() {
        return 2;
    }

    @Override
    public String title() {
        return "Stub: what is known";
    }

    @Override
    public Map<String, Double> importances(Observations observations, long seed) {
        seen.add(observations);
        return Map.of(observations.space().parameters().get(0).name(), 1.0);
    }

    @Override
    public Surrogate fit(Observations observations, int limit) {
        seen.add(observations);
        return configurations -> configurations.stream()
                .map(c -> new Prediction(mean.applyAsDouble(c), 0.5))
                .toList();
    }

    @Override
    public Termination analyse(Observations observations, long seed, int points) {
        seen.add(observations);
        long last = observations.points().get(observations.size() - 1).number();
        return new Termination(List.of(new Step(0, 0.4, 0.1), new Step(last, 0.1, 0.1)), "told by points " + points);
    }
}
