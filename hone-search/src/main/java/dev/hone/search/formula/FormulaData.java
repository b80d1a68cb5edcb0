package dev.hone.search.formula;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.Seeds;
import dev.hone.core.exchange.DataTable;
import dev.hone.search.programming.Arithmetic;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * A table split into rows that formulas are fitted to and rows that are held out.
 *
 * @param inputs names of variables, in the order of the columns
 * @param train rows to fit to
 * @param test rows held out; none if there is no holdout
 * @param digest of all numbers that are used
 */
record FormulaData(List<String> inputs, Rows train, Rows test, String digest) {

    /** Fewer rows than this fit anything. */
    private static final int LEAST_ROWS = 4;

    /** Key of the random stream that draws the holdout. */
    private static final long HOLDOUT = 0x686f6c64L;

    /**
     * @param columns [variable][row]
     * @param target [row]
     * @param lines of the file, by row
     */
    record Rows(double[][] columns, double[] target, int[] lines) {
        int size() {
            return target.length;
        }
    }

    static FormulaData load(FormulaOptions options, Path folder) {
        DataTable table = DataTable.read("data", folder, options.data(), header -> positions(options, header));
        int n = table.rows();
        // with a holdout there is at least one row in it
        int held = options.holdout() == 0 ? 0 : (int) Math.max(1, Math.round(options.holdout() * n));
        if (n - held < LEAST_ROWS) {
            throw new InvalidFieldException(
                    "data",
                    options.data() + " has " + n + " row(s) of numbers"
                            + (held > 0 ? ", " + held + " of them held out" : "") + ", expected at least " + LEAST_ROWS
                            + " to fit to");
        }
        boolean[] out = heldOut(n, held, options.last());
        Rows train = rows(table, i -> !out[i]);
        double[] y = train.target();
        if (Arrays.stream(y).allMatch(v -> v == y[0])) {
            throw new InvalidFieldException(
                    "target",
                    "is '" + options.target() + "', which is " + y[0]
                            + " in every row to fit to, expected one that varies");
        }
        List<Integer> positions = positions(options, table.header());
        List<String> names = positions.subList(1, positions.size()).stream()
                .map(table.header()::get)
                .toList();
        return new FormulaData(variables(names), train, rows(table, i -> out[i]), digest(table));
    }

    /** Positions of the target and then the inputs. */
    private static List<Integer> positions(FormulaOptions options, List<String> header) {
        List<Integer> positions = new ArrayList<>();
        positions.add(DataTable.position("target", options.target(), header));
        for (int i = 0; i < options.inputs().size(); i++) {
            positions.add(
                    DataTable.position("inputs[" + i + "]", options.inputs().get(i), header));
        }
        if (options.inputs().isEmpty()) {
            IntStream.range(0, header.size()).filter(i -> i != positions.get(0)).forEach(positions::add);
        }
        if (positions.size() == 1) {
            throw new InvalidFieldException(
                    "data", options.data() + " has no column but the target, expected some that a formula may use");
        }
        return positions;
    }

    private static boolean[] heldOut(int n, int held, boolean last) {
        boolean[] out = new boolean[n];
        if (last) {
            Arrays.fill(out, n - held, n, true);
            return out;
        }
        // of its own, so that studies with other seeds are compared on the same rows
        RandomGenerator random = Seeds.stream(0, HOLDOUT);
        int left = held;
        for (int i = 0; i < n && left > 0; i++) {
            if (random.nextInt(n - i) < left) {
                out[i] = true;
                left--;
            }
        }
        return out;
    }

    private static Rows rows(DataTable table, IntPredicate wanted) {
        int[] rows = IntStream.range(0, table.rows()).filter(wanted).toArray();
        double[][] all = Arrays.stream(table.columns())
                .map(c -> Arrays.stream(rows).mapToDouble(i -> c[i]).toArray())
                .toArray(double[][]::new);
        return new Rows(
                Arrays.copyOfRange(all, 1, all.length),
                all[0],
                Arrays.stream(rows).map(i -> table.lines()[i]).toArray());
    }

    /** Names of columns as names in formulas: letters, digits and underscores, none twice, none of a function. */
    static List<String> variables(List<String> columns) {
        Set<String> taken = new HashSet<>();
        Arithmetic.functions().values().forEach(f -> taken.add(f.name()));
        List<String> names = new ArrayList<>();
        for (String column : columns) {
            String plain = column.replaceAll("[^A-Za-z0-9_]+", "_");
            String base = plain.matches("[0-9_].*") ? "v" + plain : plain;
            String name = base;
            for (int i = 2; !taken.add(name); i++) {
                name = base + "_" + i;
            }
            names.add(name);
        }
        return names;
    }

    private static String digest(DataTable table) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (double[] column : table.columns()) {
                ByteBuffer bytes = ByteBuffer.allocate(8 * column.length + 1);
                Arrays.stream(column).forEach(bytes::putDouble);
                sha.update(bytes.array());
            }
            sha.update(table.header().toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha.digest()).substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
