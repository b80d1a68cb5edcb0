package dev.hone.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hone.core.space.Configuration;
import dev.hone.core.store.SqliteStore;
import dev.hone.core.store.StudyStore.NewTrial;
import dev.hone.core.study.Study;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.TrialState;
import dev.hone.server.ServerFixture.Answer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What careless and hostile clients send. */
@Timeout(120)
class AbuseTest {

    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path folder;

    private ServerFixture fixture;
    private final List<Socket> sockets = new ArrayList<>();

    @BeforeEach
    void start() {
        fixture = new ServerFixture(SqliteStore.at(folder.resolve("hone.db")));
        fixture.study("s", 100_000).close();
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        fixture.close();
    }

    /** Sends text as it is. */
    private Socket send(String text) throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        // little room, so that what is not read is felt soon
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress("127.0.0.1", fixture.server.port()));
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return socket;
    }

    private void assertServes() {
        HttpRequest.Builder request = fixture.request("/api/studies").timeout(Duration.ofSeconds(10));
        assertThat(ServerFixture.send(request).status()).isEqualTo(200);
    }

    @Test
    void deepAndEndlessBodiesAreRefused() {
        String deep = "[".repeat(100_000);
        Answer json = fixture.post("/api/studies/s/ask", "{\"worker\": " + deep);
        assertThat(json.status()).isEqualTo(400);
        assertThat(json.error()).contains("not valid JSON");
        Answer yaml = fixture.send("POST", "/api/studies", "application/yaml", "study: " + deep);
        assertThat(yaml.status()).as(yaml.response().body()).isEqualTo(400);
        String bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n";
        for (char c = 'b'; c < 'k'; c++) {
            char before = (char) (c - 1);
            bomb += c + ": &" + c + " [" + String.join(",", Collections.nCopies(9, "*" + before)) + "]\n";
        }
        Answer aliases = fixture.send("POST", "/api/studies", "application/yaml", bomb);
        assertThat(aliases.status()).as(aliases.response().body()).isEqualTo(400);
        Answer digits = fixture.post("/api/studies/s/ask", "{\"count\": " + "9".repeat(100_000) + "}");
        assertThat(digits.status()).isEqualTo(400);
        // little more than is read, so that the client has sent it all when it is refused
        byte[] large = new byte[Requests.MAX_BODY + 100];
        Answer unending = ServerFixture.send(fixture.request("/api/studies/s/ask")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(large))));
        assertThat(unending.status()).as("a body without a length").isEqualTo(413);
        assertServes();
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "-Infinity", "1e999", "-1e999"})
    void whatIsNotFiniteReachesNeitherReportsNorQueueNorResults(String number) {
        fixture.post("/api/studies/s/ask", "{}");
        Answer report = fixture.post(
                "/api/studies/s/trials/0/report", "{\"attempt\": 1, \"step\": 1, \"value\": " + number + "}");
        assertThat(report.status()).as(report.response().body()).isEqualTo(400);
        Answer queued = fixture.post("/api/studies/s/enqueue", "{\"configurations\": [{\"x\": " + number + "}]}");
        assertThat(queued.status()).as(queued.response().body()).isEqualTo(400);
        Answer cost = fixture.post(
                "/api/studies/s/trials/0/tell", "{\"attempt\": 1, \"value\": 1, \"cost\": " + number + "}");
        Answer trial = fixture.get("/api/studies/s/trials/0");
        boolean refused = cost.status() == 400;
        assertThat(trial.json().get("state").asText()).isEqualTo(refused ? "running" : "failed");
        assertThat(fixture.get("/api/studies/s").response().body()).doesNotContain("NaN", "Infinity");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x",
                "..%2Fx",
                "%2e%2e%2fx",
                "..%5Cx",
                "/etc/passwd",
                "%2Fetc%2Fpasswd",
                "C:%5Cx",
                "a%00.txt",
                "%252e%252e%252fx",
                ";x=1",
                ".",
                "..",
                "%20",
                "aux%0d%0aSet-Cookie:%20a=b"
            })
    void artifactNamesAreNamesOnly(String name) throws IOException {
        fixture.post("/api/studies/s/ask", "{}");
        String path = "/api/studies/s/trials/0/artifacts/" + name;
        for (String method : List.of("PUT", "GET")) {
            Socket socket = send(method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                    + "Content-Type: text/plain\r\nContent-Length: 4\r\n\r\nevil");
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer)
                    .as(method)
                    .containsPattern("^HTTP/1.1 (400|404|405)")
                    .doesNotContain("\nSet-Cookie");
        }
        assertThat(evilFiles()).isEmpty();
    }

    @Test
    void veryLongNamesAreRefused() throws IOException {
        fixture.post("/api/studies/s/ask", "{}");
        for (int length : new int[] {300, 5_000, 50_000}) {
            String name = "a".repeat(length);
            Answer put = fixture.send("PUT", "/api/studies/s/trials/0/artifacts/" + name, "text/plain", "evil");
            assertThat(put.status()).as(put.response().body()).isIn(400, 414, 431);
            assertThat(fixture.get("/api/studies/" + name).status()).isIn(404, 414, 431);
        }
        assertThat(evilFiles()).isEmpty();
        assertServes();
    }

    private List<Path> evilFiles() throws IOException {
        List<Path> evil = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.size(file) == 4 && Files.readString(file).equals("evil")) {
                    evil.add(file);
                }
            }
        }
        return evil;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Bearer", "Bearer ", "Bearer  " + TOKEN, "Basic " + TOKEN, TOKEN, "Bearer " + TOKEN + " "})
    void onlyTheTokenItselfOpens(String header) throws IOException {
        try (HoneServer server = HoneServer.builder(fixture.store)
                .token(Optional.of(TOKEN))
                .build()
                .start()) {
            try (Socket socket = new Socket("127.0.0.1", server.port())) {
                String request = "GET /api/studies HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                        + "Authorization:" + header + "\r\n\r\n";
                socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                // white space after a header's value does not belong to it
                boolean right = header.strip().equals("Bearer " + TOKEN);
                assertThat(answer).startsWith(right ? "HTTP/1.1 200" : "HTTP/1.1 401");
                assertThat(answer).doesNotContain(TOKEN);
            }
        }
    }

    @Test
    void twoHostsOrNoneAreRefused() throws IOException {
        for (String hosts : List.of("", "Host: 127.0.0.1\r\nHost: evil.example\r\n", "Host: 127.evil.example\r\n")) {
            Socket socket = send("GET /api/studies HTTP/1.1\r\n" + hosts + "Connection: close\r\n\r\n");
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .as(hosts)
                    .containsPattern("^HTTP/1.1 40[03]");
        }
        Socket nullOrigin = send("DELETE /api/studies/s?confirm=s HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: null\r\n"
                + "Connection: close\r\n\r\n");
        assertThat(new String(nullOrigin.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .startsWith("HTTP/1.1 403");
        assertThat(fixture.store.find("s")).isPresent();
    }

    @Test
    void clientsThatSendSlowlyHoldUpNobody() throws IOException {
        for (int i = 0; i < 200; i++) {
            send("GET /api/studies HTTP/1.1\r\nHost: 127.0.0.1\r\nX-");
        }
        assertServes();
        for (int i = 0; i < 40; i++) {
            send("POST /api/studies/s/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 100\r\n\r\n{");
        }
        assertServes();
    }

    @Test
    void streamsThatNobodyReadsHoldUpNobody() throws Exception {
        for (int i = 0; i < 40; i++) {
            send("GET /api/studies/s/events HTTP/1.0\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n");
        }
        try (Socket reader =
                send("GET /api/studies/s/events HTTP/1.0\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n")) {
            reader.setSoTimeout(20_000);
            var lines = new java.io.BufferedReader(
                    new java.io.InputStreamReader(reader.getInputStream(), StandardCharsets.UTF_8));
            long id = fixture.store.find("s").orElseThrow().id();
            int trials = 20_000;
            fixture.store.enqueue(
                    id, Collections.nCopies(trials, new NewTrial("{}", Origin.USER, Map.of(), List.of())));
            for (long last = -1; last < 0; ) {
                String line = lines.readLine();
                assertThat(line).as("the stream goes on").isNotNull();
                if (line.contains("\"queued\":" + trials)) {
                    last = trials;
                }
            }
        }
        assertServes();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.5", "abc", "99999999999999999999", "1; DROP TABLE trials", "%00"})
    void aStreamWithAPositionThatCannotBeBeginsAnew(String last) throws IOException {
        Socket socket = send("GET /api/studies/s/events HTTP/1.0\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n"
                + "Last-Event-ID: " + last + "\r\n\r\n");
        socket.setSoTimeout(10_000);
        var lines = new java.io.BufferedReader(
                new java.io.InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        String line = lines.readLine();
        assertThat(line).startsWith("HTTP/1.1 200");
        while (!line.startsWith("data: ")) {
            line = lines.readLine();
        }
        assertThat(line).contains("\"reset\":true");
    }

    @Test
    void nothingIsWrittenByWhatIsRefused() {
        for (String body :
                List.of("{\"count\": 0}", "{\"count\": 1001}", "{\"worker\": \"\"}", "{\"worker\": 3}", "{")) {
            assertThat(fixture.post("/api/studies/s/ask", body).status()).isEqualTo(400);
        }
        try (Study<Configuration> study = fixture.study("other", 3)) {
            assertThat(study.counts().get(TrialState.RUNNING)).isZero();
        }
        assertThat(fixture.get("/api/studies/s/trials").json().get("items")).isEmpty();
    }
}
