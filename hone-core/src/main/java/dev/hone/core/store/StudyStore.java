package dev.hone.core.store;

import dev.hone.core.Check;
import dev.hone.core.preference.BradleyTerry;
import dev.hone.core.trial.Artifact;
import dev.hone.core.trial.Comparison;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Where studies live. Every method is one atomic step: it happened or it did not, whatever dies meanwhile; several
 * processes may work on one study. Thread-safe. Candidates are JSON text ({@link dev.hone.core.trial.CandidateCodec}).
 *
 * <p>Failures of the database are {@link StoreException}s; an unknown study id is one too.
 */
public interface StudyStore extends AutoCloseable {

    // --- studies

    /** @throws dev.hone.core.HoneException if the name is taken */
    StudyRecord create(NewStudy study);

    Optional<StudyRecord> find(String name);

    /** All studies, oldest first. */
    List<StudyRecord> studies();

    void rename(long studyId, String name);

    /** Removes a study with its trials and artifacts. */
    void delete(long studyId);

    /** Number of trials by state; costs the same however many trials there are. */
    Map<TrialState, Long> counts(long studyId);

    /** Number of trials that count towards budgets: all but those of a warm start. */
    long budgeted(long studyId);

    /** {@link #counts}, {@link #budgeted} and the number of comparisons at one moment. */
    Standing standing(long studyId);

    /** Sum of the costs of all finished trials. */
    double cost(long studyId);

    /** Texts by key. */
    Map<String, String> attributes(long studyId);

    void putAttribute(long studyId, String key, String value);

    // --- proposing

    /**
     * Appends trials proposed by the study's optimizer, together with its new state, unless somebody else did so since
     * {@code expectedVersion} or fewer than {@code trials.size()} remain below {@code limit}.
     *
     * @param expectedVersion version of the optimizer state that the proposal was made from
     * @param limit appending must not make {@link #budgeted} exceed this
     * @param workers who start the trials at once (state RUNNING, attempt 1), one for each; empty to queue them
     * @return the trials, or empty if the version or the limit did not allow it; nothing has changed then
     */
    Optional<List<Trial<String>>> propose(
            long studyId,
            long expectedVersion,
            OptimizerState newState,
            List<NewTrial> trials,
            long limit,
            List<String> workers);

    /** The optimizer's state as last saved; version 0 and empty text for a new study. */
    VersionedState optimizerState(long studyId);

    /** Appends queued trials given by a user; they are evaluated before proposals. */
    List<Trial<String>> enqueue(long studyId, List<NewTrial> trials);

    /** Appends finished trials as they are (new numbers and finishing order, everything else kept): imports and warm starts. */
    List<Trial<String>> importTrials(long studyId, List<Trial<String>> finished);

    // --- evaluating

    /** Starts the queued trial with the lowest number for {@code worker}; no other claim gets it. */
    Optional<Trial<String>> claim(long studyId, String worker);

    /** Says that the trial is still being evaluated; false if the claim is void (see {@link Trial#attempt()}). */
    boolean heartbeat(long studyId, long number, int attempt);

    /** Ends a trial and puts it at the end of the finishing order; false if the claim is void, nothing has changed then. */
    boolean finish(long studyId, long number, int attempt, Outcome outcome);

    /** Gives a running trial back to the queue, as on interruption; does not count as a death. False if the claim is void. */
    boolean release(long studyId, long number, int attempt);

    /**
     * Takes trials from dead workers: running ones whose last sign of life is older than {@code silence}, and those whose
     * worker is in {@code deadWorkers}. One that lost its worker up to {@code retries} times goes back to the queue, another
     * fails. Each is treated by exactly one of several callers.
     *
     * @return the trials after the change
     */
    List<Trial<String>> reap(long studyId, Duration silence, Set<String> deadWorkers, int retries);

    /** Records an intermediate value; replaces one of the same step. */
    void report(long studyId, long number, long step, double value);

    void putTrialAttribute(long studyId, long number, String key, String value);

    // --- reading

    Optional<Trial<String>> trial(long studyId, long number);

    /** Up to {@code limit} trials in the given states with numbers of at least {@code fromNumber}, by number. */
    List<Trial<String>> trials(long studyId, Set<TrialState> states, long fromNumber, int limit);

    /** Up to {@code limit} finished trials that come after {@code finishOrder} in the order of finishing. */
    List<Trial<String>> finishedAfter(long studyId, long finishOrder, int limit);

    /**
     * The eligible trial ({@link Trial#isEligible}) with the best value of objective {@code objective}; of several, the one with the lowest
     * number among those on the Pareto front. Fast for any number of trials. In a study without objectives: the complete
     * trial that its comparisons prefer, by {@link BradleyTerry}, whatever {@code objective} is.
     */
    Optional<Trial<String>> best(long studyId, int objective);

    /**
     * The Pareto front by number: eligible trials that no other one dominates; with one objective, all that are
     * best. Fast for any number of trials. Empty in a study without objectives.
     */
    List<Score> front(long studyId);

    /**
     * Up to {@code limit} finished trials that come after {@code finishOrder} in the order of finishing, without their
     * candidates: much faster than {@link #finishedAfter}, for looking at whole studies.
     */
    List<Ending> endings(long studyId, long finishOrder, int limit);

    /** JSON of the candidates of some trials by number; numbers of trials that do not exist are left out. */
    Map<Long, String> candidates(long studyId, Collection<Long> numbers);

    /** Intermediate values of one trial by step. */
    NavigableMap<Long, Double> reports(long studyId, long number);

    /** Values that trials reported at {@code step}, by trial number. */
    List<StepReport> reportsAt(long studyId, long step);

    // --- relative feedback

    /** Appends a comparison of trials that exist. */
    void compare(long studyId, Comparison comparison);

    /** Comparisons from position {@code from} (0 is the first) on. */
    List<Comparison> comparisons(long studyId, int from);

    /** The trial that the comparisons prefer among those that are complete and keep their constraints. */
    default Optional<Trial<String>> preferred(long studyId) {
        return BradleyTerry.preferred(
                        comparisons(studyId, 0),
                        number ->
                                trial(studyId, number).filter(Trial::isEligible).isPresent())
                .flatMap(number -> trial(studyId, number));
    }

    // --- artifacts

    /** Keeps a copy of {@code file} under {@code name}. */
    Artifact putArtifact(long studyId, long number, String name, String mediaType, Path file);

    List<Artifact> artifacts(long studyId, long number);

    /**
     * Removes the artifacts of the trials {@code numbers} but {@linkplain Artifact#isOutput outputs}; other trials, also with equal
     * content, keep theirs.
     */
    void removeArtifacts(long studyId, Set<Long> numbers);

    /** The content; the caller closes it. */
    InputStream openArtifact(long studyId, long number, String name);

    /** Where this store is, as {@code --store} takes it; without secrets. */
    String location();

    @Override
    void close();

    /**
     * A study to be created.
     *
     * @param objectives empty for a study whose trials are only compared
     * @param definition its YAML or JSON text as given, so that workers can take part; may be empty
     */
    record NewStudy(String name, List<Objective> objectives, long seed, String optimizer, String definition) {
        public NewStudy {
            Check.notBlank("study", name);
            objectives = List.copyOf(objectives);
        }
    }

    /** A study as stored; without objectives, its trials are only compared. */
    record StudyRecord(
            long id,
            String name,
            List<Objective> objectives,
            long seed,
            String optimizer,
            String definition,
            Instant created) {}

    /** A trial to be appended. */
    record NewTrial(String candidate, Origin origin, Map<String, String> attributes, List<Long> parents) {}

    /** How a trial ended. */
    record Outcome(TrialState state, Optional<Evaluation> evaluation, Optional<String> failure) {

        public Outcome {
            Check.that(state.isFinished(), "state", state, "COMPLETE, PRUNED or FAILED");
        }

        public static Outcome complete(Evaluation evaluation) {
            return new Outcome(TrialState.COMPLETE, Optional.of(evaluation), Optional.empty());
        }

        /** The same with its evaluation changed; one without gets one without values. */
        public Outcome map(UnaryOperator<Evaluation> change) {
            return new Outcome(state, Optional.of(change.apply(evaluation.orElseGet(Evaluation::of))), failure);
        }

        public static Outcome pruned(String reason) {
            return new Outcome(TrialState.PRUNED, Optional.empty(), Optional.of(reason));
        }

        public static Outcome failed(String reason) {
            return new Outcome(TrialState.FAILED, Optional.empty(), Optional.of(reason));
        }
    }

    /**
     * How far a study has come.
     *
     * @param budgeted as {@link #budgeted}
     * @param comparisons how many there are
     */
    record Standing(Map<TrialState, Long> counts, long budgeted, long comparisons) {

        /** All trials, which is the number of the next one. */
        public long total() {
            return counts.values().stream().mapToLong(Long::longValue).sum();
        }

        /** Trials that have finished, which is the {@link Trial#finishOrder()} of the last one. */
        public long finished() {
            return total() - pending();
        }

        /** Trials that are queued or running. */
        public long pending() {
            return counts.getOrDefault(TrialState.QUEUED, 0L) + counts.getOrDefault(TrialState.RUNNING, 0L);
        }
    }

    /** What an optimizer saved: its text, and up to which {@link Trial#finishOrder()} it had been told. */
    record OptimizerState(String text, long toldOrder) {}

    /** An optimizer's state and how often it has been saved. */
    record VersionedState(long version, OptimizerState state) {}

    /** Objective values of a complete trial. */
    record Score(long number, List<Double> values) {}

    /**
     * How a finished trial ended.
     *
     * @param values of the objectives, if it is complete
     * @param variances of the noise on the values; empty if unknown
     * @param eligible whether it may be the best ({@link Trial#isEligible})
     * @param lastReport intermediate value of the greatest step
     */
    record Ending(
            long number,
            long finishOrder,
            TrialState state,
            List<Double> values,
            List<Double> variances,
            boolean eligible,
            double cost,
            Optional<String> worker,
            Optional<Instant> started,
            Optional<Instant> finished,
            OptionalDouble lastReport) {

        public boolean isComplete() {
            return state == TrialState.COMPLETE;
        }
    }

    /** A trial's intermediate value at some step. */
    record StepReport(long number, TrialState state, double value) {}
}
