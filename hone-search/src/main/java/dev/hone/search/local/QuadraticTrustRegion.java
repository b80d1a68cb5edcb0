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
import dev.hone.search.numeric.Quadratic;
import dev.hone.search.population.NumberAxes;
import dev.hone.search.population.SingleObjectiveFactory;
import dev.hone.search.population.Standing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A trust region on quadratic models in the manner of Powell's BOBYQA (2009), in the unit cube of a space: 2n + 1 points around
 * the start, then steps to the minimum of a {@link QuadraticModel} of nearby points over a box of radius D around the best.
 *
 * <pre>
 * r = (f(x) - f(x + s)) / (q(0) - q(s)):   r &ge; 0.7 and s at the edge: D doubles;   r &lt; 0.1 and good points: D halves
 * </pre>
 *
 * <ul>
 *   <li>Points span the space well if the smallest singular value of their displacements is at least 0.1 D. If not, a trial is
 *       made along the direction that they span least before a poor step may shrink the region.
 *   <li>Failed, pruned and infeasible trials are steps that did not succeed; the model is of violations until one is feasible.
 *   <li>When D is below the tolerance, the search starts again around a random point.
 *   <li>Parallel trials are the rest of the first points, and then random ones within the region.
 *   <li>A point given by a user joins the model, and is the start if nothing better is known.
 * </ul>
 *
 * <p>Everything follows from the trials told and their attributes: nothing needs to be saved. Not thread-safe.
 */
public final class QuadraticTrustRegion implements Optimizer<Configuration> {

    static final String ID = "bobyqa";

    private static final long START = 0x626f6200L;
    private static final long EXPLORE = 0x626f6201L;
    private static final double GREATEST_RADIUS = 0.5;
    private static final double SHORT_STEP = 0.05;
    private static final double GOOD = 0.7;
    private static final double POOR = 0.1;
    private static final int ATTEMPTS = 100;

    /** A proposal solves a system of three times as many equations. */
    private static final int MOST_AXES = 200;

    /**
     * @param radius D at the start, in units of ranges
     * @param tolerance D at which a search is over
     */
    public record Options(double radius, double tolerance) {

        public Options {
            Check.that(radius > 0 && radius <= 0.25, "radius", radius, "a number above 0 and at most 0.25");
            Check.that(
                    tolerance > 0 && tolerance < radius, "tolerance", tolerance, "a number above 0 and below radius");
        }

        public static Options defaults() {
            return new Options(0.1, 1e-8);
        }
    }

    /** What a trial is for. */
    private enum Kind {
        DESIGN,
        STEP,
        GEOMETRY,
        RESTART
    }

    private final Problem problem;
    private final NumberAxes axes;
    private final Options options;
    private final Set<Configuration> tried = new HashSet<>();
    private InterpolationSet known;
    private List<double[]> design;
    private boolean[] designed;
    private double radius;
    /** Whether a step failed that the points did not support well. */
    private boolean distrusted;

    private int run;

    private QuadraticTrustRegion(NumberAxes axes, Problem problem, Options options) {
        this.axes = axes;
        this.problem = problem;
        this.options = options;
        double[] centre = new double[axes.size()];
        Arrays.fill(centre, 0.5);
        begin(axes.allows(centre) ? centre : axes.sample(Seeds.stream(problem.seed(), START, 0)));
    }

    public static OptimizerFactory<Configuration> over(SearchSpace space) {
        return over(space, Options.defaults());
    }

    /**
     * @throws HoneException if the space has unordered choices or permutations, nothing to move along, or more than
     *     {@value #MOST_AXES} numbers
     */
    public static OptimizerFactory<Configuration> over(SearchSpace space, Options options) {
        NumberAxes axes = NumberAxes.of(ID, space);
        if (axes.size() > MOST_AXES) {
            throw new HoneException(ID + " models up to " + MOST_AXES + " numbers, and this space has " + axes.size()
                    + "; use cmaes or de");
        }
        return new SingleObjectiveFactory(ID, space, problem -> new QuadraticTrustRegion(axes, problem, options));
    }

    private void begin(double[] start) {
        known = new InterpolationSet(axes.size());
        radius = options.radius();
        distrusted = false;
        design = design(start, radius);
        designed = new boolean[design.size()];
        for (int i = 0; i < designed.length; i++) {
            designed[i] = !axes.allows(design.get(i));
        }
    }

    /** The start and two points along each axis: one on either side, or both on the side where there is room. */
    static List<double[]> design(double[] start, double radius) {
        List<double[]> points = new ArrayList<>(List.of(start.clone()));
        for (int k = 0; k < start.length; k++) {
            double[] above = start.clone();
            double[] below = start.clone();
            above[k] += start[k] + radius > 1 ? -2 * radius : radius;
            below[k] += start[k] - radius < 0 ? 2 * radius : -radius;
            points.add(above);
            points.add(below);
        }
        return points;
    }

    @Override
    public List<Proposal<Configuration>> ask(Ask<Configuration> request) {
        Set<Integer> out = new HashSet<>();
        Set<Configuration> taken = new HashSet<>();
        for (Trial<Configuration> trial : request.pending()) {
            taken.add(trial.candidate());
            if (isCurrent(trial) && kind(trial) == Kind.DESIGN) {
                out.add(attribute(trial).path("index").asInt());
            }
        }
        List<Proposal<Configuration>> proposals = new ArrayList<>();
        for (int i = 0; i < designed.length && proposals.size() < request.count(); i++) {
            if (!designed[i] && !out.contains(i)) {
                proposals.add(proposal(design.get(i), Kind.DESIGN, Map.of("index", i)));
            }
        }
        while (proposals.size() < request.count()) {
            RandomGenerator random = Seeds.stream(problem.seed(), EXPLORE, request.firstNumber() + proposals.size());
            Proposal<Configuration> next = isDesigned() ? step(random) : explore(random);
            proposals.add(taken.add(next.candidate()) ? next : explore(random));
            taken.add(proposals.get(proposals.size() - 1).candidate());
        }
        return proposals;
    }

    private boolean isDesigned() {
        for (boolean done : designed) {
            if (!done) {
                return false;
            }
        }
        return true;
    }

    /** The step to the minimum of the model, a point that the model needs, or the start of another search. */
    private Proposal<Configuration> step(RandomGenerator random) {
        if (known.isEmpty()) {
            return proposal(axes.sample(random), Kind.RESTART, Map.of());
        }
        double[] centre = known.centre();
        for (double size = radius; size >= options.tolerance(); size /= 2) {
            InterpolationSet.Neighbourhood near = known.around(size);
            double[] weakest = known.weakestDirection(near.z());
            if (near.z().length <= axes.size()) {
                // Too few points for a model; there is a direction that they do not span.
                return weakest == null ? explore(random) : geometry(centre, size, weakest, Optional.empty(), random);
            }
            Optional<Quadratic> model = QuadraticModel.fit(near.z(), near.values());
            if (model.isPresent() && !(distrusted && weakest != null)) {
                double[] s = model.get().minimum(edge(centre, size, 0), edge(centre, size, 1));
                double[] x = at(centre, size, s);
                double gain =
                        model.get().value(new double[s.length]) - model.get().value(s);
                boolean fresh = axes.allows(x) && !tried.contains(axes.decode(x));
                if (fresh && gain > 0 && InterpolationSet.length(s) >= SHORT_STEP) {
                    return proposal(
                            x,
                            Kind.STEP,
                            Map.of(
                                    "radius",
                                    size,
                                    "length",
                                    InterpolationSet.length(s),
                                    "gain",
                                    gain,
                                    "from",
                                    known.value(known.centreStanding()),
                                    "feasible",
                                    known.centreStanding().isFeasible(),
                                    "poised",
                                    weakest == null));
                }
            }
            if (weakest != null) {
                return geometry(centre, size, weakest, model, random);
            }
        }
        return proposal(axes.sample(random), Kind.RESTART, Map.of());
    }

    /** Bounds of a step from {@code centre}, in radii: of the region, and of the cube at {@code side} 0 or 1. */
    private static double[] edge(double[] centre, double size, int side) {
        double[] edge = new double[centre.length];
        for (int k = 0; k < edge.length; k++) {
            double room = (side - centre[k]) / size;
            edge[k] = side == 0 ? Math.max(-1, room) : Math.min(1, room);
        }
        return edge;
    }

    private static double[] at(double[] centre, double size, double[] s) {
        double[] x = new double[s.length];
        for (int k = 0; k < x.length; k++) {
            x[k] = Math.min(1, Math.max(0, centre[k] + size * s[k]));
        }
        return x;
    }

    /** A radius along {@code direction}: the way that stays inside the cube for longer, or else downhill. */
    private Proposal<Configuration> geometry(
            double[] centre, double size, double[] direction, Optional<Quadratic> model, RandomGenerator random) {
        double[] opposite = Arrays.stream(direction).map(v -> -v).toArray();
        double[] forward = at(centre, size, direction);
        double[] backward = at(centre, size, opposite);
        double difference = reach(forward, centre) - reach(backward, centre);
        boolean downhill =
                model.map(m -> m.value(direction) <= m.value(opposite)).orElse(true);
        boolean turned = Math.abs(difference) > 0.1 * size ? difference < 0 : !downhill;
        for (double[] x : turned ? List.of(backward, forward) : List.of(forward, backward)) {
            if (axes.allows(x) && !tried.contains(axes.decode(x))) {
                return proposal(x, Kind.GEOMETRY, Map.of());
            }
        }
        return explore(random);
    }

    private static double reach(double[] x, double[] centre) {
        double reach = 0;
        for (int k = 0; k < x.length; k++) {
            reach = Math.max(reach, Math.abs(x[k] - centre[k]));
        }
        return reach;
    }

    /** A random point within the region, that has not been tried if there is one. */
    private Proposal<Configuration> explore(RandomGenerator random) {
        double[] centre = known.isEmpty() ? design.get(0) : known.centre();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            double[] s = new double[centre.length];
            for (int k = 0; k < s.length; k++) {
                s[k] = 2 * random.nextDouble() - 1;
            }
            double[] x = at(centre, radius, s);
            if (axes.allows(x) && !tried.contains(axes.decode(x))) {
                return proposal(x, Kind.GEOMETRY, Map.of());
            }
        }
        return proposal(axes.sample(random), Kind.RESTART, Map.of());
    }

    private Proposal<Configuration> proposal(double[] x, Kind kind, Map<String, Object> more) {
        Map<String, Object> attribute = new LinkedHashMap<>();
        attribute.put("search", run);
        attribute.put("kind", kind.name());
        attribute.putAll(new TreeMap<>(more));
        return new Proposal<>(axes.decode(x), List.of(), Map.of(ID, Json.write(attribute)));
    }

    private boolean isCurrent(Trial<Configuration> trial) {
        return trial.origin() == Origin.OPTIMIZER
                && trial.attributes().containsKey(ID)
                && attribute(trial).path("search").asInt(-1) == run;
    }

    private static JsonNode attribute(Trial<Configuration> trial) {
        return Json.parse(trial.attributes().get(ID));
    }

    private static Kind kind(Trial<Configuration> trial) {
        return Kind.valueOf(attribute(trial).path("kind").asText());
    }

    @Override
    public void tell(List<Trial<Configuration>> finished) {
        for (Trial<Configuration> trial : finished) {
            learn(trial);
        }
    }

    private void learn(Trial<Configuration> trial) {
        tried.add(trial.candidate());
        Standing standing = Standing.of(trial, problem);
        double[] x = axes.point(trial.candidate());
        boolean current = isCurrent(trial);
        boolean foreign = trial.origin() != Origin.OPTIMIZER;
        if (foreign && standing.isComplete() && isUntouched() && isBest(standing)) {
            restart(x, standing);
        } else if (current && kind(trial) == Kind.RESTART && standing.isComplete()) {
            restart(x, standing);
        } else if (current || foreign) {
            if (current && kind(trial) == Kind.DESIGN) {
                designed[attribute(trial).path("index").asInt()] = true;
            } else if (current && kind(trial) == Kind.STEP) {
                judge(attribute(trial), standing);
            } else if (current) {
                distrusted = false;
            }
            known.add(x, standing);
        }
    }

    /** Whether this search has no results of its own yet, but for a point that it may have begun with. */
    private boolean isUntouched() {
        for (int i = 1; i < designed.length; i++) {
            if (designed[i] && axes.allows(design.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean isBest(Standing standing) {
        return known.isEmpty() || Standing.ORDER.compare(standing, known.centreStanding()) < 0;
    }

    private void restart(double[] x, Standing standing) {
        run++;
        begin(x);
        designed[0] = true;
        known.add(x, standing);
    }

    /** The region after a step: {@code known} does not have its end yet. */
    private void judge(JsonNode step, Standing standing) {
        radius = step.path("radius").asDouble();
        boolean comparable =
                known.centreStanding().isFeasible() == step.path("feasible").asBoolean();
        double value = standing.isComplete() && comparable ? known.value(standing) : Double.NaN;
        double ratio =
                (step.path("from").asDouble() - value) / step.path("gain").asDouble();
        if (ratio >= GOOD && step.path("length").asDouble() > 0.9) {
            radius = Math.min(GREATEST_RADIUS, 2 * radius);
        } else if (!(ratio >= POOR) && !isFirstFeasible(standing)) {
            distrusted = !step.path("poised").asBoolean();
            radius /= distrusted ? 1 : 2;
        }
    }

    /** Whether violations end here: the ratio of losses to violations would say nothing. */
    private boolean isFirstFeasible(Standing standing) {
        return standing.isFeasible() && !known.centreStanding().isFeasible();
    }
}
