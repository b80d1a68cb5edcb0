package dev.hone.tensor.nn;

import dev.hone.core.Check;
import dev.hone.core.HoneException;
import dev.hone.tensor.Torch;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The parameters of a module as one vector, each in row-major order after the one before, and back. Parts of a vector are views
 * of it: derivatives by the vector are those by the parameters. Immutable and thread-safe.
 */
public final class FlatParameters {

    private final Module module;
    private final List<ParameterSpec> specs;
    private final int size;

    private FlatParameters(Module module) {
        this.module = module;
        this.specs = List.copyOf(module.parameters());
        this.size =
                Math.toIntExact(specs.stream().mapToLong(ParameterSpec::size).sum());
        Check.positive("parameters", size);
    }

    /** @throws dev.hone.core.InvalidFieldException if {@code module} has no parameters */
    public static FlatParameters of(Module module) {
        return new FlatParameters(module);
    }

    public Module module() {
        return module;
    }

    /** d, the length of the vector. */
    public int size() {
        return size;
    }

    /** A vector of f32, [d], filled as the parameters say. */
    public Tensor initial(Generator generator) {
        Torch.load();
        Tensor vector = torch.zeros(size);
        long from = 0;
        for (ParameterSpec spec : specs) {
            spec.initial().fill(vector.narrow(0, from, spec.size()).view(spec.shape()), generator);
            from += spec.size();
        }
        return vector;
    }

    /** The parameters in {@code vector}, [d], by name, as views. */
    public Map<String, Tensor> split(Tensor vector) {
        checkWidth(vector, 1);
        Map<String, Tensor> parts = new LinkedHashMap<>();
        long from = 0;
        for (ParameterSpec spec : specs) {
            parts.put(spec.name(), vector.narrow(0, from, spec.size()).view(spec.shape()));
            from += spec.size();
        }
        return parts;
    }

    /** The parameters in each of {@code vectors}, [sets, d], by name, as views [sets, ...]. */
    public Map<String, Tensor> splitMany(Tensor vectors) {
        checkWidth(vectors, 2);
        Map<String, Tensor> parts = new LinkedHashMap<>();
        long from = 0;
        for (ParameterSpec spec : specs) {
            long[] own = spec.shape();
            long[] shape = new long[own.length + 1];
            shape[0] = vectors.size(0);
            System.arraycopy(own, 0, shape, 1, own.length);
            parts.put(spec.name(), vectors.narrow(1, from, spec.size()).view(shape));
            from += spec.size();
        }
        return parts;
    }

    /**
     * The vector, [d], of parameters that are given by name.
     *
     * @throws HoneException if one is missing or has another shape
     */
    public Tensor join(Map<String, Tensor> parameters) {
        TensorVector parts = new TensorVector();
        for (ParameterSpec spec : specs) {
            Tensor part = parameters.get(spec.name());
            if (part == null || !Arrays.equals(part.shape(), spec.shape())) {
                throw new HoneException("parameter '" + spec.name() + "' is "
                        + (part == null ? "missing" : "of shape " + Arrays.toString(part.shape()))
                        + ", expected shape " + Arrays.toString(spec.shape()));
            }
            parts.push_back(part.flatten());
        }
        return torch.cat(parts);
    }

    /** The module with the parameters in {@code vector}, [d]: [batch, ...] to [batch, ...]. */
    public Tensor forward(Tensor vector, Tensor input) {
        return module.forward(Parameters.of(split(vector)), input);
    }

    /**
     * The module with the parameters in each of {@code vectors}, [sets, d], on the same input, in one call: [batch, ...] to
     * [sets, batch, ...].
     */
    public Tensor forwardMany(Tensor vectors, Tensor input) {
        return module.forwardMany(Parameters.of(splitMany(vectors)), Sets.share(input, vectors.size(0)));
    }

    private void checkWidth(Tensor tensor, int dimensions) {
        long[] shape = tensor.shape();
        Check.that(
                shape.length == dimensions && shape[dimensions - 1] == size,
                "parameters",
                "of shape " + Arrays.toString(shape),
                dimensions + " dimension(s), the last of size " + size);
    }
}
