package dev.hone.tensor.data;

import dev.hone.core.Check;
import dev.hone.core.Seeds;

/**
 * Deals the examples of a dataset in batches, in a new random order every epoch. The order depends on the seed and the epoch
 * alone, so that whoever goes on needs to know no more than the epoch and the batch. Not thread-safe.
 */
public final class Loader {

    private static final long ORDER = 0x6f726465L;

    private final int size;
    private final int batchSize;
    private final long seed;
    private long epoch = -1;
    private int[] order = {};

    /** @param batchSize examples in a batch; the last one of an epoch may have fewer */
    public Loader(int size, int batchSize, long seed) {
        this.size = Check.positive("examples", size);
        this.batchSize = Check.positive("batch_size", batchSize);
        this.seed = seed;
    }

    /** Batches of an epoch. */
    public int batches() {
        return (size + batchSize - 1) / batchSize;
    }

    /** Indices of the examples of a batch; {@code epoch} and {@code batch} count from 0. */
    public long[] batch(long ofEpoch, int batch) {
        Check.that(batch >= 0 && batch < batches(), "batch", batch, "one from 0 to " + (batches() - 1));
        if (epoch != ofEpoch) {
            order = Permutation.of(size, Seeds.stream(seed, ORDER, ofEpoch));
            epoch = ofEpoch;
        }
        long[] indices = new long[Math.min(batchSize, size - batch * batchSize)];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = order[batch * batchSize + i];
        }
        return indices;
    }
}
