package dev.hone.search.evolution;

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
import dev.hone.search.population.SingleObjectiveFactory;
import dev.hone.search.population.Standing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Proposes what {@link CmaEs} draws, in the unit cube of a space, for one objective.
 *
 * <ul>
 *   <li>A generation closes when lambda trials of it have been told; any number may be asked for meanwhile. A trial of an
 *       older generation, or one given by a user, is injected into the current one.
 *   <li>Bounds bend the search space: {@link BoundTransform}. A draw far beyond them, where mirror images begin that teach
 *       nothing about where they lie, is repeated. A draw that violates known constraints is repeated and
 *       replaced by a uniform feasible one in the end. Outcome constraints, pruned and failed trials: see {@link Standing}. A generation
 *       in which nothing completed teaches nothing.
 *   <li>Ints, steps and ordered choices carry a margin, log scales are coordinates of the cube, permutations are random
 *       keys, unordered choices follow {@link ChoiceDistribution}, and coordinates of inactive parameters drift unselected.
 *   <li>Random keys converge like any number, so an order can settle on a local optimum; nsga2 has operators for orders.
 *   <li>Trials that are there before the first proposal set the start (Nomura et al., Warm Starting CMA-ES, AAAI 2021):
 *       with 10 or more, mean and covariance of their best tenth widened by 0.1 in every direction; with fewer, the best
 *       one is the mean.
 * </ul>
 *
 * <p>Every draw depends on the study's seed, the trial's number and the distribution alone, and the distribution on the
 * trials told; so the saved state is no more than how many trials the start was made from. Not thread-safe.
 */
public final class CmaEsSampler implements Optimizer<Configuration> {

    /**
     * Options with the tutorial's defaults, but for the step size.
     *
     * @param populationSize lambda; 0 for 4 + floor(3 ln n)
     * @param sigma initial step size in units of the parameters' ranges. 0.15 rather than 0.2 or 0.3, with which the first
     *     hundred trials go into shrinking it; what that costs is a little where the minimum lies at the bounds
     * @param active whether the worse half of a generation shrinks the covariance
     * @param restart whether to start again after convergence
     * @param bipop whether restarts take turns between large and small populations; otherwise each is twice as large
     */
    public record Options(int populationSize, double sigma, boolean active, boolean restart, boolean bipop) {
        public Options {
            Check.that(
                    populationSize == 0 || populationSize >= 2,
                    "population_size",
                    populationSize,
                    "at least 2, or none");
            Check.positive("sigma", sigma);
        }

        public static Options defaults() {
            return new Options(0, 0.15, true, true, true);
        }

        Restarts restarts() {
            return !restart ? Restarts.NONE : bipop ? Restarts.BIPOP : Restarts.IPOP;
        }
    }

    private static final String ATTRIBUTE = "cmaes";
    private static final long DRAW = 0x64726177L;
    private static final int CONSTRAINT_DRAWS = 1_000;
    private static final int NEAR_DRAWS = 100;
    private static final int WARM_START = 10;

    private final SearchSpace space;
    private final Problem problem;
    private final Options options;
    private final CmaEsAxes axes;
    private final List<Trial<Configuration>> early = new ArrayList<>();
    private final List<Member> members = new ArrayList<>();
    private CmaEs cma;
    private ChoiceDistribution choices;
    private Convergence convergence;
    private Restarts.Run run;
    /** Counts generations over all runs, those that taught nothing included. */
    private long generation;

    private long evaluations;

    private record Draw(double[] point, int[] choices, Configuration configuration) {}

    private record Member(double[] point, int[] choices, Standing standing) {}

    private CmaEsSampler(SearchSpace space, Problem problem, Options options) {
        this.space = space;
        this.problem = problem;
        this.options = options;
        this.axes = new CmaEsAxes(space);
    }

    public static OptimizerFactory<Configuration> over(SearchSpace space) {
        return over(space, Options.defaults());
    }

    /** @throws HoneException if the space has nothing but unordered choices */
    public static OptimizerFactory<Configuration> over(SearchSpace space, Options options) {
        if (new CmaEsAxes(space).size() == 0) {
            throw new HoneException(
                    "cmaes moves along numbers, and this space has unordered choices or constants only; use tpe or nsga2");
        }
        return new SingleObjectiveFactory("cmaes", space, problem -> new CmaEsSampler(space, problem, options));
    }

    @Override
    public List<Proposal<Configuration>> ask(Ask<Configuration> request) {
        if (cma == null) {
            start();
        }
        List<Proposal<Configuration>> proposals = new ArrayList<>();
        for (int i = 0; i < request.count(); i++) {
            long number = request.firstNumber() + i;
            String attribute = Json.write(Map.of("generation", generation, "draw", number));
            proposals.add(new Proposal<>(draw(number).configuration(), List.of(), Map.of(ATTRIBUTE, attribute)));
        }
        return proposals;
    }

    @Override
    public void tell(List<Trial<Configuration>> finished) {
        for (Trial<Configuration> trial : finished) {
            if (cma == null) {
                early.add(trial);
            } else {
                learn(trial);
            }
        }
    }

    @Override
    public String state() {
        return cma == null ? "" : Json.write(Map.of("started_from", early.size()));
    }

    @Override
    public void restore(String state, List<Trial<Configuration>> told) {
        if (state.isEmpty()) {
            tell(told);
            return;
        }
        int before =
                Math.min(told.size(), Json.parse(state).path("started_from").asInt());
        tell(told.subList(0, before));
        start();
        tell(told.subList(before, told.size()));
    }

    private void start() {
        int lambda = baseline();
        run = Restarts.first(lambda, options.sigma());
        List<double[]> best = early.stream()
                .filter(Trial::isFeasible)
                .map(t -> new Member(axes.point(space.encode(t.candidate())), new int[0], Standing.of(t, problem)))
                .sorted((a, b) -> Standing.ORDER.compare(a.standing(), b.standing()))
                .map(Member::point)
                .toList();
        if (best.size() >= WARM_START) {
            cma = WarmStart.of(best.subList(0, best.size() / WARM_START), lambda, options.active(), axes);
        } else {
            double[] mean = new double[axes.size()];
            Arrays.fill(mean, 0.5);
            begin(best.isEmpty() ? mean : best.get(0));
        }
        choices = new ChoiceDistribution(axes.choiceCounts());
        convergence = new Convergence(axes.size(), lambda);
    }

    private int baseline() {
        return options.populationSize() > 0 ? options.populationSize() : CmaEs.defaultPopulation(axes.size());
    }

    private void begin(double[] mean) {
        cma = new CmaEs(mean, run.sigma(), run.populationSize(), options.active(), axes.kinds());
    }

    private Draw draw(long number) {
        RandomGenerator random = Seeds.stream(problem.seed(), DRAW, number);
        for (int attempt = 0; attempt < CONSTRAINT_DRAWS; attempt++) {
            double[] point = sample(random);
            int[] chosen =
                    choices.choose(random.doubles(axes.choiceCounts().length).toArray());
            Configuration configuration = space.decode(axes.cube(point, chosen));
            if (space.isFeasible(configuration)) {
                return new Draw(point, chosen, configuration);
            }
        }
        Configuration configuration = space.sample(random);
        double[] cube = space.encode(configuration);
        return new Draw(cma.injected(axes.point(cube)), axes.choices(cube), configuration);
    }

    /** A draw that is no far image, unless none of some is. */
    private double[] sample(RandomGenerator random) {
        double[] point = cma.sample(random);
        for (int attempt = 1; attempt < NEAR_DRAWS && !axes.isNear(point); attempt++) {
            point = cma.sample(random);
        }
        return point;
    }

    private void learn(Trial<Configuration> trial) {
        Standing standing = Standing.of(trial, problem);
        JsonNode mark = trial.origin() == Origin.OPTIMIZER && trial.attributes().containsKey(ATTRIBUTE)
                ? Json.parse(trial.attributes().get(ATTRIBUTE))
                : Json.MAPPER.missingNode();
        if (mark.path("generation").asLong(-1) == generation) {
            Draw draw = draw(mark.path("draw").asLong());
            members.add(new Member(draw.point(), draw.choices(), standing));
        } else if (standing.isComplete()) {
            double[] cube = space.encode(trial.candidate());
            members.add(new Member(cma.injected(axes.point(cube)), axes.choices(cube), standing));
        }
        if (members.size() == cma.populationSize()) {
            close();
        }
    }

    private void close() {
        generation++;
        evaluations += members.size();
        members.sort((a, b) -> Standing.ORDER.compare(a.standing(), b.standing()));
        boolean taught = members.get(0).standing().isComplete();
        if (taught) {
            cma.update(members.stream().map(Member::point).toArray(double[][]::new));
            choices.update(members.stream().map(Member::choices).toArray(int[][]::new), cma.parentWeights());
            double[] losses = members.stream()
                    .mapToDouble(m -> m.standing().isFeasible() ? m.standing().losses()[0] : Double.POSITIVE_INFINITY)
                    .toArray();
            if (convergence.isReached(cma, losses, axes)) {
                restart();
            }
        }
        members.clear();
    }

    private void restart() {
        if (options.restarts() == Restarts.NONE) {
            return;
        }
        run = options.restarts().next(run, evaluations, baseline(), options.sigma(), problem.seed());
        evaluations = 0;
        begin(Restarts.mean(axes.size(), run, problem.seed()));
        choices = new ChoiceDistribution(axes.choiceCounts());
        convergence = new Convergence(axes.size(), run.populationSize());
    }
}
