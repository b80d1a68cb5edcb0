package dev.hone.search.tpe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hone.search.tpe.TpeSampler.Bandwidth;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class KernelWidthsTest {

    private static final Offset<Double> EXACT = within(1e-12);

    @Test
    void neighboursGiveTheGreaterGapAndTheOutermostTheirOnlyOne() {
        double[] widths = widths(Bandwidth.NEIGHBOURS, new double[][] {{0.9}, {0.1}, {0.5}, {0.2}}, 1, 1, 100);
        assertThat(widths).containsExactly(new double[] {0.4, 0.1, 0.4, 0.3}, EXACT);
    }

    @Test
    void everyAxisHasItsOwnNeighbours() {
        double[] widths = widths(Bandwidth.NEIGHBOURS, new double[][] {{0.1, 0.8}, {0.3, 0.2}}, 2, 1, 100);
        assertThat(widths).containsExactly(new double[] {0.2, 0.6, 0.2, 0.6}, EXACT);
    }

    @Test
    void aLonePointReachesToTheFartherEnd() {
        assertThat(widths(Bandwidth.NEIGHBOURS, new double[][] {{0.3}}, 1, 1, 1))
                .containsExactly(new double[] {0.7}, EXACT);
    }

    @Test
    void equalPointsAreClippedByTheNumberOfKernels() {
        double[][] points = {{0.5}, {0.5}, {0.5}, {0.7}};
        // in the order told: 0, 0, the gap to 0.7, the gap to 0.5; no narrower than 1 / (2 + 4)
        assertThat(widths(Bandwidth.NEIGHBOURS, points, 1, 1, 1))
                .containsExactly(new double[] {1 / 6.0, 1 / 6.0, 0.2, 0.2}, EXACT);
        assertThat(widths(Bandwidth.NEIGHBOURS, points, 1, 1, 100))
                .containsExactly(new double[] {0.01, 0.01, 0.2, 0.2}, EXACT);
    }

    @Test
    void rateAndScottFollowTheirFormulas() {
        double[][] points = {{0.2, 0.4}, {0.6, 0.4}};
        double rate = Math.pow(2, -1.0 / 6);
        assertThat(widths(Bandwidth.RATE, points, 2, 1, 100)).containsOnly(0.2 * rate);
        // deviations 0.2 and 0, on average 0.1
        assertThat(widths(Bandwidth.SCOTT, points, 2, 1, 100)[0]).isCloseTo(0.106 * rate, EXACT);
    }

    @Test
    void scottGivesEachAxisItsOwnDeviationUnlessPooled() {
        double[][] points = {{0.2, 0.4}, {0.6, 0.5}};
        double rate = Math.pow(2, -1.0 / 6);
        KernelWidths own = new KernelWidths(Bandwidth.SCOTT, false, 0.5, 100);
        assertThat(own.of(points, 2))
                .containsExactly(new double[] {0.106 * rate, 0.0265 * rate, 0.106 * rate, 0.0265 * rate}, EXACT);
        // an axis on which all agree is clipped
        assertThat(own.of(new double[][] {{0.2, 0.4}, {0.6, 0.4}}, 2)[1]).isEqualTo(0.01);
    }

    @Test
    void theFactorScalesBeforeTheClip() {
        double[][] points = {{0.1}, {0.3}, {0.31}};
        // gaps 0.2, 0.2, 0.01
        assertThat(widths(Bandwidth.NEIGHBOURS, points, 1, 0.5, 2))
                .containsExactly(new double[] {0.1, 0.1, 1 / 25.0}, EXACT);
    }

    @Test
    void noPointsHaveNoWidths() {
        for (Bandwidth bandwidth : Bandwidth.values()) {
            assertThat(widths(bandwidth, new double[0][], 3, 1, 1)).isEmpty();
        }
    }

    @Property(tries = 200)
    void widthsStayInTheirClip(
            @ForAll Bandwidth bandwidth,
            @ForAll @Size(min = 1, max = 150) List<@DoubleRange(min = 0, max = 1) Double> coordinates) {
        double[][] points = coordinates.stream().map(x -> new double[] {x}).toArray(double[][]::new);
        double least = 1.0 / Math.min(100, 2 + points.length);
        for (double width : widths(bandwidth, points, 1, 1, 1)) {
            assertThat(width).isBetween(least, 1.0);
        }
    }

    private static double[] widths(Bandwidth rule, double[][] points, int axes, double factor, double clip) {
        return new KernelWidths(rule, true, factor, clip).of(points, axes);
    }
}
