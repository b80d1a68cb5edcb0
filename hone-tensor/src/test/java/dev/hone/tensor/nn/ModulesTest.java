package dev.hone.tensor.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Seeds;
import dev.hone.tensor.TensorScope;
import dev.hone.tensor.Tensors;
import dev.hone.tensor.Torch;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Numbers worked out by hand, and one call for many sets of parameters against one call for each. */
class ModulesTest {

    private static final Offset<Float> TINY = within(1e-5f);

    private TensorScope scope;

    @BeforeEach
    void open() {
        scope = TensorScope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    private static Tensor t(long[] shape, double... values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return Tensors.of(floats, shape);
    }

    private static long[] shape(long... sizes) {
        return sizes;
    }

    private static float[] apply(Module module, Tensor vector, Tensor input) {
        return Tensors.floats(FlatParameters.of(module).forward(vector, input));
    }

    @Test
    void linearIsWeightsTimesInputPlusBias() {
        // W = [[1, 2], [3, 4], [5, 6]], b = [0.1, 0.2, 0.3]
        Tensor vector = t(shape(9), 1, 2, 3, 4, 5, 6, 0.1, 0.2, 0.3);
        assertThat(apply(new Linear(2, 3), vector, t(shape(2, 2), 1, -1, 2, 0.5)))
                .containsExactly(new float[] {-0.9f, -0.8f, -0.7f, 3.1f, 8.2f, 13.3f}, TINY);
        Tensor weights = t(shape(6), 1, 2, 3, 4, 5, 6);
        assertThat(apply(new Linear(2, 3, false), weights, t(shape(1, 2), 1, -1)))
                .containsExactly(-1, -1, -1);
    }

    @Test
    void convolutionDoesNotTurnItsKernel() {
        // kernel [[1, 2], [3, 4]], bias 10, of the image 0..8 in rows of three
        Tensor vector = t(shape(5), 1, 2, 3, 4, 10);
        Tensor image = t(shape(1, 1, 3, 3), 0, 1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(apply(new Conv2d(1, 1, 2, 1, 0), vector, image)).containsExactly(37, 47, 67, 77);
        // with a border of zeros and steps of two: corners of 4 x 4 windows
        assertThat(apply(new Conv2d(1, 1, 2, 2, 1), vector, image)).containsExactly(10, 10 + 3 + 8, 10 + 6 + 24, 77);
    }

    @Test
    void activationsPoolingAndFlattening() {
        Tensor x = t(shape(1, 3), -1, 0, 2);
        assertThat(Tensors.floats(Activation.RELU.of(x))).containsExactly(0, 0, 2);
        assertThat(Tensors.floats(Activation.TANH.of(x)))
                .containsExactly(new float[] {-0.76159416f, 0, 0.9640276f}, TINY);
        assertThat(Tensors.floats(Activation.GELU.of(x)))
                .containsExactly(new float[] {-0.15865525f, 0, 1.9544997f}, TINY);
        Tensor image = t(shape(1, 1, 2, 4), 1, 5, 2, 0, 3, 4, 9, -1);
        Tensor pooled = new MaxPool2d(2).forward(Parameters.of(Map.of()), image);
        assertThat(pooled.shape()).containsExactly(1, 1, 1, 2);
        assertThat(Tensors.floats(pooled)).containsExactly(5, 9);
        assertThat(new Flatten().forward(Parameters.of(Map.of()), image).shape())
                .containsExactly(1, 8);
    }

    @Test
    void namesShapesAndBoundsAreThoseOfPyTorch() {
        Sequential mlp = Sequential.mlp(6, List.of(5L), 3, Activation.RELU);
        assertThat(mlp.parameters().stream().map(p -> p.name() + Arrays.toString(p.shape())))
                .containsExactly("1.weight[5, 6]", "1.bias[5]", "3.weight[3, 5]", "3.bias[3]");
        Sequential cnn = Sequential.cnn(1, 12, 12, List.of(4L, 8L), 10, Activation.RELU);
        assertThat(cnn.parameters().stream().map(p -> p.name() + Arrays.toString(p.shape())))
                .containsExactly(
                        "0.weight[4, 1, 3, 3]",
                        "0.bias[4]",
                        "3.weight[8, 4, 3, 3]",
                        "3.bias[8]",
                        "7.weight[10, 72]",
                        "7.bias[10]");
        try (Network network = Network.of(new Sequential(List.of(new Linear(100, 400))), 7);
                Network same = Network.of(new Sequential(List.of(new Linear(100, 400))), 7)) {
            double[] weights = Tensors.doubles(network.vector());
            assertThat(weights).containsExactly(Tensors.doubles(same.vector()));
            assertThat(Arrays.stream(weights).max().orElseThrow()).isBetween(0.0999, 0.1);
            assertThat(Arrays.stream(weights).min().orElseThrow()).isBetween(-0.1, -0.0999);
            assertThat(Arrays.stream(weights).average().orElseThrow()).isCloseTo(0, within(0.001));
        }
    }

    static List<Module> networks() {
        return List.of(
                new Linear(144, 3, false),
                Sequential.mlp(144, List.of(), 4, Activation.RELU),
                Sequential.mlp(144, List.of(7L, 5L), 4, Activation.GELU),
                Sequential.cnn(1, 12, 12, List.of(3L, 5L), 4, Activation.TANH));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void manySetsInOneCallAreTheSameAsOneByOne(Module module) {
        FlatParameters layout = FlatParameters.of(module);
        RandomGenerator random = Seeds.stream(5);
        double[][] sets = new double[6][layout.size()];
        for (double[] set : sets) {
            Arrays.setAll(set, k -> random.nextGaussian());
        }
        float[] pixels = new float[9 * 144];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextGaussian();
        }
        Tensor input = module instanceof Linear ? Tensors.of(pixels, 9, 144) : Tensors.of(pixels, 9, 1, 12, 12);
        Tensor many = layout.forwardMany(Tensors.floats(sets), input);
        assertThat(many.shape()).startsWith(6, 9);
        for (int i = 0; i < 6; i++) {
            Tensor one = layout.forward(Tensors.floats(new double[][] {sets[i]}).flatten(), input);
            assertThat(Tensors.floats(many.select(0, i))).containsExactly(Tensors.floats(one), within(2e-4f));
        }
        Tensor alone = layout.forwardMany(Tensors.floats(new double[][] {sets[2]}), input);
        assertThat(Tensors.floats(alone.select(0, 0)))
                .containsExactly(Tensors.floats(many.select(0, 2)), within(2e-4f));
    }

    @Test
    void vectorsAndNamedParametersAreTheSameNumbers() {
        FlatParameters layout = FlatParameters.of(Sequential.mlp(2, List.of(3L), 1, Activation.RELU));
        assertThat(layout.size()).isEqualTo(13);
        Tensor vector = layout.initial(Torch.generator(1));
        Map<String, Tensor> parts = layout.split(vector);
        assertThat(parts.keySet()).containsExactly("1.weight", "1.bias", "3.weight", "3.bias");
        assertThat(Tensors.floats(layout.join(parts))).containsExactly(Tensors.floats(vector));
        parts.get("3.bias").fill_(new org.bytedeco.pytorch.Scalar(7.0f));
        assertThat(Tensors.floats(vector)[12]).as("parts are views").isEqualTo(7);
        Map<String, Tensor> wrong = new LinkedHashMap<>(parts);
        wrong.put("1.bias", t(shape(2), 0, 0));
        assertThatThrownBy(() -> layout.join(wrong))
                .isInstanceOf(HoneException.class)
                .hasMessage("parameter '1.bias' is of shape [2], expected shape [3]");
        wrong.remove("1.bias");
        assertThatThrownBy(() -> layout.join(wrong)).hasMessageContaining("'1.bias' is missing");
        assertThatThrownBy(() -> layout.split(t(shape(2), 0, 0))).hasMessageContaining("of size 13");
    }

    @Test
    void aNetworkTakesOverParameters() {
        try (Network network = Network.of(new Linear(2, 1), 1)) {
            network.load(new double[] {2, 3, 0.5});
            assertThat(Tensors.floats(network.forward(t(shape(1, 2), 10, 100)))).containsExactly(320.5f);
            assertThat(Tensors.floats(network.parameters().get("bias"))).containsExactly(0.5f);
            assertThatThrownBy(() -> network.load(new double[2])).hasMessageContaining("3 of them");
        }
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> FlatParameters.of(new Flatten())).isInstanceOf(InvalidFieldException.class);
        assertThatThrownBy(() -> new Linear(0, 3)).hasMessageContaining("in: is 0");
        assertThatThrownBy(() -> Sequential.cnn(1, 3, 3, List.of(2L, 2L), 2, Activation.RELU))
                .hasMessageContaining("filters: is 2 stages");
        assertThatThrownBy(() -> Parameters.of(Map.of()).of("0").get("weight"))
                .hasMessageContaining("no parameter '0.weight'");
    }

    @Test
    void crossEntropyAndSquaredError() {
        // log softmax of (1, 2, 3) is (-2.40760596, -1.40760596, -0.40760596)
        Tensor logits = t(shape(2, 3), 1, 2, 3, 1, 2, 3);
        Tensor labels = Tensors.of(new long[] {2, 0}, 2);
        assertThat(Loss.CROSS_ENTROPY.of(logits, labels).item_double()).isCloseTo(1.40760596, within(1e-6));
        Tensor many = t(shape(2, 2, 3), 1, 2, 3, 1, 2, 3, 0, 0, 0, 1000, 0, 0);
        assertThat(Tensors.doubles(Loss.CROSS_ENTROPY.of(many, labels)))
                .containsExactly(new double[] {1.40760596, Math.log(3) / 2}, within(1e-6));
        assertThat(Loss.MSE
                        .of(t(shape(2, 2), 1, 2, 3, 4), t(shape(2, 2), 1, 0, 0, 4))
                        .item_double())
                .isEqualTo(13.0 / 4);
        assertThat(Tensors.doubles(Loss.MSE.of(t(shape(2, 2, 1), 1, 2, 3, 5), t(shape(2, 1), 1, 1))))
                .containsExactly(0.5, 10);
    }
}
