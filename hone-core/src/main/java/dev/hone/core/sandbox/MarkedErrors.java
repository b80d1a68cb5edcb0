package dev.hone.core.sandbox;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * Takes a guarded program's standard error apart: what the sandbox's own programs said before the mark, the program's own
 * output, and after the next mark the exit status. One thread writes; the getters are for after its end or after
 * {@link #started()} and {@link #ended()} turned non-zero.
 */
final class MarkedErrors {

    private static final int PREAMBLE_BYTES = 1 << 16;

    private final byte[] mark;
    private final OutputReader program;
    private final ByteArrayOutputStream preamble = new ByteArrayOutputStream();
    private byte[] pending = new byte[0];
    private volatile long startNanos;
    private volatile long endNanos;
    private volatile int status = -1;

    MarkedErrors(String nonce, OutputReader program) {
        this.mark = nonce.getBytes(StandardCharsets.US_ASCII);
        this.program = program;
    }

    /** {@link System#nanoTime} when the program began, or 0. */
    long started() {
        return startNanos;
    }

    /** {@link System#nanoTime} when the program had ended, or 0. */
    long ended() {
        return endNanos;
    }

    /** As a shell counts: 128 + n after signal n. Empty if the guard died before it could say. */
    OptionalInt status() {
        return status < 0 ? OptionalInt.empty() : OptionalInt.of(status);
    }

    /** What was said before the program began. */
    String preamble() {
        return preamble.toString(StandardCharsets.UTF_8).strip();
    }

    /** @param now when the bytes came, {@link System#nanoTime} */
    void accept(byte[] chunk, int length, long now) {
        byte[] data = new byte[pending.length + length];
        System.arraycopy(pending, 0, data, 0, pending.length);
        System.arraycopy(chunk, 0, data, pending.length, length);
        int from = 0;
        if (startNanos == 0) {
            int at = indexOf(data, mark, 0);
            int end = at < 0 ? -1 : indexOf(data, new byte[] {'\n'}, at);
            if (end < 0) {
                pending = data.length > PREAMBLE_BYTES ? new byte[0] : data;
                return;
            }
            preamble.write(data, 0, at);
            startNanos = now;
            from = end + 1;
        }
        int at = indexOf(data, mark, from);
        if (at < 0) {
            int held = heldBack(data, from);
            program.accept(data, from, data.length - held);
            pending = Arrays.copyOfRange(data, data.length - held, data.length);
            return;
        }
        program.accept(data, from, at);
        int end = indexOf(data, new byte[] {'\n'}, at);
        if (end < 0) {
            pending = Arrays.copyOfRange(data, at, data.length);
            return;
        }
        parseStatus(new String(data, at + mark.length, end - at - mark.length, StandardCharsets.US_ASCII), now);
        pending = new byte[0];
    }

    /** The stream ended. */
    void finish() {
        if (startNanos == 0) {
            preamble.write(pending, 0, pending.length);
        } else if (endNanos == 0) {
            program.accept(pending, 0, pending.length);
        }
        program.finish();
    }

    private void parseStatus(String text, long now) {
        try {
            status = Integer.parseInt(text.trim());
        } catch (NumberFormatException e) {
            // not from the guard but from a program that found the mark in its environment: it fools only itself
            status = -1;
        }
        endNanos = now;
    }

    /** How many bytes at the end may be the beginning of the mark. */
    private int heldBack(byte[] data, int from) {
        for (int length = Math.min(mark.length - 1, data.length - from); length > 0; length--) {
            if (Arrays.equals(data, data.length - length, data.length, mark, 0, length)) {
                return length;
            }
        }
        return 0;
    }

    private static int indexOf(byte[] data, byte[] wanted, int from) {
        outer:
        for (int i = from; i + wanted.length <= data.length; i++) {
            for (int j = 0; j < wanted.length; j++) {
                if (data[i + j] != wanted[j]) {
                    continue outer;
                }
            }
            return i;
        }
        return -1;
    }
}
