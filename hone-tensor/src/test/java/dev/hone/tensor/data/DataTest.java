package dev.hone.tensor.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.InvalidFieldException;
import dev.hone.tensor.TensorScope;
import dev.hone.tensor.Tensors;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DataTest {

    private static Dataset ten() {
        float[] inputs = new float[20];
        long[] labels = new long[10];
        for (int i = 0; i < 10; i++) {
            inputs[2 * i] = i;
            inputs[2 * i + 1] = -i;
            labels[i] = i % 3;
        }
        return Dataset.ofClasses(inputs, new long[] {2}, labels, 3);
    }

    @Test
    void everyExampleComesOnceAnEpochInAnOrderThatDependsOnSeedAndEpochAlone() {
        Loader loader = new Loader(10, 4, 3);
        assertThat(loader.batches()).isEqualTo(3);
        long[] first = epoch(loader, 0);
        assertThat(LongStream.of(first).sorted().toArray())
                .containsExactly(LongStream.range(0, 10).toArray());
        assertThat(loader.batch(0, 2)).hasSize(2);
        assertThat(epoch(loader, 1)).isNotEqualTo(first);
        assertThat(new Loader(10, 4, 3).batch(1, 1)).containsExactly(loader.batch(1, 1));
        assertThat(epoch(new Loader(10, 4, 4), 0)).isNotEqualTo(first);
        assertThat(epoch(loader, 0)).containsExactly(first);
        assertThatThrownBy(() -> loader.batch(0, 3)).hasMessageContaining("batch");
    }

    private static long[] epoch(Loader loader, long epoch) {
        return IntStream.range(0, loader.batches())
                .mapToObj(b -> loader.batch(epoch, b))
                .flatMapToLong(LongStream::of)
                .toArray();
    }

    @Test
    void tensorsOfADataset() {
        try (TensorScope scope = TensorScope.open()) {
            Dataset some = ten().select(new int[] {4, 1});
            assertThat(Tensors.floats(some.inputs())).containsExactly(4, -4, 1, -1);
            assertThat(some.inputs().shape()).containsExactly(2, 2);
            assertThat(Tensors.longs(some.targets())).containsExactly(1, 1);
            Dataset values = Dataset.ofValues(new float[] {1, 2, 3}, new long[] {1}, new float[] {4, 5, 6, 7, 8, 9}, 2);
            assertThat(values.targets().shape()).containsExactly(3, 2);
            assertThat(Tensors.floats(values.select(new int[] {2}).targets())).containsExactly(8, 9);
            assertThat(values.size()).isEqualTo(3);
            assertThat(values.hasClasses()).isFalse();
        }
    }

    @Test
    void heldOutExamplesAreNotTrainedOn() {
        int[][] parts = Dataset.splitIndices(10, 0.3, 1);
        assertThat(parts[1]).hasSize(3);
        assertThat(IntStream.concat(Arrays.stream(parts[0]), Arrays.stream(parts[1]))
                        .sorted())
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(Dataset.splitIndices(10, 0.3, 1)).isDeepEqualTo(parts);
        assertThat(Dataset.splitIndices(10, 0.01, 1)[1]).hasSize(1);
        assertThatThrownBy(() -> Dataset.splitIndices(10, 0.99, 1))
                .hasMessageContaining("held_out: is 10 of 10 examples");
        assertThatThrownBy(() -> Dataset.splitIndices(10, 0, 1)).hasMessageContaining("held_out");
    }

    @Test
    void digestsTellDatasetsApart() {
        assertThat(ten().digest()).isEqualTo(ten().digest()).hasSize(16);
        assertThat(Digits12.of(10, 1).digest()).isNotEqualTo(Digits12.of(10, 2).digest());
    }

    @Test
    void examplesAreChecked() {
        assertThatThrownBy(() -> Dataset.ofClasses(new float[2], new long[] {1}, new long[] {0, 2}, 2))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessage("targets[1]: is 2, expected a class from 0 to 1");
        assertThatThrownBy(() -> Dataset.ofClasses(new float[3], new long[] {2}, new long[] {0, 1}, 2))
                .hasMessageContaining("inputs: is 3 numbers, expected 2 examples of shape [2]");
        assertThatThrownBy(
                        () -> Dataset.ofValues(new float[] {1, 2, 3, Float.NaN}, new long[] {2}, new float[] {1, 2}, 1))
                .hasMessageContaining("inputs[1]: is NaN");
    }

    @Test
    void digitsAreDrawnFromTheSeed() {
        Dataset digits = Digits12.of(200, 5);
        try (TensorScope scope = TensorScope.open()) {
            assertThat(digits.inputs().shape()).containsExactly(200, 1, 12, 12);
            assertThat(Tensors.longs(digits.targets())).startsWith(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0);
            float[] pixels = Tensors.floats(digits.inputs());
            float[] fewer = Tensors.floats(Digits12.of(20, 5).inputs());
            assertThat(Arrays.copyOf(pixels, fewer.length)).containsExactly(fewer);
            // ink of an average digit, and noise alone in the corners
            double ink = 0;
            double corner = 0;
            for (int i = 0; i < 200; i++) {
                for (int p = 0; p < 144; p++) {
                    ink += pixels[i * 144 + p] / 200;
                }
                corner += pixels[i * 144] * pixels[i * 144] / 200;
            }
            assertThat(ink).isBetween(12.0, 19.0);
            assertThat(Math.sqrt(corner)).isCloseTo(0.15, within(0.03));
        }
    }
}
