package dev.hone.search.gp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hone.core.Seeds;
import dev.hone.search.gp.Ranking.Scored;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RankingTest {

    /** Values in tenths, so that many are equal; every seventh is none. */
    private static double value(double[] cube) {
        return cube[0] % 7 == 0 ? Double.NaN : Math.floor(10 * Math.sin(cube[0])) / 10;
    }

    private final List<Integer> computed = new ArrayList<>();

    private Scored exactly(Scored bounded) {
        computed.add(bounded.order());
        double value = value(bounded.cube());
        return Double.isNaN(value)
                ? null
                : new Scored(bounded.order(), bounded.cube(), value, true, bounded.candidate());
    }

    @Test
    void equalsSortingByValueAndComputesEachOnce() {
        RandomGenerator random = Seeds.stream(5);
        Ranking ranking = new Ranking(this::exactly);
        List<double[]> sorted = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            double[] cube = {i};
            double margin = i % 5 == 0 ? Double.POSITIVE_INFINITY : random.nextDouble();
            ranking.add(cube, Double.isNaN(value(cube)) ? 0.3 : value(cube) + margin);
            if (!Double.isNaN(value(cube))) {
                sorted.add(cube);
            }
        }
        sorted.sort(Comparator.comparingDouble(RankingTest::value).reversed());
        for (int i = 0; i < sorted.size(); i++) {
            assertThat(ranking.get(i).cube()).isSameAs(sorted.get(i));
        }
        assertThat(ranking.get(sorted.size())).isNull();
        assertThat(computed).hasSize(200).doesNotHaveDuplicates();
    }

    @Test
    void leavesOutWhatABoundRulesOut() {
        Ranking ranking = new Ranking(this::exactly);
        for (int i = 1; i <= 6; i++) {
            ranking.add(new double[] {i}, value(new double[] {i}) + 0.05);
        }
        // sin is greatest at 2, then at 1
        assertThat(ranking.get(0).order()).isEqualTo(1);
        assertThat(ranking.get(1).order()).isEqualTo(0);
        assertThat(computed).containsExactly(1, 0);
    }
}
