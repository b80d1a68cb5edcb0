package dev.hone.claims.bench;

import dev.hone.claims.problem.BenchmarkProblem;
import dev.hone.core.Seeds;
import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.optimize.Proposal;
import dev.hone.core.space.Configuration;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.lang.ref.Reference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * An optimizer that was told random trials, asked and told in turn.
 *
 * @param askMillis to propose a trial and to write the optimizer's state, as a study does
 * @param tellMillis to learn its result
 * @param keptBytes of the heap that the optimizer keeps at the end, beside the trials that it was told
 */
public record ProposalRounds(double[] askMillis, double[] tellMillis, long keptBytes) {

    private static final int LEAST_ROUNDS = 3;
    /** The serial collector moves everything together in one full collection of four, and else leaves some garbage. */
    private static final int COLLECTIONS = 4;

    /**
     * Asks and tells {@code rounds} times after telling {@code told} random trials; no more rounds start after {@code limit},
     * but three do in any case.
     */
    public static ProposalRounds measure(
            BenchmarkProblem problem, OptimizerFactory<Configuration> factory, int told, int rounds, Duration limit) {
        Optimizer<Configuration> optimizer =
                factory.create(Problem.of(1, problem.objectives().toArray(Objective[]::new)));
        RandomGenerator random = Seeds.stream(7);
        List<Trial<Configuration>> trials = new ArrayList<>();
        for (int i = 0; i < told; i++) {
            trials.add(trial(i, Proposal.of(problem.space().sample(random)), problem));
        }
        optimizer.tell(trials);
        double[] ask = new double[rounds];
        double[] tell = new double[rounds];
        long end = System.nanoTime() + limit.toNanos();
        int round = 0;
        for (; round < rounds && (round < LEAST_ROUNDS || System.nanoTime() < end); round++) {
            long number = told + round;
            long start = System.nanoTime();
            List<Proposal<Configuration>> proposals = optimizer.ask(new Ask<>(1, number, List.of()));
            String state = optimizer.state();
            ask[round] = (System.nanoTime() - start) / 1e6;
            if (state == null) {
                throw new IllegalStateException(factory.id() + " has no state");
            }
            Trial<Configuration> trial = trial(number, proposals.get(0), problem);
            trials.add(trial);
            start = System.nanoTime();
            optimizer.tell(List.of(trial));
            tell[round] = (System.nanoTime() - start) / 1e6;
        }
        long with = usedHeap();
        Reference.reachabilityFence(optimizer);
        optimizer = null;
        long kept = with - usedHeap();
        Reference.reachabilityFence(trials);
        return new ProposalRounds(Arrays.copyOf(ask, round), Arrays.copyOf(tell, round), Math.max(0, kept));
    }

    /** The least of some readings. */
    private static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        long used = Long.MAX_VALUE;
        for (int reading = 0; reading < COLLECTIONS; reading++) {
            System.gc();
            used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
        }
        return used;
    }

    private static Trial<Configuration> trial(long number, Proposal<Configuration> proposal, BenchmarkProblem problem) {
        return new Trial<>(
                number,
                TrialState.COMPLETE,
                proposal.candidate(),
                Origin.OPTIMIZER,
                1,
                Optional.empty(),
                Optional.of(problem.evaluate(proposal.candidate(), 1, number)),
                Optional.empty(),
                new TreeMap<>(),
                proposal.attributes(),
                List.of(),
                Instant.EPOCH,
                Optional.of(Instant.EPOCH),
                Optional.of(Instant.EPOCH),
                number + 1);
    }
}
