package dev.hone.examples.cache;

/**
 * Estimates how often keys were seen lately: a count-min sketch (Cormode and Muthukrishnan, 2005) of four rows of counters up
 * to 15, all of them halved from time to time so that the past fades. An estimate is never too low since the last halving.
 */
final class FrequencySketch {

    private static final int ROWS = 4;
    private static final byte LIMIT = 15;

    private final byte[][] counters;
    private final int mask;
    private final long halveAfter;
    private long additions;

    /** @param bits each row has 2^bits counters
     * @param halveAfter number of additions between halvings */
    FrequencySketch(int bits, long halveAfter) {
        counters = new byte[ROWS][1 << bits];
        mask = (1 << bits) - 1;
        this.halveAfter = halveAfter;
    }

    void add(long key) {
        for (int row = 0; row < ROWS; row++) {
            int slot = slot(key, row);
            if (counters[row][slot] < LIMIT) {
                counters[row][slot]++;
            }
        }
        if (++additions % halveAfter == 0) {
            halve();
        }
    }

    int estimate(long key) {
        int least = LIMIT;
        for (int row = 0; row < ROWS; row++) {
            least = Math.min(least, counters[row][slot(key, row)]);
        }
        return least;
    }

    private void halve() {
        for (byte[] row : counters) {
            for (int i = 0; i < row.length; i++) {
                row[i] = (byte) (row[i] >> 1);
            }
        }
    }

    private int slot(long key, int row) {
        long h = (key + 1 + row) * 0x9e3779b97f4a7c15L;
        h = (h ^ (h >>> 32)) * (0xbf58476d1ce4e5b9L + 2L * row);
        return (int) (h >>> 29) & mask;
    }
}
