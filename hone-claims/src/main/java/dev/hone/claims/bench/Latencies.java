package dev.hone.claims.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Durations in nanoseconds, all of them kept so that quantiles are exact. Thread-safe while recording. */
final class Latencies {

    private long[] nanos = new long[1 << 14];
    private int count;

    synchronized void record(long duration) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = duration;
    }

    synchronized int count() {
        return count;
    }

    /** Smallest duration in milliseconds that at least the share {@code q} of all are not above. */
    synchronized double quantileMillis(double q) {
        if (count == 0) {
            return Double.NaN;
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted[Math.max(0, (int) Math.ceil(q * count) - 1)] / 1e6;
    }

    /** Cells of a table: what, count, p50, p95, p99, max. */
    List<String> cells(String what) {
        return List.of(what, Integer.toString(count()), millis(0.5), millis(0.95), millis(0.99), millis(1));
    }

    private String millis(double q) {
        return String.format(Locale.ROOT, "%.1f", quantileMillis(q));
    }
}
