package dev.hone.search.qmc;

import dev.hone.core.Seeds;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * First configurations of a model-based search: points of the scrambled Sobol sequence, random where that does not do.
 * Depends on the seed and the number of a trial alone, and on what was seen. Immutable.
 */
public record SpaceFilling(SearchSpace space, long seed) {

    private static final long SAMPLE_STREAM = 2;
    private static final int TRIES = 100;

    /** A random configuration, new if a hundred draws find a new one: a space that is used up is searched again. */
    public Configuration unseen(RandomGenerator random, Predicate<Configuration> seen) {
        Configuration drawn = space.sample(random);
        for (int i = 0; i < TRIES && seen.test(drawn); i++) {
            drawn = space.sample(random);
        }
        return drawn;
    }

    /** Point {@code number} of the scrambled Sobol sequence; a random new one where that does not do. */
    public Configuration point(long number, Predicate<Configuration> seen) {
        int dimensions = space.dimensions();
        if (dimensions > 0 && dimensions <= Sobol.MAX_DIMENSIONS) {
            Configuration configuration = space.decode(new Sobol(dimensions, seed).point(number));
            if (space.isFeasible(configuration) && !seen.test(configuration)) {
                return configuration;
            }
        }
        return unseen(Seeds.stream(seed, SAMPLE_STREAM, number), seen);
    }
}
