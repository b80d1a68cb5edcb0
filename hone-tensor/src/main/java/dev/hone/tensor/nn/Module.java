package dev.hone.tensor.nn;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * A function of its parameters and an input, as {@code torch.nn.Module} is, but with the parameters given at each call: the same
 * module computes with one set of them, with many at once, or with what an optimizer is about to try. A {@link Network} is a
 * module with parameters of its own. Immutable and thread-safe.
 */
@SuppressWarnings("JavaLangClash") // the field's word, and java.lang.Module is rarely met
public interface Module {

    /** The parameters, with the names and in the order of PyTorch. */
    List<ParameterSpec> parameters();

    /** One set of parameters; {@code input} is [batch, ...]. */
    Tensor forward(Parameters parameters, Tensor input);

    /**
     * Several sets of parameters in one call.
     *
     * @param parameters each [sets, ...]
     * @param input [sets, batch, ...]; an {@linkplain Tensor#expand expanded} one is seen to be the same for all sets, and costs less
     * @return [sets, batch, ...]
     */
    Tensor forwardMany(Parameters parameters, Tensor input);
}
