package dev.hone.search.evolution;

import dev.hone.core.Check;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;

/**
 * NSGA-II (Deb, Pratap, Agarwal and Meyarivan, A Fast and Elitist Multiobjective Genetic Algorithm, IEEE TEC 2002): a
 * population survives by non-domination rank and then crowding distance, and breeds by tournaments in the same order.
 * With one objective it is an elitist genetic algorithm. Constrained domination puts feasible trials first; operators are
 * those of {@link Variation}, the loop is that of {@link GeneticSampler}.
 */
public final class NsgaIISampler {

    /**
     * @param populationSize N, at least 2
     * @param variation how children are made
     */
    public record Options(int populationSize, VariationOptions variation) {
        public Options {
            Check.atLeast("population_size", populationSize, 2);
        }

        /**
         * The paper's operators, except that mutations take larger steps (eta_m = 10 instead of 20) and generations are
         * smaller (30 instead of 100): the paper plans for 25,000 evaluations, and with the 500 to 2,000 of a study small
         * steps and few generations get less far (docs/decisions/0802-small-generations.md).
         */
        public static Options defaults() {
            return new Options(30, new VariationOptions(0.9, 0, 20, 10));
        }
    }

    private NsgaIISampler() {}

    public static OptimizerFactory<Configuration> over(SearchSpace space) {
        return over(space, Options.defaults());
    }

    public static OptimizerFactory<Configuration> over(SearchSpace space, Options options) {
        Variation variation = new Variation(space, options.variation());
        return new GeneticFactory(
                "nsga2",
                space,
                problem -> new GeneticSampler(space, problem, options.populationSize(), variation, Survival::crowding));
    }
}
