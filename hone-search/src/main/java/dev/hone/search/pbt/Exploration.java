package dev.hone.search.pbt;

import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.Parameter;
import dev.hone.core.space.SearchSpace;
import java.util.random.RandomGenerator;

/**
 * New hyperparameters near those of a member. Each is drawn anew with the probability of resampling; otherwise
 * <ul>
 *   <li>a number above 0 is multiplied by one of the two factors, with equal probability
 *   <li>another number moves by one of them less 1, in units of its range
 *   <li>whole and stepped numbers move by one step at least, ordered choices by one place
 *   <li>unordered choices and permutations stay
 * </ul>
 * What leaves a range ends at its border.
 *
 * @param shrink factor below 1
 * @param grow factor above 1
 * @param resample probability of resampling one parameter
 */
record Exploration(SearchSpace space, double shrink, double grow, double resample) {

    /** Tries to satisfy the known constraints. */
    private static final int TRIES = 100;

    /** A neighbour of {@code from}; itself if no neighbour was found that the known constraints allow. */
    Configuration around(Configuration from, RandomGenerator random) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Configuration next = space.decode(moved(from, random));
            if (space.isFeasible(next)) {
                return next;
            }
        }
        return from;
    }

    private double[] moved(Configuration from, RandomGenerator random) {
        double[] cube = space.encode(from);
        for (int i = 0; i < space.parameters().size(); i++) {
            Parameter parameter = space.parameters().get(i);
            int offset = space.offset(i);
            if (random.nextDouble() < resample) {
                for (int k = 0; k < parameter.dimensions(); k++) {
                    cube[offset + k] = random.nextDouble();
                }
            } else if (parameter.dimensions() == 1 && from.isActive(parameter.name())) {
                double factor = random.nextBoolean() ? grow : shrink;
                double step = step(parameter, from, factor);
                cube[offset] = Math.min(1, Math.max(0, cube[offset] + step));
            }
        }
        return cube;
    }

    /** How far the coordinate in the unit cube moves. */
    private static double step(Parameter parameter, Configuration from, double factor) {
        double least = parameter.cardinality() < Long.MAX_VALUE ? 1.0 / parameter.cardinality() : 0;
        if (parameter instanceof FloatParameter f) {
            double value = from.getDouble(f.name());
            double step = f.log()
                    ? Math.log(factor) / Math.log(f.high() / f.low())
                    : step(value, f.low(), f.step() > 0 ? f.step() * f.cardinality() : f.high() - f.low(), factor);
            return atLeast(step, least);
        }
        if (parameter instanceof IntParameter n) {
            long value = from.getLong(n.name());
            if (n.log()) {
                // cells reach half a number beyond the range
                double span = Math.log((n.high() + 0.5) / (n.low() - 0.5));
                return atLeast(Math.log(factor) / span, Math.log((value + 1.0) / value) / span);
            }
            return atLeast(step(value, n.low(), (double) n.step() * n.cardinality(), factor), least);
        }
        if (parameter instanceof CategoricalParameter c && c.ordered()) {
            return Math.signum(factor - 1) * least;
        }
        return 0;
    }

    private static double step(double value, double low, double range, double factor) {
        return range > 0 ? (low >= 0 && value > 0 ? value / range : 1) * (factor - 1) : 0;
    }

    private static double atLeast(double step, double least) {
        return Math.abs(step) < least ? Math.copySign(least, step) : step;
    }
}
