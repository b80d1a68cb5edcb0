package dev.hone.core.sandbox;

import dev.hone.core.sandbox.ProcessResult.Output;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Reads an output stream to its end, hands its lines on, and keeps its last bytes. Memory is bounded whatever arrives: a
 * line longer than {@link #LINE_BYTES} is not handed on. One thread reads; {@link #output()} may be called from others.
 */
final class OutputReader {

    /** Longest line that listeners see. */
    static final int LINE_BYTES = 1 << 20;

    private static final int KEPT_BYTES = 1 << 20;

    private final Consumer<String> lines;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean lineTooLong;

    /** Between one and two times {@link #KEPT_BYTES} of the end are in here once that much has arrived. */
    private byte[] kept = new byte[8192];

    private int keptLength;
    private long total;

    OutputReader(Consumer<String> lines) {
        this.lines = lines;
    }

    /** Takes what a read returned. */
    void accept(byte[] chunk, int from, int to) {
        keep(chunk, from, to);
        int start = from;
        for (int i = from; i < to; i++) {
            if (chunk[i] == '\n') {
                append(chunk, start, i);
                endLine();
                start = i + 1;
            }
        }
        append(chunk, start, to);
    }

    /** The stream ended: a last line without an end counts. */
    void finish() {
        if (line.size() > 0) {
            endLine();
        }
    }

    /** Reads {@code in} to its end; each read is first shown to {@code account}. */
    void drain(InputStream in, Consumer<Integer> account) throws IOException {
        byte[] chunk = new byte[1 << 16];
        int n;
        while ((n = in.read(chunk)) >= 0) {
            account.accept(n);
            accept(chunk, 0, n);
        }
        finish();
    }

    synchronized Output output() {
        int from = Math.max(0, keptLength - KEPT_BYTES);
        String text = new String(kept, from, keptLength - from, StandardCharsets.UTF_8);
        return new Output(text, total, total > keptLength - from);
    }

    private void append(byte[] chunk, int from, int to) {
        if (lineTooLong || line.size() + (to - from) > LINE_BYTES) {
            lineTooLong = true;
            line.reset();
        } else {
            line.write(chunk, from, to - from);
        }
    }

    private void endLine() {
        if (!lineTooLong) {
            String text = line.toString(StandardCharsets.UTF_8);
            lines.accept(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
        }
        lineTooLong = false;
        line.reset();
    }

    private synchronized void keep(byte[] chunk, int from, int to) {
        int n = to - from;
        total += n;
        if (keptLength + n > 2 * KEPT_BYTES) {
            int drop = keptLength - KEPT_BYTES;
            System.arraycopy(kept, drop, kept, 0, KEPT_BYTES);
            keptLength = KEPT_BYTES;
        }
        if (keptLength + n > kept.length) {
            kept = Arrays.copyOf(kept, Math.max(keptLength + n, Math.min(2 * KEPT_BYTES, 2 * kept.length)));
        }
        System.arraycopy(chunk, from, kept, keptLength, n);
        keptLength += n;
    }
}
