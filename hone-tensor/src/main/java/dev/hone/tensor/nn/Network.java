package dev.hone.tensor.nn;

import dev.hone.core.Check;
import dev.hone.tensor.TensorScope;
import dev.hone.tensor.Tensors;
import dev.hone.tensor.Torch;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** A module with parameters of its own, which lie in one vector of f32. Not thread-safe. */
public final class Network implements AutoCloseable {

    private static final long INITIAL = 0x696e6974L;

    private final FlatParameters layout;
    private final Tensor vector;

    private Network(FlatParameters layout, Tensor vector) {
        this.layout = layout;
        this.vector = vector;
    }

    /** A network with the initial parameters that its module says. */
    public static Network of(Module module, long seed) {
        FlatParameters layout = FlatParameters.of(module);
        try (TensorScope scope = TensorScope.open()) {
            return new Network(layout, TensorScope.keep(layout.initial(Torch.generator(seed, INITIAL))));
        }
    }

    public FlatParameters layout() {
        return layout;
    }

    /** The parameters, [d]: not a copy. */
    public Tensor vector() {
        return vector;
    }

    /** The parameters by name, with the names of PyTorch: not copies. */
    public Map<String, Tensor> parameters() {
        return layout.split(vector);
    }

    /** Takes over parameters, [d]. */
    public void load(double[] parameters) {
        Check.that(
                parameters.length == layout.size(),
                "parameters",
                parameters.length + " numbers",
                layout.size() + " of them");
        try (TensorScope scope = TensorScope.open()) {
            vector.copy_(Tensors.of(parameters, parameters.length));
        }
    }

    /** [batch, ...] to [batch, ...]. */
    public Tensor forward(Tensor input) {
        return layout.forward(vector, input);
    }

    @Override
    public void close() {
        vector.close();
    }
}
