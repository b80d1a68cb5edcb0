package dev.hone.examples.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CacheTest {

    @Test
    void lruForgetsTheKeyThatWasNotAskedForLongest() {
        Cache cache = Cache.lru(2);

        assertThat(hits(cache, 1, 2, 1, 3, 1, 2)).containsExactly(false, false, true, false, true, false);
    }

    @Test
    void aScanDoesNotPushOutProtectedKeys() {
        Cache cache = Cache.segmented(4, 0.5);
        hits(cache, 1, 1, 2, 2, 10, 11, 12, 13, 14);

        assertThat(hits(cache, 1, 2, 10)).containsExactly(true, true, false);
    }

    @Test
    void admissionKeepsTheMoreFrequentKey() {
        Cache cache = Cache.tinyLfu(2, 0.5, 0, 10, 1_000);
        hits(cache, 1, 1, 1, 2, 3, 4);

        assertThat(hits(cache, 1)).containsExactly(true);
    }

    @Property(tries = 200)
    void neverHoldsMoreThanItsCapacityAndHitsOnlyWhatWasAskedBefore(
            @ForAll @Size(max = 200) List<@IntRange(max = 30) Integer> keys,
            @ForAll @IntRange(min = 1, max = 12) int capacity,
            @ForAll @DoubleRange(max = 1) double windowShare,
            @ForAll @DoubleRange(max = 1) double protectedShare) {
        Cache cache = Cache.tinyLfu(capacity, windowShare, protectedShare, 6, 3);
        boolean[] asked = new boolean[31];
        for (int key : keys) {
            boolean hit = cache.request(key);
            assertThat(hit && !asked[key]).isFalse();
            asked[key] = true;
            assertThat(cache.size()).isLessThanOrEqualTo(capacity);
        }
    }

    @Property(tries = 200)
    void theSketchNeverUnderestimatesBetweenHalvings(@ForAll @Size(max = 100) List<@IntRange(max = 40) Integer> keys) {
        FrequencySketch sketch = new FrequencySketch(6, 1_000);
        int[] counts = new int[41];
        for (int key : keys) {
            sketch.add(key);
            counts[key]++;
        }
        for (int key = 0; key < counts.length; key++) {
            assertThat(sketch.estimate(key)).isGreaterThanOrEqualTo(Math.min(15, counts[key]));
        }
    }

    private static List<Boolean> hits(Cache cache, int... keys) {
        return Arrays.stream(keys).mapToObj(cache::request).toList();
    }
}
