package dev.hone.search.annealing;

import dev.hone.core.Check;
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
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Simulated annealing (Kirkpatrick, Gelatt and Vecchi, Science 1983) over any space: a walk over {@link Neighbour}s that
 * always accepts what is better, and what is worse with the Metropolis probability
 * <pre> exp(-(E' - E) / T),   T = T_0 r^(t / horizon) </pre>
 *
 * <ul>
 *   <li>The walk starts from the best of some random trials, whose standard deviation is T_0 unless it is given. T falls to
 *       r T_0 by the planned end of the study, and stays there.
 *   <li>The step of numbers adapts so that 44% of the moves are accepted (the optimum for one-dimensional random walks;
 *       Roberts, Gelman and Gilks 1997).
 *   <li>Parallel trials are all neighbours of the present point, judged in the order in which they finish.
 *   <li>Infeasible points are accepted if they violate less, feasible ones always by infeasible ones; pruned and failed
 *       trials never. Trials given by users are judged as moves.
 * </ul>
 *
 * <p>Everything follows from the trials told: nothing needs to be saved. Not thread-safe.
 */
public final class SimulatedAnnealing implements Optimizer<Configuration> {

    static final String ID = "annealing";

    private static final long MOVE = 0x73610000L;
    private static final long ACCEPT = 0x73610001L;
    private static final int ATTEMPTS = 200;
    private static final double TARGET = 0.44;
    private static final double GAIN = 0.1;
    private static final double LEAST_STEP = 1e-9;
    private static final double GREATEST_STEP = 0.5;

    /**
     * @param startup random trials to start with, at least 1
     * @param temperature T_0 in units of the objective; 0 for the standard deviation of the startup trials
     * @param cooling r, T at the end over T_0
     * @param horizon trials after which T is r T_0; 0 for the planned number, or {@value #UNPLANNED} without a plan
     * @param step initial standard deviation of number steps, in units of ranges
     */
    public record Options(int startup, double temperature, double cooling, int horizon, double step) {

        static final int UNPLANNED = 1000;

        public Options {
            Check.atLeast("startup_trials", startup, 1);
            Check.within("temperature", temperature, 0, 1e300);
            Check.that(cooling > 0 && cooling <= 1, "cooling", cooling, "a number above 0 and at most 1");
            Check.that(horizon >= 0, "horizon", horizon, "a whole number of at least 0");
            Check.that(step > 0 && step <= GREATEST_STEP, "step", step, "a number above 0 and at most 0.5");
        }

        public static Options defaults() {
            return new Options(10, 0, 1e-4, 0, 0.2);
        }
    }

    private final SearchSpace space;
    private final Problem problem;
    private final Options options;
    private final Neighbour neighbour;
    private final List<Double> startup = new ArrayList<>();
    private Trial<Configuration> present;
    private Standing standing;
    private double initialTemperature;
    private double step;
    private long done;

    private SimulatedAnnealing(SearchSpace space, Problem problem, Options options) {
        this.space = space;
        this.problem = problem;
        this.options = options;
        this.neighbour = new Neighbour(space);
        this.step = options.step();
    }

    public static OptimizerFactory<Configuration> over(SearchSpace space) {
        return over(space, Options.defaults());
    }

    public static OptimizerFactory<Configuration> over(SearchSpace space, Options options) {
        return new SingleObjectiveFactory(ID, space, problem -> new SimulatedAnnealing(space, problem, options));
    }

    @Override
    public List<Proposal<Configuration>> ask(Ask<Configuration> request) {
        List<Proposal<Configuration>> proposals = new ArrayList<>();
        for (int i = 0; i < request.count(); i++) {
            RandomGenerator random = Seeds.stream(problem.seed(), MOVE, request.firstNumber() + i);
            proposals.add(isStarting() ? Proposal.of(space.sample(random)) : move(random));
        }
        return proposals;
    }

    private boolean isStarting() {
        return startup.size() < options.startup() || present == null;
    }

    private Proposal<Configuration> move(RandomGenerator random) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Configuration next = neighbour.of(present.candidate(), step, random);
            if (space.isFeasible(next)) {
                return Proposal.childOf(next, List.of(present.number()));
            }
        }
        return Proposal.of(space.sample(random));
    }

    @Override
    public void tell(List<Trial<Configuration>> finished) {
        for (Trial<Configuration> trial : finished) {
            Standing news = Standing.of(trial, problem);
            boolean starting = isStarting();
            if (starting) {
                start(trial, news);
            } else {
                double u = Seeds.stream(problem.seed(), ACCEPT, trial.number()).nextDouble();
                boolean accepted = accepts(standing, news, temperature(), u);
                // Steps that a user chose, and jumps, say nothing about the step size.
                if (trial.origin() == Origin.OPTIMIZER) {
                    step *= Math.exp(GAIN * ((accepted ? 1 : 0) - TARGET));
                    step = Math.min(GREATEST_STEP, Math.max(LEAST_STEP, step));
                }
                if (accepted) {
                    present = trial;
                    standing = news;
                }
            }
            done += trial.origin() == Origin.OPTIMIZER ? 1 : 0;
        }
    }

    private void start(Trial<Configuration> trial, Standing news) {
        if (news.isComplete() && (standing == null || Standing.ORDER.compare(news, standing) < 0)) {
            present = trial;
            standing = news;
        }
        // Infeasible trials are complete, but their losses say nothing about the feasible ones' differences.
        startup.add(news.isFeasible() ? news.losses()[0] : Double.NaN);
        initialTemperature = options.temperature() > 0 ? options.temperature() : deviation(startup);
    }

    /** Standard deviation of those that are numbers; 0 for fewer than two. */
    static double deviation(List<Double> losses) {
        double[] known = losses.stream()
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite)
                .toArray();
        double mean = 0;
        for (double loss : known) {
            mean += loss / known.length;
        }
        double squares = 0;
        for (double loss : known) {
            squares += (loss - mean) * (loss - mean);
        }
        return known.length < 2 ? 0 : Math.sqrt(squares / (known.length - 1));
    }

    private double temperature() {
        double horizon =
                options.horizon() > 0 ? options.horizon() : problem.trials().orElse(Options.UNPLANNED);
        return initialTemperature * Math.pow(options.cooling(), Math.min(1, done / horizon));
    }

    /** Whether a walk at {@code present} goes on from {@code news}, given a quantile {@code u} in [0, 1). */
    static boolean accepts(Standing present, Standing news, double temperature, double u) {
        if (!news.isComplete()) {
            return false;
        }
        if (Standing.ORDER.compare(news, present) <= 0) {
            return true;
        }
        return present.isFeasible()
                && news.isFeasible()
                && u < Math.exp(-(news.losses()[0] - present.losses()[0]) / temperature);
    }
}
