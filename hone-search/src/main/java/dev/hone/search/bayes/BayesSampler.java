package dev.hone.search.bayes;

import dev.hone.core.Check;
import dev.hone.core.HoneException;
import dev.hone.core.analyse.SurrogateAnalysis.Surrogate;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.ConfigurationCodec;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.CandidateCodec;
import dev.hone.core.trial.Trial;
import dev.hone.search.kernel.Smoothness;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Bayesian optimization with a choice of acquisitions (row 13; Frazier, "A tutorial on Bayesian optimization", arXiv
 * 1807.02811), for evaluations that take minutes or hours: noise, constraints, pending trials, environments and tasks.
 *
 * <p>After some space-filling trials the standardised outcome gets a Gaussian process whose hyperparameters are the posterior
 * mode, the point of greatest likelihood, or integrated out by slice sampling; each proposal maximises the acquisition. Where
 * proposals must be fast and evaluations take seconds, use {@code gp}.
 *
 * <p>Immutable and thread-safe; the optimizers it creates are not.
 */
public final class BayesSampler implements OptimizerFactory<Configuration> {

    /** What is maximised to find the next trial. */
    public enum Acquisition {
        /** Noisy expected improvement, or expected improvement where evaluations are exact; the knowledge gradient for goals. */
        AUTO,
        /** Expected improvement on the best posterior mean among evaluated points. */
        EI,
        /** Expected improvement of the best posterior mean among evaluated points. */
        NOISY_EI,
        /** Expected improvement of the best posterior mean anywhere. */
        KG,
        /** Information about where the maximum is, over representers. */
        ES,
        /** Information about where the maximum is, by predictive entropies. */
        PES,
        /** Information about the greatest value. */
        MES,
        /** Mean and a multiple of the standard deviation. */
        UCB,
        /** Probability of improvement. */
        PI,
        /** The maximum of a draw of the whole function. */
        THOMPSON;

        boolean isLogarithm() {
            return this == EI || this == NOISY_EI || this == KG || this == PI;
        }

        boolean isInformation() {
            return this == ES || this == PES || this == MES;
        }
    }

    /** How the knowledge gradient is computed. */
    public enum Knowledge {
        /** Exactly, over a finite set of points. */
        DISCRETE,
        /** By simulation: the new mean is maximised for each draw of the next observation. */
        SIMULATED,
        /** By stochastic gradient ascent from several starts, whose ends are ranked by simulation. */
        GRADIENT
    }

    /** How several proposals are made at once. */
    public enum Batch {
        /** One after the other, those before pending. */
        SEQUENTIAL,
        /**
         * What they are worth all together, climbed from the sequential ones: by {@link Acquisition#EI} or {@link
         * Acquisition#KG}.
         */
        JOINT
    }

    /** How the hyperparameters are found. */
    public enum Hyperparameters {
        /** The posterior mode. */
        MAP,
        /** The point of greatest likelihood. */
        MLE,
        /** Integrated out: the acquisition is averaged over draws by slice sampling. */
        BAYES,
        /** Integrated out by draws of the No-U-turn sampler, which moves all at once along gradients. */
        NUTS
    }

    /** Families of the hyperparameters' priors. */
    public enum PriorFamily {
        /** Lengthscales have median 0.5 and log-sd 0.8, variances 1 and 1, the noise 1e-3 and 1.5. */
        LOGNORMAL,
        /** Lengthscales Gamma(3, 6), variances Gamma(2, 0.15), the noise Gamma(1.1, 0.05). */
        GAMMA
    }

    /** What stands for the outcomes of pending trials. */
    public enum Pending {
        /** Joint draws: the acquisition is averaged over them. */
        FANTASIES,
        /** Their posterior means. */
        BELIEVER,
        /** The least outcome so far. */
        LIAR_MIN,
        LIAR_MEAN,
        LIAR_MAX
    }

    /** What {@link Acquisition#EI} and {@link Acquisition#PI} improve on. */
    public enum Incumbent {
        /** The greatest posterior mean among evaluated points. */
        MEAN,
        /** The greatest outcome observed. Ad hoc under noise, where it is the luckiest one, and the field's baseline. */
        OBSERVED
    }

    /** Which configurations may be recommended. */
    public enum Recommend {
        /** Those evaluated. */
        EVALUATED,
        /** All of the space. */
        EVERYWHERE
    }

    /**
     * @param knowledge how {@link Acquisition#KG} is computed
     * @param localConditions whether {@link Acquisition#PES} uses what a maximum says of derivatives there
     * @param startupTrials space-filling trials; if empty 2 (axes + 1)
     * @param noise variance of the noise in the unit of the outcome: 0 where evaluations are exact, empty to infer it;
     *     variances that trials report come first
     * @param trend degree of the polynomial in the numeric axes that is the prior mean, 0 to 2
     * @param batch how several proposals are made at once
     * @param fantasies joint draws of pending outcomes
     * @param beta of UCB: mean + sqrt(beta) sd
     * @param goal what is maximised if not the outcome itself
     * @param maxPoints trials a model holds
     * @param nextGradients whether {@link Acquisition#KG} counts the derivatives that the next trial will report, where at
     *     least half of the trials have reported them
     * @param warping whether numbers are bent before the kernel sees them, how is a hyperparameter
     * @param incumbent what is improved on
     * @param taskRank columns of W in the covariance W W^T + diag(v) of tasks
     * @param priors of the hyperparameters where they are not those of greatest likelihood
     */
    public record Options(
            Acquisition acquisition,
            Knowledge knowledge,
            boolean localConditions,
            Smoothness smoothness,
            Hyperparameters hyperparameters,
            OptionalInt startupTrials,
            OptionalDouble noise,
            int trend,
            Pending pending,
            Batch batch,
            int fantasies,
            double beta,
            Recommend recommend,
            Optional<Context> goal,
            int maxPoints,
            boolean nextGradients,
            boolean warping,
            PriorFamily priors,
            Incumbent incumbent,
            int taskRank) {

        private static final int LEAST_POINTS = 50;

        public Options {
            startupTrials.ifPresent(trials -> Check.atLeast("startup_trials", trials, 2));
            noise.ifPresent(v -> Check.within("noise_variance", v, 0, Double.MAX_VALUE));
            Check.within("trend", trend, 0, 2);
            Check.positive("fantasies", fantasies);
            Check.positive("beta", beta);
            Check.atLeast("max_points", maxPoints, LEAST_POINTS);
            Check.positive("task_rank", taskRank);
            if (incumbent == Incumbent.OBSERVED
                    && (acquisition != Acquisition.EI && acquisition != Acquisition.PI || goal.isPresent())) {
                throw new HoneException(
                        "incumbent observed is what acquisition ei or pi improves on, without environment"
                                + " or tasks, whose goal is not observed: expected one of them, or incumbent mean");
            }
            if (batch == Batch.JOINT && acquisition != Acquisition.EI && acquisition != Acquisition.KG) {
                throw new HoneException(
                        "batch joint maximises the expected improvement or the knowledge gradient of a batch:"
                                + " it needs acquisition ei or kg, not "
                                + acquisition.name().toLowerCase(Locale.ROOT));
            }
            if (goal.isPresent()) {
                checkGoal(acquisition, batch, goal.get());
            }
        }

        private static void checkGoal(Acquisition acquisition, Batch batch, Context goal) {
            String name = acquisition.name().toLowerCase(Locale.ROOT);
            boolean knowledge = acquisition == Acquisition.AUTO || acquisition == Acquisition.KG;
            if (goal.tasks() && !knowledge) {
                throw new HoneException("acquisition " + name
                        + " values the outcome that is evaluated, and with tasks that is not the goal: an evaluation away from"
                        + " the target improves nothing by itself. Use acquisition kg.");
            }
            if (!knowledge && acquisition != Acquisition.EI) {
                throw new HoneException("acquisition " + name
                        + " values the outcome that is evaluated, and with an environment that is not the goal. Use acquisition"
                        + " kg, or ei, which chooses the design first and then the condition.");
            }
            if (acquisition == Acquisition.EI && batch == Batch.JOINT) {
                throw new HoneException(
                        "batch joint needs acquisition kg with an environment: ei chooses design and condition in two steps");
            }
        }

        public static Options defaults() {
            return new Options(
                    Acquisition.AUTO,
                    Knowledge.GRADIENT,
                    true,
                    Smoothness.MATERN_52,
                    Hyperparameters.MAP,
                    OptionalInt.empty(),
                    OptionalDouble.empty(),
                    0,
                    Pending.FANTASIES,
                    Batch.SEQUENTIAL,
                    16,
                    4,
                    Recommend.EVALUATED,
                    Optional.empty(),
                    2000,
                    true,
                    false,
                    PriorFamily.LOGNORMAL,
                    Incumbent.MEAN,
                    1);
        }

        public Options withAcquisition(Acquisition other) {
            Draft draft = new Draft(this);
            draft.acquisition = other;
            return draft.options();
        }

        public Options withNoise(double variance) {
            Draft draft = new Draft(this);
            draft.noise = OptionalDouble.of(variance);
            return draft.options();
        }

        public Options withIncumbent(Incumbent other) {
            Draft draft = new Draft(this);
            draft.incumbent = other;
            return draft.options();
        }

        public Options withGoal(Context context) {
            Draft draft = new Draft(this);
            draft.goal = Optional.of(context);
            return draft.options();
        }

        Options forView(int limit) {
            Draft draft = new Draft(this);
            draft.hyperparameters = hyperparameters == Hyperparameters.MLE ? hyperparameters : Hyperparameters.MAP;
            draft.maxPoints = Math.max(LEAST_POINTS, Math.min(limit, maxPoints));
            return draft.options();
        }

        Acquisition chosen() {
            if (acquisition != Acquisition.AUTO) {
                return acquisition;
            }
            boolean exact = noise.isPresent() && noise.getAsDouble() == 0;
            return goal.isPresent() ? Acquisition.KG : exact ? Acquisition.EI : Acquisition.NOISY_EI;
        }

        int startup(SearchSpace space) {
            return startupTrials.orElse(2 * (space.dimensions() + 1));
        }

        /** Options while they are changed. */
        private static final class Draft {

            private Acquisition acquisition;
            private final Knowledge knowledge;
            private final boolean localConditions;
            private final Smoothness smoothness;
            private Hyperparameters hyperparameters;
            private final OptionalInt startupTrials;
            private OptionalDouble noise;
            private final int trend;
            private final Pending pending;
            private final Batch batch;
            private final int fantasies;
            private final double beta;
            private final Recommend recommend;
            private Optional<Context> goal;
            private int maxPoints;
            private final boolean nextGradients;
            private final boolean warping;
            private final PriorFamily priors;
            private Incumbent incumbent;
            private final int taskRank;

            Draft(Options of) {
                acquisition = of.acquisition;
                knowledge = of.knowledge;
                localConditions = of.localConditions;
                smoothness = of.smoothness;
                hyperparameters = of.hyperparameters;
                startupTrials = of.startupTrials;
                noise = of.noise;
                trend = of.trend;
                pending = of.pending;
                batch = of.batch;
                fantasies = of.fantasies;
                beta = of.beta;
                recommend = of.recommend;
                goal = of.goal;
                maxPoints = of.maxPoints;
                nextGradients = of.nextGradients;
                warping = of.warping;
                priors = of.priors;
                incumbent = of.incumbent;
                taskRank = of.taskRank;
            }

            Options options() {
                return new Options(
                        acquisition,
                        knowledge,
                        localConditions,
                        smoothness,
                        hyperparameters,
                        startupTrials,
                        noise,
                        trend,
                        pending,
                        batch,
                        fantasies,
                        beta,
                        recommend,
                        goal,
                        maxPoints,
                        nextGradients,
                        warping,
                        priors,
                        incumbent,
                        taskRank);
            }
        }
    }

    private final SearchSpace space;
    private final Options options;

    private BayesSampler(SearchSpace space, Options options) {
        this.space = space;
        this.options = options;
        options.goal().ifPresent(context -> context.check(space));
    }

    public static BayesSampler over(SearchSpace space) {
        return new BayesSampler(space, Options.defaults());
    }

    public static BayesSampler over(SearchSpace space, Options options) {
        return new BayesSampler(space, options);
    }

    @Override
    public String id() {
        return "bayes";
    }

    @Override
    public CandidateCodec<Configuration> codec() {
        return new ConfigurationCodec(space);
    }

    @Override
    public Optimizer<Configuration> create(Problem problem) {
        return optimizer(problem);
    }

    private BayesOptimizer optimizer(Problem problem) {
        problem.checkOneObjective(id(), "use gp, nsga2 or nsga3");
        return new BayesOptimizer(space, problem, options);
    }

    /**
     * What to use after these trials; empty before there is a model. Under noise the best value seen is the luckiest as much
     * as the best, so the choice goes by the posterior mean.
     */
    public Optional<Recommendation> recommend(Problem problem, List<Trial<Configuration>> finished) {
        BayesOptimizer optimizer = optimizer(problem);
        optimizer.tell(finished);
        return optimizer.recommend(finished.size());
    }

    /** The model after these trials with its acquisition, at the posterior mode of the hyperparameters. */
    Surrogate view(Problem problem, List<Trial<Configuration>> finished, int limit) {
        BayesOptimizer optimizer = new BayesSampler(space, options.forView(limit)).optimizer(problem);
        optimizer.tell(finished);
        return optimizer.view();
    }

    @Override
    public String explain(Problem problem) {
        return "Gaussian process, "
                + options.chosen().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ", after "
                + options.startup(space) + " space-filling trials";
    }
}
