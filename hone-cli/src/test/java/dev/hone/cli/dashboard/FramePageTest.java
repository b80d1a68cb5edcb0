package dev.hone.cli.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.hone.server.HoneServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What all pages have in common: sizes, colours, keyboard, token, a server that goes away. */
class FramePageTest extends DashboardTest {

    private static final int MEGABYTES_2 = 2_000_000;

    @ParameterizedTest
    @CsvSource({
        "studies, /",
        "study, /study/resnet%2Ftuning",
        "parameters, /study/zstd%20levels?view=parameters",
        "progress, /study/resnet%2Ftuning?view=progress",
        "trials, /study/resnet%2Ftuning?view=trials",
        "definition, /study/resnet%2Ftuning?view=definition",
        "trial, /study/support-prompt/trial/8",
        "compare, /compare?study=resnet%2Ftuning&study=empty"
    })
    void fitsEveryScreenAndNamesItsControls(String name, String route) {
        Page page = open(browser.page(360, 740, ColorScheme.LIGHT), route);
        settled(page);
        assertThat((int) page.evaluate("() => document.documentElement.scrollWidth"))
                .isEqualTo(360);
        assertThat(page.locator("h1")).hasCount(1);
        assertThat(page.getByRole(AriaRole.MAIN)).hasCount(1);
        assertThat(page.getByRole(AriaRole.BANNER)).hasCount(1);
        Object nameless = page.evaluate(
                "() => [...document.querySelectorAll('button, a, input, select, textarea, [role=img], [role=region]')]"
                        + ".filter(e => !(e.textContent.trim() || e.getAttribute('aria-label') || e.labels?.length))"
                        + ".map(e => e.outerHTML)");
        assertThat((List<?>) nameless).isEmpty();
        Browser.picture(page, "small-" + name);

        page.setViewportSize(3840, 2160);
        page.emulateMedia(new EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        settled(page);
        assertThat((int) page.evaluate("() => document.documentElement.scrollWidth"))
                .isEqualTo(3840);
        assertThat((int) page.evaluate("() => document.querySelector('main').clientWidth"))
                .isGreaterThan(2500);
        Browser.picture(page, "large-" + name);
    }

    @ParameterizedTest
    @CsvSource({"/", "/study/resnet%2Ftuning", "/study/zstd%20levels?view=parameters"})
    void loadsLittle(String route) {
        Page page = browser.page();
        List<Integer> sizes = new ArrayList<>();
        page.onResponse(response -> {
            if (!response.url().endsWith("/events")) {
                sizes.add(response.body().length);
            }
        });

        open(page, route);
        settled(page);

        assertThat(sizes).hasSizeGreaterThan(8);
        assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isLessThan(MEGABYTES_2);
    }

    @Test
    void canBeUsedWithTheKeyboardAlone() {
        Page page = open(browser.page(), "/");
        page.locator("tr[data-study]").first().waitFor();

        page.keyboard().press("Tab");
        assertThat(page.locator(":focus")).hasText("Skip to content");
        page.keyboard().press("Enter");
        assertThat(page.locator("main")).isFocused();
        page.keyboard().press("/");
        assertThat(page.getByRole(AriaRole.SEARCHBOX)).isFocused();
        page.keyboard().type("resnet");
        assertThat(page.locator("tr[data-study]")).hasCount(1);
        List<String> passed = new ArrayList<>();
        while (!passed.contains(DashboardStudies.TUNING) && passed.size() < 20) {
            page.keyboard().press("Tab");
            passed.add(page.locator(":focus").textContent());
        }
        page.keyboard().press("Enter");
        page.getByRole(AriaRole.TABLIST).waitFor();
        page.locator("[role=tab][aria-selected=true]").focus();
        page.keyboard().press("ArrowRight");

        assertThat(page.locator("[role=tab][aria-selected=true]")).hasText("Parameters");
        assertThat(page.locator("[role=tab][aria-selected=true]")).isFocused();
    }

    @Test
    void colourSchemeIsKept() {
        Page page = open(browser.page(), "/");
        page.getByLabel("Colours").selectOption("dark");
        page.reload();

        assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
        assertThat(page.getByLabel("Colours")).hasValue("dark");
        Browser.picture(page, "studies-dark");
    }

    @Test
    void saysWhenTheServerIsGoneAndComesBackByItself() {
        HoneServer first = HoneServer.builder(store).build().start();
        int port = first.port();
        Page page = browser.page();
        try {
            page.navigate(first.uri() + "#" + study(DashboardStudies.TUNING));
            Browser.drawn(page);
            assertThat(page.locator("#link-state")).hasText("live");
        } finally {
            first.close();
        }

        assertThat(page.locator("#banner")).isVisible();
        assertThat(page.locator("#link-state")).hasText("offline");
        Browser.picture(page, "server-gone");
        try (HoneServer second = HoneServer.builder(store).port(port).build().start()) {
            assertThat(second.port()).isEqualTo(port);
            assertThat(page.locator("#link-state")).hasText("live");
            assertThat(page.locator("#banner")).isHidden();
            page.close();
        }
        assertThat(browser.problems()).allMatch(p -> p.contains("ERR_"));
    }

    @Test
    void asksForTheToken() {
        String token = "a-token-of-some-length";
        try (HoneServer guarded =
                HoneServer.builder(store).token(Optional.of(token)).build().start()) {
            Page page = browser.page();
            page.navigate(guarded.uri().toString());
            Locator input = page.getByRole(AriaRole.TEXTBOX, new GetByRoleOptions().setName("Token"));
            input.fill("not the right one at all");
            page.keyboard().press("Enter");
            assertThat(page.getByText("The server refuses this token.")).isVisible();
            Browser.picture(page, "token");
            input.fill(token);
            page.keyboard().press("Enter");

            assertThat(page.locator("tr[data-study]")).hasCount(5);
            assertThat(page.locator("#link-state")).hasText("live");
            page.close();
        }
        // the refused requests show up on the console of every browser
        assertThat(browser.problems())
                .isNotEmpty()
                .allMatch(p -> p.contains("server responded with a status of 401 (Unauthorized)"));
    }

    private static void settled(Page page) {
        page.locator("h1").waitFor();
        if (page.url().contains("/study/")
                && !page.url().contains("/trial/")
                && !page.url().matches(".*view=(trials|definition)")) {
            Browser.drawn(page);
        }
        assertThat(page.locator(".loading")).hasCount(0);
    }
}
