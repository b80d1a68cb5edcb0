package dev.hone.search.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeptPointsTest {

    private static LevelObservation at(int x, double fidelity, double value) {
        return new LevelObservation(new double[] {x}, fidelity, value);
    }

    private static List<Integer> kept(List<LevelObservation> all, int limit) {
        return KeptPoints.of(all, false, 1, limit, o -> -o.value()).stream()
                .map(o -> (int) o.x()[0])
                .toList();
    }

    @Test
    void halfAreTheBestAndHalfTheMostRecentInTheirOrder() {
        // values 10, 9, ..., 1 at the points 0 to 9
        List<LevelObservation> all =
                IntStream.range(0, 10).mapToObj(i -> at(i, 1, 10 - i)).toList();
        assertThat(kept(all, 4)).containsExactly(0, 1, 8, 9);
        assertThat(kept(all, 5)).containsExactly(0, 1, 7, 8, 9);
    }

    @Test
    void exactPointsHaveHalfOfTheRoomAndMoreIfItIsFree() {
        List<LevelObservation> all = new ArrayList<>();
        IntStream.range(0, 10).forEach(i -> all.add(at(i, 0, i)));
        IntStream.range(10, 20).forEach(i -> all.add(at(i, 1, i)));
        assertThat(kept(all, 8)).containsExactly(6, 7, 8, 9, 16, 17, 18, 19);
        assertThat(kept(all.subList(8, 20), 8)).containsExactly(8, 9, 14, 15, 16, 17, 18, 19);
        assertThat(kept(all.subList(0, 12), 8)).containsExactly(4, 5, 6, 7, 8, 9, 10, 11);
    }

    @Test
    void everyLevelKeepsSome() {
        List<LevelObservation> all = new ArrayList<>();
        IntStream.range(0, 20).forEach(i -> all.add(at(i, 0, 100 + i)));
        IntStream.range(20, 25).forEach(i -> all.add(at(i, 0.5, i)));
        IntStream.range(25, 30).forEach(i -> all.add(at(i, 1, i)));
        assertThat(kept(all, 8)).containsExactly(18, 19, 23, 24, 26, 27, 28, 29);
        // of a number as fidelity all that is not exact competes
        assertThat(KeptPoints.of(all, true, 1, 8, o -> -o.value()).stream().map(o -> (int) o.x()[0]))
                .containsExactly(18, 19, 23, 24, 26, 27, 28, 29);
    }

    @Test
    void aPointIsKeptAtAllOfItsFidelitiesOrAtNone() {
        List<LevelObservation> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            all.add(at(i, 0, -i));
            all.add(at(i, 1, i));
        }
        // judged by the exact value, of which the greatest are the last
        assertThat(kept(all, 5)).containsExactly(4, 4, 5, 5);
    }
}
