package dev.hone.core.space;

/** Equal-width cells of the unit interval: one for each of {@code count} values. */
final class Cells {

    private Cells() {}

    static long index(double u, long count) {
        return Math.min(count - 1, Math.max(0, (long) Math.floor(u * count)));
    }

    static double centre(long index, long count) {
        return (index + 0.5) / count;
    }
}
