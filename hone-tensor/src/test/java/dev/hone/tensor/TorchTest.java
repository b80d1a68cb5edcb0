package dev.hone.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hone.core.InvalidFieldException;
import java.util.Arrays;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class TorchTest {

    @Test
    void oneThreadUnlessToldOtherwise() {
        assertThat(Torch.threads()).isEqualTo(1);
        Torch.useThreads(2);
        assertThat(Torch.threads()).isEqualTo(2);
        Torch.useThreads(1);
        assertThat(Torch.threads()).isEqualTo(1);
        assertThatThrownBy(() -> Torch.useThreads(0))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("threads");
    }

    @Test
    void generatorsDependOnSeedAndKeysAlone() {
        float[] first = draw(Torch.generator(3, 1));
        torch.manual_seed(99);
        assertThat(draw(Torch.generator(3, 1))).containsExactly(first);
        assertThat(draw(Torch.generator(3, 2))).isNotEqualTo(first);
        assertThat(draw(Torch.generator(4, 1))).isNotEqualTo(first);
    }

    private static float[] draw(Generator generator) {
        try (TensorScope scope = TensorScope.open()) {
            return Tensors.floats(torch.zeros(5).uniform_(0, 1, new GeneratorOptional(generator)));
        }
    }

    @Test
    void scopesFreeAllButWhatIsKept() {
        Tensor kept;
        Tensor lost;
        try (TensorScope outer = TensorScope.open()) {
            try (TensorScope inner = TensorScope.open()) {
                lost = torch.zeros(3);
                kept = TensorScope.keep(torch.ones(3));
            }
            assertThat(lost.isNull()).isTrue();
            assertThat(Tensors.floats(kept)).containsExactly(1, 1, 1);
        }
        assertThat(Tensors.floats(kept)).containsExactly(1, 1, 1);
        kept.close();
        assertThat(kept.isNull()).isTrue();
    }

    @Test
    void arraysGoThereAndBack() {
        try (TensorScope scope = TensorScope.open()) {
            Tensor floats = Tensors.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
            assertThat(floats.shape()).containsExactly(2, 3);
            assertThat(Tensors.floats(floats.transpose(0, 1))).containsExactly(1, 4, 2, 5, 3, 6);
            assertThat(Tensors.doubles(floats)).containsExactly(1, 2, 3, 4, 5, 6);
            assertThat(Tensors.doubles(Tensors.of(new double[] {Math.PI}, 1))).containsExactly(Math.PI);
            assertThat(Tensors.longs(Tensors.of(new long[] {Long.MAX_VALUE, -1}, 2)))
                    .containsExactly(Long.MAX_VALUE, -1);
            Tensor rows = Tensors.floats(new double[][] {{1, 2}, {3, 4}, {5, 6}});
            assertThat(rows.shape()).containsExactly(3, 2);
            assertThat(Tensors.floats(rows)).containsExactly(1, 2, 3, 4, 5, 6);
        }
        assertThatThrownBy(() -> Tensors.of(new float[] {1, 2, 3}, 2, 2))
                .hasMessageContaining("shape: is 4 elements, expected 3 elements");
    }

    @Test
    void derivatives() {
        try (TensorScope scope = TensorScope.open()) {
            Tensor x = Tensors.of(new float[] {1, -2, 3}, 3);
            Tensor gradient = Autograd.gradient(v -> v.mul(v).mul(v).sum(), x);
            assertThat(Tensors.floats(gradient)).containsExactly(3, 12, 27);
            assertThat(x.requires_grad()).isFalse();
            assertThat(Arrays.toString(x.shape())).isEqualTo("[3]");
        }
    }
}
