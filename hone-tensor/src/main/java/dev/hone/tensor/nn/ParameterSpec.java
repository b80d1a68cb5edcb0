package dev.hone.tensor.nn;

import dev.hone.core.Check;

/**
 * A parameter of a module.
 *
 * @param name path with dots, such as {@code 0.weight}
 * @param shape as PyTorch has it
 * @param initial what it is filled with before training
 */
public record ParameterSpec(String name, long[] shape, Initialization initial) {

    public ParameterSpec {
        Check.notBlank("name", name);
        shape = shape.clone();
        for (long n : shape) {
            Check.that(n > 0, name + ".shape", n, "sizes above 0");
        }
    }

    @Override
    public long[] shape() {
        return shape.clone();
    }

    /** Number of elements. */
    public long size() {
        long size = 1;
        for (long n : shape) {
            size *= n;
        }
        return size;
    }

    /** The same parameter of the child {@code child}. */
    ParameterSpec of(String child) {
        return new ParameterSpec(child + "." + name, shape, initial);
    }
}
