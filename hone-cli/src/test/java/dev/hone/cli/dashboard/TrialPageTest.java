package dev.hone.cli.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The page of one trial. */
class TrialPageTest extends DashboardTest {

    @Test
    void showsAText() {
        Page page = open(browser.page(), study(DashboardStudies.PROMPT) + "/trial/8");

        assertThat(page.getByRole(
                                AriaRole.HEADING,
                                new GetByRoleOptions().setName("Trial 8").setExact(false))
                        .first())
                .isVisible();
        assertThat(page.locator("pre.code").first()).containsText("Answer in 9 sentences.");
        assertThat(page.getByText("Too terse")).isVisible();
        // a critique is shown as text, whatever is in it
        assertThat(page.getByText("<script>document.title")).isVisible();
        assertThat(page.title()).startsWith("Trial 8");
        assertThat(page.getByText("graded 20 answers")).isVisible();
        assertThat(page.locator(".lineage a")).hasCount(lineageOf8());
        page.locator(".diff").waitFor();
        Browser.picture(page, "trial-text");
    }

    /** Trial 8 comes from 4 and 7, those from 2, 3 and 6, and so on: all nine. */
    private static int lineageOf8() {
        return 9;
    }

    @Test
    void comparesATextWithItsParentsAndTheBest() {
        Page page = open(browser.page(), study(DashboardStudies.PROMPT) + "/trial/8");

        Locator diff = page.locator("[data-part=diff]");
        assertThat(diff.locator("td.removed").first()).containsText("Answer in 5 sentences.");
        assertThat(diff.locator("td.added").first()).containsText("Answer in 9 sentences.");
        assertThat(diff.locator("td.removed mark").first()).hasText("5");
        assertThat(diff.locator("td.gap")).containsText("equal lines");
        diff.getByLabel("against").selectOption("7");

        assertThat(diff.locator("td.removed").nth(1)).containsText("Show your working");
    }

    @Test
    void showsArtifactsByTheirType() throws IOException {
        Page page = open(browser.page(), study(DashboardStudies.PROMPT) + "/trial/3");

        for (String name : new String[] {"curve.png", "report.json", "answers.txt"}) {
            page.getByLabel("Show " + name).click();
        }
        assertThat(artifact(page, "curve.png").locator("img")).hasJSProperty("naturalWidth", 160);
        assertThat(artifact(page, "report.json").locator("pre")).containsText("\"right\": [");
        assertThat(artifact(page, "answers.txt").locator("pre")).containsText("second <b>answer</b>");
        assertThat(page.getByLabel("Show model.bin")).hasCount(0);
        Download saved =
                page.waitForDownload(() -> page.getByLabel("Save model.bin").click());

        assertThat(Files.size(saved.path())).isEqualTo(2048);
        Browser.picture(page, "trial-artifacts");
    }

    @Test
    void showsAConfigurationThatFailed() {
        Page page = open(browser.page(), study(DashboardStudies.TUNING) + "/trial/9");

        assertThat(page.locator("h1 .badge")).hasText("failed");
        assertThat(page.getByText("<b>killed</b>: out of memory").first()).isVisible();
        assertThat(page.locator("dl.pairs").first()).containsText("learning_rate");
        Browser.picture(page, "trial-failed");
    }

    @Test
    void goesToNeighbours() {
        Page page = open(browser.page(), study(DashboardStudies.TUNING) + "/trial/0");
        assertThat(page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("Previous")))
                .hasCount(0);

        page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("Next")).click();

        assertThat(page.locator("h1")).containsText("Trial 1");
    }

    @Test
    void differencesAreThoseOfMyers() {
        Page page = open(browser.page(), "/");

        Object rows = page.evaluate(
                "async () => (await import('/lib/diff.js')).sideBySide('a\\nb\\nc\\nd', 'a\\nx\\nc\\ne\\nd')"
                        + ".map(r => r.kind).join(' ')");
        Object same = page.evaluate(
                "async () => (await import('/lib/diff.js')).matches([...'abcabba'], [...'cbabac']).length");

        assertThat(rows).isEqualTo("same changed same added same");
        // the example of the paper: a longest common subsequence has four letters
        assertThat(same).isEqualTo(4);
    }

    private static Locator artifact(Page page, String name) {
        return page.locator("[data-artifact='" + name + "']");
    }
}
