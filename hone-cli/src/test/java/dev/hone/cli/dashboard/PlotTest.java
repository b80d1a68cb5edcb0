package dev.hone.cli.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.hone.core.Json;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.server.ChartPicture;
import dev.hone.server.StudyPlots;
import dev.hone.server.StudyPlots.Wish;
import dev.hone.server.chart.Charts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports and pictures of charts, which {@code hone study plot} makes. */
class PlotTest extends DashboardTest {

    @TempDir
    Path folder;

    private Page report(String name, ColorScheme colours, boolean dark, String... studies) throws IOException {
        List<StudyRecord> records =
                Stream.of(studies).map(s -> store.find(s).orElseThrow()).toList();
        Path file = folder.resolve(name + ".html");
        try (StudyPlots plots = new StudyPlots(store, records)) {
            Files.writeString(file, plots.html(List.of(), Wish.any(), dark, (done, all, next) -> {}));
        }
        Page page = browser.page(1400, 900, colours);
        List<String> requests = new ArrayList<>();
        page.onRequest(request -> requests.add(request.url()));
        page.navigate(file.toUri().toString());
        Browser.drawn(page);
        assertThat(requests).as("what the page asks for beside itself").hasSize(1);
        Browser.picture(page, name);
        return page;
    }

    @Test
    void aReportShowsAllChartsWithoutAServer() throws IOException {
        Page page = report("report-one-objective", ColorScheme.LIGHT, false, DashboardStudies.TUNING);

        assertThat(page.locator("h1")).containsText(DashboardStudies.TUNING);
        for (String chart : Charts.names()) {
            // one objective, and trials that are about nothing but their configuration
            boolean other = List.of("front", "hypervolume", "sequence").contains(chart);
            assertThat(page.locator("[data-chart=" + chart + "]:not([data-drawn=empty])"))
                    .hasCount(other ? 0 : chart.equals("slice") ? 4 : 1);
        }
        assertThat(page.locator("[data-chart=slice] h3").first()).hasText("Slice · learning_rate");
    }

    @Test
    void aReportOfSeveralObjectivesHasChartsOfEach() throws IOException {
        Page page = report("report-two-objectives", ColorScheme.DARK, false, DashboardStudies.TRADE_OFF);

        assertThat(page.locator("[data-chart=history] h3"))
                .hasText(new String[] {"History · size_mb", "History · throughput"});
        assertThat(page.locator("[data-chart=front]:not([data-drawn=empty])")).hasCount(1);
    }

    @Test
    void aReportOfTextsHasNoChartsOfParameters() throws IOException {
        Page page = report("report-of-prompts", ColorScheme.LIGHT, false, DashboardStudies.PROMPT);

        assertThat(page.locator("[data-chart=slice], [data-chart=importance]")).hasCount(0);
        assertThat(page.locator("pre.code")).containsText("You are a careful assistant.");
        assertThat(page.title()).as("texts are no scripts").doesNotContain("x ");
    }

    @Test
    void aReportComparesAndMayBeDark() throws IOException {
        Page page =
                report("report-compared", ColorScheme.LIGHT, true, DashboardStudies.TRADE_OFF, DashboardStudies.THREE);

        assertThat(page.locator("h2").first()).containsText(DashboardStudies.TRADE_OFF);
        assertThat(page.locator("[data-chart=front]:not([data-drawn=empty])")).hasCount(1);
        assertThat(page.locator("[data-chart=history]:not([data-drawn=empty])")).hasCount(2);
        assertThat((String) page.evaluate("() => getComputedStyle(document.body).backgroundColor"))
                .isNotEqualTo("rgb(255, 255, 255)");
    }

    /**
     * The script engine of pictures draws, letter by letter, what Chromium's draws: the engine is young, and where it
     * misunderstands the language it does so silently.
     */
    @Test
    void picturesAreThoseOfABrowser() {
        Page page = open(browser.page(), "/");
        ChartPicture pictures = new ChartPicture();
        try (Charts charts = new Charts(store)) {
            for (String name : List.of(DashboardStudies.TUNING, DashboardStudies.TRADE_OFF, DashboardStudies.THREE)) {
                StudyRecord study = store.find(name).orElseThrow();
                for (String chart : Charts.names()) {
                    JsonNode data = charts.chart(study, chart, Map.of());
                    compare(page, pictures, name, chart, data, "{\"focus\":true,\"minimize\":true}");
                }
            }
            List<StudyRecord> both = Stream.of(DashboardStudies.TRADE_OFF, DashboardStudies.THREE)
                    .map(s -> store.find(s).orElseThrow())
                    .toList();
            for (String chart : Charts.comparisons()) {
                compare(page, pictures, "both", chart, charts.compare(both, chart, Map.of()), "{\"compare\":true}");
            }
        }
    }

    private static void compare(
            Page page, ChartPicture pictures, String study, String chart, JsonNode data, String settings) {
        boolean empty = (List.of("front", "hypervolume", "sequence").contains(chart)
                        && data.get("points") != null
                        && data.get("points").isEmpty())
                || (chart.equals("intermediate") && data.get("series").isEmpty());
        if (empty) {
            return;
        }
        String theirs = (String) page.evaluate("""
                async ([id, data, settings]) => {
                  const { echarts } = await import('/charts/echarts.js');
                  const library = await echarts();
                  // widths of texts are estimated outside of browsers
                  library.setPlatformAPI({ createCanvas: () => null });
                  const { render } = await import('/render.js');
                  return render(library, id, data, settings, 700, 0);
                }
                """, List.of(chart, Json.write(data), settings));
        String ours = pictures.svg(chart, data, Json.parse(settings), 700, 0);
        assertThat(plain(ours)).as(chart + " of " + study).isEqualTo(plain(theirs));
    }

    /** Without the numbers that tell the parts of one drawing from those of another. */
    private static String plain(String svg) {
        return svg.replaceAll("zr\\d+-", "zr-");
    }
}
