package dev.hone.claims.durability;

import dev.hone.claims.Claim;
import dev.hone.claims.ClaimRun;
import dev.hone.claims.Evidence;
import dev.hone.claims.Evidence.Chart;
import dev.hone.claims.Evidence.Line;
import dev.hone.claims.Evidence.Verdict;
import dev.hone.claims.durability.ChildStudy.Settings;
import dev.hone.core.Seeds;
import dev.hone.core.store.SqliteStore;
import dev.hone.core.store.StudyStore;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Killing the process at any moment loses no trial and evaluates none again that was recorded. */
public final class CrashSafetyClaim implements Claim {

    private static final int KILLS = 50;
    /** Longest life of a process after its first evaluation, or, for every fifth one, after its launch. */
    private static final long LONGEST_LIFE_MILLIS = 500;

    private static final int KILLED_AT_LAUNCH = 5;
    private static final long TRIALS_AFTERWARDS = 20;
    private static final long SLEEP_MILLIS = 10;

    @Override
    public About about() {
        return new About(
                "crash-safety",
                OptionalInt.empty(),
                "A killed process loses no trial and doubles none",
                "A process that runs a study on SQLite is killed with SIGKILL at " + KILLS
                        + " random moments and resumed each time. In the end every trial is complete, their numbers have"
                        + " no gap, the counters equal a recount, and no trial was started again after its result had"
                        + " been recorded.",
                "the exact set of trials, 0 to N - 1, each complete once",
                "trials of dead workers are not queued again (retries = 0): those in flight at a kill are lost",
                true,
                Duration.ofMinutes(4));
    }

    @Override
    public Evidence measure(Variant variant, ClaimRun run) throws Exception {
        RandomGenerator random = Seeds.stream(3);
        int retries = variant == Variant.METHOD ? 1_000 : 0;
        double[] x = new double[KILLS];
        double[] recorded = new double[KILLS];
        for (int kill = 0; kill < KILLS; kill++) {
            run.at((double) kill / KILLS, "kill " + (kill + 1) + " of " + KILLS);
            long logged = logged(run);
            Process process = ChildStudy.start(settings(run, Long.MAX_VALUE, retries));
            while (kill % KILLED_AT_LAUNCH != 0 && process.isAlive() && logged(run) == logged) {
                Thread.sleep(1);
            }
            Thread.sleep(random.nextLong(LONGEST_LIFE_MILLIS));
            process.destroyForcibly().waitFor();
            x[kill] = kill + 1;
            recorded[kill] = finished(run);
        }
        long trials = total(run) + TRIALS_AFTERWARDS;
        ChildStudy.complete(settings(run, trials, retries));
        return evidence(run, trials, new Line("finished trials", x, recorded));
    }

    private static Settings settings(ClaimRun run, long trials, int retries) {
        return new Settings(
                run.folder().resolve("hone.db"),
                run.folder().resolve("log"),
                "random",
                11,
                trials,
                SLEEP_MILLIS,
                retries,
                1);
    }

    private static long logged(ClaimRun run) throws IOException {
        Path log = run.folder().resolve("log");
        return Files.exists(log) ? Files.size(log) : 0;
    }

    private static long finished(ClaimRun run) {
        return counts(run).entrySet().stream()
                .filter(e -> e.getKey().isFinished())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static long total(ClaimRun run) {
        return counts(run).values().stream().mapToLong(Long::longValue).sum();
    }

    private static Map<TrialState, Long> counts(ClaimRun run) {
        try (StudyStore store = SqliteStore.at(run.folder().resolve("hone.db"))) {
            return store.find(ChildStudy.STUDY).map(s -> store.counts(s.id())).orElse(Map.of());
        }
    }

    private static Evidence evidence(ClaimRun run, long expected, Line line) throws IOException {
        List<Trial<String>> trials;
        Map<TrialState, Long> counts;
        try (StudyStore store = SqliteStore.at(run.folder().resolve("hone.db"))) {
            long id = store.find(ChildStudy.STUDY).orElseThrow().id();
            trials = store.trials(id, EnumSet.allOf(TrialState.class), 0, Integer.MAX_VALUE);
            counts = store.counts(id);
        }
        long complete = trials.stream().filter(Trial::isComplete).count();
        boolean gapless = true;
        Map<TrialState, Long> recount = new EnumMap<>(TrialState.class);
        Set<Long> orders = new HashSet<>();
        for (int i = 0; i < trials.size(); i++) {
            gapless &= trials.get(i).number() == i;
            orders.add(trials.get(i).finishOrder());
            recount.merge(trials.get(i).state(), 1L, Long::sum);
        }
        Map<TrialState, Long> nonZero = new EnumMap<>(TrialState.class);
        counts.forEach((state, n) -> {
            if (n > 0) {
                nonZero.put(state, n);
            }
        });
        long retried = trials.stream().filter(t -> t.attempt() > 1).count();
        int doubled = startedAfterDone(Files.readAllLines(run.folder().resolve("log")));
        List<Verdict> verdicts = List.of(
                new Verdict(
                        "every trial is complete",
                        complete + " of " + trials.size() + " complete, " + expected + " expected",
                        complete == expected && trials.size() == expected),
                new Verdict("trial numbers have no gap", gapless ? "no gap" : "a gap", gapless),
                new Verdict(
                        "each has its own place in the finishing order",
                        orders.size() + " places for " + trials.size() + " trials",
                        orders.size() == trials.size()),
                new Verdict("the counters equal a recount", nonZero + " and " + recount, nonZero.equals(recount)),
                new Verdict("no trial was started after its result was recorded", doubled + " were", doubled == 0),
                new Verdict("kills hit running evaluations", retried + " trials had to be tried again", retried > 0));
        List<List<String>> rows = List.of(List.of(
                Integer.toString(KILLS),
                Integer.toString(trials.size()),
                Long.toString(complete),
                Long.toString(retried),
                Integer.toString(doubled)));
        return new Evidence(
                verdicts,
                List.of("kills", "trials", "complete", "tried again", "doubled"),
                rows,
                new Chart("Trials recorded at each kill", "kill", "finished trials", false, List.of(line)));
    }

    private static int startedAfterDone(List<String> log) {
        Set<String> done = new HashSet<>();
        List<String> doubled = new ArrayList<>();
        for (String entry : log) {
            String number = entry.substring(entry.indexOf(' ') + 1);
            if (entry.startsWith("done ")) {
                done.add(number);
            } else if (done.contains(number)) {
                doubled.add(number);
            }
        }
        return doubled.size();
    }
}
