package dev.hone.tensor;

import dev.hone.core.Check;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Tensors from and to Java arrays, in row-major order, on the CPU. */
public final class Tensors {

    private Tensors() {}

    /** A tensor of f32. */
    public static Tensor of(float[] values, long... shape) {
        Tensor tensor = empty(ScalarType.Float, values.length, shape);
        new FloatPointer(tensor.data_ptr()).put(values);
        return tensor;
    }

    /** A tensor of f64. */
    public static Tensor of(double[] values, long... shape) {
        Tensor tensor = empty(ScalarType.Double, values.length, shape);
        new DoublePointer(tensor.data_ptr()).put(values);
        return tensor;
    }

    /** A tensor of i64. */
    public static Tensor of(long[] values, long... shape) {
        Tensor tensor = empty(ScalarType.Long, values.length, shape);
        new LongPointer(tensor.data_ptr()).put(values);
        return tensor;
    }

    /** Rows as f32: [n][d] to [n, d]. */
    public static Tensor floats(double[][] rows) {
        int d = rows.length == 0 ? 0 : rows[0].length;
        float[] values = new float[rows.length * d];
        for (int i = 0; i < rows.length; i++) {
            for (int k = 0; k < d; k++) {
                values[i * d + k] = (float) rows[i][k];
            }
        }
        return of(values, rows.length, d);
    }

    private static Tensor empty(ScalarType type, int length, long... shape) {
        long size = 1;
        for (long n : shape) {
            size *= n;
        }
        Check.that(size == length, "shape", size + " elements", length + " elements, as there are values");
        Torch.load();
        return torch.empty(shape, new TensorOptions(type), new MemoryFormatOptional());
    }

    /** The elements of a tensor of f32. */
    public static float[] floats(Tensor tensor) {
        float[] values = new float[Math.toIntExact(tensor.numel())];
        new FloatPointer(contiguous(tensor, ScalarType.Float).data_ptr()).get(values);
        return values;
    }

    /** The elements of a tensor of any type of numbers. */
    public static double[] doubles(Tensor tensor) {
        double[] values = new double[Math.toIntExact(tensor.numel())];
        new DoublePointer(contiguous(tensor, ScalarType.Double).data_ptr()).get(values);
        return values;
    }

    /** The elements of a tensor of whole numbers. */
    public static long[] longs(Tensor tensor) {
        long[] values = new long[Math.toIntExact(tensor.numel())];
        new LongPointer(contiguous(tensor, ScalarType.Long).data_ptr()).get(values);
        return values;
    }

    private static Tensor contiguous(Tensor tensor, ScalarType type) {
        return tensor.detach().to(type).contiguous();
    }
}
