package dev.hone.search.evolution;

import dev.hone.core.Check;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.ConfigurationCodec;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.CandidateCodec;

/**
 * NSGA-II (Deb, Pratap, Agarwal and Meyarivan, A Fast and Elitist Multiobjective Genetic Algorithm, IEEE TEC 2002): a
 * population survives by non-domination rank and then crowding distance, and breeds by tournaments in the same order.
 * With one objective it is an elitist genetic algorithm. Constrained domination puts feasible trials first; operators are
 * those of {@link Variation}, the loop is that of {@link GeneticSampler}.
 */
public final class NsgaIISampler {

    /**
     * @param populationSize N, at least 2
     * @param crossoverProbability that a child mixes its parents
     * @param mutationProbability per parameter; 0 for one over their number
     * @param crossoverIndex eta_c; larger keeps children nearer to a parent
     * @param mutationIndex eta_m; larger makes smaller steps
     */
    public record Options(
            int populationSize,
            double crossoverProbability,
            double mutationProbability,
            double crossoverIndex,
            double mutationIndex) {
        public Options {
            Check.atLeast("population_size", populationSize, 2);
            Check.within("crossover_probability", crossoverProbability, 0, 1);
            Check.within("mutation_probability", mutationProbability, 0, 1);
            Check.within("crossover_index", crossoverIndex, 0, 1000);
            Check.within("mutation_index", mutationIndex, 0, 1000);
        }

        public static Options defaults() {
            return new Options(50, 0.9, 0, 20, 20);
        }

        Variation variation(SearchSpace space) {
            return new Variation(space, crossoverProbability, mutationProbability, crossoverIndex, mutationIndex);
        }
    }

    private NsgaIISampler() {}

    public static OptimizerFactory<Configuration> over(SearchSpace space) {
        return over(space, Options.defaults());
    }

    public static OptimizerFactory<Configuration> over(SearchSpace space, Options options) {
        return new Factory(space, options);
    }

    private record Factory(SearchSpace space, Options options) implements OptimizerFactory<Configuration> {

        @Override
        public String id() {
            return "nsga2";
        }

        @Override
        public CandidateCodec<Configuration> codec() {
            return new ConfigurationCodec(space);
        }

        @Override
        public Optimizer<Configuration> create(Problem problem) {
            return new GeneticSampler(
                    space, problem, options.populationSize(), options.variation(space), Survival::crowding);
        }
    }
}
