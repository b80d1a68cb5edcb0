package dev.hone.examples.cache;

import java.util.SplittableRandom;

/** Requests as a store behind a cache sees them: a few keys are popular, which ones changes, and reports scan in between. */
final class Trace {

    private static final int KEYS = 20_000;
    private static final int PHASE = 30_000;
    private static final int SCAN = 1_500;

    private Trace() {}

    /** {@code length} keys that depend on the seed alone. */
    static long[] generate(int length, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] keys = new long[length];
        long shift = 0;
        int i = 0;
        while (i < length) {
            if (random.nextInt(12_000) == 0) {
                long start = KEYS + random.nextLong(100_000);
                for (int k = 0; k < SCAN && i < length; k++) {
                    keys[i++] = start + k;
                }
                continue;
            }
            if (i % PHASE == 0) {
                shift = random.nextInt(KEYS);
            }
            double u = random.nextDouble();
            double cube = u * u * u;
            keys[i++] = ((long) (KEYS * cube * cube) + shift) % KEYS;
        }
        return keys;
    }
}
