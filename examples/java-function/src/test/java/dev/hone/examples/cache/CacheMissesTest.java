package dev.hone.examples.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hone.core.Seeds;
import dev.hone.core.space.Configuration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CacheMissesTest {

    private static final Configuration LRU = TuneCache.SPACE.configuration(Map.of("policy", "lru"));

    @Test
    void dependsOnTheSeedAndTheConfigurationAlone() {
        double misses = CacheMisses.missRatio(LRU, 1);

        assertThat(misses).isStrictlyBetween(0.0, 1.0).isEqualTo(CacheMisses.missRatio(LRU, 1));
        assertThat(misses).isNotEqualTo(CacheMisses.missRatio(LRU, 2));
    }

    @Test
    void everyConfigurationOfTheSpaceCanBeMeasured() {
        var random = Seeds.stream(1);
        for (int i = 0; i < 10; i++) {
            Configuration configuration = TuneCache.SPACE.sample(random);

            assertThat(CacheMisses.missRatio(configuration, 1))
                    .as("%s", configuration)
                    .isStrictlyBetween(0.0, 1.0);
        }
    }

    @Test
    void tracesDifferLessThanPolicies() {
        Configuration segmented = TuneCache.SPACE.configuration(Map.of("policy", "slru", "protected_share", 0.5));
        double worstSegmented = 0;
        double bestLru = 1;
        for (int seed = 0; seed < 5; seed++) {
            worstSegmented = Math.max(worstSegmented, CacheMisses.missRatio(segmented, seed));
            bestLru = Math.min(bestLru, CacheMisses.missRatio(LRU, seed));
        }

        assertThat(worstSegmented).isLessThan(bestLru - 0.02);
    }
}
