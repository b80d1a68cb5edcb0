package dev.hone.cli.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.hone.core.definition.StoredDefinition;
import dev.hone.core.definition.StudyDefinition;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.space.Configuration;
import dev.hone.core.study.Budget;
import dev.hone.core.study.RunState;
import dev.hone.core.study.Study;
import dev.hone.core.trial.Comparison;
import dev.hone.core.trial.Evaluation;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page where people compare candidates. */
class JudgePageTest extends DashboardTest {

    @TempDir
    Path folder;

    private Study<Configuration> study;
    private CompletableFuture<?> run;

    /** A study that makes {@code points} candidates at a time, each with a picture and a text, until somebody compares them. */
    private void begin(String name, int points, int trials) {
        String text = """
                study: %s
                seed: 2
                judge: human
                parameters:
                  sweet: {type: float, low: 0, high: 1}
                  sour: {type: float, low: 0, high: 1}
                  style: {type: constant, value: "A plain cake of three layers, with a thin glaze of lemon and nothing else on top of it."}
                  oven: {type: constant, value: 180}
                evaluator: none
                optimizer: {name: rank-sgd, points: %d, line_search: false, blind: false, smoothing: 0.15}
                budget: {trials: %d}
                """.formatted(name, points, trials);
        MethodCatalogue catalogue = MethodCatalogue.load();
        StudyDefinition definition = StudyDefinition.parse(text, "test", folder, catalogue);
        study = StoredDefinition.describe(definition, name, 2, definition.budget(), catalogue)
                .store(store)
                .create();
        store.putAttribute(study.id(), RunState.ATTRIBUTE, RunState.RUNNING.name());
        run = CompletableFuture.runAsync(() -> {
            study.run(
                    (c, context) -> {
                        keep(context.number(), c);
                        return Evaluation.of().withMetric("height_cm", 4 + 3 * c.getDouble("sweet"));
                    },
                    Budget.trials(trials));
            store.putAttribute(study.id(), RunState.ATTRIBUTE, RunState.FINISHED.name());
        });
    }

    private void keep(long number, Configuration c) throws IOException {
        BufferedImage image = new BufferedImage(240, 120, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        canvas.setColor(new Color((float) c.getDouble("sweet"), (float) c.getDouble("sour"), 0.5f));
        canvas.fillRect(0, 0, 240, 120);
        canvas.dispose();
        Path picture = folder.resolve(number + ".png");
        ImageIO.write(image, "png", picture.toFile());
        store.putArtifact(study.id(), number, "cake.png", "image/png", picture);
        Path words = Files.writeString(folder.resolve(number + ".txt"), "Cake " + number + " <b>rose</b> well.\n");
        store.putArtifact(study.id(), number, "notes.txt", "text/plain", words);
    }

    /** Pages first: they follow the study, and would miss it. */
    @AfterEach
    void forget() {
        try {
            browser.closePages();
        } finally {
            if (study != null) {
                study.stop();
                run.join();
                study.close();
                store.delete(study.id());
                study = null;
            }
        }
    }

    private static Locator candidates(Page page) {
        return page.locator("[data-candidate]");
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(name));
    }

    private List<List<Long>> tiers(int comparison) {
        return study.comparisons().get(comparison).tiers();
    }

    @Test
    void twoAreComparedSideBySideWithButtonsAndKeys() {
        begin("cake", 2, 6);
        Page page = open(browser.page(), study("cake") + "/compare");

        assertThat(candidates(page)).hasCount(2);
        assertThat(candidates(page).first()).containsText("trial 0");
        assertThat(candidates(page).first().locator(".differing dt").first()).containsText("sweet");
        assertThat(candidates(page).first().locator("pre.text")).containsText("A plain cake");
        assertThat(candidates(page).first().locator("dl:not(.differing)").first())
                .containsText("oven");
        assertThat(candidates(page).first().locator("[data-artifact='cake.png'] img"))
                .hasJSProperty("naturalWidth", 240);
        assertThat(candidates(page).last().locator("[data-artifact='notes.txt'] pre"))
                .containsText("Cake 1 <b>rose</b>");
        assertThat(page.locator(".figures, .measured").first()).containsText("height_cm");
        Browser.picture(page, "judge-two");
        page.getByLabel("Your name").fill("Ada");
        page.getByLabel("Your name").blur();

        button(page, "B is better").click();

        assertThat(candidates(page).first()).containsText("trial 2");
        assertThat(tiers(0)).containsExactly(List.of(1L), List.of(0L));
        assertThat(study.comparisons().get(0).judge()).isEqualTo("Ada");
        assertThat(page.locator(".meta")).containsText("1 comparison");
        assertThat(page.locator(".meta")).containsText("trial 1");
        assertThat(page.locator("[role=status].sr").first()).containsText("Recorded: B; the other is worse.");

        page.keyboard().press("ArrowLeft");
        assertThat(candidates(page).first()).containsText("trial 4");
        assertThat(tiers(1)).containsExactly(List.of(2L), List.of(3L));
        page.keyboard().press("=");

        assertThat(page.getByText("The study is done")).isVisible();
        assertThat(tiers(2)).containsExactly(List.of(4L, 5L));
        Browser.picture(page, "judge-done");
    }

    @Test
    void severalAreRankedByClickingInOrder() {
        begin("cake", 5, 15);
        Page page = open(browser.page(1400, 900, ColorScheme.DARK), study("cake") + "/compare");

        assertThat(candidates(page)).hasCount(5);
        assertThat(button(page, "Submit")).isDisabled();
        button(page, "C is place 1").click();
        button(page, "A is place 2").click();
        assertThat(page.locator(".sentence")).hasText("C, then A; the others are worse.");
        button(page, "Undo").click();
        button(page, "E is place 2").click();
        Browser.picture(page, "judge-several-dark");
        button(page, "Submit").click();

        assertThat(candidates(page).first()).containsText("trial 5");
        assertThat(tiers(0)).containsExactly(List.of(2L), List.of(4L), List.of(0L, 1L, 3L));

        page.keyboard().press("2");
        page.keyboard().press("1");
        page.keyboard().press("Backspace");
        page.keyboard().press("3");
        page.keyboard().press("Enter");
        assertThat(candidates(page).first()).containsText("trial 10");
        assertThat(tiers(1)).containsExactly(List.of(6L), List.of(7L), List.of(5L, 8L, 9L));

        page.getByLabel("Best only").check();
        button(page, "D is best").click();
        assertThat(page.getByText("The study is done")).isVisible();
        assertThat(tiers(2)).containsExactly(List.of(13L), List.of(10L, 11L, 12L, 14L));
    }

    @Test
    void somebodyElsesAnswerBringsTheNextCandidates() {
        begin("cake", 3, 9);
        Page page = open(browser.page(360, 780, ColorScheme.LIGHT), study("cake") + "/compare");
        assertThat(candidates(page)).hasCount(3);
        button(page, "C is place 1").click();
        Browser.picture(page, "judge-several-360");

        study.compare(Comparison.prefer(0, 1, "elsewhere"));

        assertThat(candidates(page).first()).containsText("trial 3");
        assertThat(page.getByText("Somebody else has compared these candidates"))
                .isVisible();
        assertThat((Boolean) page.evaluate(
                        "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                .as("nothing is wider than the page")
                .isTrue();
    }

    @Test
    void saysWhenNobodyMakesCandidates() {
        begin("cake", 2, 4);
        Page page = open(browser.page(360, 780, ColorScheme.DARK), study("cake") + "/compare");
        assertThat(candidates(page)).hasCount(2);
        Browser.picture(page, "judge-two-360-dark");
        study.stop();
        run.join();
        store.putAttribute(study.id(), RunState.ATTRIBUTE, RunState.INTERRUPTED.name());

        button(page, "A is better").click();

        assertThat(page.getByText("hone tune --resume --name cake")).isVisible();
        Browser.picture(page, "judge-nobody");
    }

    @Test
    void studiesThatAreMeasuredOrMissingAreSaidToBe() {
        Page page = open(browser.page(), study(DashboardStudies.TUNING) + "/compare");
        assertThat(page.getByText("are measured, not compared")).isVisible();
        open(page, study("no such cake") + "/compare");
        assertThat(page.getByRole(AriaRole.ALERT).filter(new Locator.FilterOptions().setHasText("no study")))
                .isVisible();
        // the study, what is to be compared and the events are all missed, in any order
        page.close();
        assertThat(browser.problems()).isNotEmpty().allMatch(p -> p.contains("404"));
    }

    @Test
    void theStudyAndTheListShowWhatIsPreferred() {
        begin("cake", 2, 6);
        Page page = open(browser.page(), study("cake"));
        page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("Compare candidates"))
                .first()
                .click();
        button(page, "B is better").click();
        assertThat(candidates(page).first()).containsText("trial 2");

        open(page, study("cake"));
        assertThat(page.locator(".figures")).containsText("Preferred");
        assertThat(page.locator(".figures")).containsText("trial 1");
        assertThat(page.getByRole(AriaRole.REGION, new GetByRoleOptions().setName("Latest comparisons")))
                .containsText("1 > 0");
        Browser.picture(page, "study-compared");
        page.getByRole(AriaRole.TAB, new GetByRoleOptions().setName("Progress")).click();
        Browser.drawn(page);
        open(page, "/");
        Locator row = page.locator("[data-study=cake]");
        assertThat(row).containsText("trials are compared");
        assertThat(row).containsText("trial 1");
        assertThat(row).containsText("1 comparison");
    }
}
