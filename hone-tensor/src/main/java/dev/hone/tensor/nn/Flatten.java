package dev.hone.tensor.nn;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** [batch, ...] to [batch, elements]. */
public record Flatten() implements Module {

    @Override
    public List<ParameterSpec> parameters() {
        return List.of();
    }

    @Override
    public Tensor forward(Parameters parameters, Tensor input) {
        return input.flatten(1, -1);
    }

    @Override
    public Tensor forwardMany(Parameters parameters, Tensor input) {
        return Sets.isShared(input)
                ? Sets.share(input.select(0, 0).flatten(1, -1), input.size(0))
                : input.flatten(2, -1);
    }
}
