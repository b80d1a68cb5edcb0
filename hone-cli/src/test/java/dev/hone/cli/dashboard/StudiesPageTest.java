package dev.hone.cli.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The list of studies. */
class StudiesPageTest extends DashboardTest {

    @Test
    void listsStudiesWithStateProgressAndBest() {
        Page page = open(browser.page(), "/");

        Locator row = row(page, DashboardStudies.TUNING);
        assertThat(row).containsText("80 of 80");
        assertThat(row).containsText("minimize loss");
        double best = store.best(
                        store.find(DashboardStudies.TUNING).orElseThrow().id(), 0)
                .orElseThrow()
                .value();
        assertThat(Double.parseDouble(row.locator("strong").textContent())).isCloseTo(best, withPercentage(0.01));
        assertThat(row(page, DashboardStudies.THREE)).containsText("on front");
        Browser.picture(page, "studies");
    }

    @Test
    void searchesAndSorts() {
        Page page = open(browser.page(), "/");

        page.getByRole(AriaRole.SEARCHBOX).fill("zstd");
        assertThat(page.locator("tr[data-study]")).hasCount(1);
        page.getByRole(AriaRole.SEARCHBOX).fill("");
        assertThat(page.locator("tr[data-study]")).hasCount(5);
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Study").setExact(true))
                .click();

        assertThat(page.locator("th[aria-sort=ascending]")).hasText("Study");
        List<String> names = page.locator("tr[data-study] .name").allTextContents();
        assertThat(names).hasSize(5).isSortedAccordingTo(String.CASE_INSENSITIVE_ORDER);
        page.reload();
        assertThat(page.locator("th[aria-sort=ascending]")).hasText("Study");
    }

    @Test
    void archivesAndRestores() {
        Page page = open(browser.page(), "/");

        button(page, "Archive " + DashboardStudies.EMPTY).click();
        assertThat(row(page, DashboardStudies.EMPTY)).hasCount(0);
        page.getByLabel("Archived").check();
        button(page, "Restore " + DashboardStudies.EMPTY).click();
        assertThat(page.locator(".empty")).containsText("Nothing is archived");
        page.getByLabel("Archived").uncheck();

        assertThat(row(page, DashboardStudies.EMPTY)).hasCount(1);
    }

    @Test
    void deletesOnlyWhenTheNameIsTyped() {
        DashboardStudies.create(store, "to be deleted", "objectives: [{minimize: loss}]\nbudget: {trials: 10}\n")
                .close();
        Page page = open(browser.page(), "/");

        button(page, "Delete to be deleted").click();
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        dialog.getByRole(AriaRole.TEXTBOX).fill("something else");
        dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Delete"))
                .click();
        assertThat(dialog).containsText("not the name");
        assertThat(store.find("to be deleted")).isPresent();
        dialog.getByRole(AriaRole.TEXTBOX).fill("to be deleted");
        dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Delete"))
                .click();

        assertThat(row(page, "to be deleted")).hasCount(0);
        assertThat(store.find("to be deleted")).isEmpty();
    }

    private static Locator row(Page page, String study) {
        return page.locator("tr[data-study='" + study + "']");
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new GetByRoleOptions().setName(name).setExact(true));
    }
}
