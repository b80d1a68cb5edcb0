package dev.hone.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hone.claims.Evidence.Chart;
import dev.hone.claims.Evidence.Line;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class LinePlotTest {

    private static Document draw(boolean log, Line... lines) throws Exception {
        String svg = LinePlot.svg(new Chart("a < b & c", "trials", "regret", log, List.of(lines)));
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    private static List<Element> all(Document svg, String name) {
        NodeList nodes = svg.getElementsByTagName(name);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> (Element) nodes.item(i))
                .toList();
    }

    private static List<String> texts(Document svg) {
        return all(svg, "text").stream().map(Element::getTextContent).toList();
    }

    private static List<double[]> points(Element polyline) {
        List<double[]> points = new ArrayList<>();
        for (String point : polyline.getAttribute("points").split(" ")) {
            points.add(Arrays.stream(point.split(","))
                    .mapToDouble(Double::parseDouble)
                    .toArray());
        }
        return points;
    }

    @Test
    void textStaysText() throws Exception {
        Document svg = draw(false, new Line("gp on <Branin>", new double[] {0, 50, 100}, new double[] {0, 0.25, 1}));

        assertThat(texts(svg))
                .contains("a < b & c", "trials", "regret", "gp on <Branin>")
                .containsSubsequence("0", "20", "40", "60", "80", "100", "0.0", "0.2", "0.4", "0.6", "0.8", "1.0");
    }

    @Test
    void pointsLieWhereTheAxesSay() throws Exception {
        Document svg = draw(false, new Line("l", new double[] {0, 50, 100}, new double[] {-1, 0, 3}));

        // the frame is [76, 550] x [40, 366], from the bottom up
        assertThat(points(all(svg, "polyline").get(0)))
                .containsExactly(new double[] {76, 366}, new double[] {313, 284.5}, new double[] {550, 40});
        assertThat(all(svg, "circle")).hasSize(3);
    }

    @Test
    void aLogarithmicAxisHasWholeDecadesAndAFloor() throws Exception {
        Document svg = draw(true, new Line("l", new double[] {1, 2, 3}, new double[] {10, 1e-5, 0}));

        assertThat(texts(svg)).containsSubsequence("1e-10", "1e-8", "1e-6", "1e-4", "0.01", "1");
        assertThat(points(all(svg, "polyline").get(0)))
                .extracting(point -> point[1])
                .as("10, half way down on the scale of 11 decades, and 0 at the floor")
                .containsExactly(40.0, 217.8, 366.0);
    }

    @Test
    void aSinglePointHasAPlaceAboveZero() throws Exception {
        Document svg = draw(false, new Line("one", new double[] {7}, new double[] {3}));

        assertThat(points(all(svg, "polyline").get(0))).containsExactly(new double[] {313, 40});
    }

    @Test
    void manyLinesDiffer() throws Exception {
        Line[] lines = IntStream.range(0, 21)
                .mapToObj(i -> new Line("line " + i, new double[] {0, 1}, new double[] {i, i}))
                .toArray(Line[]::new);

        assertThat(all(draw(false, lines), "polyline"))
                .extracting(line -> line.getAttribute("stroke") + line.getAttribute("stroke-dasharray"))
                .doesNotHaveDuplicates();
    }

    @Test
    void refusesWhatCannotBeDrawn() {
        assertThatThrownBy(() -> draw(false)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> draw(false, new Line("l", new double[] {1}, new double[] {Double.NaN})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be finite");
    }
}
