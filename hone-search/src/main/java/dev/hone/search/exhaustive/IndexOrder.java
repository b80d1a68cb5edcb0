package dev.hone.search.exhaustive;

import dev.hone.core.Seeds;

/**
 * An order of the numbers 0 .. size-1 that needs no memory. Shuffled by a four-round Feistel network on the smallest even
 * number of bits that holds them, walking on through numbers beyond the size (Black and Rogaway, "Ciphers with arbitrary
 * finite domains", 2002). Immutable.
 */
final class IndexOrder {

    private static final int ROUNDS = 4;
    private static final long STREAM = 0x6f72646572L;

    private final long size;
    private final boolean shuffled;
    private final long seed;
    private final int half;

    private IndexOrder(long size, boolean shuffled, long seed) {
        this.size = size;
        this.shuffled = shuffled;
        this.seed = Seeds.derive(seed, STREAM);
        int bits = 64 - Long.numberOfLeadingZeros(Math.max(1, size - 1));
        half = (bits + 1) / 2;
    }

    static IndexOrder natural(long size) {
        return new IndexOrder(size, false, 0);
    }

    static IndexOrder shuffled(long size, long seed) {
        return new IndexOrder(size, true, seed);
    }

    long size() {
        return size;
    }

    /** The number at {@code place}, 0 &le; place &lt; {@link #size()}. */
    long at(long place) {
        long index = place;
        do {
            index = shuffled ? permute(index) : index;
        } while (Long.compareUnsigned(index, size) >= 0);
        return index;
    }

    private long permute(long index) {
        long mask = (1L << half) - 1;
        long left = index >>> half;
        long right = index & mask;
        for (int round = 0; round < ROUNDS; round++) {
            long next = left ^ (Seeds.derive(seed, round, right) & mask);
            left = right;
            right = next;
        }
        return left << half | right;
    }
}
