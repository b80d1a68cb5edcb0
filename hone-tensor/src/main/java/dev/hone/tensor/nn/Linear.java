package dev.hone.tensor.nn;

import dev.hone.core.Check;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * y = x W^T + b: [batch, in] to [batch, out], with W [out, in] and b [out].
 *
 * @param bias whether there is a b
 */
public record Linear(long in, long out, boolean bias) implements Module {

    public Linear {
        Check.that(in > 0, "in", in, "a whole number above 0");
        Check.that(out > 0, "out", out, "a whole number above 0");
    }

    public Linear(long in, long out) {
        this(in, out, true);
    }

    @Override
    public List<ParameterSpec> parameters() {
        Initialization initial = Initialization.uniform(in);
        ParameterSpec weight = new ParameterSpec("weight", new long[] {out, in}, initial);
        return bias ? List.of(weight, new ParameterSpec("bias", new long[] {out}, initial)) : List.of(weight);
    }

    @Override
    public Tensor forward(Parameters parameters, Tensor input) {
        return torch.linear(
                input,
                parameters.get("weight"),
                bias ? new TensorOptional(parameters.get("bias")) : new TensorOptional());
    }

    @Override
    public Tensor forwardMany(Parameters parameters, Tensor input) {
        Tensor weight = parameters.get("weight");
        long sets = weight.size(0);
        if (Sets.isShared(input)) {
            // one product with the weights of all sets side by side
            Tensor side = torch.linear(
                    input.select(0, 0),
                    weight.reshape(sets * out, in),
                    bias ? new TensorOptional(parameters.get("bias").reshape(sets * out)) : new TensorOptional());
            return side.view(-1, sets, out).transpose(0, 1);
        }
        Tensor transposed = weight.transpose(1, 2);
        return bias
                ? torch.baddbmm(parameters.get("bias").unsqueeze(1), input, transposed)
                : torch.bmm(input, transposed);
    }
}
