package dev.hone.search.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Direction;
import dev.hone.search.fidelity.MultiFidelityOptions.Acquisition;
import dev.hone.search.fidelity.MultiFidelityOptions.Surrogate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LevelBiasesTest {

    private static final List<String> NAMES = List.of("coarse", "medium", "fine");

    @Test
    void areReadByNameAndOrderedByLevel() {
        Map<String, Double> biases = LevelBiases.parse("medium: 0.1; coarse: 2");
        assertThat(biases).isEqualTo(Map.of("coarse", 2.0, "medium", 0.1));
        assertThat(LevelBiases.inOrder(biases, NAMES)).containsExactly(2.0, 0.1);
        assertThat(LevelBiases.parse(" ")).isEmpty();
    }

    @Test
    void boundsFollowTheMeansThatLevelsAreCentredAround() {
        // values: level 0 about 4, level 2 about 3, the truth, level 3 of the declared ones, about 1; all by a
        // deviation of 2
        double[] means = {4, 3, 1};
        FidelityModel.Scale scale = new FidelityModel.Scale(number -> means[(int) number], 2);
        AcquisitionInput.Bounds bounds = AcquisitionInput.Bounds.of(List.of(1.0, 9.0, 0.5), new int[] {0, 2, 3}, scale);
        assertThat(bounds.bias()).containsExactly(new double[] {0.5, 0.25, 0}, within(1e-12));
        // f_L <= f_0 + 1:  (f_L - 1) / 2 <= (f_0 - 4) / 2 + (1 + 4 - 1) / 2
        assertThat(bounds.above()).containsExactly(new double[] {2, 1.25, 0}, within(1e-12));
    }

    @Test
    void mistakesAreNamed() {
        assertThatThrownBy(() -> LevelBiases.parse("coarse"))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("biases: has 'coarse', expected a level and the most that it is off");
        assertThatThrownBy(() -> LevelBiases.parse("coarse: -1")).hasMessageContaining("at least 0");
        assertThatThrownBy(() -> LevelBiases.parse("coarse: 1; coarse: 2")).hasMessageContaining("twice");
        assertThatThrownBy(() -> LevelBiases.inOrder(Map.of("corse", 1.0), NAMES))
                .hasMessageContaining("coarse")
                .hasMessageContaining("levels below the truth");
        assertThatThrownBy(() -> LevelBiases.inOrder(Map.of("coarse", 1.0), NAMES))
                .hasMessageContaining("lacks 'medium'");
        assertThatThrownBy(() -> MultiFidelityOptions.defaults(1).withBiases(List.of(1.0)))
                .hasMessageContaining("mf-gp-ucb");
        MultiFidelityOptions two = MultiFidelityOptions.defaults(1)
                .with(Surrogate.AR1, Acquisition.MF_GP_UCB)
                .withBiases(List.of(1.0, 0.5));
        SearchSpace space = SearchSpace.of(FloatParameter.linear("x", 0, 1));
        List<FidelityLevel> levels = List.of(new FidelityLevel("coarse", 0.1), new FidelityLevel("fine", 1));
        assertThatThrownBy(() -> new MultiFidelityOptimization(space, levels, Direction.MINIMIZE, two))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("biases: is [1.0, 0.5], expected one for each of the 1 levels below the truth");
        assertThat(MultiFidelityOptions.defaults(1)
                        .with(Surrogate.AR1, Acquisition.MF_GP_UCB)
                        .withBiases(List.of(1.0))
                        .biases())
                .containsExactly(1.0);
    }
}
