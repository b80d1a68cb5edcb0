package dev.hone.search.evolution;

import dev.hone.core.Check;
import dev.hone.core.HoneException;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import dev.hone.search.population.NumberAxes;
import dev.hone.search.population.PopulationSampler;
import java.util.Locale;

/**
 * Differential evolution (Storn and Price, J. Global Optimization 1997) in the unit cube of a space: each point x_i is
 * challenged by a mix of itself with a mutant, and gives way if that is not worse.
 *
 * <pre>
 * rand/1:            v = x_r1 + F (x_r2 - x_r3),                           F and CR fixed
 * current-to-pbest:  v = x_i + F (x_pbest - x_i) + F (x_r1 - x_r2),        F and CR by {@link SuccessHistory}
 * u_k = v_k if a draw is below CR or k is a random axis, else x_i,k;      a v_k beyond a bound goes half way to it
 * </pre>
 *
 * <p>The default is L-SHADE (Tanabe and Fukunaga, CEC 2014), the base of the winners of most CEC competitions since: x_pbest
 * is one of the best 11%, x_r2 may come from an archive of points that gave way, and where the study plans a number of trials
 * the population shrinks linearly to 4. Feasible points win against infeasible ones, those by violation (Deb 2000).
 *
 * <p>Known constraints: a mutant that violates them is made again, and drawn uniformly in the end. Everything follows from
 * the trials told. See {@link PopulationSampler} for parallel, failed and given trials.
 */
public final class DifferentialEvolution {

    static final String ID = "de";

    /** How mutants are made. */
    public enum Strategy {
        CURRENT_TO_PBEST,
        RAND_1;

        /** What users write. */
        String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Strategy of(String id) {
            return valueOf(id.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    /**
     * @param populationSize N at the start, at least 5; 0 for {@link #population}
     * @param strategy how mutants are made
     * @param factor F of rand/1
     * @param crossover CR of rand/1
     * @param best share of the population that x_pbest is one of
     * @param archive number of points that gave way, in units of N
     * @param shrink whether N falls to 4 by the planned end
     */
    public record Options(
            int populationSize,
            Strategy strategy,
            double factor,
            double crossover,
            double best,
            double archive,
            boolean shrink) {

        public Options {
            Check.that(
                    populationSize == 0 || populationSize >= 5, "population_size", populationSize, "0, or at least 5");
            Check.that(factor > 0 && factor <= 2, "factor", factor, "a number above 0 and at most 2");
            Check.within("crossover", crossover, 0, 1);
            Check.that(best > 0 && best <= 1, "best", best, "a number above 0 and at most 1");
            Check.within("archive", archive, 0, 100);
        }

        /** Those of L-SHADE, but for the population, and for rand/1 those of Storn and Price for most problems. */
        public static Options defaults() {
            return new Options(0, Strategy.CURRENT_TO_PBEST, 0.5, 0.9, 0.11, 2.6, true);
        }

        boolean adapts() {
            return strategy == Strategy.CURRENT_TO_PBEST;
        }
    }

    private DifferentialEvolution() {}

    public static OptimizerFactory<Configuration> over(SearchSpace space) {
        return over(space, Options.defaults());
    }

    /** @throws HoneException if the space has unordered choices or permutations, or nothing to move along */
    public static OptimizerFactory<Configuration> over(SearchSpace space, Options options) {
        NumberAxes axes = NumberAxes.of(ID, space);
        return PopulationSampler.factory(
                ID,
                axes,
                1,
                problem -> size(axes, options, problem),
                "",
                problem -> new DifferentialPopulation(axes, options, problem));
    }

    /** N at the start. */
    static int size(NumberAxes axes, Options options, Problem problem) {
        return options.populationSize() > 0 ? options.populationSize() : population(axes.size(), problem);
    }

    /**
     * The default N: 10 for each axis, from 20 to 200, and no more than a thirtieth of the planned trials, but at least 10.
     * L-SHADE's 18 for each axis is made for 10,000 trials an axis.
     */
    static int population(int dimensions, Problem problem) {
        int size = Math.min(200, Math.max(20, 10 * dimensions));
        return problem.trials().isPresent()
                ? (int) Math.min(size, Math.max(10, problem.trials().getAsLong() / 30))
                : size;
    }
}
