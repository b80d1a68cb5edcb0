package dev.hone.core.exchange;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;

/** Comma-separated values by RFC 4180: quotes around fields with commas, quotes or line breaks; quotes inside doubled. */
public final class Csv {

    private Csv() {}

    static String row(List<String> fields) {
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < fields.size(); i++) {
            row.append(i == 0 ? "" : ",").append(quoted(fields.get(i)));
        }
        return row.append("\r\n").toString();
    }

    private static String quoted(String field) {
        boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
    }

    /**
     * The records, of any number of fields; an empty line is one with an empty field, a byte order mark is skipped. Going through
     * them throws {@link de.siegmar.fastcsv.reader.CsvParseException}, which names the line, for an open quote, a field of more
     * than 16 million characters or a record of more than 16384 fields, and {@link java.io.UncheckedIOException}.
     */
    public static CsvReader<CsvRecord> records(BufferedReader in) throws IOException {
        in.mark(1);
        if (in.read() != '\uFEFF') {
            in.reset();
        }
        return CsvReader.builder()
                .skipEmptyLines(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .trimWhitespacesAroundQuotes(true)
                .ofCsvRecord(in);
    }
}
