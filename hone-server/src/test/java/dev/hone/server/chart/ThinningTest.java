package dev.hone.server.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ThinningTest {

    @Test
    void evenlyTakesBothEnds() {
        assertThat(Thinning.evenly(0, 5)).isEmpty();
        assertThat(Thinning.evenly(1, 5)).containsExactly(0);
        assertThat(Thinning.evenly(3, 5)).containsExactly(0, 1, 2);
        assertThat(Thinning.evenly(101, 5)).containsExactly(0, 25, 50, 75, 100);
    }

    @Test
    void whatIsKeptComesFirst() {
        BitSet kept = new BitSet();
        kept.set(3);
        kept.set(4);
        assertThat(Thinning.keeping(kept, 10, 4)).containsExactly(0, 3, 4, 9);
        assertThat(Thinning.keeping(kept, 10, 2)).containsExactly(3, 4);
        assertThat(Thinning.keeping(kept, 10, 99)).hasSize(10);
    }

    @Test
    void trianglesFindTheSpike() {
        double[] x = IntStream.range(0, 100).asDoubleStream().toArray();
        double[] y = new double[100];
        y[37] = 5;
        assertThat(Thinning.largestTriangles(x, y, 10))
                .hasSize(10)
                .startsWith(0)
                .endsWith(99)
                .contains(37)
                .isSorted();
    }

    /** Steinarsson's algorithm by hand: one bucket, whose point must lie farthest from the line between the ends. */
    @Test
    void threePointsAreTheEndsAndTheFarthest() {
        double[] x = {0, 1, 2, 3, 4};
        double[] y = {0, 1, -3, 2, 0};
        assertThat(Thinning.largestTriangles(x, y, 3)).containsExactly(0, 2, 4);
    }

    @Property
    void atMostTheLimitAscendingWithBothEnds(
            @ForAll @IntRange(min = 1, max = 400) int n,
            @ForAll @IntRange(min = 3, max = 60) int limit,
            @ForAll long seed) {
        double[] x = IntStream.range(0, n).asDoubleStream().toArray();
        double[] y = new SplittableRandom(seed).doubles(n).toArray();
        int[] chosen = Thinning.largestTriangles(x, y, limit);
        assertThat(chosen).hasSize(Math.min(n, limit)).isSorted().doesNotHaveDuplicates();
        assertThat(chosen[0]).isZero();
        assertThat(chosen[chosen.length - 1]).isEqualTo(n - 1);
    }

    @Property
    void keptPositionsStayWhileThereIsRoom(
            @ForAll @IntRange(min = 1, max = 300) int n,
            @ForAll @IntRange(min = 10, max = 60) int limit,
            @ForAll long seed) {
        BitSet kept = new BitSet();
        new SplittableRandom(seed).ints(limit / 2, 0, n).forEach(kept::set);
        int[] chosen = Thinning.keeping(kept, n, limit);
        assertThat(chosen).hasSize(Math.min(n, limit)).isSorted().doesNotHaveDuplicates();
        assertThat(chosen).contains(kept.stream().toArray());
    }
}
