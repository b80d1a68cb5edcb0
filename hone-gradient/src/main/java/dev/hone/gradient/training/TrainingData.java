package dev.hone.gradient.training;

import dev.hone.core.InvalidFieldException;
import dev.hone.gradient.training.DataSource.Raw;
import dev.hone.tensor.data.Dataset;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Examples to train on and to judge by.
 *
 * @param scaling how inputs were shifted and scaled; empty if they were not
 */
record TrainingData(Dataset training, Dataset heldOut, Optional<Scaling> scaling) {

    /** Examples are held out by a seed of their own, so that studies with other seeds are judged by the same. */
    private static final long SPLIT_SEED = 0;

    private static final double LEAST_DEVIATION = 1e-6;

    /** (input - mean) / deviation, element by element. */
    record Scaling(float[] mean, float[] deviation) {

        static Scaling of(float[] inputs, int[] rows, int width) {
            float[] mean = new float[width];
            float[] deviation = new float[width];
            for (int j = 0; j < width; j++) {
                int column = j;
                double m = Arrays.stream(rows)
                        .mapToDouble(i -> inputs[i * width + column])
                        .average()
                        .orElseThrow();
                double variance = Arrays.stream(rows)
                        .mapToDouble(i -> Math.pow(inputs[i * width + column] - m, 2))
                        .average()
                        .orElseThrow();
                mean[j] = (float) m;
                deviation[j] = Math.sqrt(variance) < LEAST_DEVIATION ? 1 : (float) Math.sqrt(variance);
            }
            return new Scaling(mean, deviation);
        }

        void apply(float[] inputs) {
            for (int k = 0; k < inputs.length; k++) {
                inputs[k] = (inputs[k] - mean[k % mean.length]) / deviation[k % mean.length];
            }
        }
    }

    /** @throws InvalidFieldException naming a field relative to the section */
    static TrainingData read(TrainingOptions options, Path directory) {
        Raw data = options.data().read(directory);
        Optional<Raw> test = options.test().map(t -> t.read(directory));
        test.ifPresent(t -> {
            if (!Arrays.equals(t.shape(), data.shape()) || t.width() != data.width()) {
                throw new InvalidFieldException(
                        "test",
                        "has inputs of shape " + Arrays.toString(t.shape()) + " and " + t.width()
                                + " target(s), expected " + Arrays.toString(data.shape()) + " and " + data.width()
                                + " as in data");
            }
        });
        int classes = options.hasClasses() ? classes(data, test) : 0;
        int[][] parts = test.isPresent()
                ? new int[][] {range(data.size()), {}}
                : Dataset.splitIndices(data.size(), options.heldOut(), SPLIT_SEED);
        Optional<Scaling> scaling = options.data().standardize()
                ? Optional.of(Scaling.of(data.inputs(), parts[0], data.inputs().length / data.size()))
                : Optional.empty();
        scaling.ifPresent(s -> {
            s.apply(data.inputs());
            test.ifPresent(t -> s.apply(t.inputs()));
        });
        Dataset all = dataset("data", data, classes);
        return new TrainingData(
                all.select(parts[0]),
                test.map(t -> dataset("test", t, classes)).orElseGet(() -> all.select(parts[1])),
                scaling);
    }

    private static int[] range(int n) {
        int[] all = new int[n];
        Arrays.setAll(all, i -> i);
        return all;
    }

    private static int classes(Raw data, Optional<Raw> test) {
        double most = Math.max(
                largest("data", data), test.map(t -> largest("test", t)).orElse(0.0));
        if (most < 1) {
            throw new InvalidFieldException("data", "has one class only, expected targets from 0 to at least 1");
        }
        return (int) most + 1;
    }

    private static double largest(String field, Raw data) {
        if (data.width() != 1) {
            throw new InvalidFieldException(
                    field, "has " + data.width() + " targets an example, expected one, a class; or 'loss: mse'");
        }
        double most = 0;
        for (int i = 0; i < data.size(); i++) {
            double target = data.targets()[i];
            if (target != Math.rint(target) || target < 0 || target > 1e6) {
                throw new InvalidFieldException(
                        field,
                        "has the target " + target + " in example " + (i + 1)
                                + ", expected classes, whole numbers from 0; or 'loss: mse'");
            }
            most = Math.max(most, target);
        }
        return most;
    }

    private static Dataset dataset(String field, Raw raw, int classes) {
        try {
            if (classes > 0) {
                return Dataset.ofClasses(
                        raw.inputs(),
                        raw.shape(),
                        Arrays.stream(raw.targets()).mapToLong(t -> (long) t).toArray(),
                        classes);
            }
            float[] values = new float[raw.targets().length];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) raw.targets()[i];
            }
            return Dataset.ofValues(raw.inputs(), raw.shape(), values, raw.width());
        } catch (InvalidFieldException e) {
            throw new InvalidFieldException(field, e.getMessage());
        }
    }
}
