package dev.hone.cli.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import dev.hone.core.space.Configuration;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.study.Budget;
import dev.hone.core.study.Study;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.TrialState;
import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page of one study. */
class StudyPageTest extends DashboardTest {

    @ParameterizedTest
    @CsvSource({
        "overview, history importance",
        "parameters, importance slice parallel contour",
        "progress, edf terminator intermediate cost timeline"
    })
    void drawsEveryChartOfOneObjective(String view, String charts) {
        Page page = open(browser.page(), study(DashboardStudies.TUNING) + "?view=" + view);

        Browser.drawn(page);

        for (String chart : charts.split(" ")) {
            assertThat(chart(page, chart).locator("canvas")).isVisible();
            assertThat(chart(page, chart).getByRole(AriaRole.IMG).getAttribute("aria-label"))
                    .isNotBlank();
        }
        Browser.picture(page, "study-" + view);
    }

    @ParameterizedTest
    @CsvSource({DashboardStudies.TRADE_OFF + ", two", DashboardStudies.THREE + ", three"})
    void drawsFrontsInTheDark(String name, String picture) {
        Page page = open(browser.page(1400, 900, ColorScheme.DARK), study(name));

        Browser.drawn(page);

        assertThat(chart(page, "front").locator("canvas")).isVisible();
        assertThat(chart(page, "hypervolume").locator("canvas")).isVisible();
        assertThat(page.evaluate("() => getComputedStyle(document.body).backgroundColor"))
                .isEqualTo("rgb(14, 18, 23)");
        Browser.picture(page, "study-front-" + picture + "-dark");
    }

    @Test
    void turnsAFrontOfThreeObjectivesWithTheKeyboard() {
        Page page = open(browser.page(), study(DashboardStudies.THREE));
        Browser.drawn(page);
        Locator front = chart(page, "front");
        String before = front.getAttribute("data-drawn");

        front.locator(".plot").focus();
        page.keyboard().press("ArrowRight");

        assertThat(front).not().hasAttribute("data-drawn", before);
    }

    @Test
    void followsAStudyThatRuns() throws InterruptedException {
        try (Study<Configuration> study =
                DashboardStudies.create(store, "live", "objectives: [{minimize: loss}]\nbudget: {trials: 500}\n")) {
            Page page = open(browser.page(), study("live"));
            assertThat(page.locator(".figures")).containsText("0 / 500");
            assertThat(page.locator("#link-state")).hasText("live");

            study.run(c -> Evaluation.of(DashboardStudies.loss(c)), Budget.trials(7));

            assertThat(page.locator(".figures")).containsText("7 / 500");
            assertThat(chart(page, "history").locator("canvas")).isVisible();
            assertThat(page.getByRole(AriaRole.REGION, new GetByRoleOptions().setName("Latest trials"))
                            .locator("tbody tr"))
                    .hasCount(7);
            Browser.picture(page, "study-live");
        } finally {
            delete("live");
        }
    }

    @Test
    void showsWhatTheModelRecommends() {
        try (Study<Configuration> study =
                DashboardStudies.create(store, "advised", "objectives: [{minimize: loss}]\nbudget: {trials: 9}\n")) {
            Page page = open(browser.page(), study("advised"));
            Locator card = page.locator(".recommended");
            assertThat(page.locator(".figures")).isVisible();
            assertThat(card).hasCount(0);

            store.putTrialAttribute(
                    study.id(),
                    study.ask().number(),
                    "recommendation",
                    "{\"configuration\": {\"layers\": 4, \"solver\": \"adam\", \"learning_rate\": 0.002}, \"mean\": 0.125,"
                            + " \"sd\": 0.01, \"environment\": \"learning_rate\"}");
            page.reload();

            assertThat(card).containsText("Expected: 0.125 ± 0.01 over all values of learning_rate");
            assertThat(card.locator("dt")).hasText(new String[] {"layers", "solver"});
            assertThat(card.locator("dd")).hasText(new String[] {"4", "adam"});
            Browser.picture(page, "study-recommended");

            store.putTrialAttribute(
                    study.id(),
                    study.ask().number(),
                    "recommendation",
                    "{\"trial\": 0, \"configuration\": {\"layers\": 5}, \"mean\": 1.5, \"sd\": 0.25}");
            page.reload();

            assertThat(card).containsText("Trial 0, utility 1.5 ± 0.25 in units of the noise of one comparison");
            card.getByRole(AriaRole.LINK).click();
            assertThat(page.locator("h1")).containsText("Trial 0");
        } finally {
            delete("advised");
        }
    }

    @Test
    void controlsARun() throws InterruptedException {
        try (Study<Configuration> study = DashboardStudies.create(
                store, "controlled", "objectives: [{minimize: loss}]\nbudget: {trials: 5000}\n")) {
            Thread run = new Thread(() -> study.run(
                    c -> {
                        Thread.sleep(20);
                        return Evaluation.of(DashboardStudies.loss(c));
                    },
                    Budget.trials(5_000)));
            run.start();
            Page page = open(browser.page(), study("controlled"));
            assertThat(page.locator("h1 .badge")).hasText("running");

            button(page, "Pause").click();
            assertThat(page.locator("h1 .badge")).hasText("paused");
            assertThat(page.locator(".figure").nth(2).locator(".v")).hasText("0");
            // the page knows at once, the run within a second
            long before = -1;
            long paused = store.counts(study.id()).get(TrialState.COMPLETE);
            while (paused != before) {
                Thread.sleep(1_200);
                before = paused;
                paused = store.counts(study.id()).get(TrialState.COMPLETE);
            }
            button(page, "Enqueue").click();
            Locator dialog = page.getByRole(AriaRole.DIALOG);
            dialog.getByLabel("layers").fill("3");
            in(dialog, "Enqueue").click();
            assertThat(page.locator("#toasts")).containsText("Queued as trial " + paused);
            assertThat(store.counts(study.id()).get(TrialState.COMPLETE)).isEqualTo(paused);

            button(page, "Resume").click();
            assertThat(page.locator("h1 .badge")).hasText("running");
            assertThat(page.locator(".figure").nth(1).locator(".v")).not().containsText(paused + " /");
            assertThat(study.trial(paused).orElseThrow().candidate().getInt("layers"))
                    .isEqualTo(3);

            button(page, "Stop").click();
            in(dialog, "Stop").click();
            assertThat(page.locator("h1 .badge")).hasText("stopped");
            run.join(10_000);
            assertThat(run.isAlive()).isFalse();
        } finally {
            delete("controlled");
        }
    }

    @Test
    void showsASliceOverNumbersAndThenOverChoices() {
        Page page = open(browser.page(), study(DashboardStudies.TUNING) + "?view=parameters");
        Browser.drawn(page);
        Locator slice = chart(page, "slice");
        assertThat(slice).containsText("Curve: the surrogate");

        page.getByLabel("Parameter of the slice").selectOption("solver");

        assertThat(slice).containsText("Bars: the surrogate");
        assertThat(slice.getByRole(AriaRole.IMG))
                .hasAttribute("aria-label", Pattern.compile(".* trials over solver\\."));
        assertThat(page.locator(".failure")).hasCount(0);
    }

    @Test
    void picksTrialsAlongAnAxis() {
        Page page = open(browser.page(), study(DashboardStudies.TUNING) + "?view=parameters");
        Browser.drawn(page);
        Locator parallel = chart(page, "parallel");
        parallel.scrollIntoViewIfNeeded();
        BoundingBox plot = parallel.locator(".plot").boundingBox();
        // the first axis, as far as trials reach on it
        double x = plot.x + 64;
        page.mouse().move(x, plot.y + 60);
        page.mouse().down();
        page.mouse().move(x, plot.y + plot.height - 40, new Mouse.MoveOptions().setSteps(5));
        page.mouse().up();

        Locator picked = parallel.locator("[aria-live]");
        assertThat(picked).containsText("trials picked");
        String before = picked.textContent();
        page.getByLabel("Colours").selectOption("dark");
        assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
        assertThat(picked).hasText(before);
        Browser.picture(page, "study-picked");
        picked.getByRole(AriaRole.BUTTON).first().click();
        assertThat(page.locator("h1")).containsText("Trial ");
    }

    @Test
    void pausesAndResumes() {
        Page page = open(browser.page(), study(DashboardStudies.EMPTY));
        StudyRecord study = store.find(DashboardStudies.EMPTY).orElseThrow();

        button(page, "Pause").click();
        assertThat(page.locator("h1 .badge")).hasText("paused");
        assertThat(store.attributes(study.id())).containsEntry("control", "paused");
        button(page, "Resume").click();

        assertThat(button(page, "Pause")).isVisible();
    }

    @Test
    void editsNotesAndTags() {
        Page page = open(browser.page(), study(DashboardStudies.THREE) + "?view=definition");

        button(page, "Edit").click();
        page.getByLabel("Tags, with commas between").fill("nightly, vision");
        page.getByLabel("Notes").fill("Baseline is 0.31.");
        button(page, "Save").click();

        assertThat(page.locator(".meta")).containsText("nightly");
        assertThat(page.getByRole(AriaRole.TABPANEL)).containsText("Baseline is 0.31.");
        Browser.picture(page, "study-definition");
    }

    @Test
    void enqueuesAConfiguration() {
        try (Study<Configuration> study =
                DashboardStudies.create(store, "queue", "objectives: [{minimize: loss}]\nbudget: {trials: 10}\n")) {
            Page page = open(browser.page(), study("queue"));

            button(page, "Enqueue").click();
            page.getByLabel("layers").fill("five");
            Locator dialog = page.getByRole(AriaRole.DIALOG);
            dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Enqueue"))
                    .click();
            assertThat(dialog).containsText("expected a number");
            page.getByLabel("layers").fill("5");
            dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Enqueue"))
                    .click();

            assertThat(dialog).hasCount(0);
            assertThat(store.counts(study.id())).containsEntry(TrialState.QUEUED, 1L);
            assertThat(study.trial(0).orElseThrow().candidate().getInt("layers"))
                    .isEqualTo(5);
        } finally {
            delete("queue");
        }
    }

    @Test
    void exportsChartsAsSvgAndCsvAndShowsThemAsTables() throws IOException {
        Page page = open(browser.page(), study(DashboardStudies.TUNING));
        Browser.drawn(page);
        Locator history = chart(page, "history");

        Download csv = page.waitForDownload(() -> in(history, "CSV").click());
        Download svg = page.waitForDownload(() -> in(history, "SVG").click());
        in(history, "Table").click();

        assertThat(csv.suggestedFilename()).isEqualTo("resnet_tuning-history.csv");
        assertThat(Files.readAllLines(csv.path())).hasSize(81).first().isEqualTo("trial,loss,state");
        assertThat(Files.readString(svg.path()))
                .startsWith("<svg")
                .contains("best so far")
                .doesNotContain("NaN");
        assertThat(history.locator("tbody tr")).hasCount(80);
    }

    @Test
    void pagesThroughTrialsByState() {
        Page page = open(browser.page(), study(DashboardStudies.TUNING) + "?view=trials");

        Locator rows = page.getByRole(AriaRole.TABPANEL).locator("tbody tr");
        assertThat(rows).hasCount(80);
        Browser.picture(page, "study-trials");
        page.getByLabel("State").selectOption("failed");

        long failed = store.counts(
                        store.find(DashboardStudies.TUNING).orElseThrow().id())
                .get(TrialState.FAILED);
        assertThat(rows).hasCount((int) failed);
        assertThat(rows.first()).containsText("<b>killed</b>");
    }

    @Test
    void saysWhatIsMissing() {
        Page page = open(browser.page(), study(DashboardStudies.EMPTY));
        Browser.drawn(page);
        assertThat(chart(page, "history")).containsText("No trial has been finished yet");
        assertThat(page.locator(".empty").last()).containsText("No trials yet");
        Browser.picture(page, "study-empty");

        open(page, study("no such study"));
        assertThat(page.getByRole(AriaRole.ALERT).getByText("no such study")).isVisible();
        Browser.picture(page, "study-not-found");
        assertThat(browser.problems()).isNotEmpty().allMatch(p -> p.contains("404"));
    }

    private static Locator chart(Page page, String id) {
        return page.locator("[data-chart=" + id + "]");
    }

    private static Locator in(Locator part, String button) {
        return part.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(button));
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new GetByRoleOptions().setName(name).setExact(true));
    }
}
