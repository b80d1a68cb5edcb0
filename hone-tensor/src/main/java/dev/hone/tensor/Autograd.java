package dev.hone.tensor;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Derivatives by reverse accumulation. */
public final class Autograd {

    private Autograd() {}

    /**
     * The derivative of a number by {@code x}, of the shape of {@code x}.
     *
     * @param function of {@code x} to a tensor of one element
     */
    public static Tensor gradient(UnaryOperator<Tensor> function, Tensor x) {
        Tensor leaf = x.detach().requires_grad_(true);
        Tensor value = function.apply(leaf);
        return torch.grad(new TensorVector(value), new TensorVector(leaf)).get(0);
    }
}
