package dev.hone.cli.verify;

import dev.hone.core.Check;
import dev.hone.core.HoneException;
import dev.hone.core.Seeds;
import dev.hone.core.evaluate.TrialContext;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * Measures a baseline and candidates again, one after the other: in each round everything once, in an order drawn anew, so
 * that neither drift of the machine nor the luck by which a candidate was chosen favours anybody.
 */
public final class Verification {

    /** Key of the seeds, so that they differ from those of trials. */
    private static final long STREAM = 0x766572696679L;

    private final String study;
    private final List<Objective> objectives;
    private final long seed;

    public Verification(String study, List<Objective> objectives, long seed) {
        this.study = study;
        this.objectives = List.copyOf(objectives);
        this.seed = seed;
    }

    /** Evaluates one contender. */
    @FunctionalInterface
    public interface Measurement {
        Evaluation measure(TrialContext context) throws Exception;
    }

    /**
     * What is measured.
     *
     * @param label for people
     * @param number trial it comes from, or -1
     */
    public record Contender(String label, long number, Measurement measurement) {}

    /** Hears of each measurement that is over. */
    @FunctionalInterface
    public interface Listener {
        void measured(int done, int total, String label);
    }

    /**
     * What came of it.
     *
     * @param contenders the baseline first
     * @param values by contender: values of all objectives by round; a failed round is missing
     * @param failures by contender: reason of its last failure, if there was one
     */
    public record Result(
            List<Objective> objectives,
            List<Contender> contenders,
            List<Map<Integer, List<Double>>> values,
            List<Optional<String>> failures,
            int rounds) {

        /**
         * A candidate against the baseline in the rounds in which both succeeded; empty if there is none.
         *
         * @param candidate position in {@link #contenders}, from 1
         * @param objective position in {@link #objectives}
         */
        public Optional<PairedComparison> compare(int candidate, int objective) {
            List<Integer> rounds = values.get(0).keySet().stream()
                    .filter(values.get(candidate)::containsKey)
                    .toList();
            if (rounds.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(PairedComparison.of(
                    objectives.get(objective),
                    column(0, rounds, objective),
                    column(candidate, rounds, objective),
                    objectives.size() * (contenders.size() - 1)));
        }

        private double[] column(int contender, List<Integer> rounds, int objective) {
            return rounds.stream()
                    .mapToDouble(r -> values.get(contender).get(r).get(objective))
                    .toArray();
        }
    }

    /**
     * Measures.
     *
     * @param contenders the baseline first, then at least one candidate
     * @throws InterruptedException if the thread was interrupted
     */
    public Result run(List<Contender> contenders, int rounds, Listener listener) throws InterruptedException {
        Check.atLeast("contenders", contenders.size(), 2);
        Check.positive("verify.repeats", rounds);
        List<Map<Integer, List<Double>>> values = new ArrayList<>();
        List<Optional<String>> failures = new ArrayList<>();
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < contenders.size(); i++) {
            values.add(new TreeMap<>());
            failures.add(Optional.empty());
            order.add(i);
        }
        int done = 0;
        for (int round = 0; round < rounds; round++) {
            Collections.shuffle(order, new Random(Seeds.derive(seed, STREAM, round)));
            for (int i : order) {
                Contender contender = contenders.get(i);
                TrialContext context =
                        new MeasureContext(study, contender.number(), 1, Seeds.derive(seed, STREAM, round, 1));
                try {
                    values.get(i)
                            .put(
                                    round,
                                    contender
                                            .measurement()
                                            .measure(context)
                                            .against(objectives)
                                            .values());
                } catch (InterruptedException e) {
                    throw e;
                } catch (HoneException e) {
                    failures.set(i, Optional.of(e.getMessage()));
                } catch (Exception e) {
                    failures.set(i, Optional.of(e.toString()));
                }
                done++;
                listener.measured(done, rounds * contenders.size(), contender.label());
            }
        }
        return new Result(objectives, List.copyOf(contenders), values, failures, rounds);
    }
}
