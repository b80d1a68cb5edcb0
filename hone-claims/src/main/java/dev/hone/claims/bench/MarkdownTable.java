package dev.hone.claims.bench;

import java.io.PrintStream;
import java.util.Collections;
import java.util.List;

/** Prints a Markdown table row by row, so that a long benchmark shows what it has. */
public final class MarkdownTable {

    private final PrintStream out;

    public MarkdownTable(PrintStream out, List<String> header) {
        this.out = out;
        row(header);
        row(Collections.nCopies(header.size(), "---"));
    }

    public void row(List<String> cells) {
        out.println("| " + String.join(" | ", cells) + " |");
        out.flush();
    }
}
