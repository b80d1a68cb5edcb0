package dev.hone.claims.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What one stream of a study's events has told. One thread writes, others look. */
final class EventStream {

    private static final byte[] FINISHED = ascii("\"state\":\"complete\"");
    private static final byte[] NUMBER = ascii("\"number\":");

    /** Called with the number of a trial and when its event came. */
    interface Arrival {
        void at(long number, long nanos);
    }

    private final int study;
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private byte[] rest = new byte[0];
    private boolean inBody;
    private volatile boolean joined;
    private volatile long position;
    private int count;
    private long[] numbers = new long[1 << 10];
    private long[] arrivals = new long[1 << 10];

    EventStream(int study) {
        this.study = study;
    }

    int study() {
        return study;
    }

    boolean isJoined() {
        return joined;
    }

    /** Position in the order of finishing of the last finished trial. */
    long position() {
        return position;
    }

    List<String> errors() {
        return errors;
    }

    void fail(String what) {
        errors.add("a stream of study " + study + " " + what);
    }

    /** The end of the stream, which is right when the server ends. */
    void ended() {
        if (!joined) {
            fail("ended before it began: " + new String(rest, StandardCharsets.UTF_8));
        }
    }

    /** For every finished trial, in the order of arrival. */
    void arrivals(Arrival each) {
        for (int i = 0; i < count; i++) {
            each.at(numbers[i], arrivals[i]);
        }
    }

    void received(byte[] bytes, int n, long nanos) {
        byte[] text = rest.length == 0 ? Arrays.copyOf(bytes, n) : concatenated(rest, bytes, n);
        int from = 0;
        for (int end = blankLine(text, from); end >= 0; end = blankLine(text, from)) {
            if (inBody) {
                event(text, from, end, nanos);
            } else if (new String(text, 0, end, StandardCharsets.UTF_8).startsWith("HTTP/1.1 200")) {
                inBody = true;
            } else {
                fail("got " + new String(text, 0, end, StandardCharsets.UTF_8));
            }
            from = end;
        }
        rest = Arrays.copyOfRange(text, from, text.length);
    }

    private void event(byte[] text, int from, int end, long nanos) {
        joined = true;
        if (indexOf(text, from, end, FINISHED) < 0) {
            return;
        }
        long id = number(text, indexOf(text, from, end, ascii("\nid: ")) + 5);
        if (id != position + 1) {
            fail("came from " + position + " to " + id);
        }
        if (count == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * count);
            arrivals = Arrays.copyOf(arrivals, 2 * count);
        }
        numbers[count] = number(text, indexOf(text, from, end, NUMBER) + NUMBER.length);
        arrivals[count++] = nanos;
        position = id;
    }

    private static long number(byte[] text, int from) {
        long number = 0;
        for (int i = from; text[i] >= '0' && text[i] <= '9'; i++) {
            number = 10 * number + text[i] - '0';
        }
        return number;
    }

    /** Index after the next blank line; -1 if there is none yet. */
    private static int blankLine(byte[] text, int from) {
        for (int i = from + 1; i < text.length; i++) {
            if (text[i] == '\n' && (text[i - 1] == '\n' || i >= 3 && text[i - 1] == '\r' && text[i - 2] == '\n')) {
                return i + 1;
            }
        }
        return -1;
    }

    private static int indexOf(byte[] text, int from, int end, byte[] wanted) {
        for (int i = from; i <= end - wanted.length; i++) {
            if (text[i] == wanted[0] && Arrays.equals(text, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        return -1;
    }

    private static byte[] concatenated(byte[] first, byte[] second, int n) {
        byte[] both = Arrays.copyOf(first, first.length + n);
        System.arraycopy(second, 0, both, first.length, n);
        return both;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
