package dev.hone.tensor.nn;

import dev.hone.core.HoneException;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** Parameters by name, as a module sees them. */
public final class Parameters {

    private final Map<String, Tensor> tensors;
    private final String prefix;

    private Parameters(Map<String, Tensor> tensors, String prefix) {
        this.tensors = tensors;
        this.prefix = prefix;
    }

    /** @param tensors by path */
    public static Parameters of(Map<String, Tensor> tensors) {
        return new Parameters(Map.copyOf(tensors), "");
    }

    /** @throws HoneException if there is no parameter of that name */
    public Tensor get(String name) {
        Tensor tensor = tensors.get(prefix + name);
        if (tensor == null) {
            throw new HoneException("no parameter '" + prefix + name + "' among " + tensors.keySet());
        }
        return tensor;
    }

    /** Those of a child. */
    public Parameters of(String child) {
        return new Parameters(tensors, prefix + child + ".");
    }
}
