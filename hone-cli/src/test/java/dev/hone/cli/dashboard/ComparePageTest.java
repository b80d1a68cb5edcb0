package dev.hone.cli.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.hone.core.space.Configuration;
import dev.hone.core.study.Budget;
import dev.hone.core.study.Study;
import dev.hone.core.trial.Evaluation;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Several studies on the same axes. */
class ComparePageTest extends DashboardTest {

    @Test
    void drawsHistoriesAndDistributionsOfWhatIsChosen() {
        Page page = open(browser.page(), "/compare?study=resnet%2Ftuning");
        assertThat(page.locator(".empty").last()).containsText("Choose two or more");

        page.getByLabel(DashboardStudies.PROMPT).check();
        Browser.drawn(page);

        assertThat(chart(page, "history").locator("canvas")).isVisible();
        assertThat(chart(page, "edf").locator("canvas")).isVisible();
        assertThat(chart(page, "front")).hasCount(0);
        assertThat(page.url()).contains("study=support-prompt");
        assertThat(chart(page, "history")).containsText("different objectives");
        Browser.picture(page, "compare");
    }

    @Test
    void drawsFronts() {
        Page page = open(browser.page(1400, 900, ColorScheme.DARK), "/compare?study=zstd%20levels&study=three-way");

        Browser.drawn(page);

        assertThat(chart(page, "front").locator("canvas")).isVisible();
        assertThat(figures(page).locator("tbody tr")).hasCount(2);
        assertThat(figures(page)).containsText("on front");
        Browser.picture(page, "compare-fronts-dark");
    }

    @Test
    void followsTheStudies() throws InterruptedException {
        String name = "compared";
        try (Study<Configuration> study =
                DashboardStudies.create(store, name, "objectives: [{minimize: loss}]\nbudget: {trials: 500}\n")) {
            Page page = open(browser.page(), "/compare?study=resnet%2Ftuning&study=" + name);
            Browser.drawn(page);
            assertThat(page.locator("#link-state")).hasText("live");
            Locator complete =
                    figures(page).locator("tbody tr").nth(1).locator("td").nth(5);
            assertThat(complete).hasText("0");

            study.run(c -> Evaluation.of(DashboardStudies.loss(c)), Budget.trials(6));

            assertThat(complete).hasText("6");
            assertThat(chart(page, "history").getByRole(AriaRole.IMG))
                    .hasAttribute("aria-label", Pattern.compile(".*" + name + ": .*"));
        } finally {
            delete(name);
        }
    }

    @Test
    void tellsOfStudiesThatAreGone() {
        Page page = open(browser.page(), "/compare?study=resnet%2Ftuning&study=long%20gone");

        assertThat(page.getByRole(AriaRole.ALERT).first()).containsText("long gone");
        Browser.picture(page, "compare-gone");
        assertThat(browser.problems()).isNotEmpty().allMatch(p -> p.contains("404"));
    }

    private static Locator figures(Page page) {
        return page.getByRole(AriaRole.REGION, new GetByRoleOptions().setName("Figures of the studies"));
    }

    private static Locator chart(Page page, String id) {
        return page.locator("[data-chart=" + id + "]");
    }
}
