package dev.hone.search.importance;

import dev.hone.core.Seeds;
import dev.hone.core.analyse.Observations;
import dev.hone.core.analyse.Observations.Observation;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/** Functions observed at random configurations. */
final class Samples {

    private Samples() {}

    static Observations uniform(SearchSpace space, int n, long seed, ToDoubleFunction<Configuration> function) {
        RandomGenerator random = Seeds.stream(seed);
        List<Observation> points = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            Configuration configuration = space.sample(random);
            points.add(
                    new Observation(i, configuration, function.applyAsDouble(configuration), OptionalDouble.empty()));
        }
        return new Observations(space, Direction.MINIMIZE, points);
    }
}
