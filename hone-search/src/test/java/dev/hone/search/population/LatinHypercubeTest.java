package dev.hone.search.population;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hone.core.Seeds;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LatinHypercubeTest {

    @Test
    void onePointInEachInterval() {
        double[][] points = LatinHypercube.points(7, 3, Seeds.stream(1));
        for (int k = 0; k < 3; k++) {
            int axis = k;
            assertThat(Arrays.stream(points)
                            .mapToInt(x -> (int) (x[axis] * 7))
                            .sorted()
                            .toArray())
                    .containsExactly(0, 1, 2, 3, 4, 5, 6);
        }
    }
}
