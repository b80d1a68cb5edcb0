package dev.hone.examples.cache;

import java.util.SplittableRandom;

/**
 * Requests as a store behind a cache sees them: a few keys are popular, which ones changes, and a report scans once in every
 * {@value #PERIOD} requests, at a moment that nobody knows. Because traces differ in when these things happen and not in how
 * often, misses differ more between policies than between traces, and a lucky trace makes no winner.
 */
final class Trace {

    private static final int KEYS = 20_000;
    private static final int PHASE = 30_000;
    private static final int PERIOD = 12_500;
    private static final int SCAN = 1_500;

    private Trace() {}

    /** {@code length} keys that depend on the seed alone. */
    static long[] generate(int length, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] keys = new long[length];
        long shift = 0;
        int scan = 0;
        long start = 0;
        for (int i = 0; i < length; i++) {
            if (i % PHASE == 0) {
                shift = random.nextInt(KEYS);
            }
            if (i % PERIOD == 0) {
                scan = i + random.nextInt(PERIOD - SCAN);
                start = KEYS + random.nextLong(100_000);
            }
            if (i >= scan && i < scan + SCAN) {
                keys[i] = start + (i - scan);
            } else {
                double u = random.nextDouble();
                double cube = u * u * u;
                keys[i] = ((long) (KEYS * cube * cube) + shift) % KEYS;
            }
        }
        return keys;
    }
}
