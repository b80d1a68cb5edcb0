package dev.hone.core.pareto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.Seeds;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ParetoTest {

    private static double[][] grid(long seed, int n, int m, int levels) {
        RandomGenerator random = Seeds.stream(seed);
        double[][] points = new double[n][m];
        for (double[] point : points) {
            for (int k = 0; k < m; k++) {
                point[k] = random.nextInt(levels);
            }
        }
        return points;
    }

    @Test
    void frontKeepsEqualPointsAndDropsDominatedOnes() {
        double[][] losses = {{1, 4}, {2, 2}, {2, 3}, {4, 1}, {2, 2}, {5, 1}};
        assertThat(Pareto.front(losses)).containsExactly(0, 1, 3, 4);
        assertThat(Pareto.ranks(losses)).containsExactly(0, 0, 1, 0, 0, 1);
        assertThat(Pareto.front(new double[0][])).isEmpty();
        assertThat(Pareto.front(new double[][] {{0.0, 1}, {-0.0, 1}})).containsExactly(0, 1);
    }

    @Property(tries = 200)
    void frontAndRanksAgreeWithTheDefinition(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int n, @ForAll @IntRange(min = 1, max = 4) int m) {
        double[][] losses = grid(seed, n, m, 5);
        int[] expected = IntStream.range(0, n)
                .filter(i -> Arrays.stream(losses).noneMatch(q -> Pareto.dominates(q, losses[i])))
                .toArray();
        assertThat(Pareto.front(losses)).isEqualTo(expected);
        int[] ranks = Pareto.ranks(losses);
        for (int i = 0; i < n; i++) {
            int longest = 0;
            for (int j = 0; j < n; j++) {
                if (Pareto.dominates(losses[j], losses[i])) {
                    longest = Math.max(longest, ranks[j] + 1);
                }
            }
            assertThat(ranks[i]).isEqualTo(longest);
        }
        ParetoArchive archive = new ParetoArchive();
        for (int i = 0; i < n; i++) {
            archive.add(i, losses[i]);
        }
        assertThat(archive.entries().stream()
                        .mapToInt(e -> (int) e.id())
                        .sorted()
                        .toArray())
                .isEqualTo(expected);
    }

    @Test
    void aFrontOfAHundredThousandPoints() {
        RandomGenerator random = Seeds.stream(3);
        int n = 100_000;
        double[][] losses = new double[n][];
        for (int i = 0; i < n; i++) {
            double x = random.nextDouble();
            losses[i] = new double[] {x, 1 - x + (i % 2 == 0 ? 0 : 5)};
        }
        assertThat(Pareto.front(losses)).hasSize(n / 2);
        assertThat(Pareto.ranks(losses)).contains(0, 1).doesNotContain(-1);
    }

    @Test
    void crowdingDistanceByHand() {
        double[][] losses = {{0, 10}, {1, 6}, {4, 2}, {10, 0}};
        double[] distance = Pareto.crowding(losses);
        assertThat(distance[0]).isInfinite();
        assertThat(distance[3]).isInfinite();
        assertThat(distance[1]).isEqualTo(0.4 + 0.8);
        assertThat(distance[2]).isEqualTo(0.9 + 0.6);
        assertThat(Pareto.crowding(new double[][] {{1, 1}, {1, 1}})).containsExactly(0, 0);
    }

    @Test
    void invertedGenerationalDistanceByHand() {
        assertThat(Pareto.igd(new double[][] {{0, 0}, {3, 4}}, new double[][] {{3, 0}, {0, 1}}))
                .isEqualTo((3 + 1) / 2.0);
    }

    @Test
    void raggedOrMissingNumbersAreRefused() {
        assertThatThrownBy(() -> Pareto.front(new double[][] {{1, 2}, {1}})).isInstanceOf(InvalidFieldException.class);
        assertThatThrownBy(() -> Pareto.ranks(new double[][] {{1, Double.NaN}}))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("losses");
    }
}
