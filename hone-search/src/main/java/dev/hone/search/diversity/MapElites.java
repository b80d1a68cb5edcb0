package dev.hone.search.diversity;

import dev.hone.core.Check;
import dev.hone.core.Seeds;
import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.optimize.Proposal;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.Parameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Trial;
import dev.hone.search.evolution.Variation;
import dev.hone.search.evolution.VariationOptions;
import dev.hone.search.population.SingleObjectiveFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * MAP-Elites (Mouret and Clune, Illuminating Search Spaces by Mapping Elites, 2015): fills an {@link Archive} with the best
 * solution of each kind, kinds being cells of a grid over measured properties. After some random trials each is a child of
 * two elites x and y drawn uniformly. Real numbers follow the directional operator of Vassiliades and Mouret (GECCO 2018),
 * whose steps grow with the spread of the elites,
 * <pre> x + iso N(0, I) + line (y - x) N(0, 1),   mirrored at the ends of the unit cube </pre>
 * Ints, steps, choices and orders are made by {@link Variation}; so it works on any space.
 *
 * <p>Only complete and feasible trials with all descriptors among their metrics enter the archive, whoever proposed them.
 * Everything follows from the trials told: nothing needs to be saved. Not thread-safe.
 */
public final class MapElites implements Optimizer<Configuration> {

    static final String ID = "map-elites";

    private static final long CHILD = 0x6d617000L;
    private static final int ATTEMPTS = 50;

    /**
     * @param descriptors at least one
     * @param startup random trials to start with, at least 1
     * @param iso deviation of real numbers in all directions, in units of ranges
     * @param line deviation of real numbers along the line to another elite, in units of its length
     * @param variation how other parameters are made
     */
    public record Options(
            List<Descriptor> descriptors, int startup, double iso, double line, VariationOptions variation) {

        public Options {
            descriptors = Descriptor.check(descriptors);
            Check.atLeast("startup_trials", startup, 1);
            Check.within("iso", iso, 0, 1);
            Check.within("line", line, 0, 10);
        }

        /**
         * Steps along lines are larger than the operator's paper has them, 0.5 instead of 0.2: with a few thousand trials
         * instead of a hundred thousand they fill the map faster and do not make worse elites.
         */
        public static Options of(List<Descriptor> descriptors) {
            return new Options(descriptors, 100, 0.01, 0.5, new VariationOptions(0.5, 0, 20, 10));
        }
    }

    private final SearchSpace space;
    private final Problem problem;
    private final Options options;
    private final Variation variation;
    private final Archive archive;
    private long told;

    private MapElites(SearchSpace space, Problem problem, Options options) {
        this.space = space;
        this.problem = problem;
        this.options = options;
        this.variation = new Variation(space, options.variation());
        this.archive = new Archive(options.descriptors(), problem);
    }

    public static OptimizerFactory<Configuration> over(SearchSpace space, Options options) {
        return new SingleObjectiveFactory(
                ID, space, Archive.INSTEAD, problem -> "", problem -> new MapElites(space, problem, options));
    }

    @Override
    public List<Proposal<Configuration>> ask(Ask<Configuration> request) {
        List<Proposal<Configuration>> proposals = new ArrayList<>();
        for (int i = 0; i < request.count(); i++) {
            RandomGenerator random = Seeds.stream(problem.seed(), CHILD, request.firstNumber() + i);
            proposals.add(
                    told < options.startup() || archive.size() == 0
                            ? Proposal.of(space.sample(random))
                            : child(random));
        }
        return proposals;
    }

    private Proposal<Configuration> child(RandomGenerator random) {
        Trial<Configuration> mother =
                archive.elite(random.nextInt(archive.size())).trial();
        Trial<Configuration> father =
                archive.elite(random.nextInt(archive.size())).trial();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Configuration child = child(mother.candidate(), father.candidate(), random);
            if (space.isFeasible(child) && !child.equals(mother.candidate())) {
                return Proposal.childOf(
                        child,
                        mother.number() == father.number()
                                ? List.of(mother.number())
                                : List.of(mother.number(), father.number()));
            }
        }
        return Proposal.of(space.sample(random));
    }

    private Configuration child(Configuration mother, Configuration father, RandomGenerator random) {
        double[] x = space.encode(mother);
        double[] y = space.encode(father);
        double[] cube = space.encode(variation.child(mother, father, random));
        double along = options.line() * random.nextGaussian();
        for (int i = 0; i < space.parameters().size(); i++) {
            Parameter parameter = space.parameters().get(i);
            boolean real = parameter instanceof FloatParameter && parameter.cardinality() == Long.MAX_VALUE;
            if (real && mother.isActive(parameter.name()) && father.isActive(parameter.name())) {
                int k = space.offset(i);
                double moved = x[k] + options.iso() * random.nextGaussian() + along * (y[k] - x[k]);
                cube[k] = Math.abs(Math.IEEEremainder(moved, 2));
            }
        }
        return space.decode(cube);
    }

    @Override
    public void tell(List<Trial<Configuration>> finished) {
        finished.forEach(archive::add);
        told += finished.size();
    }
}
