package dev.hone.core.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.InvalidFieldException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FidelityRangeTest {

    private static FidelityRange range(Parameter parameter, Object truth) {
        return Fidelity.range(
                SearchSpace.of(FloatParameter.linear("x", 0, 1), parameter), "s", Optional.ofNullable(truth), "1 + s");
    }

    @Test
    void positionsGoFromTheFarthestValueToTheTruth() {
        FidelityRange up = range(FloatParameter.linear("s", 2, 10), null);
        assertThat(up.position(4.0)).isEqualTo(0.25);
        assertThat(up.at(0.25)).isEqualTo(4.0);
        assertThat(up.truth()).isEqualTo(10.0);
        FidelityRange down = range(FloatParameter.log("s", 1e-6, 1e-2), 1e-6);
        assertThat(down.truth()).isEqualTo(1e-6);
        assertThat(down.farthest()).isEqualTo(1e-2);
        assertThat(down.position(1e-5)).isEqualTo(0.75, within(1e-12));
        assertThat((Double) down.at(0.75)).isEqualTo(1e-5, within(1e-17));
    }

    @Test
    void positionsBetweenValuesGoToTheNearest() {
        FidelityRange epochs = range(IntParameter.stepped("s", 5, 25, 10), null);
        assertThat(epochs.at(0.2)).isEqualTo(5L);
        assertThat(epochs.at(0.3)).isEqualTo(15L);
        assertThat(epochs.between(0.3)).isEqualTo(11.0, within(1e-12));
        assertThat(epochs.position(25L)).isEqualTo(1);
        assertThat(epochs.cost(15L)).isEqualTo(16);
    }

    @Test
    void stepsOfIntermediateValuesNameValues() {
        assertThat(range(IntParameter.linear("s", 1, 9), null).valueAtStep(4)).contains(4L);
        assertThat(range(IntParameter.linear("s", 1, 9), null).valueAtStep(0)).isEmpty();
        assertThat(range(IntParameter.stepped("s", 5, 25, 10), null).valueAtStep(10))
                .isEmpty();
        assertThat(range(FloatParameter.stepped("s", 0.1, 1, 0.1), null).valueAtStep(3))
                .contains(0.3);
        assertThat(range(FloatParameter.linear("s", 0.1, 1), null).valueAtStep(1))
                .isEmpty();
    }

    @Test
    void warnsWhereNothingIsCheaperThanTheTruth() {
        assertThat(range(IntParameter.linear("s", 1, 9), null).warnings()).isEmpty();
        assertThat(range(IntParameter.linear("s", 1, 9), 1).warnings())
                .singleElement()
                .asString()
                .contains("nothing below the truth of 's' costs less");
    }

    @Test
    void onlyNumbersHaveARange() {
        assertThatThrownBy(() -> range(CategoricalParameter.of("s", "a", "b"), null))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("expected a float or an int");
    }
}
