package dev.hone.claims.bench;

import dev.hone.claims.TemporaryFolder;
import dev.hone.core.HoneException;
import dev.hone.core.store.SqliteStore;
import dev.hone.core.store.StudyStore;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The dashboard's pages over studies of very many trials, in a real Chromium against a real {@code hone serve}: what is
 * transferred, when something is painted, and when all charts are drawn. Every page is visited three times with an empty
 * cache of the browser; the server has seen nothing of the study at the first, and keeps what it made for the others.
 * Argument: number of trials, 100,000 if there is none.
 */
final class DashboardLoad implements Benchmark {

    private static final int TRIALS = 100_000;
    private static final int VISITS = 3;
    private static final long PATIENCE_NANOS = 120_000_000_000L;
    private static final String ONE = "/study/one%20objective";
    private static final String TWO = "/study/two%20objectives";

    /** A page is ready when everything on it is there: charts drawn, nothing loading. */
    private static final String READY = "document.querySelector('h1') !== null"
            + " && document.querySelectorAll('main .loading').length === 0"
            + " && document.querySelectorAll('[data-chart]:not([data-drawn])').length === 0"
            + " ? performance.now() : -1";

    private static final String PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1";
    private static final String FAILED =
            "[...document.querySelectorAll('.failure')].map(e => e.textContent).join('; ')";

    @Override
    public String name() {
        return "dashboard";
    }

    @Override
    public String title() {
        return "Pages of the dashboard over very many trials: kB transferred, first paint, all charts drawn";
    }

    @Override
    public void run(List<String> arguments, PrintStream out) throws Exception {
        int trials = trials(arguments);
        try (TemporaryFolder folder = TemporaryFolder.create("bench")) {
            visitAll(trials, folder.resolve("hone.db").toString(), out);
        }
    }

    private static void visitAll(int trials, String location, PrintStream out) throws Exception {
        try (StudyStore store = SqliteStore.at(Path.of(location))) {
            LargeStudies.one(store, "one objective", trials);
            LargeStudies.two(store, "two objectives", trials);
        }
        // tall enough for all charts of a page: those that are out of sight load later
        try (ServedHone server = ServedHone.start(location);
                Chromium chromium = Chromium.start(1400, 3000)) {
            MarkdownTable table = new MarkdownTable(
                    out,
                    List.of(
                            "page",
                            "kB transferred",
                            "first paint ms",
                            "complete ms, first visit",
                            "complete ms, again"));
            for (Map.Entry<String, String> page : pages(trials).entrySet()) {
                URI address = URI.create("http://127.0.0.1:" + server.port() + "/#" + page.getValue());
                table.row(measure(chromium, page.getKey(), address));
            }
            out.println();
            out.println("Peak memory of the server: " + server.peakMemoryMegabytes() + " MB.");
            double seconds = server.stop();
            out.println("It ended " + String.format(Locale.ROOT, "%.1f", seconds) + " s after it was asked to.");
        }
    }

    private static Map<String, String> pages(int trials) {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("studies", "/");
        pages.put("study, one objective", ONE);
        pages.put("its parameters", ONE + "?view=parameters");
        pages.put("its progress", ONE + "?view=progress");
        pages.put("its trials", ONE + "?view=trials");
        pages.put("its failed trials", ONE + "?view=trials&state=failed");
        pages.put("its definition", ONE + "?view=definition");
        pages.put("a trial", ONE + "/trial/" + trials / 2);
        pages.put("study, two objectives", TWO);
        pages.put("its parameters, two objectives", TWO + "?view=parameters");
        pages.put("compare both", "/compare?study=one%20objective&study=two%20objectives");
        return pages;
    }

    private static int trials(List<String> arguments) {
        if (arguments.isEmpty()) {
            return TRIALS;
        }
        String text = arguments.get(0);
        if (arguments.size() > 1 || !text.matches("[1-9]\\d{2,6}")) {
            throw new HoneException("dashboard: the argument is '" + String.join(" ", arguments)
                    + "', expected one number of trials from 100 to 9999999");
        }
        return Integer.parseInt(text);
    }

    private static List<String> measure(Chromium chromium, String name, URI address) throws InterruptedException {
        long bytes = 0;
        double paint = 0;
        double first = 0;
        double again = 0;
        for (int visit = 0; visit < VISITS; visit++) {
            chromium.visit(address);
            double ready = ready(chromium, name);
            bytes = Math.max(bytes, chromium.transferred());
            paint = Math.max(paint, chromium.evaluate(PAINT).asDouble());
            if (visit == 0) {
                first = ready;
            } else {
                again = visit == 1 ? ready : Math.min(again, ready);
            }
        }
        return List.of(name, format(bytes / 1000.0), format(paint), format(first), format(again));
    }

    /** Milliseconds since the visit began until the page was complete. */
    private static double ready(Chromium chromium, String name) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < deadline) {
            double ready = chromium.evaluate(READY).asDouble();
            String failed = chromium.evaluate(FAILED).asText();
            if (!failed.isEmpty()) {
                throw new HoneException("the page '" + name + "' shows: " + failed);
            }
            if (ready > 0) {
                return ready;
            }
            Thread.sleep(20);
        }
        throw new HoneException("the page '" + name + "' was not complete within two minutes");
    }

    private static String format(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }
}
