package dev.hone.claims.bench;

import dev.hone.claims.TemporaryFolder;
import dev.hone.core.HoneException;
import dev.hone.core.store.Stores;
import dev.hone.core.store.StudyStore;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A real {@code hone serve} in a second process under load: many event streams are open while clients ask and tell at a
 * fixed rate that does not wait for answers, so that latencies count queueing. Fails if a request fails, a stream misses
 * an event or gets one out of order, or the store does not hold exactly what was told.
 */
final class ServerLoad implements Benchmark {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int PAGE = 1_000;

    @Override
    public String name() {
        return "server";
    }

    @Override
    public String title() {
        return "hone serve under load: event streams, and ask and tell at a fixed rate (milliseconds)";
    }

    @Override
    public void run(List<String> arguments, PrintStream out) throws Exception {
        ServerLoadOptions options = ServerLoadOptions.parse(arguments);
        try (TemporaryFolder folder = TemporaryFolder.create("bench")) {
            run(options, options.store().isEmpty() ? folder.resolve("hone.db").toString() : options.store(), out);
        }
    }

    private static void run(ServerLoadOptions options, String location, PrintStream out) throws Exception {
        String prefix = "load-" + System.nanoTime() + "-";
        List<String> names = new ArrayList<>();
        for (int i = 0; i < options.studies(); i++) {
            names.add(prefix + i);
        }
        String warmUp = prefix + "warm-up";
        try (ServedHone server = ServedHone.start(location);
                HttpLink link = new HttpLink(server.port())) {
            for (String study : names) {
                link.post("/api/studies", "application/yaml", options.definition(study));
            }
            link.post("/api/studies", "application/yaml", options.definition(warmUp));
            AskTellLoad.run(server.port(), List.of(warmUp), options, options.warmUpSeconds());
            measure(server, names, options, location, out);
        } finally {
            try (StudyStore store = Stores.open(location)) {
                for (String study : names) {
                    store.find(study).ifPresent(s -> store.delete(s.id()));
                }
                store.find(warmUp).ifPresent(s -> store.delete(s.id()));
            }
        }
    }

    private static void measure(
            ServedHone server, List<String> names, ServerLoadOptions options, String location, PrintStream out)
            throws Exception {
        try (EventStreams streams = EventStreams.open(server.port(), names, options.streams())) {
            streams.awaitJoined(PATIENCE);
            Duration cpu = server.cpu();
            long start = System.nanoTime();
            AskTellLoad load = AskTellLoad.run(server.port(), names, options, options.seconds());
            double wall = (System.nanoTime() - start) / 1e9;
            double cores = server.cpu().minus(cpu).toNanos() / 1e9 / wall;
            streams.awaitPositions(load.toldOf(), PATIENCE);
            long peak = server.peakMemoryMegabytes();
            double stopSeconds = server.stop();
            Latencies delays = streams.delays(load);

            MarkdownTable table = new MarkdownTable(out, List.of("what", "count", "p50", "p95", "p99", "max"));
            table.row(load.asks().cells("ask"));
            table.row(load.tells().cells("tell"));
            table.row(delays.cells("event, after its tell was sent"));
            out.println();
            out.printf(
                    Locale.ROOT,
                    "%s, %s: %d trials in %.1f s (%.0f/s wanted), %d streams over %d studies, %d events; the server used"
                            + " %.2f cores and %s MB at most, and ended %.1f s after it was told to, with all streams open%n",
                    options.kind(),
                    options.optimizer(),
                    load.told(),
                    wall,
                    options.rate(),
                    options.streams(),
                    names.size(),
                    delays.count(),
                    cores,
                    peak < 0 ? "?" : Long.toString(peak),
                    stopSeconds);
            List<String> wrong = new ArrayList<>(load.errors());
            wrong.addAll(streams.errors());
            wrong.addAll(differences(location, names, load));
            if (!wrong.isEmpty()) {
                throw new HoneException("the load test failed:\n  "
                        + String.join("\n  ", wrong.subList(0, Math.min(20, wrong.size()))));
            }
            out.println(
                    "no request failed, every stream got every finished trial once and in order, and the store holds what"
                            + " was told");
        }
    }

    /** What the store holds other than what was told. */
    private static List<String> differences(String location, List<String> names, AskTellLoad load) {
        List<String> wrong = new ArrayList<>();
        try (StudyStore store = Stores.open(location)) {
            for (int s = 0; s < names.size(); s++) {
                Map<Long, Double> told = load.values(s);
                long id = store.find(names.get(s)).orElseThrow().id();
                Set<TrialState> all = EnumSet.allOf(TrialState.class);
                long next = 0;
                List<Trial<String>> page;
                do {
                    page = store.trials(id, all, next, PAGE);
                    for (Trial<String> trial : page) {
                        next = trial.number() + 1;
                        Double value = told.remove(trial.number());
                        if (value == null || !trial.isComplete() || trial.value() != value) {
                            wrong.add("trial " + trial.number() + " of " + names.get(s) + " is " + trial.state()
                                    + " with " + trial.evaluation() + ", told was " + value);
                        }
                    }
                } while (page.size() == PAGE);
                told.keySet().forEach(number -> wrong.add("trial " + number + " was told and is not in the store"));
            }
        }
        return wrong;
    }

    /** Waits until a condition holds. */
    static boolean await(java.util.function.BooleanSupplier condition, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return true;
    }
}
