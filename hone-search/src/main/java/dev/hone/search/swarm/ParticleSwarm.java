package dev.hone.search.swarm;

import dev.hone.core.Check;
import dev.hone.core.HoneException;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import dev.hone.search.population.NumberAxes;
import dev.hone.search.population.PopulationSampler;

/**
 * Particle swarm optimization (Kennedy and Eberhart 1995; constants of Clerc and Kennedy 2002; topology and bounds after
 * Bratton and Kennedy, Defining a Standard for Particle Swarm Optimization, 2007) in the unit cube of a space:
 *
 * <pre>
 * v &lt;- w v + c1 U (p - x) + c2 U' (l - x),   x &lt;- x + v       U, U' uniform in [0, 1] for each coordinate
 * </pre>
 *
 * <p>p is the particle's best point, l the best p of its neighbours: the two beside it on a ring and itself, or all. Speeds
 * are limited; a coordinate that leaves the cube stops at the bound and turns back with half its speed. Points that violate
 * known constraints are drawn again. Everything follows from the trials told. See {@link PopulationSampler} for parallel,
 * failed and given trials.
 */
public final class ParticleSwarm {

    static final String ID = "pso";

    private ParticleSwarm() {}

    /**
     * @param particles N, at least 2
     * @param inertia w
     * @param cognition c1
     * @param social c2
     * @param speed the greatest, in units of ranges
     * @param ring whether particles see their neighbours on a ring only
     */
    public record Options(int particles, double inertia, double cognition, double social, double speed, boolean ring) {

        public Options {
            Check.atLeast("particles", particles, 2);
            Check.within("inertia", inertia, 0, 2);
            Check.within("cognition", cognition, 0, 10);
            Check.within("social", social, 0, 10);
            Check.that(speed > 0 && speed <= 1, "speed", speed, "a number above 0 and at most 1");
        }

        /**
         * Constriction of Clerc and Kennedy: w = 0.72984, c1 = c2 = 2.05 w. All particles see each other: the ring of the
         * standard is slower over the first thousands of trials, which is all that most studies have.
         */
        public static Options defaults() {
            return new Options(30, 0.72984, 1.496172, 1.496172, 0.5, false);
        }
    }

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
                problem -> options.particles(),
                "",
                problem -> new SwarmPopulation(axes, options, problem.seed()));
    }

    /**
     * The next {position, velocity} of a particle at {@code x}, all [d].
     *
     * @param own quantiles U, [d]
     * @param others quantiles U', [d]
     */
    static double[][] move(
            double[] x, double[] v, double[] best, double[] leader, double[] own, double[] others, Options options) {
        double[] position = new double[x.length];
        double[] velocity = new double[x.length];
        for (int k = 0; k < x.length; k++) {
            double pull =
                    options.cognition() * own[k] * (best[k] - x[k]) + options.social() * others[k] * (leader[k] - x[k]);
            double speed = options.inertia() * v[k] + pull;
            velocity[k] = Math.max(-options.speed(), Math.min(options.speed(), speed));
            position[k] = x[k] + velocity[k];
            if (position[k] < 0 || position[k] > 1) {
                position[k] = position[k] < 0 ? 0 : 1;
                velocity[k] *= -0.5;
            }
        }
        return new double[][] {position, velocity};
    }
}
