package dev.hone.tensor.nn;

import dev.hone.core.Check;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Tensor;

/** What a parameter is filled with before training. */
@FunctionalInterface
public interface Initialization {

    /** Fills {@code parameter} in place. */
    void fill(Tensor parameter, Generator generator);

    /** U(-1/sqrt(fanIn), 1/sqrt(fanIn)), the default of PyTorch for weights and biases of linear and convolutional layers. */
    static Initialization uniform(long fanIn) {
        Check.that(fanIn > 0, "fanIn", fanIn, "a whole number above 0");
        double bound = 1 / Math.sqrt(fanIn);
        return (parameter, generator) -> parameter.uniform_(-bound, bound, new GeneratorOptional(generator));
    }
}
