package dev.hone.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.core.HoneException;
import dev.hone.core.Json;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

class ChartPictureTest {

    private static ChartPicture pictures;

    @BeforeAll
    static void begin() {
        pictures = new ChartPicture();
    }

    /** Every chart of the dashboard, with data as its page gets it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "history | {objective: {name: loss, direction: minimize}, points: [[0, 3, complete], [1, 2, pruned], [2, 1, complete]],"
                        + " best: [[0, 3], [2, 1]], band: [[0, 2.8, 3.2], [2, 0.8, 1.2]]} | best so far",
                "front | {axes: [{name: size}, {name: speed}], points: [[0, 1, 2, true], [1, 3, 1, false]]} | dominated",
                "front | {axes: [{name: size}, {name: speed}, {name: memory}], points: [[0, 1, 2, 3, true], [1, 3, 1, 5, false]]} | memory",
                "hypervolume | {reference: [1, 2], points: [[0, 0.5], [1, 0.7]]} | hypervolume",
                "importance | {methods: [{id: fanova, title: fANOVA, values: [[depth, 0.75], [rate, 0.25]]}]} | 75.0%",
                "parallel | {axes: [{name: solver, choices: [adam, sgd]}, {name: loss, direction: minimize}],"
                        + " rows: [[0, adam, 1], [1, null, 2], [2, sgd, 3]]} | solver",
                "slice | {parameter: rate, axis: {name: rate, log: true}, points: [[0.1, 1, 0], [0.01, 2, 1]],"
                        + " surrogate: [[0.01, 2, 0.1], [0.1, 1, 0.1]]} | surrogate",
                "slice | {parameter: rate, axis: {name: rate}, points: [[0.1, 1, 0], [0.01, 2, 1]], model: bayes, lengthscale: 0.3,"
                        + " acquisition: [[0.01, -3], [0.1, -1]], surrogate: [[0.01, 2, 0.1], [0.1, 1, 0.1]]} | acquisition",
                "contour | {x: {name: rate}, y: {name: depth}, xs: [0, 1], ys: [0, 1], mean: [[1, 2], [3, 4]], sd: [[1, 1], [1, 1]],"
                        + " points: [[0.5, 0.5, 1, 0]]} | depth",
                "edf | {series: [{study: s, points: [[1, 0.5], [2, 1]]}]} | share of trials",
                "timeline | {workers: [{name: host/1, spans: [[0, 2026-01-01T00:00:00Z, 2026-01-01T00:01:00Z, complete]]}]} | host/1",
                "intermediate | {series: [{number: 0, state: pruned, points: [[1, 2], [2, 1]]}]} | step",
                "sequence | {points: [[0, 3], [1, 5]], fixed: [[0, 2], [1, 4]], others: [[[0, 4], [1, 8]]],"
                        + " arms: [[{omega: 1.5}, 2, 1, 2.5, 0.75, 2]]} | other fixed choices",
                // an axis up to 900 would hide how 5 differs from 4
                "sequence | {points: [[0, 3], [1, 5]], fixed: [[0, 2], [1, 4]], others: [[[0, 400], [1, 900]]],"
                        + " arms: [[{omega: 1.5}, 2, 1, 2.5, 0.75, 2]]} | 20",
                "terminator | {points: [[10, 1, 0.1], [20, 0.05, 0.1]], stop_at: 20} | enough",
                "cost | {points: [[0, 0.5, 60], [1, 1, 120]]} | evaluation time"
            })
    void drawsEveryChart(String chart, String data, String text) {
        String svg = pictures.svg(chart, lenient(data), Json.parse("{\"focus\":true,\"minimize\":true}"), 640, 360);

        assertThat(svg)
                .startsWith("<svg")
                .contains(">" + text + "<")
                .doesNotContain("NaN")
                .doesNotContain("undefined");
        assertThat(colours(ChartPicture.png(svg))).hasSizeGreaterThan(8);
    }

    /** Each state has its own series, and the band its width: engines differ in loops and in what they make of patterns. */
    @Test
    void seriesAndBandsAreThoseOfTheData() {
        JsonNode history =
                lenient("{objective: {name: loss, direction: minimize}, points: [[0, 4, complete], [1, 3, pruned],"
                        + " [2, 2, failed]], best: [[0, 4], [2, 4]], band: [[0, 3, 5], [2, 3, 5]]}");

        String svg = pictures.svg("history", history, Json.parse("{}"), 640, 360);

        assertThat(svg).contains(">trials<", ">pruned<", ">failed<");
        Matcher polygon = Pattern.compile("<polygon points=\"([^\"]*)\"").matcher(svg);
        assertThat(polygon.find()).isTrue();
        String[] corners = polygon.group(1).split(" ");
        assertThat(new HashSet<>(List.of(corners[1], corners[3], corners[5], corners[7])))
                .as("heights of the band")
                .hasSize(2);
    }

    @Test
    void severalStudiesAreOnePicture() {
        JsonNode data = lenient("{series: [{study: first, best: [[0, 2], [1, 1]]}, {study: second, best: [[0, 3]]}]}");

        String svg = pictures.svg("history", data, Json.parse("{\"compare\":true}"), 0, 0);

        assertThat(svg).contains("width=\"960\" height=\"480\"", ">first<", ">second<", ">Best so far<");
    }

    @Test
    void darkPicturesAreLightOnDark() throws IOException {
        JsonNode data = lenient("{points: [[0, 0, 60], [1, 0, 120]]}");

        String svg = pictures.svg("cost", data, Json.parse("{\"dark\":true,\"about\":[\"a & b\"]}"), 300, 200);

        assertThat(svg).contains("Cost so far · a &amp; b");
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(ChartPicture.png(svg)));
        assertThat(image.getRGB(1, 1)).isEqualTo(0xff161b22);
    }

    @Test
    void pngHasTwoPixelsForOne() throws IOException {
        String svg = pictures.svg("cost", lenient("{points: [[0, 0, 60], [1, 0, 120]]}"), Json.parse("{}"), 300, 200);

        BufferedImage image = ImageIO.read(new ByteArrayInputStream(ChartPicture.png(svg)));

        assertThat(image.getWidth()).isEqualTo(600);
        assertThat(image.getHeight()).isEqualTo(400);
        assertThat(image.getRGB(1, 1)).isEqualTo(0xffffffff);
    }

    @Test
    void namesMayHoldAnyLetter() {
        JsonNode importance = lenient(
                "{methods: [{id: fanova, title: 'a < b & \"c\"', values: [['<script>', 0.5], ['x\"y', 0.5]]}]}");

        String svg = pictures.svg("importance", importance, Json.parse("{}"), 300, 200);

        assertThat(svg).contains("&lt;script&gt;").doesNotContain("<script>");
        assertThat(colours(ChartPicture.png(svg))).hasSizeGreaterThan(8);
    }

    @Test
    void saysWhenThereIsNothingToShow() {
        assertThatThrownBy(() -> pictures.svg("cost", Json.parse("{\"points\":[]}"), Json.parse("{}"), 300, 200))
                .isInstanceOf(HoneException.class)
                .hasMessage("chart 'cost': No trial has been finished yet.");
    }

    /** Data in YAML, whose words need no quotes. */
    private static JsonNode lenient(String text) {
        Object data = new Yaml(
                        new SafeConstructor(new LoaderOptions()),
                        new Representer(new DumperOptions()),
                        new DumperOptions(),
                        new NoTimes())
                .load(text);
        return Json.MAPPER.valueToTree(data);
    }

    /** Times stay text. */
    private static final class NoTimes extends Resolver {
        @Override
        public void addImplicitResolver(Tag tag, Pattern regexp, String first, int limit) {
            if (!tag.equals(Tag.TIMESTAMP)) {
                super.addImplicitResolver(tag, regexp, first, limit);
            }
        }
    }

    private static Set<Integer> colours(byte[] png) {
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
            Set<Integer> colours = new HashSet<>();
            for (int x = 0; x < image.getWidth(); x++) {
                for (int y = 0; y < image.getHeight(); y++) {
                    colours.add(image.getRGB(x, y));
                }
            }
            return colours;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
