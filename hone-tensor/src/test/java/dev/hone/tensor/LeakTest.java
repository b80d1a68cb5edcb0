package dev.hone.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hone.tensor.nn.Activation;
import dev.hone.tensor.nn.Loss;
import dev.hone.tensor.nn.Network;
import dev.hone.tensor.nn.Sequential;
import dev.hone.tensor.optimize.Adam;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Memory of a training, as the kernel sees it. Without a scope a step of this one leaves some 360 kB behind. */
@EnabledOnOs(OS.LINUX)
class LeakTest {

    private static final int STEPS = 2_000;
    private static final int PAGE = 4_096;

    @Test
    void memoryDoesNotGrowWithTheNumberOfSteps() throws IOException {
        try (TensorScope outer = TensorScope.open();
                Network network = Network.of(Sequential.mlp(64, List.of(128L), 10, Activation.TANH), 1);
                Adam adam = new Adam(network.vector(), Adam.Options.defaults())) {
            Tensor inputs = torch.ones(256, 64);
            Tensor targets = torch.zeros(256, 10);
            train(network, adam, inputs, targets, STEPS / 10);
            long before = residentBytes();
            train(network, adam, inputs, targets, STEPS);
            assertThat((residentBytes() - before) >> 20).as("growth in MB").isLessThan(50);
        }
    }

    private static void train(Network network, Adam adam, Tensor inputs, Tensor targets, int steps) {
        for (int i = 0; i < steps; i++) {
            try (TensorScope scope = TensorScope.open()) {
                adam.step(Autograd.gradient(
                        v -> Loss.MSE.of(network.layout().forward(v, inputs), targets), network.vector()));
            }
        }
    }

    private static long residentBytes() throws IOException {
        return PAGE
                * Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]);
    }
}
