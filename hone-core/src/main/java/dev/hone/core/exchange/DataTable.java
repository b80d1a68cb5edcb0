package dev.hone.core.exchange;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Nearest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Columns of numbers of a CSV file (RFC 4180) whose first row names them. Columns that are not asked for may hold anything.
 *
 * @param file as the user wrote it
 * @param header all names
 * @param columns [wanted column][row]
 * @param lines line of each row
 */
public record DataTable(String file, List<String> header, double[][] columns, int[] lines) {

    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

    /** More numbers than this are not read. */
    private static final long MOST_CELLS = 50_000_000;

    public int rows() {
        return lines.length;
    }

    /** What is asked of a table once its header is known: which columns, by position. */
    @FunctionalInterface
    public interface Choice {
        /** @throws InvalidFieldException if the header lacks a column */
        List<Integer> of(List<String> header);
    }

    /**
     * @param field that names the file, for errors
     * @throws InvalidFieldException with file and line
     */
    public static DataTable read(String field, Path folder, String file, Choice choice) {
        try (BufferedReader in = Files.newBufferedReader(folder.resolve(file).normalize())) {
            return new Reader(field, file).read(Csv.records(in).iterator(), choice);
        } catch (CsvParseException e) {
            throw new InvalidFieldException(field, file + ": " + e.getMessage());
        } catch (NoSuchFileException e) {
            throw new InvalidFieldException(field, "is '" + file + "', expected a file; there is none in " + folder);
        } catch (UncheckedIOException e) {
            throw unreadable(field, file, e.getCause());
        } catch (IOException e) {
            throw unreadable(field, file, e);
        }
    }

    private static InvalidFieldException unreadable(String field, String file, IOException why) {
        return new InvalidFieldException(
                field,
                "is '" + file
                        + (why instanceof CharacterCodingException
                                ? "', which is not text in UTF-8, expected a CSV file"
                                : "', which cannot be read: " + why));
    }

    /** The position of a column; {@code field} names it in the study file. */
    public static int position(String field, String name, List<String> header) {
        int at = header.indexOf(name);
        if (at < 0) {
            throw new InvalidFieldException(
                    field,
                    "is '" + name + "', not a column of the data" + Nearest.hint(name, header) + ", expected one of "
                            + header);
        }
        return at;
    }

    private record Reader(String field, String file) {

        DataTable read(Iterator<CsvRecord> records, Choice choice) {
            if (!records.hasNext()) {
                throw error(1, "the file is empty, expected a row of column names");
            }
            List<String> header = header(records.next());
            List<Integer> wanted = choice.of(header);
            List<double[]> rows = new ArrayList<>();
            List<Integer> lines = new ArrayList<>();
            while (records.hasNext()) {
                CsvRecord record = records.next();
                int line = (int) record.getStartingLineNumber();
                if (record.getFieldCount() == 1 && record.getField(0).isBlank() && header.size() > 1) {
                    continue;
                }
                if (record.getFieldCount() != header.size()) {
                    throw error(
                            line,
                            "the row has " + record.getFieldCount() + " cells, expected " + header.size()
                                    + " as in the header");
                }
                double[] row = new double[wanted.size()];
                for (int j = 0; j < row.length; j++) {
                    row[j] = number(line, record.getField(wanted.get(j)).strip(), header.get(wanted.get(j)));
                }
                rows.add(row);
                lines.add(line);
                if ((long) rows.size() * row.length > MOST_CELLS) {
                    throw error(line, "more than " + MOST_CELLS + " numbers, expected fewer");
                }
            }
            double[][] columns = new double[wanted.size()][rows.size()];
            for (int i = 0; i < rows.size(); i++) {
                for (int j = 0; j < columns.length; j++) {
                    columns[j][i] = rows.get(i)[j];
                }
            }
            return new DataTable(
                    file,
                    header,
                    columns,
                    lines.stream().mapToInt(Integer::intValue).toArray());
        }

        private List<String> header(CsvRecord record) {
            List<String> names = record.getFields().stream().map(String::strip).toList();
            Set<String> seen = new HashSet<>();
            for (String name : names) {
                if (name.isEmpty() || NUMBER.matcher(name).matches()) {
                    throw error(
                            1,
                            (name.isEmpty() ? "a column without a name" : "'" + name + "' as the name of a column")
                                    + ", expected a first row with the names of the columns");
                }
                if (!seen.add(name)) {
                    throw error(1, "'" + name + "' is given twice, expected every name once");
                }
            }
            if (names.size() == 1 && (names.get(0).contains(";") || names.get(0).contains("\t"))) {
                throw error(1, "the names are separated by other signs, expected commas between cells");
            }
            return names;
        }

        private double number(int line, String text, String name) {
            double value = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
            if (!Double.isFinite(value)) {
                throw error(
                        line,
                        "column '" + name + "' " + (text.isEmpty() ? "is empty" : "is '" + text + "'")
                                + ", expected a finite number");
            }
            return value;
        }

        private InvalidFieldException error(int line, String what) {
            return new InvalidFieldException(field, file + ":" + line + ": " + what);
        }
    }
}
