package dev.hone.core.analyse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.hone.core.Json;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.trial.Direction;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * A study of one objective whose optimizer plays the same configurations again and again, each trial on another instance:
 * there the best trial says little, and sums and shares say much.
 *
 * @param numbers of the complete trials, in order
 * @param sums of the values up to each of them
 * @param arms what was played, most often played first
 */
public record SequenceSummary(long[] numbers, double[] sums, List<Arm> arms) {

    /** Key of the trial attribute with which bandits mark their plays. */
    public static final String PLAY = "play";

    /** Key in {@link #PLAY}: position of the arm that was drawn. */
    public static final String ARM = "arm";

    /** Key in {@link #PLAY}: what each arm was drawn with, by position; missing where nothing is drawn at random. */
    public static final String PROBABILITIES = "probabilities";

    /** Key of the trial attribute with the values that all arms would have had, where they were replayed. */
    public static final String REPLAY = "replay";

    /** Key of the study attribute with the candidates of all arms, in the order of {@link #REPLAY}. */
    public static final String ARMS = "arms";

    private static final int PAGE = 1_000;

    /** Trials among which the first play is looked for. */
    private static final int LOOKED_AT = 50;

    /**
     * A candidate that was played.
     *
     * @param candidate JSON
     * @param recent plays among the last tenth of the trials
     * @param mean value; NaN if it was not played
     * @param probability with which it was drawn when the latest of the trials was proposed; NaN where that is not known
     * @param replayed the sums that there would be, had it been played in every trial; empty if not all were replayed
     */
    public record Arm(String candidate, long plays, long recent, double mean, double probability, double[] replayed) {

        /** Mean value, had it been played in every trial; empty if not all were replayed. */
        public OptionalDouble meanIfAlways() {
            return replayed.length == 0
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(replayed[replayed.length - 1] / replayed.length);
        }
    }

    /** Whether a study is of that kind and has a complete trial. */
    public static boolean isSequence(StudyStore store, StudyRecord study) {
        return study.objectives().size() == 1
                && store.trials(study.id(), Set.of(TrialState.COMPLETE), 0, LOOKED_AT).stream()
                        .anyMatch(t -> t.attributes().containsKey(PLAY));
    }

    /** The summary of a study; empty if it is no sequence. */
    public static Optional<SequenceSummary> of(StudyStore store, StudyRecord study) {
        if (!isSequence(store, study)) {
            return Optional.empty();
        }
        List<Trial<String>> trials = new ArrayList<>();
        List<Trial<String>> page;
        long from = 0;
        do {
            page = store.trials(study.id(), Set.of(TrialState.COMPLETE), from, PAGE);
            trials.addAll(page);
            from = page.isEmpty() ? from : page.get(page.size() - 1).number() + 1;
        } while (page.size() == PAGE);
        return Optional.of(of(trials, store.attributes(study.id())));
    }

    private static SequenceSummary of(List<Trial<String>> trials, Map<String, String> attributes) {
        int n = trials.size();
        long[] numbers = new long[n];
        double[] sums = new double[n];
        Map<String, double[]> byArm = new HashMap<>();
        for (int t = 0; t < n; t++) {
            Trial<String> trial = trials.get(t);
            numbers[t] = trial.number();
            sums[t] = trial.value() + (t > 0 ? sums[t - 1] : 0);
            double[] arm = byArm.computeIfAbsent(trial.candidate(), c -> new double[3]);
            arm[0]++;
            arm[1] += trial.value();
            arm[2] += t >= n - Math.max(1, n / 10) ? 1 : 0;
        }
        Map<String, double[]> replayed = replayed(trials, attributes.get(ARMS));
        replayed.keySet().forEach(candidate -> byArm.putIfAbsent(candidate, new double[3]));
        Map<String, Double> latest = latestProbabilities(trials);
        List<Arm> arms = new ArrayList<>();
        byArm.forEach((candidate, sum) -> arms.add(new Arm(
                candidate,
                (long) sum[0],
                (long) sum[2],
                sum[1] / sum[0],
                latest.getOrDefault(candidate, Double.NaN),
                replayed.getOrDefault(candidate, new double[0]))));
        arms.sort(Comparator.comparingLong(Arm::plays).reversed().thenComparing(Arm::candidate));
        return new SequenceSummary(numbers, sums, List.copyOf(arms));
    }

    /** What each arm that was played was drawn with when the latest of the trials was proposed, by candidate. */
    private static Map<String, Double> latestProbabilities(List<Trial<String>> trials) {
        Map<String, Double> latest = new HashMap<>();
        JsonNode probabilities = plays(trials.get(trials.size() - 1)).path(PROBABILITIES);
        if (!probabilities.isEmpty()) {
            for (Trial<String> trial : trials) {
                JsonNode arm = latest.containsKey(trial.candidate())
                        ? MissingNode.getInstance()
                        : plays(trial).path(ARM);
                if (arm.isInt()) {
                    latest.put(
                            trial.candidate(), probabilities.path(arm.asInt()).asDouble());
                }
            }
        }
        return latest;
    }

    private static JsonNode plays(Trial<String> trial) {
        String play = trial.attributes().get(PLAY);
        return play == null ? MissingNode.getInstance() : Json.parse(play);
    }

    /** Sums of the values that each arm would have had, by candidate; nothing if not every trial was replayed. */
    private static Map<String, double[]> replayed(List<Trial<String>> trials, String arms) {
        Map<String, double[]> sums = new HashMap<>();
        if (arms == null || !trials.stream().allMatch(t -> t.attributes().containsKey(REPLAY))) {
            return sums;
        }
        JsonNode candidates = Json.parse(arms);
        for (int t = 0; t < trials.size(); t++) {
            JsonNode values = Json.parse(trials.get(t).attributes().get(REPLAY));
            for (int i = 0; i < candidates.size(); i++) {
                double[] sum = sums.computeIfAbsent(Json.write(candidates.get(i)), c -> new double[trials.size()]);
                sum[t] = values.path(i).asDouble() + (t > 0 ? sum[t - 1] : 0);
            }
        }
        return sums;
    }

    public double total() {
        return sums[sums.length - 1];
    }

    /** Mean value of the first tenth of the trials. */
    public double firstMean() {
        int tenth = Math.max(1, sums.length / 10);
        return sums[tenth - 1] / tenth;
    }

    /** Mean value of the last tenth of the trials. */
    public double lastMean() {
        int n = sums.length;
        int tenth = Math.max(1, n / 10);
        return (sums[n - 1] - (n > tenth ? sums[n - tenth - 1] : 0)) / tenth;
    }

    /** The arm that would have been best in all trials, where all were replayed. */
    public Optional<Arm> bestFixed(Direction direction) {
        return arms.stream()
                .filter(a -> a.meanIfAlways().isPresent())
                .min(Comparator.comparingDouble(
                        a -> direction.asLoss(a.meanIfAlways().orElseThrow())));
    }
}
