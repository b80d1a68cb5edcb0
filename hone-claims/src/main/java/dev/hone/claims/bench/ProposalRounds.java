package dev.hone.claims.bench;

import dev.hone.claims.problem.BenchmarkProblem;
import dev.hone.core.Seeds;
import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Proposal;
import dev.hone.core.space.Configuration;
import dev.hone.core.trial.Comparison;
import dev.hone.core.trial.Instance;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.lang.ref.Reference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

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
        return measure(LatencySubject.of(problem, factory), told, rounds, limit);
    }

    /** The same; with comparisons a round asks for a screen of candidates, which is ranked, and so were the trials told. */
    static ProposalRounds measure(LatencySubject subject, int told, int rounds, Duration limit) {
        Optimizer<Configuration> optimizer = subject.factory().create(subject.problem());
        RandomGenerator random = Seeds.stream(7);
        List<Trial<Configuration>> trials = new ArrayList<>();
        for (int i = 0; i < told; i++) {
            trials.add(trial(i, Proposal.of(subject.space().sample(random)), subject));
        }
        optimizer.tell(trials);
        for (int i = 0; compares(subject) && i + subject.atOnce() <= told; i += subject.atOnce()) {
            optimizer.tellComparisons(List.of(ranking(trials.subList(i, i + subject.atOnce()), subject)));
        }
        double[] ask = new double[rounds];
        double[] tell = new double[rounds];
        long end = System.nanoTime() + limit.toNanos();
        int round = 0;
        for (; round < rounds && (round < LEAST_ROUNDS || System.nanoTime() < end); round++) {
            long number = trials.size();
            List<Instance> instances = instances(number, subject);
            long start = System.nanoTime();
            List<Proposal<Configuration>> proposals =
                    optimizer.ask(new Ask<>(subject.atOnce(), number, List.of(), instances));
            String state = optimizer.state();
            ask[round] = (System.nanoTime() - start) / 1e6;
            if (state == null) {
                throw new IllegalStateException(subject.factory().id() + " has no state");
            }
            for (Proposal<Configuration> proposal : proposals) {
                trials.add(trial(trials.size(), proposal, subject));
            }
            start = System.nanoTime();
            optimizer.tell(trials.subList((int) number, trials.size()));
            if (compares(subject)) {
                optimizer.tellComparisons(List.of(ranking(
                        optimizer.screen().stream()
                                .map(screened -> trials.get(screened.intValue()))
                                .toList(),
                        subject)));
            }
            tell[round] = (System.nanoTime() - start) / 1e6;
        }
        long with = usedHeap();
        Reference.reachabilityFence(optimizer);
        optimizer = null;
        long kept = with - usedHeap();
        Reference.reachabilityFence(trials);
        return new ProposalRounds(Arrays.copyOf(ask, round), Arrays.copyOf(tell, round), Math.max(0, kept));
    }

    private static boolean compares(LatencySubject subject) {
        return subject.problem().objectives().isEmpty();
    }

    private static Comparison ranking(List<Trial<Configuration>> screen, LatencySubject subject) {
        return Comparison.ranking(
                screen.stream()
                        .sorted(Comparator.comparingDouble(t -> subject.loss().applyAsDouble(t.candidate())))
                        .map(Trial::number)
                        .toList(),
                "judge");
    }

    /** One for each candidate of an ask; none if trials are about none. */
    private static List<Instance> instances(long number, LatencySubject subject) {
        return subject.problem().instances().isEmpty()
                ? List.of()
                : LongStream.range(number, number + subject.atOnce())
                        .mapToObj(subject.instance())
                        .toList();
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

    private static Trial<Configuration> trial(long number, Proposal<Configuration> proposal, LatencySubject subject) {
        Map<String, String> attributes = new HashMap<>(proposal.attributes());
        Instance instance = subject.instance().apply(number);
        if (!instance.isNone()) {
            attributes.put(Instance.ATTRIBUTE, instance.toJson());
        }
        return new Trial<>(
                number,
                TrialState.COMPLETE,
                proposal.candidate(),
                Origin.OPTIMIZER,
                1,
                Optional.empty(),
                Optional.of(subject.evaluation().of(proposal.candidate(), number)),
                Optional.empty(),
                new TreeMap<>(),
                attributes,
                List.of(),
                Instant.EPOCH,
                Optional.of(Instant.EPOCH),
                Optional.of(Instant.EPOCH),
                number + 1);
    }
}
