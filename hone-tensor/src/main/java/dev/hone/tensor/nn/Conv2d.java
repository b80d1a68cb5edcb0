package dev.hone.tensor.nn;

import dev.hone.core.Check;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Square convolution of images, [batch, in, height, width] to [batch, out, height', width'] with height' = (height + 2 padding -
 * kernel) / stride + 1. Weight [out, in, kernel, kernel], bias [out].
 */
public record Conv2d(long in, long out, long kernel, long stride, long padding) implements Module {

    public Conv2d {
        Check.that(in > 0, "in", in, "a whole number above 0");
        Check.that(out > 0, "out", out, "a whole number above 0");
        Check.that(kernel > 0, "kernel", kernel, "a whole number above 0");
        Check.that(stride > 0, "stride", stride, "a whole number above 0");
        Check.that(padding >= 0, "padding", padding, "a whole number of at least 0");
    }

    @Override
    public List<ParameterSpec> parameters() {
        Initialization initial = Initialization.uniform(in * kernel * kernel);
        return List.of(
                new ParameterSpec("weight", new long[] {out, in, kernel, kernel}, initial),
                new ParameterSpec("bias", new long[] {out}, initial));
    }

    @Override
    public Tensor forward(Parameters parameters, Tensor input) {
        return convolve(input, parameters.get("weight"), parameters.get("bias"), 1);
    }

    /** One convolution: of the input that all sets share with the filters of all, or in as many groups as there are sets. */
    @Override
    public Tensor forwardMany(Parameters parameters, Tensor input) {
        Tensor weight = parameters.get("weight");
        long sets = weight.size(0);
        Tensor filters = weight.reshape(sets * out, in, kernel, kernel);
        Tensor bias = parameters.get("bias").reshape(sets * out);
        long[] shape = input.shape();
        Tensor result = Sets.isShared(input)
                ? convolve(input.select(0, 0), filters, bias, 1)
                : convolve(input.transpose(0, 1).reshape(shape[1], sets * in, shape[3], shape[4]), filters, bias, sets);
        return result.view(shape[1], sets, out, result.size(2), result.size(3)).transpose(0, 1);
    }

    private Tensor convolve(Tensor input, Tensor filters, Tensor bias, long groups) {
        return torch.conv2d(
                input,
                filters,
                new TensorOptional(bias),
                new long[] {stride, stride},
                new long[] {padding, padding},
                new long[] {1, 1},
                groups);
    }
}
