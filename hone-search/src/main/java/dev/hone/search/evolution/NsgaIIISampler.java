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
     * @param divisions p, of each axis of the simplex; 0 for the most that give at most 100 reference points
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

    private NsgaIIISampler() {}

    public static OptimizerFactory<Configuration> over(SearchSpace space) {
        return over(space, Options.defaults());
    }

    public static OptimizerFactory<Configuration> over(SearchSpace space, Options options) {
        Variation variation = new Variation(space, options.variation());
        return new GeneticFactory("nsga3", space, problem -> {
            int objectives = problem.objectives().size();
            ReferencePoints points =
                    new ReferencePoints(objectives, options.divisions() > 0 ? options.divisions() : most(objectives));
            int size = options.populationSize() > 0
                    ? options.populationSize()
                    : Math.max(20, (points.count() + 3) / 4 * 4);
            return new GeneticSampler(space, problem, size, variation, points);
        });
    }

    /** The largest p with C(m + p - 1, p) of at most 100, at most 99. */
    private static int most(int objectives) {
        int divisions = 1;
        double count = objectives;
        while (divisions < 99 && count * (objectives + divisions) / (divisions + 1) <= 100) {
            divisions++;
            count = count * (objectives + divisions - 1) / divisions;
        }
        return divisions;
    }
}
