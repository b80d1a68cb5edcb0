package dev.hone.search.bandit;

import dev.hone.core.Check;
import dev.hone.core.HoneException;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.ConfigurationCodec;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.CandidateCodec;
import dev.hone.core.trial.Trial;
import dev.hone.search.exhaustive.Lattice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A {@link Bandit} over the configurations of a finite space or of a grid over it: every trial plays one, the same ones come
 * again and again. For evaluations that differ from trial to trial: by noise, or because each trial is another instance of a
 * sequence. A contextual learner is told a number of the trial's instance.
 *
 * <p>Values are costs, with their sign turned where the objective is maximised. A failed or pruned trial costs the most:
 * {@code maxCost} if given, else what the dearest trial so far cost. Outcome constraints are ignored.
 *
 * <p>Immutable and thread-safe.
 */
public final class BanditSampler implements OptimizerFactory<Configuration> {

    /** More arms than that are no choice that costs alone can decide. */
    private static final int MAX_ARMS = 100_000;

    /**
     * @param points of a numeric axis with more values
     * @param minCost least possible cost; empty: the least so far
     * @param maxCost what a trial costs at most, failed ones included; empty: no limit
     * @param context name of the number of an instance that a contextual learner is told; ignored by others
     */
    public record Options(int points, OptionalDouble minCost, OptionalDouble maxCost, String context) {

        public Options {
            Check.atLeast("points", points, 2);
            minCost.ifPresent(c -> Check.finite("min_cost", c));
            maxCost.ifPresent(c -> Check.finite("max_cost", c));
            if (minCost.isPresent() && maxCost.isPresent()) {
                Check.that(
                        minCost.getAsDouble() < maxCost.getAsDouble(),
                        "max_cost",
                        maxCost.getAsDouble(),
                        "more than min_cost, which is " + minCost.getAsDouble());
            }
            Check.notBlank("context", context);
        }

        public static Options defaults() {
            return new Options(20, OptionalDouble.empty(), OptionalDouble.empty(), "context");
        }
    }

    private final SearchSpace space;
    private final Learner learner;
    private final Options options;
    private final List<Configuration> arms;

    private BanditSampler(SearchSpace space, Learner learner, Options options, List<Configuration> arms) {
        this.space = space;
        this.learner = learner;
        this.options = options;
        this.arms = arms;
    }

    /** @throws HoneException if the grid has fewer than 2 feasible points or too many */
    public static BanditSampler over(SearchSpace space, Learner learner, Options options) {
        Lattice lattice = Lattice.of(space, OptionalInt.of(options.points()));
        Check.that(
                lattice.size() <= MAX_ARMS,
                "parameters",
                "a grid of " + lattice.size() + " points",
                "at most " + MAX_ARMS + ": fewer parameters or points");
        List<Configuration> arms = new ArrayList<>();
        for (long i = 0; i < lattice.size(); i++) {
            Configuration arm = lattice.at(i);
            if (space.isFeasible(arm)) {
                arms.add(arm);
            }
        }
        Check.that(
                arms.size() >= 2,
                "parameters",
                "a choice among " + arms.size() + " point(s)",
                "at least 2 to choose among");
        return new BanditSampler(space, learner, options, List.copyOf(arms));
    }

    /** The configurations that are played, in the order of the learner's arms. */
    public List<Configuration> arms() {
        return arms;
    }

    @Override
    public String id() {
        return learner.id();
    }

    @Override
    public CandidateCodec<Configuration> codec() {
        return new ConfigurationCodec(space);
    }

    @Override
    public Optimizer<Configuration> create(Problem problem) {
        return optimizer(problem);
    }

    private BanditOptimizer optimizer(Problem problem) {
        problem.checkOneObjective(id(), "use tpe");
        return new BanditOptimizer(
                arms,
                learner.create(arms.size(), options.minCost()),
                problem,
                options,
                learner.contextual() ? Optional.of(options.context()) : Optional.empty());
    }

    /** [arms] probabilities of the next play after {@code trials}, those that finished; see {@link Bandit#probabilities}. */
    public double[] probabilities(Problem problem, List<Trial<Configuration>> trials, double context) {
        BanditOptimizer optimizer = optimizer(problem);
        optimizer.tell(trials.stream()
                .filter(t -> t.state().isFinished())
                .sorted(Comparator.comparingLong(Trial::finishOrder))
                .toList());
        return optimizer.bandit().probabilities(context);
    }

    @Override
    public String explain(Problem problem) {
        return arms.size() + " arms"
                + (learner.contextual() ? ", given '" + options.context() + "' of each instance" : "");
    }
}
