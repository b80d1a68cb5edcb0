package dev.hone.cli.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hone.cli.Cli;
import dev.hone.cli.ExitCode;
import dev.hone.core.Json;
import dev.hone.core.store.Stores;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.NewStudy;
import dev.hone.core.store.StudyStore.NewTrial;
import dev.hone.core.store.StudyStore.Outcome;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlotCommandTest {

    @TempDir
    static Path folder;

    @TempDir
    Path outputs;

    private static String location;

    @BeforeAll
    static void fill() {
        location = folder.resolve("hone.db").toString();
        try (StudyStore store = Stores.open(location)) {
            StudyStore.StudyRecord single =
                    store.create(new NewStudy("single", List.of(Objective.minimize("loss")), 5, "random", ""));
            StudyStore.StudyRecord pair = store.create(new NewStudy(
                    "pair", List.of(Objective.minimize("size"), Objective.maximize("speed")), 5, "random", ""));
            for (int i = 0; i < 12; i++) {
                String candidate = "{\"heap_mb\":" + (64 + 7 * i % 31) + ",\"depth\":" + 5 * i % 7 + "}";
                finish(store, single.id(), candidate, Evaluation.of(10.0 - i % 5));
                finish(store, pair.id(), candidate, Evaluation.of(i, Math.sqrt(i)));
            }
            store.create(new NewStudy("empty", List.of(Objective.minimize("loss")), 5, "random", ""));
        }
    }

    private static void finish(StudyStore store, long study, String candidate, Evaluation evaluation) {
        store.enqueue(study, List.of(new NewTrial(candidate, Origin.OPTIMIZER, Map.of(), List.of())));
        Trial<String> trial = store.claim(study, "w").orElseThrow();
        store.finish(study, trial.number(), trial.attempt(), Outcome.complete(evaluation));
    }

    private Cli plot(String out, String... more) {
        String[] begin = {
            "study", "plot", "--store", location, "--out", outputs.resolve(out).toString()
        };
        return Cli.run(Stream.of(begin, more).flatMap(Stream::of).toArray(String[]::new));
    }

    private List<Path> files() {
        try (Stream<Path> list = Files.list(outputs)) {
            return list.map(Path::getFileName).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void drawsTheHistoryAsSvg() throws IOException {
        Cli cli = plot("h.svg", "single");

        assertThat(cli.status()).as(cli.err()).isZero();
        assertThat(cli.out()).contains("'single'", "h.svg");
        String svg = Files.readString(outputs.resolve("h.svg"));
        assertThat(svg).startsWith("<svg").contains("width=\"960\" height=\"480\"", ">best so far<", ">History<");
        assertThat(files()).containsExactly(Path.of("h.svg"));
    }

    @Test
    void drawsAnyChartAsPngOfTheSizeAskedFor() throws IOException {
        Cli cli = plot(
                "s.PNG",
                "single",
                "--chart",
                "slice",
                "--parameter",
                "depth",
                "--width",
                "500",
                "--height",
                "300",
                "--dark");

        assertThat(cli.status()).as(cli.err()).isZero();
        BufferedImage image = ImageIO.read(outputs.resolve("s.PNG").toFile());
        assertThat(image.getWidth()).isEqualTo(1000);
        assertThat(image.getHeight()).isEqualTo(600);
        assertThat(image.getRGB(1, 1) & 0xff).as("dark").isLessThan(64);
    }

    @Test
    void aContourIsOverTwoParameters() throws IOException {
        assertThat(plot("c.svg", "single", "--chart", "contour", "--parameter", "depth,heap_mb")
                        .status())
                .isZero();
        assertThat(Files.readString(outputs.resolve("c.svg"))).contains(">Contour · depth · heap_mb<");
        assertThat(plot("d.svg", "single", "--chart", "contour", "--parameter", "depth")
                        .status())
                .isZero();
        assertThat(Files.readString(outputs.resolve("d.svg"))).contains(">Contour · depth · heap_mb<");
    }

    @Test
    void writesAReportThatNeedsNothingElse() throws IOException {
        Cli cli = plot("r.html", "pair", "--json");

        assertThat(cli.status()).as(cli.err()).isZero();
        assertThat(Json.parse(cli.out()).get("bytes").asLong()).isEqualTo(Files.size(outputs.resolve("r.html")));
        String html = Files.readString(outputs.resolve("r.html"));
        assertThat(html.length()).isBetween(500_000, 3_000_000);
        for (String reference : List.of("<link", "<script src", "@import")) {
            assertThat(html.contains(reference)).as(reference).isFalse();
        }
        assertThat(html.contains("\"id\":\"front\"")).isTrue();
        // one of each kind for each objective, both parameters sliced
        assertThat(html.split("\"id\":\"history\"", -1)).hasSize(3);
        assertThat(html.split("\"id\":\"slice\"", -1)).hasSize(5);
        assertThat(html.contains("\"about\":[\"speed\",\"depth\"]")).isTrue();
    }

    @Test
    void aReportMayHaveSomeChartsOfOneObjective() throws IOException {
        Cli cli = plot("r.html", "pair", "--chart", "history,slice", "--objective", "speed", "--parameter", "depth");

        assertThat(cli.status()).as(cli.err()).isZero();
        String html = Files.readString(outputs.resolve("r.html"));
        assertThat(html.split("\"settings\":", -1)).as("charts").hasSize(3);
        assertThat(html.contains("\"about\":[\"speed\"]")).isTrue();
        assertThat(html.contains("\"about\":[\"speed\",\"depth\"]")).isTrue();
    }

    @Test
    void comparesStudies() throws IOException {
        assertThat(plot("c.svg", "single", "pair").status()).isZero();
        assertThat(Files.readString(outputs.resolve("c.svg"))).contains(">single<", ">pair<", ">Best so far<");
        assertThat(plot("c.html", "single", "pair").status()).isZero();
        assertThat(Files.readString(outputs.resolve("c.html")).contains("\"compare\":true"))
                .isTrue();
    }

    @Test
    void replacesAFileOnlyIfToldTo() throws IOException {
        Path file = Files.writeString(outputs.resolve("h.svg"), "mine");

        Cli refused = plot("h.svg", "single");
        assertThat(refused.status()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.err()).contains("h.svg", "exists already", "--force");
        assertThat(file).hasContent("mine");

        assertThat(plot("h.svg", "single", "--force").status()).isZero();
        assertThat(Files.readString(file)).startsWith("<svg");
    }

    /** Arguments, and what the error must say. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "h.svg  | single --chart histroy                    | --chart: is 'histroy' did you mean 'history'",
                "h.svg  | single --chart history,edf                | --chart one .html",
                "h.svg  | single pair --chart slice                 | --chart 'slice' one study edf",
                "h.svg  | single --chart slice --parameter heap_md  | --parameter: is 'heap_md' did you mean 'heap_mb'",
                "h.svg  | single --chart history --parameter depth  | --parameter history slice contour",
                "h.svg  | single --chart slice --parameter depth,heap_mb | --parameter slice 1",
                "h.svg  | single --chart contour --parameter depth,depth | --parameter once",
                "h.svg  | single --objective los                    | --objective: is 'los' did you mean 'loss'",
                "h.svg  | single --width 20                         | --width: is 20 200",
                "h.html | single --height 500                       | --height pictures",
                "h.html | single pair --parameter depth             | --parameter comparison",
                "h.html | single --chart front,hypervolume         | front hypervolume nothing single",
                "h.pdf  | single                                    | --out .svg .png .html",
                "no/h.svg | single                                  | --out no folder",
                "h.svg  | empty                                     | 'empty' no trials",
                "h.html | empty                                     | 'empty' no trials",
                "h.svg  | singel                                    | 'singel' did you mean 'single'",
                "h.svg  | single --chart intermediate               | 'intermediate' reported",
                "h.svg  | single --chart front                      | 'front' one objective"
            })
    void badInputIsNamedAndNothingIsWritten(String out, String arguments, String words) {
        Cli cli = plot(out, arguments.split(" "));

        assertThat(cli.status()).isEqualTo(ExitCode.USAGE);
        for (String word : words.split(" ")) {
            assertThat(cli.err()).contains(word);
        }
        assertThat(cli.err()).doesNotContain("unexpected");
        assertThat(files()).isEmpty();
    }

    @Test
    void aFolderIsNoFile() throws IOException {
        Files.createDirectory(outputs.resolve("d.svg"));
        Cli cli = plot("d.svg", "single", "--force");
        assertThat(cli.status()).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("--out", "folder");
    }
}
