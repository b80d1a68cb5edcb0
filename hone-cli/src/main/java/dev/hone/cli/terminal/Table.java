package dev.hone.cli.terminal;

import dev.hone.core.Check;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Aligned columns under a header: numbers to the right, texts to the left. Not thread-safe. */
public final class Table {

    private static final String GAP = "  ";

    private final List<String> header;
    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... header) {
        this(List.of(header));
    }

    public Table(List<String> header) {
        this.header = List.copyOf(header);
    }

    public Table row(String... cells) {
        return row(List.of(cells));
    }

    /** @param cells one for each column */
    public Table row(List<String> cells) {
        Check.that(cells.size() == header.size(), "cells", cells.size(), header.size() + " cells");
        rows.add(List.copyOf(cells));
        return this;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Writes the table, each line after {@code indent}. */
    public void print(PrintStream out, String indent, Style style) {
        int[] widths = new int[header.size()];
        boolean[] right = new boolean[header.size()];
        for (int c = 0; c < widths.length; c++) {
            widths[c] = width(header.get(c));
            right[c] = !rows.isEmpty();
            for (List<String> row : rows) {
                widths[c] = Math.max(widths[c], width(row.get(c)));
                right[c] &= row.get(c).isEmpty() || isNumber(row.get(c));
            }
        }
        out.println(indent + style.strong(line(header, widths, right)));
        rows.forEach(row -> out.println(indent + line(row, widths, right)));
    }

    public void print(PrintStream out, Style style) {
        print(out, "", style);
    }

    private static String line(List<String> cells, int[] widths, boolean[] right) {
        StringBuilder line = new StringBuilder();
        for (int c = 0; c < widths.length; c++) {
            String pad = " ".repeat(widths[c] - width(cells.get(c)));
            line.append(c == 0 ? "" : GAP).append(right[c] ? pad + cells.get(c) : cells.get(c) + pad);
        }
        return line.toString().stripTrailing();
    }

    private static boolean isNumber(String cell) {
        return Character.isDigit(cell.charAt(0))
                || cell.length() > 1 && "+-".indexOf(cell.charAt(0)) >= 0 && Character.isDigit(cell.charAt(1));
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
