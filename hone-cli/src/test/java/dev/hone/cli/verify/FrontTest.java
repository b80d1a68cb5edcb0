package dev.hone.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hone.core.trial.Objective;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrontTest {

    private static final List<Objective> BOTH = List.of(Objective.minimize("time"), Objective.maximize("ratio"));

    @Test
    void theKneeIsNearestToTheIdealPointWhateverTheUnits() {
        List<List<Double>> points = List.of(List.of(1.0, 1_000.0), List.of(2.0, 9_000.0), List.of(10.0, 10_000.0));
        assertThat(Front.knee(points, BOTH)).isEqualTo(1);
    }

    @Test
    void theBestOfEachObjectiveFollowsItsDirection() {
        List<List<Double>> points = List.of(List.of(3.0, 3.0), List.of(1.0, 1.0), List.of(2.0, 2.0));
        assertThat(Front.best(points, BOTH, 0)).isEqualTo(1);
        assertThat(Front.best(points, BOTH, 1)).isZero();
    }

    @Test
    void aSinglePointIsTheKnee() {
        assertThat(Front.knee(List.of(List.of(1.0, 2.0)), BOTH)).isZero();
    }
}
