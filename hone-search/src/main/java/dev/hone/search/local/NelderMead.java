package dev.hone.search.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.core.Check;
import dev.hone.core.HoneException;
import dev.hone.core.Json;
import dev.hone.core.Seeds;
import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.optimize.Proposal;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import dev.hone.search.evolution.BoundTransform;
import dev.hone.search.population.NumberAxes;
import dev.hone.search.population.SingleObjectiveFactory;
import dev.hone.search.population.Standing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Nelder and Mead's simplex search (Computer Journal 1965) with adaptive factors (Gao and Han 2012): see {@link Simplex}.
 *
 * <ul>
 *   <li>Bounds bend the space ({@link BoundTransform}), so that the simplex does not collapse on them. Points that violate
 *       known constraints count as worst without a trial; failed and pruned trials are worst, and among infeasible ones the
 *       less violating is better.
 *   <li>A simplex that is a point, flat, or within one configuration is given up for a new one: in turn around the best point
 *       so far with half the initial size, which frees a simplex that collapsed, and around a random one.
 *   <li>Parallel trials are the points that the simplex may need next, and then random ones, the best of which is where the
 *       next random restart begins. A point given by a user that is better than the best vertex starts a new simplex.
 * </ul>
 *
 * <p>Everything follows from the trials told and their attributes: nothing needs to be saved. Not thread-safe.
 */
public final class NelderMead implements Optimizer<Configuration> {

    static final String ID = "nelder-mead";

    private static final long SCOUT = 0x6e6d0000L;
    private static final long RESTART = 0x6e6d0001L;
    private static final String SCOUT_POINT = "scout";
    private static final double FLAT = 1e-13;
    private static final Standing FORBIDDEN = new Standing(4, 0, new double[0]);

    /**
     * @param size of the first simplex, in units of ranges
     * @param tolerance size at which a simplex is a point
     * @param restart whether to start again then
     */
    public record Options(double size, double tolerance, boolean restart) {

        public Options {
            Check.that(size > 0 && size <= 0.5, "size", size, "a number above 0 and at most 0.5");
            Check.that(tolerance > 0 && tolerance < size, "tolerance", tolerance, "a number above 0 and below size");
        }

        public static Options defaults() {
            return new Options(0.2, 1e-8, true);
        }
    }

    private final Problem problem;
    private final NumberAxes axes;
    private final Options options;
    private final Map<String, Standing> results = new HashMap<>();
    private Simplex simplex;
    /** Counts changes of the simplex: results of earlier ones are late. */
    private long version;

    private int restarts;
    private double[] best;
    private Standing bestStanding;
    private double[] scout;
    private Standing scoutStanding;

    private NelderMead(NumberAxes axes, Problem problem, Options options) {
        this.axes = axes;
        this.problem = problem;
        this.options = options;
        double[] centre = new double[axes.size()];
        Arrays.fill(centre, 0.5);
        double[] start = axes.allows(centre) ? centre : axes.sample(Seeds.stream(problem.seed(), RESTART, 0));
        this.simplex = new Simplex(unbounded(start), options.size());
        proceed();
    }

    public static OptimizerFactory<Configuration> over(SearchSpace space) {
        return over(space, Options.defaults());
    }

    /** @throws HoneException if the space has unordered choices or permutations, or nothing to move along */
    public static OptimizerFactory<Configuration> over(SearchSpace space, Options options) {
        NumberAxes axes = NumberAxes.of(ID, space);
        return new SingleObjectiveFactory(ID, space, problem -> new NelderMead(axes, problem, options));
    }

    @Override
    public List<Proposal<Configuration>> ask(Ask<Configuration> request) {
        Set<String> out = new HashSet<>();
        for (Trial<Configuration> trial : request.pending()) {
            if (isOurs(trial) && isCurrent(trial)) {
                out.add(name(trial));
            }
        }
        List<Proposal<Configuration>> proposals = new ArrayList<>();
        for (Map.Entry<String, double[]> candidate : simplex.candidates().entrySet()) {
            double[] point = bounded(candidate.getValue());
            boolean open = !results.containsKey(candidate.getKey()) && !out.contains(candidate.getKey());
            if (open && proposals.size() < request.count() && axes.allows(point)) {
                proposals.add(proposal(point, candidate.getKey()));
            }
        }
        while (proposals.size() < request.count()) {
            RandomGenerator random = Seeds.stream(problem.seed(), SCOUT, request.firstNumber() + proposals.size());
            proposals.add(proposal(axes.sample(random), SCOUT_POINT));
        }
        return proposals;
    }

    private Proposal<Configuration> proposal(double[] point, String name) {
        String attribute = Json.write(Map.of("simplex", version, "point", name));
        return new Proposal<>(axes.decode(point), List.of(), Map.of(ID, attribute));
    }

    private static boolean isOurs(Trial<Configuration> trial) {
        return trial.origin() == Origin.OPTIMIZER && trial.attributes().containsKey(ID);
    }

    private boolean isCurrent(Trial<Configuration> trial) {
        return attribute(trial).path("simplex").asLong(-1) == version;
    }

    private static String name(Trial<Configuration> trial) {
        return attribute(trial).path("point").asText();
    }

    private static JsonNode attribute(Trial<Configuration> trial) {
        return Json.parse(trial.attributes().get(ID));
    }

    @Override
    public void tell(List<Trial<Configuration>> finished) {
        for (Trial<Configuration> trial : finished) {
            learn(trial);
        }
    }

    private void learn(Trial<Configuration> trial) {
        Standing standing = Standing.of(trial, problem);
        double[] point = axes.point(trial.candidate());
        if (standing.isComplete() && (best == null || Standing.ORDER.compare(standing, bestStanding) < 0)) {
            best = point;
            bestStanding = standing;
        }
        if (!isOurs(trial)) {
            Standing vertex = simplex.bestStanding();
            if (standing.isComplete() && (vertex == null || Standing.ORDER.compare(standing, vertex) < 0)) {
                begin(point, options.size() / 2);
            }
        } else if (name(trial).equals(SCOUT_POINT)) {
            if (standing.isComplete() && (scout == null || Standing.ORDER.compare(standing, scoutStanding) < 0)) {
                scout = point;
                scoutStanding = standing;
            }
        } else if (isCurrent(trial)) {
            results.putIfAbsent(name(trial), standing);
            proceed();
        }
    }

    /** Gives the simplex what it needs as long as that is known. */
    private void proceed() {
        while (true) {
            String needed = simplex.needed();
            boolean allowed = axes.allows(bounded(simplex.candidates().get(needed)));
            Standing standing = results.getOrDefault(needed, allowed ? null : FORBIDDEN);
            if (standing == null) {
                return;
            }
            if (simplex.give(standing)) {
                version++;
                results.clear();
                if (options.restart() && isOver()) {
                    restart();
                    return;
                }
            }
        }
    }

    private boolean isOver() {
        if (!simplex.isComplete()) {
            return false;
        }
        if (!simplex.bestStanding().isComplete()) {
            return true;
        }
        double scale = simplex.bestStanding().isFeasible()
                ? Math.max(1e-300, Math.abs(simplex.bestStanding().losses()[0]))
                : 1;
        return simplex.size() < options.tolerance()
                || simplex.spread() <= FLAT * scale
                || Arrays.stream(simplex.points())
                                .map(x -> axes.decode(bounded(x)))
                                .distinct()
                                .count()
                        == 1;
    }

    private void restart() {
        restarts++;
        if (restarts % 2 == 1 && best != null) {
            begin(best, options.size() / 2);
        } else {
            double[] start = scout == null ? axes.sample(Seeds.stream(problem.seed(), RESTART, restarts)) : scout;
            scout = null;
            begin(start, options.size());
        }
    }

    private void begin(double[] start, double size) {
        simplex = new Simplex(unbounded(start), size);
        version++;
        results.clear();
        proceed();
    }

    private static double[] bounded(double[] x) {
        return Arrays.stream(x).map(BoundTransform::apply).toArray();
    }

    private static double[] unbounded(double[] x) {
        return Arrays.stream(x).map(BoundTransform::invert).toArray();
    }
}
