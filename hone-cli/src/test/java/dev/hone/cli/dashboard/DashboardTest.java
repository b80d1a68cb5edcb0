package dev.hone.cli.dashboard;

import com.microsoft.playwright.Page;
import dev.hone.core.store.MemoryStore;
import dev.hone.core.store.StudyStore;
import dev.hone.server.HoneServer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** A server with real studies, and a browser; after each test no page may have complained. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class DashboardTest {

    StudyStore store;
    HoneServer server;
    Browser browser;

    @BeforeAll
    void begin() {
        store = new MemoryStore();
        DashboardStudies.fill(store);
        server = HoneServer.builder(store).build().start();
        browser = new Browser();
    }

    @AfterEach
    void complaints() {
        browser.closePages();
    }

    @AfterAll
    void end() {
        if (browser != null) {
            browser.close();
        }
        server.close();
        store.close();
    }

    /** Opens the page at a hash route such as {@code /compare}. */
    Page open(Page page, String route) {
        page.navigate(server.uri() + "#" + route);
        return page;
    }

    /** Deletes a study once no page looks at it any more. */
    void delete(String name) {
        browser.closePages();
        store.delete(store.find(name).orElseThrow().id());
    }

    static String study(String name) {
        return "/study/" + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
