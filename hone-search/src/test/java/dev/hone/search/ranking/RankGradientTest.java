package dev.hone.search.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.Seeds;
import dev.hone.search.ranking.RankGradient.Edge;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RankGradientTest {

    private static final double[][] DIRECTIONS = {{1, 0}, {0, 2}, {-1, 1}, {.5, -.5}};

    private static List<List<Integer>> full(int... bestFirst) {
        return IntStream.of(bestFirst).mapToObj(List::of).toList();
    }

    @Test
    void aFullRankingWeighsByRank() {
        List<Edge> edges = RankGradient.edges(full(2, 0, 3, 1));

        assertThat(edges).hasSize(6);
        assertThat(RankGradient.weights(4, edges)).containsExactly(-1, 3, -3, 1);
        assertThat(RankGradient.estimate(DIRECTIONS, edges))
                .containsExactly(new double[] {.41666667, .41666667}, within(1e-8));
    }

    @Test
    void theBestAloneIsBetterThanAllOthers() {
        List<Edge> edges = RankGradient.edges(List.of(List.of(2), List.of(0, 1, 3)));

        assertThat(RankGradient.weights(4, edges)).containsExactly(1, 1, -3, 1);
        assertThat(RankGradient.estimate(DIRECTIONS, edges)).containsExactly(new double[] {1.5, -.5}, within(1e-12));
    }

    /** |E| = k (k - 1) / 2 + k (m - k); rank r has weight -(m - 1 - 2 r), an unranked point k. */
    @Test
    void edgesAndWeightsOfPartialRankings() {
        int m = 7;
        for (int k = 1; k < m; k++) {
            List<List<Integer>> tiers = new ArrayList<>();
            IntStream.range(0, k).forEach(i -> tiers.add(List.of(i)));
            tiers.add(IntStream.range(k, m).boxed().toList());
            List<Edge> edges = RankGradient.edges(tiers);
            int[] weights = RankGradient.weights(m, edges);

            assertThat(edges).hasSize(k * (k - 1) / 2 + k * (m - k));
            for (int i = 0; i < m; i++) {
                assertThat(weights[i]).isEqualTo(i < k ? -(m - 1 - 2 * i) : k);
            }
        }
    }

    @Test
    void tiesAndSkippedScreensProveNothing() {
        assertThat(RankGradient.edges(List.of(List.of(0, 1, 2)))).isEmpty();
        assertThat(RankGradient.estimate(DIRECTIONS, List.of())).containsExactly(0, 0);
    }

    @Test
    void thePairThatAnswersContradictHasNoEdge() {
        List<Edge> majority =
                RankGradient.majority(List.of(RankGradient.edges(full(0, 1, 2)), RankGradient.edges(full(1, 0, 2))));
        assertThat(majority).containsExactly(new Edge(0, 2), new Edge(1, 2));

        List<Edge> three = RankGradient.majority(List.of(
                RankGradient.edges(full(0, 1, 2)),
                RankGradient.edges(full(1, 0, 2)),
                RankGradient.edges(full(0, 2, 1))));
        assertThat(three).containsExactly(new Edge(0, 1), new Edge(0, 2), new Edge(1, 2));
    }

    /** On a linear function the expected estimate is a positive multiple of the gradient. */
    @Test
    void pointsAlongTheGradientOnAverage() {
        double[] slope = {3, 0, -4};
        RandomGenerator random = Seeds.stream(5);
        double[] sum = new double[3];
        for (int round = 0; round < 4_000; round++) {
            double[][] xi = new double[6][3];
            for (double[] row : xi) {
                for (int k = 0; k < 3; k++) {
                    row[k] = random.nextGaussian();
                }
            }
            List<Integer> order = IntStream.range(0, 6)
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> 3 * xi[i][0] - 4 * xi[i][2]))
                    .toList();
            double[] estimate = RankGradient.estimate(
                    xi, RankGradient.edges(order.stream().map(List::of).toList()));
            for (int k = 0; k < 3; k++) {
                sum[k] += estimate[k];
            }
        }
        double norm = Math.sqrt(sum[0] * sum[0] + sum[1] * sum[1] + sum[2] * sum[2]);
        assertThat((sum[0] * slope[0] + sum[2] * slope[2]) / (5 * norm)).isGreaterThan(0.999);
    }
}
