package dev.hone.server.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.pareto.Hypervolume;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class HypervolumeChartTest {

    @Test
    void eachPointAddsWhatWasFree() {
        double[][] losses = {{2, 2}, {3, 3}, {1, 3}, {1, 1}, {0, 9}};
        // 1; dominated; 1 x 0 more up to 3; the square from (1, 1) in all; outside of the reference
        assertThat(HypervolumeChart.areas(losses, new double[] {3, 3}, new int[] {0, 1, 2, 3, 4}))
                .containsExactly(1, 1, 1, 4, 4);
    }

    /** Against the volume of the whole front, also where points are equal or share a coordinate. */
    @Property
    void areasAreTheVolumesOfTheFront(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int n) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] losses = new double[n][2];
        for (double[] loss : losses) {
            loss[0] = random.nextInt(9);
            loss[1] = random.nextInt(9);
        }
        double[] reference = {7, 6};
        int[] moments = IntStream.range(0, n).toArray();

        double[] areas = HypervolumeChart.areas(losses, reference, moments);

        for (int i = 0; i < n; i++) {
            assertThat(areas[i]).isCloseTo(Hypervolume.of(Arrays.copyOf(losses, i + 1), reference), within(1e-9));
        }
    }
}
