package dev.hone.search.evolution;

import dev.hone.core.Check;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;

/**
 * NSGA-III (Deb and Jain, IEEE TEC 2014): as NSGA-II, but the front that does not fit is thinned by reference directions
 * (Das and Dennis), which keeps four and more objectives spread. Constrained domination puts feasible trials first;
 * operators are those of {@link Variation}, the loop is that of {@link GeneticSampler}.
 */
public final class NsgaIIISampler {

    /**
     * @param populationSize N, at least 2, or 0 for the number of reference points, made a multiple of 4
     * @param variation how children are made
     * @param divisions p, of each axis of the simplex; 0 for as many as give at most N reference points (100 without N), two
     *     at least
     */
    public record Options(int populationSize, VariationOptions variation, int divisions) {
        public Options {
            Check.that(
                    populationSize == 0 || populationSize >= 2, "population_size", populationSize, "at least 2, or 0");
            Check.atLeast("divisions", divisions, 0);
        }

        /**
         * Smaller generations and larger steps than in the paper (N = 92 with three objectives, eta_c = 30, eta_m = 20), for
         * fewer evaluations, as in {@link NsgaIISampler}.
         */
        public static Options defaults() {
            return new Options(30, new VariationOptions(1, 0, 20, 10), 0);
        }
    }

    private static final int MOST_POINTS = 100;

    private NsgaIIISampler() {}

    public static OptimizerFactory<Configuration> over(SearchSpace space) {
        return over(space, Options.defaults());
    }

    public static OptimizerFactory<Configuration> over(SearchSpace space, Options options) {
        Variation variation = new Variation(space, options.variation());
        return new GeneticFactory("nsga3", space, problem -> {
            int objectives = problem.objectives().size();
            int size = options.populationSize();
            ReferencePoints points = new ReferencePoints(
                    objectives,
                    options.divisions() > 0
                            ? options.divisions()
                            : divisions(objectives, size > 0 ? size : MOST_POINTS));
            if (size == 0) {
                size = Math.max(20, (points.count() + 3) / 4 * 4);
            }
            return new GeneticSampler(space, problem, size, variation, points);
        });
    }

    /** The largest p with C(m + p - 1, p) of at most {@code most}, two at least. */
    static int divisions(int objectives, int most) {
        int divisions = 2;
        double count = objectives * (objectives + 1) / 2.0;
        while (divisions < most && count * (objectives + divisions) / (divisions + 1) <= most) {
            divisions++;
            count = count * (objectives + divisions - 1) / divisions;
        }
        return divisions;
    }
}
