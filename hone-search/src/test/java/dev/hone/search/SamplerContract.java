package dev.hone.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.hone.core.Seeds;
import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.optimize.Proposal;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Condition;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.ConstantParameter;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.PermutationParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What every sampler of a search space owes the study: valid proposals that a restored instance would make as well. */
public abstract class SamplerContract {

    private static final int TRIALS = 40;

    /** The sampler under test. */
    protected abstract OptimizerFactory<Configuration> factory(SearchSpace space);

    /** Objectives of the studies. */
    protected List<Objective> objectives() {
        return List.of(Objective.minimize("loss"));
    }

    /** Whether the sampler takes such a space. */
    protected boolean supports(String name, SearchSpace space) {
        return true;
    }

    /** What the sampler is told about a study over a space. */
    protected Problem problem(SearchSpace space) {
        return new Problem(objectives(), 42, OptionalLong.of(TRIALS), 2, true);
    }

    /** Spaces by what they are. */
    protected Map<String, SearchSpace> spaces() {
        Map<String, SearchSpace> spaces = new LinkedHashMap<>();
        spaces.put(
                "numbers",
                SearchSpace.of(
                        FloatParameter.linear("x", -5, 10),
                        FloatParameter.log("rate", 1e-5, 1),
                        FloatParameter.stepped("half", 0, 5, 0.5),
                        IntParameter.linear("n", 1, 9),
                        IntParameter.log("m", 1, 1000)));
        spaces.put(
                "choices",
                SearchSpace.of(
                        CategoricalParameter.of("a", "p", "q", "r"),
                        CategoricalParameter.ordered("b", 1, 2, 4, 8),
                        CategoricalParameter.of("c", true, false)));
        spaces.put(
                "one value",
                SearchSpace.of(
                        FloatParameter.linear("x", 2, 2),
                        CategoricalParameter.of("c", "only"),
                        ConstantParameter.of("k", 7)));
        spaces.put(
                "conditional",
                SearchSpace.of(
                        CategoricalParameter.of("kind", "svm", "tree"),
                        FloatParameter.log("c", 1e-3, 1e3).when(Condition.on("kind", "svm")),
                        IntParameter.linear("depth", 1, 12).when(Condition.on("kind", "tree")),
                        IntParameter.linear("leaf", 1, 5).when(Condition.on("depth", 10, 11, 12))));
        spaces.put(
                "permutation",
                SearchSpace.of(PermutationParameter.of("order", "a", "b", "c", "d"), FloatParameter.linear("x", 0, 1)));
        spaces.put(
                "constrained",
                SearchSpace.builder()
                        .add(IntParameter.linear("low", 0, 30))
                        .add(IntParameter.linear("high", 0, 30))
                        .constraint("low <= high")
                        .build());
        return spaces;
    }

    @TestFactory
    Stream<DynamicTest> proposalsAreValidAndFeasible() {
        return each(space -> {
            OptimizerFactory<Configuration> factory = factory(space);
            Run run = new Run(factory, space);
            run.until(TRIALS);
            assertThat(run.proposed).isNotEmpty();
            for (Configuration configuration : run.proposed) {
                assertThat(space.isFeasible(configuration)).isTrue();
                assertThatCode(() -> factory.codec().decode(factory.codec().encode(configuration)))
                        .doesNotThrowAnyException();
                assertThat(space.configuration(configuration.values())).isEqualTo(configuration);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> equalHistoriesGiveEqualProposals() {
        return each(space -> {
            Run first = new Run(factory(space), space);
            first.until(TRIALS);
            Run second = new Run(factory(space), space);
            second.until(TRIALS);
            assertThat(second.proposed).isEqualTo(first.proposed);
        });
    }

    @TestFactory
    Stream<DynamicTest> aRestoredInstanceGoesOnAsTheOriginalWould() {
        return each(space -> {
            Run uninterrupted = new Run(factory(space), space);
            uninterrupted.until(TRIALS);
            for (int stop : new int[] {1, 7, 16, 29}) {
                Run interrupted = new Run(factory(space), space);
                interrupted.until(stop);
                interrupted.restart();
                interrupted.until(TRIALS);
                assertThat(interrupted.proposed).as("stopped at %d", stop).isEqualTo(uninterrupted.proposed);
            }
        });
    }

    private interface Body {
        void on(SearchSpace space);
    }

    private Stream<DynamicTest> each(Body body) {
        return spaces().entrySet().stream()
                .filter(e -> supports(e.getKey(), e.getValue()))
                .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> body.on(e.getValue())));
    }

    /** A study in memory whose trials fail, are pruned, given by a user or finish late, as their number decides. */
    private final class Run {

        private final OptimizerFactory<Configuration> factory;
        private final SearchSpace space;
        private final Problem problem;
        private final List<Trial<Configuration>> pending = new ArrayList<>();
        private final List<Trial<Configuration>> told = new ArrayList<>();
        private final List<Configuration> proposed = new ArrayList<>();
        private Optimizer<Configuration> optimizer;
        private String state = "";
        private int toldAtState;
        private long number;
        private boolean exhausted;

        Run(OptimizerFactory<Configuration> factory, SearchSpace space) {
            this.factory = factory;
            this.space = space;
            this.problem = problem(space);
            this.optimizer = factory.create(problem);
        }

        /** A new instance takes over what a store would hold: the state of the last proposal and the trials. */
        void restart() {
            optimizer = factory.create(problem);
            optimizer.restore(state, List.copyOf(told.subList(0, toldAtState)));
            optimizer.tell(List.copyOf(told.subList(toldAtState, told.size())));
        }

        void until(long end) {
            while (number < end && !exhausted) {
                if (number % 11 == 5) {
                    Configuration given = space.sample(Seeds.stream(9, number));
                    pending.add(trial(number++, Proposal.of(given), Origin.USER, TrialState.RUNNING));
                } else {
                    int count = number % 8 == 3 ? 2 : 1;
                    List<Proposal<Configuration>> proposals =
                            optimizer.ask(new Ask<>(count, number, List.copyOf(pending)));
                    state = optimizer.state();
                    toldAtState = told.size();
                    exhausted = proposals.isEmpty();
                    assertThat(proposals).hasSizeLessThanOrEqualTo(count);
                    for (Proposal<Configuration> proposal : proposals) {
                        proposed.add(proposal.candidate());
                        pending.add(trial(number++, proposal, Origin.OPTIMIZER, TrialState.RUNNING));
                    }
                }
                while (pending.size() > 2) {
                    Trial<Configuration> next = pending.remove(number % 3 == 0 ? 1 : 0);
                    Proposal<Configuration> proposal =
                            new Proposal<>(next.candidate(), next.parents(), next.attributes());
                    Trial<Configuration> done = trial(next.number(), proposal, next.origin(), end(next.number()));
                    told.add(done);
                    optimizer.tell(List.of(done));
                }
            }
        }

        private TrialState end(long n) {
            return n % 7 == 2 ? TrialState.FAILED : n % 5 == 4 ? TrialState.PRUNED : TrialState.COMPLETE;
        }

        private Trial<Configuration> trial(long n, Proposal<Configuration> proposal, Origin origin, TrialState end) {
            double[] cube = space.encode(proposal.candidate());
            double[] losses = new double[problem.objectives().size()];
            for (int k = 0; k < losses.length; k++) {
                for (int i = 0; i < cube.length; i++) {
                    double distance = cube[i] - 0.3 - 0.4 * k;
                    losses[k] += distance * distance;
                }
            }
            TreeMap<Long, Double> intermediate = new TreeMap<>();
            if (end == TrialState.PRUNED) {
                intermediate.put(n % 3, losses[0]);
            }
            Optional<Evaluation> evaluation = end == TrialState.COMPLETE
                    ? Optional.of(Evaluation.of(losses)
                            .withConstraint("limit", n % 4 == 1 ? 0.1 : -0.1)
                            .withMetric("m", losses[0]))
                    : Optional.empty();
            evaluation = evaluation.map(e -> problem.fidelity()
                    .map(f -> f.applied(proposal.candidate(), e))
                    .orElse(e));
            return new Trial<>(
                    n,
                    end,
                    proposal.candidate(),
                    origin,
                    1,
                    Optional.empty(),
                    evaluation,
                    Optional.empty(),
                    intermediate,
                    proposal.attributes(),
                    proposal.parents(),
                    Instant.EPOCH,
                    Optional.empty(),
                    Optional.empty(),
                    end.isFinished() ? told.size() + 1 : 0);
        }
    }
}
