package dev.hone.search.formula;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.Nearest;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
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
record DataTable(String file, List<String> header, double[][] columns, int[] lines) {

    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

    /** More numbers than this are not read. */
    private static final long MOST_CELLS = 50_000_000;

    int rows() {
        return lines.length;
    }

    /** What is asked of a table once its header is known: which columns, by position. */
    interface Choice {
        /** @throws InvalidFieldException if the header lacks a column */
        List<Integer> of(List<String> header);
    }

    /**
     * @param field that names the file, for errors
     * @throws InvalidFieldException with file, line and column
     */
    static DataTable read(String field, Path folder, String file, Choice choice) {
        Reader reader = new Reader(field, file);
        try (BufferedReader in = Files.newBufferedReader(folder.resolve(file).normalize())) {
            return reader.read(in, choice);
        } catch (NoSuchFileException e) {
            throw new InvalidFieldException(field, "is '" + file + "', expected a file; there is none in " + folder);
        } catch (CharacterCodingException e) {
            throw new InvalidFieldException(
                    field, "is '" + file + "', which is not text in UTF-8, expected a CSV file");
        } catch (IOException e) {
            throw new InvalidFieldException(field, "is '" + file + "', which cannot be read: " + e);
        }
    }

    /** The position of a column; {@code field} names it in the study file. */
    static int position(String field, String name, List<String> header) {
        int at = header.indexOf(name);
        if (at < 0) {
            throw new InvalidFieldException(
                    field,
                    "is '" + name + "', not a column of the data" + Nearest.hint(name, header) + ", expected one of "
                            + header);
        }
        return at;
    }

    /** A cell with the place where it begins. */
    private record Cell(String text, int line, int column) {}

    private static final class Reader {
        private final String field;
        private final String file;
        private int line = 1;
        private int column = 1;

        Reader(String field, String file) {
            this.field = field;
            this.file = file;
        }

        DataTable read(BufferedReader in, Choice choice) throws IOException {
            List<String> header = header(record(in));
            List<Integer> wanted = choice.of(header);
            List<double[]> rows = new ArrayList<>();
            List<Integer> lines = new ArrayList<>();
            for (List<Cell> cells = record(in); cells != null; cells = record(in)) {
                if (cells.size() == 1 && cells.get(0).text().isBlank() && header.size() > 1) {
                    continue;
                }
                Cell last = cells.get(cells.size() - 1);
                if (cells.size() != header.size()) {
                    throw error(
                            last.line(),
                            last.column(),
                            "the row has " + cells.size() + " cells, expected " + header.size() + " as in the header");
                }
                double[] row = new double[wanted.size()];
                for (int j = 0; j < row.length; j++) {
                    row[j] = number(cells.get(wanted.get(j)), header.get(wanted.get(j)));
                }
                rows.add(row);
                lines.add(cells.get(0).line());
                if ((long) rows.size() * row.length > MOST_CELLS) {
                    throw error(line, 1, "more than " + MOST_CELLS + " numbers, expected fewer");
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

        private List<String> header(List<Cell> cells) {
            if (cells == null) {
                throw error(1, 1, "the file is empty, expected a row of column names");
            }
            Set<String> seen = new HashSet<>();
            List<String> names = new ArrayList<>();
            for (Cell cell : cells) {
                String name = cell.text().strip();
                if (name.isEmpty() || NUMBER.matcher(name).matches()) {
                    throw error(
                            cell.line(),
                            cell.column(),
                            (name.isEmpty() ? "a column without a name" : "'" + name + "' as the name of a column")
                                    + ", expected a first row with the names of the columns");
                }
                if (!seen.add(name)) {
                    throw error(cell.line(), cell.column(), "'" + name + "' is given twice, expected every name once");
                }
                names.add(name);
            }
            if (names.size() == 1 && (names.get(0).contains(";") || names.get(0).contains("\t"))) {
                throw error(1, 1, "the names are separated by other signs, expected commas between cells");
            }
            return names;
        }

        private double number(Cell cell, String name) {
            String text = cell.text().strip();
            double value = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
            if (!Double.isFinite(value)) {
                throw error(
                        cell.line(),
                        cell.column(),
                        "column '" + name + "' " + (text.isEmpty() ? "is empty" : "is '" + text + "'")
                                + ", expected a finite number");
            }
            return value;
        }

        /** The cells of the next record; null at the end. */
        private List<Cell> record(BufferedReader in) throws IOException {
            int c = next(in);
            if (line == 1 && column == 2 && c == '\uFEFF') {
                column = 1;
                c = next(in);
            }
            if (c < 0) {
                return null;
            }
            List<Cell> cells = new ArrayList<>();
            StringBuilder text = new StringBuilder();
            int atLine = line;
            int atColumn = column - 1;
            boolean quoted = false;
            while (true) {
                if (quoted && c < 0) {
                    throw error(atLine, atColumn, "a quote is not closed");
                }
                if (quoted && c == '"') {
                    c = next(in);
                    quoted = c == '"';
                    if (!quoted) {
                        continue;
                    }
                }
                if (!quoted && c == '"' && text.toString().isBlank()) {
                    quoted = true;
                } else if (!quoted && (c == ',' || c == '\n' || c < 0)) {
                    cells.add(new Cell(text.toString(), atLine, atColumn));
                    if (c != ',') {
                        newLine();
                        return cells;
                    }
                    text.setLength(0);
                    atLine = line;
                    atColumn = column;
                } else {
                    text.append(c == '\r' && !quoted ? "" : Character.toString((char) c));
                    if (c == '\n') {
                        newLine();
                    }
                }
                c = next(in);
            }
        }

        private int next(BufferedReader in) throws IOException {
            column++;
            return in.read();
        }

        private void newLine() {
            line++;
            column = 1;
        }

        private InvalidFieldException error(int atLine, int atColumn, String what) {
            return new InvalidFieldException(field, file + ":" + atLine + ":" + atColumn + ": " + what);
        }
    }
}
