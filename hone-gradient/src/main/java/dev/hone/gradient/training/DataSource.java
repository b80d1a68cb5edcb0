package dev.hone.gradient.training;

import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.exchange.DataTable;
import dev.hone.tensor.data.ArrayFile;
import dev.hone.tensor.data.Dataset;
import dev.hone.tensor.data.Digits12;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Where examples come from.
 *
 * @param field of the section that says so, for errors
 * @param kind {@value #CSV}, {@value #ARRAYS} or {@value #GENERATE}
 * @param inputs a file, or what is generated
 * @param targets a column, or a file; empty for what is generated
 * @param standardize whether columns are shifted and scaled
 * @param examples how many are generated
 */
record DataSource(String field, String kind, String inputs, String targets, boolean standardize, int examples) {

    static final String CSV = "csv";
    static final String ARRAYS = "inputs";
    static final String GENERATE = "generate";
    static final String DIGITS12 = "digits12";

    private static final double BYTE = 255;

    /** Keys of the random streams of generated examples: those to test by are others. */
    private static final long TRAINING = 1;

    private static final long TESTING = 2;

    /**
     * What was read.
     *
     * @param inputs [n][elements]
     * @param shape of one input
     * @param targets [n][width]
     */
    record Raw(float[] inputs, long[] shape, double[] targets, int width) {

        int size() {
            return targets.length / width;
        }
    }

    static DataSource of(String field, Map<String, Object> map) {
        if (map.containsKey(CSV)) {
            return new DataSource(
                    field,
                    CSV,
                    (String) map.get(CSV),
                    required(field, map, "target", "the column to predict"),
                    (Boolean) map.getOrDefault("standardize", true),
                    0);
        } else if (map.containsKey(ARRAYS)) {
            return new DataSource(
                    field,
                    ARRAYS,
                    (String) map.get(ARRAYS),
                    required(field, map, "targets", "the file with what to predict"),
                    false,
                    0);
        }
        return new DataSource(
                field,
                GENERATE,
                (String) map.get(GENERATE),
                "",
                false,
                ((Number) map.getOrDefault("examples", 2000)).intValue());
    }

    private static String required(String field, Map<String, Object> map, String key, String what) {
        Object value = map.get(key);
        if (value == null) {
            throw new InvalidFieldException(field + "." + key, "is missing, expected " + what);
        }
        return String.valueOf(value);
    }

    String describe() {
        return switch (kind) {
            case CSV -> inputs + ", target " + targets;
            case ARRAYS -> inputs + " and " + targets;
            default -> examples + " of " + inputs;
        };
    }

    /** @throws InvalidFieldException naming a field relative to the section */
    Raw read(Path directory) {
        return switch (kind) {
            case CSV -> table(directory);
            case ARRAYS -> arrays(directory);
            default -> generated();
        };
    }

    private Raw generated() {
        Dataset digits = Digits12.of(examples, field.equals("test") ? TESTING : TRAINING);
        double[] classes = new double[examples];
        Arrays.setAll(classes, i -> digits.label(i));
        return new Raw(digits.inputValues(), digits.shape(), classes, 1);
    }

    private Raw table(Path directory) {
        DataTable table = DataTable.read(field + "." + CSV, directory, inputs, this::columns);
        int n = table.rows();
        int width = table.columns().length - 1;
        if (n == 0 || width == 0) {
            throw new InvalidFieldException(
                    field + "." + CSV,
                    inputs + (n == 0 ? " has no rows" : " has no column but the target")
                            + ", expected some to learn from");
        }
        float[] values = new float[n * width];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < width; j++) {
                values[i * width + j] = (float) table.columns()[j + 1][i];
            }
        }
        return new Raw(values, new long[] {width}, table.columns()[0], 1);
    }

    /** The target first, then the others. */
    private List<Integer> columns(List<String> header) {
        List<Integer> columns = new ArrayList<>();
        columns.add(DataTable.position(field + ".target", targets, header));
        for (int i = 0; i < header.size(); i++) {
            if (i != columns.get(0)) {
                columns.add(i);
            }
        }
        return columns;
    }

    private Raw arrays(Path directory) {
        ArrayFile x = array(directory, ARRAYS, inputs);
        ArrayFile y = array(directory, "targets", targets);
        if (x.shape()[0] != y.shape()[0]) {
            throw new InvalidFieldException(
                    field + ".targets",
                    targets + " has " + y.shape()[0] + " targets, expected " + x.shape()[0] + ", one for each of "
                            + inputs);
        }
        if (x.shape().length < 2 || y.shape().length > 2) {
            throw new InvalidFieldException(
                    field + (x.shape().length < 2 ? ".inputs" : ".targets"),
                    "has the shape " + Arrays.toString(x.shape().length < 2 ? x.shape() : y.shape())
                            + ", expected [n, ...] for inputs, and [n] or [n, width] for targets");
        }
        float[] values = new float[x.values().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (x.bytes() ? x.values()[i] / BYTE : x.values()[i]);
        }
        long[] one = Arrays.copyOfRange(x.shape(), 1, x.shape().length);
        // images without channels have one
        long[] shape = one.length == 2 ? new long[] {1, one[0], one[1]} : one;
        return new Raw(values, shape, y.values(), y.shape().length == 1 ? 1 : (int) y.shape()[1]);
    }

    private ArrayFile array(Path directory, String key, String file) {
        try {
            return ArrayFile.read(directory.resolve(file).normalize());
        } catch (HoneException e) {
            throw new InvalidFieldException(field + "." + key, e.getMessage());
        }
    }
}
