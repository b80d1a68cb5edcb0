package dev.hone.search.qmc;

import dev.hone.search.numeric.Normal;

/** Standard normal draws from a low-discrepancy sequence, by the inverse of the normal distribution on every axis. */
public final class QuasiNormal {

    /** Keeps the coordinate 0, which a sequence may hit, from becoming minus infinity. */
    private static final double SMALLEST = 0x1p-53;

    private QuasiNormal() {}

    /** Phi^-1(u) of every coordinate of point {@code index}; length {@link PointSequence#dimensions()}. */
    public static double[] point(PointSequence sequence, long index) {
        double[] z = sequence.point(index);
        for (int i = 0; i < z.length; i++) {
            z[i] = Normal.quantile(Math.max(SMALLEST, z[i]));
        }
        return z;
    }
}
