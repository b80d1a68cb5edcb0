package dev.hone.tensor.nn;

import org.bytedeco.pytorch.Tensor;

/** Inputs of several sets of parameters, [sets, batch, ...]. */
final class Sets {

    private Sets() {}

    /** {@code input}, [batch, ...], for each of {@code sets}, without a copy. */
    static Tensor share(Tensor input, long sets) {
        long[] shape = input.shape();
        long[] wide = new long[shape.length + 1];
        wide[0] = sets;
        System.arraycopy(shape, 0, wide, 1, shape.length);
        return input.unsqueeze(0).expand(wide);
    }

    /** Whether all sets have the same input. */
    static boolean isShared(Tensor input) {
        return input.size(0) == 1 || input.stride(0) == 0;
    }
}
