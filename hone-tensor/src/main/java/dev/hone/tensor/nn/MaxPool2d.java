package dev.hone.tensor.nn;

import dev.hone.core.Check;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Largest element of each {@code kernel} x {@code kernel} square, squares side by side: [batch, c, h, w] to [batch, c, h/k, w/k]. */
public record MaxPool2d(long kernel) implements Module {

    public MaxPool2d {
        Check.that(kernel > 0, "kernel", kernel, "a whole number above 0");
    }

    @Override
    public List<ParameterSpec> parameters() {
        return List.of();
    }

    @Override
    public Tensor forward(Parameters parameters, Tensor input) {
        return torch.max_pool2d(input, kernel, kernel);
    }

    /** Along one side and then the other, which is many times faster than pooling so many images. */
    @Override
    public Tensor forwardMany(Parameters parameters, Tensor input) {
        return largest(largest(input, 3), 4);
    }

    private Tensor largest(Tensor input, long side) {
        Tensor windows = input.unfold(side, kernel, kernel);
        Tensor largest = windows.select(-1, 0);
        for (long i = 1; i < kernel; i++) {
            largest = torch.maximum(largest, windows.select(-1, i));
        }
        return largest;
    }
}
