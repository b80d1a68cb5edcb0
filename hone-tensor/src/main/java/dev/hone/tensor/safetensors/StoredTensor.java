package dev.hone.tensor.safetensors;

import dev.hone.core.Check;
import dev.hone.core.HoneException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A tensor as a file holds it.
 *
 * @param shape empty for a single number; sizes may be 0
 * @param data elements in row-major order, little-endian
 */
public record StoredTensor(StoredType type, long[] shape, ByteBuffer data) {

    public StoredTensor {
        shape = shape.clone();
        long size = type.bytes();
        for (long n : shape) {
            Check.that(n >= 0, "shape", Arrays.toString(shape), "sizes of at least 0");
            size = Math.multiplyExact(size, n);
        }
        Check.that(
                data.remaining() == size, "data", data.remaining() + " bytes", size + " bytes, as shape and type say");
        data = data.slice().order(ByteOrder.LITTLE_ENDIAN).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public long[] shape() {
        return shape.clone();
    }

    @Override
    public ByteBuffer data() {
        return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    public static StoredTensor of(float[] values, long... shape) {
        ByteBuffer data = buffer(values.length, Float.BYTES);
        data.asFloatBuffer().put(values);
        return new StoredTensor(StoredType.F32, shape, data);
    }

    public static StoredTensor of(double[] values, long... shape) {
        ByteBuffer data = buffer(values.length, Double.BYTES);
        data.asDoubleBuffer().put(values);
        return new StoredTensor(StoredType.F64, shape, data);
    }

    public static StoredTensor of(long[] values, long... shape) {
        ByteBuffer data = buffer(values.length, Long.BYTES);
        data.asLongBuffer().put(values);
        return new StoredTensor(StoredType.I64, shape, data);
    }

    private static ByteBuffer buffer(int length, int bytes) {
        return ByteBuffer.allocate(Math.multiplyExact(length, bytes)).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** @throws HoneException if the elements are not F32 */
    public float[] floats() {
        require(StoredType.F32);
        float[] values = new float[data.remaining() / Float.BYTES];
        data().asFloatBuffer().get(values);
        return values;
    }

    /** @throws HoneException if the elements are not F64 */
    public double[] doubles() {
        require(StoredType.F64);
        double[] values = new double[data.remaining() / Double.BYTES];
        data().asDoubleBuffer().get(values);
        return values;
    }

    /** @throws HoneException if the elements are not I64 */
    public long[] longs() {
        require(StoredType.I64);
        long[] values = new long[data.remaining() / Long.BYTES];
        data().asLongBuffer().get(values);
        return values;
    }

    private void require(StoredType expected) {
        if (type != expected) {
            throw new HoneException("a tensor is of type " + type + ", expected " + expected);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StoredTensor t
                && t.type == type
                && Arrays.equals(t.shape, shape)
                && t.data.equals(data);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(shape) + data.hashCode();
    }

    @Override
    public String toString() {
        return type + Arrays.toString(shape);
    }
}
