package dev.hone.claims.durability;

import dev.hone.claims.Claim;
import dev.hone.claims.ClaimRun;
import dev.hone.claims.Evidence;
import dev.hone.claims.Evidence.Chart;
import dev.hone.claims.Evidence.Line;
import dev.hone.claims.Evidence.Verdict;
import dev.hone.claims.durability.ChildStudy.Settings;
import dev.hone.core.HoneException;
import dev.hone.core.store.SqliteStore;
import dev.hone.core.store.StudyStore;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A study that was killed and resumed proposes what an undisturbed one proposes. */
public final class ResumeEquivalenceClaim implements Claim {

    private static final int TRIALS = 70;
    private static final int KILL_AT = 50;
    private static final long SLEEP_MILLIS = 10;
    /** All that search a space of numbers and a choice, or of numbers, without being told more than values. */
    private static final List<String> OPTIMIZERS = List.of(
            "random",
            "sobol",
            "halton",
            "tpe",
            "cmaes",
            "nsga2",
            "nsga3",
            "gp",
            "bayes",
            "annealing",
            "de",
            "pso",
            "consensus",
            "nelder-mead",
            "bobyqa",
            "rank-sgd",
            "preference-bo",
            "pbt",
            "multi-fidelity",
            "auto");

    private static final List<String> MULTI_OBJECTIVE = List.of("nsga2", "nsga3");

    @Override
    public About about() {
        return new About(
                "resume-equivalence",
                OptionalInt.empty(),
                "A killed study goes on as if nothing had happened",
                "For each of " + OPTIMIZERS.size() + " optimizers, a study of " + TRIALS
                        + " trials whose process is killed with SIGKILL during trial "
                        + KILL_AT + " and then resumed proposes exactly the configurations of an undisturbed study with"
                        + " the same seed (one worker).",
                "the undisturbed study",
                "the resumed process is given another seed, so that its optimizer is in another state; its proposals"
                        + " must differ",
                true,
                Duration.ofMinutes(4));
    }

    @Override
    public Evidence measure(Variant variant, ClaimRun run) throws Exception {
        List<Verdict> verdicts = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        double[] equal = new double[OPTIMIZERS.size()];
        ExecutorService pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<Future<Integer>> counts = OPTIMIZERS.stream()
                    .map(optimizer -> pool.submit(() -> equalProposals(optimizer, variant, run)))
                    .toList();
            for (int i = 0; i < OPTIMIZERS.size(); i++) {
                String optimizer = OPTIMIZERS.get(i);
                run.at((double) i / OPTIMIZERS.size(), optimizer);
                int same = counts.get(i).get();
                equal[i] = same;
                verdicts.add(new Verdict(
                        optimizer + " proposes the same after the kill",
                        same + " of " + TRIALS + " proposals equal before the first difference",
                        same == TRIALS));
                rows.add(List.of(optimizer, Integer.toString(KILL_AT), Integer.toString(same)));
            }
        } finally {
            pool.shutdownNow();
        }
        double[] x = new double[equal.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = i + 1;
        }
        String names = IntStream.range(0, equal.length)
                .mapToObj(i -> (i + 1) + " " + rows.get(i).get(0))
                .collect(Collectors.joining(", "));
        Chart chart = new Chart(
                "Equal proposals of " + TRIALS, names, "proposals", false, List.of(new Line("equal", x, equal)));
        return new Evidence(verdicts, List.of("optimizer", "killed at", "equal proposals"), rows, chart);
    }

    /** Proposals that are equal before the first difference. */
    private static int equalProposals(String optimizer, Variant variant, ClaimRun run)
            throws IOException, InterruptedException {
        Path folder = Files.createDirectory(run.folder().resolve(optimizer));
        List<String> undisturbed = undisturbed(optimizer, folder);
        List<String> resumed = resumed(optimizer, folder, variant);
        int same = 0;
        while (same < TRIALS && undisturbed.get(same).equals(resumed.get(same))) {
            same++;
        }
        return same;
    }

    private static List<String> undisturbed(String optimizer, Path folder) throws IOException, InterruptedException {
        Settings settings = settings(optimizer, folder, "undisturbed", 1, 0);
        ChildStudy.complete(settings);
        return candidates(settings.store());
    }

    private static List<String> resumed(String optimizer, Path folder, Variant variant)
            throws IOException, InterruptedException {
        Settings settings = settings(optimizer, folder, "killed", 1, SLEEP_MILLIS);
        Process process = ChildStudy.start(settings);
        while (!hasLine(settings.log(), "start " + KILL_AT)) {
            if (!process.isAlive()) {
                throw new HoneException("the child process ended before it could be killed: "
                        + Files.readString(folder.resolve("child.out")));
            }
            Thread.sleep(1);
        }
        process.destroyForcibly().waitFor();
        if (variant == Variant.ABLATION) {
            return reseeded(settings);
        }
        ChildStudy.complete(settings);
        return candidates(settings.store());
    }

    /** Goes on with the trials so far in a study that has another seed. */
    private static List<String> reseeded(Settings settings) throws IOException, InterruptedException {
        Settings other = settings(settings.optimizer(), settings.store().getParent(), "reseeded", 2, 0);
        try (StudyStore from = SqliteStore.at(settings.store());
                StudyStore to = SqliteStore.at(other.store())) {
            var source = from.find(ChildStudy.STUDY).orElseThrow();
            var target = to.create(new StudyStore.NewStudy(
                    ChildStudy.STUDY, source.objectives(), other.seed(), source.optimizer(), ""));
            var finished = from.finishedAfter(source.id(), 0, TRIALS);
            to.importTrials(target.id(), finished);
        }
        ChildStudy.complete(other);
        return candidates(other.store());
    }

    private static Settings settings(String optimizer, Path folder, String name, long seed, long sleep) {
        return new Settings(
                folder.resolve(name + ".db"),
                folder.resolve(name + ".log"),
                optimizer,
                seed,
                TRIALS,
                sleep,
                1,
                MULTI_OBJECTIVE.contains(optimizer) ? 2 : 1);
    }

    private static boolean hasLine(Path log, String line) throws IOException {
        return Files.exists(log) && Files.readAllLines(log).contains(line);
    }

    private static List<String> candidates(Path file) {
        try (StudyStore store = SqliteStore.at(file)) {
            long id = store.find(ChildStudy.STUDY).orElseThrow().id();
            return store.trials(id, EnumSet.allOf(TrialState.class), 0, TRIALS).stream()
                    .map(Trial::candidate)
                    .toList();
        }
    }
}
