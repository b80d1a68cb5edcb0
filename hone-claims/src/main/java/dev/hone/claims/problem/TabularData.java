package dev.hone.claims.problem;

import dev.hone.core.Seeds;
import dev.hone.core.exchange.Csv;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * A table to learn from.
 *
 * @param inputs [row][column]
 * @param target what to predict, one a row
 */
record TabularData(double[][] inputs, double[] target) {

    /** A comma-separated resource beside this class: a line of names, then numbers, the target last. */
    static TabularData resource(String name) {
        List<double[]> rows = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(TabularData.class.getResourceAsStream(name), StandardCharsets.UTF_8))) {
            Csv.records(reader).stream()
                    .skip(1)
                    .map(row -> row.getFields().stream()
                            .mapToDouble(Double::parseDouble)
                            .toArray())
                    .forEach(rows::add);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
        return new TabularData(
                rows.stream().map(r -> Arrays.copyOf(r, r.length - 1)).toArray(double[][]::new),
                rows.stream().mapToDouble(r -> r[r.length - 1]).toArray());
    }

    /**
     * Friedman's first regression problem: 10 sin(pi x1 x2) + 20 (x3 - 1/2)^2 + 10 x4 + 5 x5 of ten numbers from [0, 1], of
     * which five do not matter, with normal noise of standard deviation 1 (Friedman, Annals of Statistics 19, 1991).
     */
    static TabularData friedman(int rows, long seed) {
        RandomGenerator random = Seeds.stream(seed);
        double[][] inputs = new double[rows][];
        double[] target = new double[rows];
        for (int row = 0; row < rows; row++) {
            double[] x =
                    IntStream.range(0, 10).mapToDouble(c -> random.nextDouble()).toArray();
            inputs[row] = x;
            target[row] = 10 * Math.sin(Math.PI * x[0] * x[1])
                    + 20 * (x[2] - 0.5) * (x[2] - 0.5)
                    + 10 * x[3]
                    + 5 * x[4]
                    + random.nextGaussian();
        }
        return new TabularData(inputs, target);
    }

    /** Two arms of a spiral, labelled 0 and 1, with normal noise, and two columns that do not matter. */
    static TabularData spirals(int rows, long seed) {
        RandomGenerator random = Seeds.stream(seed);
        double[][] inputs = new double[rows][];
        double[] target = new double[rows];
        for (int row = 0; row < rows; row++) {
            target[row] = row % 2;
            double turn = 0.5 + 2.5 * Math.PI * Math.sqrt(random.nextDouble());
            double angle = turn + Math.PI * target[row];
            inputs[row] = new double[] {
                turn * Math.cos(angle) + 0.6 * random.nextGaussian(),
                turn * Math.sin(angle) + 0.6 * random.nextGaussian(),
                random.nextGaussian(),
                random.nextGaussian()
            };
        }
        return new TabularData(inputs, target);
    }

    int rows() {
        return target.length;
    }

    int columns() {
        return inputs[0].length;
    }

    TabularData select(int[] rows) {
        return new TabularData(
                Arrays.stream(rows).mapToObj(r -> inputs[r]).toArray(double[][]::new),
                Arrays.stream(rows).mapToDouble(r -> target[r]).toArray());
    }

    /**
     * Two parts for each of {@code count} folds, [fold][training, validation]: every row is in one validation part. Rows are
     * dealt in the order of their targets, those of equal target at random, so that folds resemble each other.
     */
    TabularData[][] folds(int count, long seed) {
        RandomGenerator random = Seeds.stream(seed);
        double[] tie = random.doubles(rows()).toArray();
        int[] order = IntStream.range(0, rows())
                .boxed()
                .sorted((a, b) -> {
                    int byTarget = Double.compare(target[a], target[b]);
                    return byTarget != 0 ? byTarget : Double.compare(tie[a], tie[b]);
                })
                .mapToInt(Integer::intValue)
                .toArray();
        TabularData[][] folds = new TabularData[count][];
        for (int fold = 0; fold < count; fold++) {
            int own = fold;
            folds[fold] = new TabularData[] {
                select(IntStream.range(0, rows())
                        .filter(i -> i % count != own)
                        .map(i -> order[i])
                        .toArray()),
                select(IntStream.range(0, rows())
                        .filter(i -> i % count == own)
                        .map(i -> order[i])
                        .toArray())
            };
        }
        return folds;
    }
}
