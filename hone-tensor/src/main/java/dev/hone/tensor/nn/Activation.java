package dev.hone.tensor.nn;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Functions of each element. */
public enum Activation implements Module {
    RELU {
        @Override
        Tensor of(Tensor input) {
            return torch.relu(input);
        }
    },
    TANH {
        @Override
        Tensor of(Tensor input) {
            return torch.tanh(input);
        }
    },
    /** x Phi(x), by the error function. */
    GELU {
        @Override
        Tensor of(Tensor input) {
            return torch.gelu(input);
        }
    };

    abstract Tensor of(Tensor input);

    @Override
    public List<ParameterSpec> parameters() {
        return List.of();
    }

    @Override
    public Tensor forward(Parameters parameters, Tensor input) {
        return of(input);
    }

    @Override
    public Tensor forwardMany(Parameters parameters, Tensor input) {
        return of(input);
    }
}
