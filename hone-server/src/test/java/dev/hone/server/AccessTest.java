package dev.hone.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.store.MemoryStore;
import dev.hone.server.ServerFixture.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {

    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    @Test
    void withATokenEverythingAboutStudiesNeedsIt() {
        try (MemoryStore store = new MemoryStore();
                HoneServer server = HoneServer.builder(store)
                        .token(Optional.of(TOKEN))
                        .build()
                        .start()) {
            for (Routes.Route route : server.routes().list()) {
                String path = route.path().replace("<file>", "index.html").replaceAll("[{][^}]*}", "1");
                HttpRequest.Builder request = HttpRequest.newBuilder(
                                server.uri().resolve(path))
                        .method(route.method().name(), HttpRequest.BodyPublishers.noBody());
                int bare = ServerFixture.send(request).status();
                int wrong = ServerFixture.send(request.copy().header("Authorization", "Bearer " + TOKEN + "0"))
                        .status();
                int right = path.endsWith("events")
                        ? 200
                        : ServerFixture.send(request.copy().header("Authorization", "Bearer " + TOKEN))
                                .status();
                boolean open = !path.startsWith("/api/") && !path.equals("/metrics");
                assertThat(bare == 401).as("%s %s", route.method(), path).isEqualTo(!open);
                assertThat(wrong == 401).as("%s %s", route.method(), path).isEqualTo(!open);
                assertThat(right).as("%s %s", route.method(), path).isNotEqualTo(401);
            }
            Answer refused =
                    ServerFixture.send(HttpRequest.newBuilder(server.uri().resolve("/api/studies")));
            assertThat(refused.error()).contains("HONE_TOKEN");
            assertThat(refused.response().body()).doesNotContain(TOKEN);
        }
    }

    @Test
    void withoutATokenOnlyThisMachineIsServed() {
        try (MemoryStore store = new MemoryStore()) {
            assertThatThrownBy(
                            () -> HoneServer.builder(store).address("0.0.0.0").build())
                    .isInstanceOf(InvalidFieldException.class)
                    .hasMessageContaining("0.0.0.0")
                    .hasMessageContaining("HONE_TOKEN");
            assertThatThrownBy(() -> HoneServer.builder(store).token(Optional.of("short")))
                    .isInstanceOf(InvalidFieldException.class)
                    .hasMessageContaining("5 characters");
            try (HoneServer server = HoneServer.builder(store)
                    .address("0.0.0.0")
                    .token(Optional.of(TOKEN))
                    .build()
                    .start()) {
                assertThat(server.port()).isPositive();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:80",
                "localhost.evil.example",
                "127.evil.example",
                "127.0.0.1.evil.example",
                ""
            })
    void aNameThatWasMadeToPointHereIsRefused(String host) throws IOException {
        try (ServerFixture fixture = new ServerFixture()) {
            assertThat(raw(fixture, "GET /api/studies HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                    .containsPattern("^HTTP/1.1 40[03]")
                    .doesNotContain("items");
            assertThat(raw(
                            fixture,
                            "GET /api/studies HTTP/1.1\r\nHost: localhost:" + fixture.server.port()
                                    + "\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200")
                    .contains("items");
        }
    }

    @Test
    void aPageOfAnotherSiteCanNeitherReadNorWrite() throws IOException {
        try (ServerFixture fixture = new ServerFixture()) {
            String local = "Host: 127.0.0.1:" + fixture.server.port() + "\r\nConnection: close\r\n";
            String get = raw(fixture, "GET /api/studies HTTP/1.1\r\n" + local + "Origin: http://evil.example\r\n\r\n");
            assertThat(get).doesNotContainIgnoringCase("Access-Control-Allow");
            assertThat(raw(
                            fixture,
                            "OPTIONS /api/studies HTTP/1.1\r\n" + local
                                    + "Origin: http://evil.example\r\nAccess-Control-Request-Method: POST\r\n\r\n"))
                    .doesNotContainIgnoringCase("Access-Control-Allow")
                    .doesNotStartWith("HTTP/1.1 2");
            assertThat(raw(
                            fixture,
                            "DELETE /api/studies/a HTTP/1.1\r\n" + local + "Origin: http://evil.example\r\n\r\n"))
                    .startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void everyAnswerForbidsScriptsFromElsewhereAndFrames() {
        try (ServerFixture fixture = new ServerFixture()) {
            for (String path : new String[] {"/", "/api/studies", "/api/nothing", "/nothing.js"}) {
                var headers = fixture.get(path).response().headers();
                assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
                        .as(path)
                        .contains("script-src 'self';")
                        .contains("frame-ancestors 'none'");
                assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
                assertThat(headers.firstValue("Server")).isEmpty();
                assertThat(headers.firstValue("Set-Cookie")).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../HoneServer.class",
                "/%2e%2e/HoneServer.class",
                "/..%2fHoneServer.class",
                "/vendor/echarts/../../../../../dev/hone/server/HoneServer.class",
                "/vendor/echarts/%2e%2e/package.json",
                "/.git/config",
                "//etc/passwd",
                "/index.html%00.js"
            })
    void nothingButTheDashboardIsReachable(String path) throws IOException {
        try (ServerFixture fixture = new ServerFixture()) {
            assertThat(raw(fixture, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                    .containsPattern("^HTTP/1.1 40[04]");
        }
    }

    private static String raw(ServerFixture fixture, String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", fixture.server.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
