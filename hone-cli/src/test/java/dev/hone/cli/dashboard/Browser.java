package dev.hone.cli.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Debian's Chromium, driven by Playwright. Not thread-safe; each test class has its own. */
final class Browser implements AutoCloseable {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;
    private final List<String> problems = new ArrayList<>();
    private final List<BrowserContext> contexts = new ArrayList<>();

    Browser() {
        Path executable = executable()
                .orElseThrow(
                        () -> new AssertionError("Chromium is missing, which shows the pages under test; on Debian or"
                                + " Ubuntu: apt-get install chromium"));
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        chromium = playwright
                .chromium()
                .launch(new LaunchOptions().setExecutablePath(executable).setArgs(List.of("--no-sandbox")));
    }

    private static Optional<Path> executable() {
        return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** A page of usual size, light. */
    Page page() {
        return page(1400, 900, ColorScheme.LIGHT);
    }

    /** A page of its own, without anything stored; its console is watched. */
    Page page(int width, int height, ColorScheme colours) {
        BrowserContext context = chromium.newContext(
                new NewContextOptions().setViewportSize(width, height).setColorScheme(colours));
        contexts.add(context);
        Page page = context.newPage();
        page.setDefaultTimeout(20_000);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                problems.add(message.type() + ": " + message.text());
            }
        });
        page.onPageError(error -> problems.add("exception: " + error));
        return page;
    }

    /** Waits until every chart that is on the page has been drawn, scrolling to each as a reader does. */
    static void drawn(Page page) {
        Locator charts = page.locator("[data-chart]");
        charts.first().waitFor();
        for (int i = 0; i < charts.count(); i++) {
            Locator chart = charts.nth(i);
            chart.scrollIntoViewIfNeeded();
            chart.and(page.locator("[data-drawn]")).waitFor();
        }
        page.evaluate("() => scrollTo(0, 0)");
    }

    /** Keeps a picture of the whole page under {@code target/screenshots}. */
    static void picture(Page page, String name) {
        page.screenshot(new ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve(name + ".png"))
                .setFullPage(true));
    }

    /** What the console said since this was asked last. */
    List<String> problems() {
        List<String> all = List.copyOf(problems);
        problems.clear();
        return all;
    }

    /** Closes all pages and checks that none of them complained. */
    void closePages() {
        contexts.forEach(BrowserContext::close);
        contexts.clear();
        assertThat(problems()).as("errors on the console").isEmpty();
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }
}
