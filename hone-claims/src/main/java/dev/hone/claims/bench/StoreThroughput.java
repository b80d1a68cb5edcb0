package dev.hone.claims.bench;

import dev.hone.claims.TemporaryFolder;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.store.MemoryStore;
import dev.hone.core.store.SqliteStore;
import dev.hone.core.store.Stores;
import dev.hone.core.store.StudyStore;
import dev.hone.core.study.Budget;
import dev.hone.core.study.Study;
import dev.hone.core.trial.Evaluation;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Trials per second through each store: the whole loop (claim, propose, finish, tell) with random search and an
 * evaluation that costs nothing; and the cost of a trial at the end of a large study against that at its start.
 * Arguments: more store locations, such as a PostgreSQL database.
 */
final class StoreThroughput implements Benchmark {

    private static final int BLOCK = 1_000;
    private static final int TRIALS = 100_000;

    @Override
    public String name() {
        return "stores";
    }

    @Override
    public String title() {
        return "Trials per second through each store, and milliseconds per trial as the study grows";
    }

    @Override
    public void run(List<String> arguments, PrintStream out) throws Exception {
        // a location that cannot be opened is told at once, not after the other stores' minutes
        for (String location : arguments) {
            Stores.open(location).close();
        }
        MarkdownTable table = new MarkdownTable(
                out,
                List.of(
                        "store",
                        "trials",
                        "trials/s",
                        "ms per trial, first 1,000",
                        "ms per trial, last 1,000",
                        "ratio"));
        try (StudyStore memory = new MemoryStore()) {
            measure("memory", memory, table);
        }
        try (TemporaryFolder folder = TemporaryFolder.create("bench");
                StudyStore sqlite = SqliteStore.at(folder.resolve("hone.db"))) {
            measure("SQLite", sqlite, table);
        }
        for (String location : arguments) {
            try (StudyStore store = Stores.open(location)) {
                measure(store.location(), store, table);
            }
        }
    }

    private static void measure(String name, StudyStore store, MarkdownTable table) {
        SearchSpace space = SearchSpace.of(FloatParameter.linear("x", 0, 1), FloatParameter.linear("y", 0, 1));
        warmUp(store, space);
        double[] millis = new double[TRIALS / BLOCK];
        long id;
        try (Study<Configuration> study = study("bench-" + System.nanoTime(), store, space)) {
            id = study.id();
            for (int block = 0; block < millis.length; block++) {
                millis[block] = run(study, (block + 1) * BLOCK) / BLOCK;
            }
        }
        store.delete(id);
        double total = Arrays.stream(millis).sum() * BLOCK;
        double first = millis[0];
        double last = millis[millis.length - 1];
        table.row(List.of(
                name,
                Integer.toString(TRIALS),
                String.format(Locale.ROOT, "%.0f", TRIALS / (total / 1000)),
                String.format(Locale.ROOT, "%.3f", first),
                String.format(Locale.ROOT, "%.3f", last),
                String.format(Locale.ROOT, "%.2f", last / first)));
    }

    private static void warmUp(StudyStore store, SearchSpace space) {
        long id;
        try (Study<Configuration> study = study("warm-up-" + System.nanoTime(), store, space)) {
            id = study.id();
            run(study, 3 * BLOCK);
        }
        store.delete(id);
    }

    private static Study<Configuration> study(String name, StudyStore store, SearchSpace space) {
        return Study.named(name)
                .minimize("value")
                .optimizer(MethodCatalogue.load().sampler("optimizer", "random", space, Map.of()))
                .store(store)
                .create();
    }

    /** Milliseconds until the study has {@code total} trials. */
    private static double run(Study<Configuration> study, long total) {
        long start = System.nanoTime();
        study.run(c -> Evaluation.of(c.getDouble("x") + c.getDouble("y")), Budget.trials(total));
        return (System.nanoTime() - start) / 1e6;
    }
}
