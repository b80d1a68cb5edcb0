package dev.hone.tensor.optimize;

import dev.hone.core.Check;
import dev.hone.tensor.TensorScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Adam (Kingma and Ba, arXiv 1412.6980), of step t = 1, 2, ... with gradient g:
 * <pre>
 * m &lt;- beta1 m + (1 - beta1) g,   v &lt;- beta2 v + (1 - beta2) g^2
 * theta &lt;- theta - lr m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + eps)
 * </pre>
 * Changes its parameters in place. Not thread-safe.
 */
public final class Adam implements AutoCloseable {

    /** @param lr learning rate */
    public record Options(double lr, double beta1, double beta2, double eps) {

        public Options {
            Check.positive("lr", lr);
            Check.that(beta1 >= 0 && beta1 < 1, "beta1", beta1, "a number from 0 to below 1");
            Check.that(beta2 >= 0 && beta2 < 1, "beta2", beta2, "a number from 0 to below 1");
            Check.positive("eps", eps);
        }

        public static Options defaults() {
            return new Options(1e-3, 0.9, 0.999, 1e-8);
        }
    }

    private final Tensor parameters;
    private final Options options;
    private final Tensor m;
    private final Tensor v;
    private long t;

    /** @param parameters that do not require a gradient; the caller's to close */
    public Adam(Tensor parameters, Options options) {
        this.parameters = parameters;
        this.options = options;
        try (TensorScope scope = TensorScope.open()) {
            m = TensorScope.keep(torch.zeros_like(parameters));
            v = TensorScope.keep(torch.zeros_like(parameters));
        }
    }

    /** @param gradient of the shape of the parameters */
    public void step(Tensor gradient) {
        t++;
        try (TensorScope scope = TensorScope.open()) {
            m.mul_(new Scalar(options.beta1())).add_(gradient, new Scalar(1 - options.beta1()));
            v.mul_(new Scalar(options.beta2())).addcmul_(gradient, gradient, new Scalar(1 - options.beta2()));
            Tensor scale =
                    v.div(new Scalar(1 - Math.pow(options.beta2(), t))).sqrt().add_(new Scalar(options.eps()));
            parameters.addcdiv_(m, scale, new Scalar(-options.lr() / (1 - Math.pow(options.beta1(), t))));
        }
    }

    @Override
    public void close() {
        m.close();
        v.close();
    }
}
