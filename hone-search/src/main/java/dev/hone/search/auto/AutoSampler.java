package dev.hone.search.auto;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.Json;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.optimize.Proposal;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.ConfigurationCodec;
import dev.hone.core.space.ConstantParameter;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.Parameter;
import dev.hone.core.space.PermutationParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.CandidateCodec;
import dev.hone.core.trial.Comparison;
import dev.hone.core.trial.Instance;
import dev.hone.core.trial.Trial;
import dev.hone.search.exhaustive.Lattice;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Chooses a sampler by the space, the objectives, the planned trials and the parallelism. The choice is part of the state,
 * so that a study keeps it when it is resumed with another budget.
 *
 * <p>Why a Gaussian process is preferred for choices and conditions too, up to 100 trials: median best loss after 50 and
 * 100 trials, 4 seeds, sequential, on synthetic functions (mixed: five parameters, two of them choices; conditional: ten
 * like flags of a virtual machine; apart: two choices that move the optimum of four reals):
 * <pre>
 *              tpe @50   gp @50   tpe @100   gp @100
 * mixed        0.240     0.000    0.010      0.000
 * conditional  2.471     2.339    2.401      2.301
 * apart        0.023     0.000    0.002      0.000
 * </pre>
 * Several objectives and more trials were not measured; there TPE stays.
 *
 * <p>Why orders are annealed beyond: median best loss of 5 seeds, sequential, on a tour through 14 cities, a quadratic
 * assignment of 10 and a flow shop of 12 jobs:
 * <pre>
 *              gp @100  tpe @100  annealing @100  nsga2 @100   tpe @1000  annealing @1000  nsga2 @1000
 * tour          4.63     5.31      5.10            5.91         4.21       3.89             4.20
 * assignment    2218     2235      2228            2221         2163       2116             2090
 * flow shop     809      812       827             841          803        781              781
 * </pre>
 * On 40 numbers and 3,000 trials of Rosenbrock's function, CMA-ES ends at 101, differential evolution at 966, a swarm at 2,744,
 * TPE and consensus-based optimization above 79,000 (median of 3 seeds).
 *
 * <p>Why CMA-ES from 300 trials on where all numbers are continuous, and from 1,000 on where some are whole: median regret of 5
 * seeds after 300 and 600 trials ({@code hone bench optimizers}). Of eleven continuous functions without noise TPE was ahead after
 * 300 trials in Rosenbrock-5 and Rosenbrock-30 alone, and after 900 in none.
 * <pre>
 *                              tpe @300   cmaes @300   tpe @600   cmaes @600
 * Levy-10                       3.76       0.45         3.70       0.14  (@500)
 * Hartmann-6 with noise         0.19       0.035        0.20       0.035
 * Ackley-10 with noise          4.96       4.28         4.09       2.20
 * Branin with noise             0.12       0.20         0.084      0.14
 * Welded beam (constraints)     0.54       0.39         0.44       0.072
 * Rosenbrock with whole numbers 5.5        23           5.1        7.7
 * Speed reducer (the same)      16         60           12         19
 * </pre>
 *
 * <p>Why a model of preferences is preferred up to 20 axes: the table of docs/comparing.md, by {@code hone bench comparisons}.
 *
 * <p>Immutable and thread-safe.
 */
public final class AutoSampler implements OptimizerFactory<Configuration> {

    /** Configurations up to which all are tried where the number of trials is not known. */
    private static final long SMALL = 64;

    /** Trials from which evaluations are taken to be cheap. */
    private static final long MANY = 1000;

    /** Trials from which CMA-ES is preferred where all numbers are continuous. */
    private static final long MANY_CONTINUOUS = 300;

    /** Axes up to which comparisons are learned from by a model. */
    private static final int PREFERENCE_AXES = 20;

    /** Axes, trials and parallel trials up to which a Gaussian process is preferred. */
    private static final int GP_AXES = 20;

    private static final long GP_TRIALS = 500;
    private static final int GP_PARALLELISM = 16;

    /** Trials up to which it is preferred for choices, orders and conditions as well. */
    private static final long GP_MIXED_TRIALS = 100;

    /** Parallel trials up to which a walk from neighbour to neighbour makes sense. */
    private static final int WALK_PARALLELISM = 4;

    /** Configurations up to which trials about instances are played like arms of a bandit. */
    private static final long ARMS = 500;

    /** Values that bandits take from a range of numbers. */
    private static final int POINTS = 20;

    private static final String CHOSEN_BEFORE = "it was chosen before";

    /** What was chosen and why, as the end of a sentence. */
    record Choice(String id, String reason, Map<String, Object> options) {

        Choice(String id, String reason) {
            this(id, reason, Map.of());
        }

        /** The first line of a saved state: the id, and options after a space. */
        String line() {
            return options.isEmpty() ? id : id + " " + Json.write(options);
        }

        /** What was chosen by a study with this saved state. */
        static Choice saved(String state) {
            String line = state.substring(0, state.indexOf('\n'));
            int space = line.indexOf(' ');
            if (space < 0) {
                return new Choice(line, CHOSEN_BEFORE);
            }
            Map<String, Object> options = new LinkedHashMap<>();
            Json.parse(line.substring(space + 1))
                    .properties()
                    .forEach(e -> options.put(e.getKey(), Json.MAPPER.convertValue(e.getValue(), Object.class)));
            return new Choice(line.substring(0, space), CHOSEN_BEFORE, options);
        }
    }

    private final SearchSpace space;
    private final MethodCatalogue catalogue;
    private final Set<String> available;

    private AutoSampler(SearchSpace space) {
        this.space = space;
        this.catalogue = MethodCatalogue.load();
        this.available = catalogue.methods().stream().map(m -> m.id()).collect(Collectors.toUnmodifiableSet());
    }

    public static AutoSampler over(SearchSpace space) {
        return new AutoSampler(space);
    }

    @Override
    public String id() {
        return "auto";
    }

    @Override
    public CandidateCodec<Configuration> codec() {
        return new ConfigurationCodec(space);
    }

    @Override
    public Optimizer<Configuration> create(Problem problem) {
        return new Chosen(problem, choose(space, problem, available));
    }

    @Override
    public boolean choosesFidelity() {
        return true;
    }

    @Override
    public boolean learnsFromComparisons() {
        return true;
    }

    @Override
    public String explain(Problem problem) {
        Choice choice = choose(space, problem, available);
        return choice.id() + ", because " + choice.reason();
    }

    @Override
    public String explain(Problem problem, String saved) {
        Choice before = Choice.saved(saved);
        return before.id().equals(choose(space, problem, available).id())
                ? explain(problem)
                : before.id() + ", as when the study began";
    }

    static Choice choose(SearchSpace space, Problem problem, Set<String> available) {
        Choice choice = preferred(space, problem);
        return available.contains(choice.id())
                ? choice
                : new Choice("tpe", choice.reason() + ", and '" + choice.id() + "' is not installed");
    }

    private static Choice preferred(SearchSpace space, Problem problem) {
        if (problem.objectives().isEmpty()) {
            return compared(space);
        }
        if (problem.fidelity().isPresent()) {
            return new Choice("multi-fidelity", "the study has a fidelity");
        }
        if (!problem.instances().isEmpty() && problem.objectives().size() == 1 && isPlayable(space)) {
            return bandit(problem.instances());
        }
        long size = space.cardinality();
        long planned = problem.trials().orElse(-1);
        if (size <= (planned >= 0 ? planned : SMALL)) {
            return new Choice("brute-force", "all " + size + " configurations can be tried");
        }
        int objectives = problem.objectives().size();
        boolean many = planned >= MANY;
        boolean mixed = space.isConditional() || space.parameters().stream().anyMatch(AutoSampler::unordered);
        boolean small =
                space.dimensions() <= GP_AXES && planned <= GP_TRIALS && problem.parallelism() <= GP_PARALLELISM;
        if (objectives > 3) {
            return new Choice("nsga3", "there are " + objectives + " objectives");
        }
        if (objectives > 1 && many) {
            return new Choice("nsga2", "there are " + objectives + " objectives and " + planned + " trials");
        }
        boolean ordersAlone =
                space.dimensions() > 0 && space.parameters().stream().allMatch(AutoSampler::orderOrConstant);
        boolean permuted = !ordersAlone && space.parameters().stream().anyMatch(PermutationParameter.class::isInstance);
        if (mixed && small && !permuted && objectives == 1 && planned >= 0 && planned <= GP_MIXED_TRIALS) {
            return new Choice("gp", "there are " + axes(space) + " and " + planned + " trials");
        }
        if (ordersAlone && objectives == 1 && problem.parallelism() <= WALK_PARALLELISM) {
            return new Choice("annealing", "orders are looked for, one after the other");
        }
        if (mixed) {
            return new Choice("tpe", "the space has choices, permutations or conditions");
        }
        if (small) {
            return new Choice(
                    "gp",
                    "the space is numeric with " + axes(space) + " and "
                            + (planned >= 0 ? planned + " trials are planned" : "no number of trials is planned"));
        }
        boolean continuous = space.parameters().stream().allMatch(AutoSampler::isContinuous);
        if (objectives == 1 && (many || continuous && planned >= MANY_CONTINUOUS && !problem.pruned())) {
            return new Choice(
                    "cmaes",
                    "the space is " + (many ? "numeric" : "continuous") + " and " + planned + " trials are planned");
        }
        return new Choice("tpe", tooMuchForAProcess(space, problem, planned));
    }

    private static Choice compared(SearchSpace space) {
        if (space.parameters().stream().anyMatch(AutoSampler::unordered)) {
            return new Choice("preference-bo", "trials are compared, and the space has choices or permutations");
        }
        return space.dimensions() <= PREFERENCE_AXES
                ? new Choice("preference-bo", "trials are compared, along " + axes(space))
                : new Choice("rank-sgd", "trials are compared, along " + axes(space));
    }

    private static String tooMuchForAProcess(SearchSpace space, Problem problem, long planned) {
        List<String> reasons = new ArrayList<>();
        if (space.dimensions() > GP_AXES) {
            reasons.add(axes(space));
        }
        if (planned > GP_TRIALS) {
            reasons.add(planned + " trials");
        }
        if (problem.parallelism() > GP_PARALLELISM) {
            reasons.add(problem.parallelism() + " trials at a time");
        }
        return "there are " + String.join(" and ", reasons);
    }

    private static String axes(SearchSpace space) {
        return space.dimensions() + (space.dimensions() == 1 ? " axis" : " axes");
    }

    private static boolean isContinuous(Parameter parameter) {
        return parameter instanceof ConstantParameter
                || parameter instanceof FloatParameter number && number.step() == 0;
    }

    /** Whether there are few enough configurations, or points of a grid, to learn about each. */
    private static boolean isPlayable(SearchSpace space) {
        try {
            return Lattice.of(space, OptionalInt.of(POINTS)).size() <= ARMS;
        } catch (InvalidFieldException e) {
            return false;
        }
    }

    private static Choice bandit(List<Instance> instances) {
        List<String> contexts = instances.get(0).values().keySet().stream()
                .filter(name ->
                        range(instances, name).getMax() > range(instances, name).getMin())
                .toList();
        if (contexts.size() != 1) {
            return new Choice("tsallis-inf", "trials are about instances");
        }
        DoubleSummaryStatistics range = range(instances, contexts.get(0));
        return new Choice(
                "cheb-cb",
                "trials are about instances, which differ in '" + contexts.get(0) + "'",
                Map.of("context", contexts.get(0), "context_low", range.getMin(), "context_high", range.getMax()));
    }

    /** Of a number of all instances; nothing but NaN where one of them has none. */
    private static DoubleSummaryStatistics range(List<Instance> instances, String name) {
        return instances.stream().mapToDouble(i -> i.number(name)).summaryStatistics();
    }

    private static boolean orderOrConstant(Parameter parameter) {
        return parameter instanceof PermutationParameter || parameter instanceof ConstantParameter;
    }

    private static boolean unordered(Object parameter) {
        return parameter instanceof PermutationParameter
                || parameter instanceof CategoricalParameter choice
                        && !choice.ordered()
                        && choice.choices().size() > 1;
    }

    /** The chosen optimizer; its state has the choice with its options in the first line. */
    private final class Chosen implements Optimizer<Configuration> {

        private final Problem problem;
        private Choice chosen;
        private Optimizer<Configuration> delegate;

        Chosen(Problem problem, Choice choice) {
            this.problem = problem;
            use(choice);
        }

        private void use(Choice choice) {
            chosen = choice;
            delegate = catalogue
                    .sampler("optimizer", choice.id(), space, choice.options())
                    .create(problem);
        }

        @Override
        public List<Proposal<Configuration>> ask(Ask<Configuration> request) {
            return delegate.ask(request);
        }

        @Override
        public void tell(List<Trial<Configuration>> finished) {
            delegate.tell(finished);
        }

        @Override
        public void tellComparisons(List<Comparison> comparisons) {
            delegate.tellComparisons(comparisons);
        }

        @Override
        public List<Long> screen() {
            return delegate.screen();
        }

        @Override
        public String state() {
            return chosen.line() + "\n" + delegate.state();
        }

        @Override
        public void restore(String state, List<Trial<Configuration>> told) {
            Choice before = Choice.saved(state);
            Choice now = choose(space, problem, available);
            // options follow the instances as long as the choice is the same
            use(now.id().equals(before.id()) ? now : before);
            delegate.restore(state.substring(state.indexOf('\n') + 1), told);
        }
    }
}
