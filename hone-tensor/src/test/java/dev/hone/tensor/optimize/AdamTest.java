package dev.hone.tensor.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hone.tensor.TensorScope;
import dev.hone.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class AdamTest {

    @Test
    void theFirstStepHasTheLengthOfTheLearningRateAndTheSecondFollowsTheMoments() {
        try (TensorScope scope = TensorScope.open()) {
            Tensor parameters = Tensors.of(new double[] {1, 1, 1}, 3);
            try (Adam adam = new Adam(parameters, new Adam.Options(0.1, 0.9, 0.999, 1e-8))) {
                adam.step(Tensors.of(new double[] {5, -0.001, 0}, 3));
                assertThat(Tensors.doubles(parameters)).containsExactly(new double[] {0.9, 1.1, 1}, within(1e-5));
                adam.step(Tensors.of(new double[] {-5, -0.001, 0}, 3));
                // m = 0.9 * 0.5 - 0.5 = -0.05, over 1 - 0.81; v stays 25
                assertThat(Tensors.doubles(parameters))
                        .containsExactly(new double[] {0.9 + 0.1 * 0.05 / 0.19 / 5, 1.2, 1}, within(1e-5));
            }
        }
        assertThatThrownBy(() -> new Adam.Options(0, 0.9, 0.999, 1e-8)).hasMessageContaining("lr");
        assertThatThrownBy(() -> new Adam.Options(1, 1, 0.999, 1e-8)).hasMessageContaining("beta1");
    }
}
