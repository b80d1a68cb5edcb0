package dev.hone.search.qmc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PointSequenceTest {

    @Test
    void everyRunOf2ToTheMSobolPointsHasOnePointInEachIntervalOfEveryAxis() {
        Sobol sobol = new Sobol(5, 3);
        for (int run = 0; run < 3; run++) {
            boolean[][] hit = new boolean[5][64];
            for (int i = 0; i < 64; i++) {
                double[] point = sobol.point(64 * run + i);
                for (int axis = 0; axis < 5; axis++) {
                    hit[axis][(int) (64 * point[axis])] = true;
                }
            }
            for (boolean[] axis : hit) {
                assertThat(axis).doesNotContain(false);
            }
        }
    }

    @Test
    void everyRunOf3ToTheMHaltonPointsHasOnePointInEachThirdPowerOfTheSecondAxis() {
        Halton halton = new Halton(2, 3);
        boolean[] hit = new boolean[27];
        for (int i = 0; i < 27; i++) {
            hit[(int) (27 * halton.point(27 + i)[1])] = true;
        }
        assertThat(hit).doesNotContain(false);
    }

    @Test
    void pointsDependOnSeedAndIndexAlone() {
        assertThat(new Sobol(3, 1).point(100)).isEqualTo(new Sobol(3, 1).point(100));
        assertThat(new Sobol(3, 1).point(100)).isNotEqualTo(new Sobol(3, 2).point(100));
        assertThat(new Halton(3, 1).point(100)).isNotEqualTo(new Halton(3, 2).point(100));
    }
}
