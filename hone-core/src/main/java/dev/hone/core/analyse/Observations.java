package dev.hone.core.analyse;

import dev.hone.core.Check;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Direction;
import dev.hone.core.trial.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a study knows about one of its objectives: complete trials with finite values, in the order in which they finished.
 * Immutable.
 *
 * @param space that all configurations belong to
 * @param direction in which the objective improves
 */
public record Observations(SearchSpace space, Direction direction, List<Observation> points) {

    /**
     * One complete trial.
     *
     * @param number of the trial
     * @param value of the objective, finite
     * @param variance of the noise on the value; empty if unknown
     */
    public record Observation(long number, Configuration configuration, double value, OptionalDouble variance) {
        public Observation {
            Check.finite("value", value);
        }
    }

    public Observations {
        points = List.copyOf(points);
    }

    /** The complete ones of {@code trials}, with their value of objective {@code objective}. */
    public static Observations of(
            SearchSpace space, Direction direction, int objective, List<Trial<Configuration>> trials) {
        List<Observation> points = new ArrayList<>();
        for (Trial<Configuration> trial : trials) {
            if (trial.isComplete()) {
                List<Double> variances = trial.evaluation().orElseThrow().variances();
                points.add(new Observation(
                        trial.number(),
                        trial.candidate(),
                        trial.values().get(objective),
                        variances.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(variances.get(objective))));
            }
        }
        return new Observations(space, direction, points);
    }

    public int size() {
        return points.size();
    }

    /** The first {@code n} of these. */
    public Observations first(int n) {
        return new Observations(space, direction, points.subList(0, n));
    }

    /** Values with their sign turned so that less is better, [n]. */
    public double[] losses() {
        return points.stream().mapToDouble(p -> direction.asLoss(p.value())).toArray();
    }
}
