package dev.hone.core.pareto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.Seeds;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class HypervolumeTest {

    private static final int LEVELS = 4;

    private static double[] corner(int m, double value) {
        double[] corner = new double[m];
        Arrays.fill(corner, value);
        return corner;
    }

    private static double[][] grid(long seed, int n, int m) {
        RandomGenerator random = Seeds.stream(seed);
        double[][] points = new double[n][m];
        for (double[] point : points) {
            for (int k = 0; k < m; k++) {
                point[k] = random.nextInt(LEVELS + 1);
            }
        }
        return points;
    }

    /** Counts the unit cells of the lattice that some point dominates. */
    private static long cells(double[][] points, int m) {
        return IntStream.range(0, (int) Math.pow(LEVELS, m))
                .filter(cell -> Arrays.stream(points).anyMatch(p -> {
                    int rest = cell;
                    for (int k = 0; k < m; k++, rest /= LEVELS) {
                        if (p[k] > rest % LEVELS) {
                            return false;
                        }
                    }
                    return true;
                }))
                .count();
    }

    @Test
    void byHand() {
        assertThat(Hypervolume.of(new double[][] {{1, 3}, {2, 2}, {3, 1}, {3, 3}}, new double[] {4, 4}))
                .isEqualTo(6);
        assertThat(Hypervolume.of(new double[][] {{0, 0, 1}, {1, 1, 0}}, new double[] {2, 2, 2}))
                .isEqualTo(4 + 1);
        assertThat(Hypervolume.of(new double[][] {{5, 0}}, new double[] {4, 4})).isZero();
        assertThat(Hypervolume.of(new double[0][], new double[] {4, 4})).isZero();
        assertThat(Hypervolume.of(new double[][] {{1}, {3}}, new double[] {4})).isEqualTo(3);
    }

    @Property(tries = 150)
    void equalsTheNumberOfDominatedCells(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 14) int n, @ForAll @IntRange(min = 1, max = 5) int m) {
        double[][] points = grid(seed, n, m);
        double[] reference = corner(m, LEVELS);
        assertThat(Hypervolume.of(points, reference)).isEqualTo(cells(points, m));
        double[] contributions = Hypervolume.contributions(points, reference);
        for (int i = 0; i < n; i++) {
            int left = i;
            double[][] others = IntStream.range(0, n)
                    .filter(j -> j != left)
                    .mapToObj(j -> points[j])
                    .toArray(double[][]::new);
            assertThat(contributions[i]).isEqualTo(cells(points, m) - cells(others, m));
        }
    }

    @Property(tries = 100)
    void selectionTakesTheLargestGainEachTime(@ForAll long seed, @ForAll @IntRange(min = 2, max = 4) int m) {
        double[][] points = grid(seed, 10, m);
        int[] selected = Hypervolume.select(points, corner(m, LEVELS), 4);
        double[][] chosen = new double[0][];
        for (int index : selected) {
            double[][] before = chosen;
            long best = Arrays.stream(points)
                    .mapToLong(p -> cells(with(before, p), m))
                    .max()
                    .orElseThrow();
            chosen = with(before, points[index]);
            assertThat(cells(chosen, m)).isEqualTo(best);
        }
        assertThat(selected).hasSize(4).doesNotHaveDuplicates();
    }

    @Test
    void monteCarloAgreesWithinItsStandardError() {
        double[][] points = grid(11, 12, 6);
        double[] reference = corner(6, LEVELS + 1);
        double exact = Hypervolume.of(points, reference);
        double estimate = Hypervolume.monteCarlo(points, reference, 200_000, Seeds.stream(1));
        assertThat(exact).isPositive();
        assertThat(estimate).isCloseTo(exact, within(4 * Math.pow(LEVELS + 1, 6) * 0.5 / Math.sqrt(200_000)));
    }

    @Test
    void aPointOfAnotherDimensionIsRefused() {
        assertThatThrownBy(() -> Hypervolume.of(new double[][] {{1, 2, 3}}, new double[] {4, 4}))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("2 losses");
    }

    private static double[][] with(double[][] points, double[] point) {
        double[][] more = Arrays.copyOf(points, points.length + 1);
        more[points.length] = point;
        return more;
    }
}
