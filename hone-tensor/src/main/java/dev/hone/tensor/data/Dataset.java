package dev.hone.tensor.data;

import dev.hone.core.Check;
import dev.hone.core.Seeds;
import dev.hone.tensor.Tensors;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.bytedeco.pytorch.Tensor;

/**
 * Examples in memory: inputs, and what a network is to say about each, which is a class or some numbers. Immutable.
 */
public final class Dataset {

    private static final long SPLIT = 0x73706c69L;

    private final float[] inputs;
    private final long[] shape;
    private final long[] labels;
    private final float[] values;
    private final int outputs;

    private Dataset(float[] inputs, long[] shape, long[] labels, float[] values, int outputs) {
        this.inputs = inputs;
        this.shape = shape;
        this.labels = labels;
        this.values = values;
        this.outputs = outputs;
    }

    /**
     * Examples with a class each.
     *
     * @param inputs [n][elements of an input]
     * @param shape of one input
     * @param labels [n], from 0 to {@code classes} - 1
     * @throws dev.hone.core.InvalidFieldException naming the first example with a label or a number that is not one
     */
    public static Dataset ofClasses(float[] inputs, long[] shape, long[] labels, int classes) {
        Check.atLeast("classes", classes, 2);
        for (int i = 0; i < labels.length; i++) {
            Check.that(
                    labels[i] >= 0 && labels[i] < classes,
                    "targets[" + i + "]",
                    labels[i],
                    "a class from 0 to " + (classes - 1));
        }
        return new Dataset(checked(inputs, shape, labels.length), shape.clone(), labels.clone(), null, classes);
    }

    /**
     * Examples with {@code width} numbers each.
     *
     * @param values [n][width]
     */
    public static Dataset ofValues(float[] inputs, long[] shape, float[] values, int width) {
        Check.positive("width", width);
        Check.that(values.length % width == 0, "targets", values.length + " numbers", width + " for each example");
        checkFinite("targets", values, width);
        return new Dataset(checked(inputs, shape, values.length / width), shape.clone(), null, values.clone(), width);
    }

    private static float[] checked(float[] inputs, long[] shape, int n) {
        long each = elements(shape);
        Check.positive("examples", n);
        Check.that(
                inputs.length == n * each,
                "inputs",
                inputs.length + " numbers",
                n + " examples of shape " + Arrays.toString(shape) + ", as there are targets");
        checkFinite("inputs", inputs, (int) each);
        return inputs.clone();
    }

    private static void checkFinite(String field, float[] numbers, int each) {
        for (int i = 0; i < numbers.length; i++) {
            Check.that(Float.isFinite(numbers[i]), field + "[" + i / each + "]", numbers[i], "finite numbers");
        }
    }

    private static long elements(long[] shape) {
        long size = 1;
        for (long n : shape) {
            Check.that(n > 0, "shape", Arrays.toString(shape), "sizes above 0");
            size = Math.multiplyExact(size, n);
        }
        return size;
    }

    /** n. */
    public int size() {
        return labels == null ? values.length / outputs : labels.length;
    }

    /** Of one input. */
    public long[] shape() {
        return shape.clone();
    }

    public boolean hasClasses() {
        return labels != null;
    }

    /** Numbers that a network has to give: as many as there are classes, or as an example has values. */
    public int outputs() {
        return outputs;
    }

    /** All inputs, [n][elements of an input]. */
    public float[] inputValues() {
        return inputs.clone();
    }

    /** The class of an example. */
    public long label(int example) {
        return labels[example];
    }

    /** All inputs as f32, [n, ...]. */
    public Tensor inputs() {
        long[] full = new long[shape.length + 1];
        full[0] = size();
        System.arraycopy(shape, 0, full, 1, shape.length);
        return Tensors.of(inputs, full);
    }

    /** All classes as i64, [n], or values as f32, [n, width]. */
    public Tensor targets() {
        return labels != null ? Tensors.of(labels, size()) : Tensors.of(values, size(), outputs);
    }

    /** Some of the examples, in the order given. */
    public Dataset select(int[] examples) {
        int each = (int) elements(shape);
        float[] chosen = rows(inputs, examples, each);
        return labels != null
                ? new Dataset(
                        chosen,
                        shape,
                        Arrays.stream(examples).mapToLong(i -> labels[i]).toArray(),
                        null,
                        outputs)
                : new Dataset(chosen, shape, null, rows(values, examples, outputs), outputs);
    }

    private static float[] rows(float[] from, int[] rows, int each) {
        float[] chosen = new float[rows.length * each];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(from, rows[i] * each, chosen, i * each, each);
        }
        return chosen;
    }

    /**
     * Splits {@code n} examples at random.
     *
     * @param share of those in the second part, which are at least one
     * @return two lists of indices
     * @throws dev.hone.core.InvalidFieldException if the first would be empty
     */
    public static int[][] splitIndices(int n, double share, long seed) {
        Check.that(share > 0 && share < 1, "held_out", share, "a number between 0 and 1");
        int held = (int) Math.max(1, Math.round(share * n));
        Check.that(held < n, "held_out", held + " of " + n + " examples", "a smaller share");
        int[] order = Permutation.of(n, Seeds.stream(seed, SPLIT));
        return new int[][] {Arrays.copyOfRange(order, held, n), Arrays.copyOf(order, held)};
    }

    /** Of all numbers, hexadecimal: equal for equal examples in the same order. */
    public String digest() {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            ByteBuffer eight = ByteBuffer.allocate(Long.BYTES);
            for (long n : shape) {
                sha.update(eight.putLong(0, n));
                eight.clear();
            }
            ByteBuffer numbers = ByteBuffer.allocate(inputs.length * Float.BYTES);
            numbers.asFloatBuffer().put(inputs);
            sha.update(numbers);
            if (labels != null) {
                ByteBuffer targets = ByteBuffer.allocate(labels.length * Long.BYTES);
                targets.asLongBuffer().put(labels);
                sha.update(targets);
            } else {
                ByteBuffer targets = ByteBuffer.allocate(values.length * Float.BYTES);
                targets.asFloatBuffer().put(values);
                sha.update(targets);
            }
            return HexFormat.of().formatHex(sha.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
