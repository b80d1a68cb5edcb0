package dev.hone.search.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.optimize.Proposal;
import dev.hone.core.space.Configuration;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** A study without store or clock: asks for batches, evaluates, tells in the order of numbers, batch - 1 trials late. */
public final class Simulation {

    private final OptimizerFactory<Configuration> factory;
    private final Problem problem;
    private final Function<Configuration, Optional<Evaluation>> evaluator;
    private final List<Trial<Configuration>> pending = new ArrayList<>();
    public final List<Trial<Configuration>> told = new ArrayList<>();
    public Optimizer<Configuration> optimizer;
    private long number;

    /** An empty result of {@code evaluator} means that the trial fails. */
    public Simulation(
            OptimizerFactory<Configuration> factory,
            Problem problem,
            Function<Configuration, Optional<Evaluation>> evaluator) {
        this.factory = factory;
        this.problem = problem;
        this.evaluator = evaluator;
        this.optimizer = factory.create(problem);
    }

    public void give(Configuration configuration, Origin origin) {
        Trial<Configuration> trial = finished(trial(Proposal.of(configuration), origin));
        told.add(trial);
        optimizer.tell(List.of(trial));
    }

    /** Keeps {@code parallel} trials running until {@code trials} have been told. */
    public void run(int trials, int parallel) {
        int goal = told.size() + trials;
        while (told.size() < goal) {
            fill(parallel);
            Trial<Configuration> trial = finished(pending.remove(0));
            told.add(trial);
            optimizer.tell(List.of(trial));
        }
    }

    private void fill(int parallel) {
        int missing = parallel - pending.size();
        if (missing > 0) {
            List<Proposal<Configuration>> proposals = optimizer.ask(new Ask<>(missing, number, pending));
            assertThat(proposals).hasSizeBetween(1, missing);
            proposals.forEach(p -> pending.add(trial(p, Origin.OPTIMIZER)));
        }
    }

    /** What a new instance with the saved state proposes next, and what the present one does. */
    public void assertRestoredProposesTheSame() {
        Optimizer<Configuration> restored = factory.create(problem);
        restored.restore(optimizer.state(), told);
        Ask<Configuration> next = new Ask<>(3, number, pending);
        List<Proposal<Configuration>> expected = optimizer.ask(next);
        assertThat(restored.ask(next)).isEqualTo(expected);
        assertThat(restored.state()).isEqualTo(optimizer.state());
    }

    public double best() {
        return told.stream()
                .filter(Trial::isFeasible)
                .mapToDouble(t -> problem.objectives().get(0).direction().asLoss(t.value()))
                .min()
                .orElse(Double.POSITIVE_INFINITY);
    }

    private Trial<Configuration> trial(Proposal<Configuration> proposal, Origin origin) {
        return make(
                number++, TrialState.RUNNING, proposal.candidate(), origin, Optional.empty(), proposal.attributes(), 0);
    }

    private Trial<Configuration> finished(Trial<Configuration> trial) {
        Optional<Evaluation> evaluation = evaluator.apply(trial.candidate());
        return make(
                trial.number(),
                evaluation.isPresent() ? TrialState.COMPLETE : TrialState.FAILED,
                trial.candidate(),
                trial.origin(),
                evaluation,
                trial.attributes(),
                told.size() + 1L);
    }

    private static Trial<Configuration> make(
            long number,
            TrialState state,
            Configuration candidate,
            Origin origin,
            Optional<Evaluation> evaluation,
            Map<String, String> attributes,
            long finishOrder) {
        return new Trial<>(
                number,
                state,
                candidate,
                origin,
                1,
                Optional.empty(),
                evaluation,
                Optional.empty(),
                new TreeMap<>(),
                attributes,
                List.of(),
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                finishOrder);
    }
}
