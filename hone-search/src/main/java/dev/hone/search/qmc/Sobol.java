package dev.hone.search.qmc;

import dev.hone.core.Check;
import dev.hone.core.Seeds;
import org.hipparchus.random.SobolSequenceGenerator;

/**
 * The Sobol' sequence with the direction numbers of Joe and Kuo (SIAM J. Sci. Comput. 2008), scrambled by Owen's nested
 * uniform scrambling (Owen, "Randomly permuted (t,m,s)-nets and (t,s)-sequences", 1995; reviewed by Matousek, J. Complexity
 * 1998): bit b of a coordinate is flipped by a random bit that belongs to the bits above it,
 * <pre> y_b = x_b xor r(seed, axis, x_1 ... x_(b-1)) </pre>
 * which keeps the net property (every aligned box of volume 2^-m holds one of each aligned run of 2^m points, up to the
 * sequence's t) and makes every point uniform. Points are functions of the seed and their index. Immutable.
 */
public final class Sobol implements PointSequence {

    /** Axes for which direction numbers are at hand. */
    public static final int MAX_DIMENSIONS = 1000;

    /** Bits that the generator fills, and that a double holds exactly. */
    private static final int BITS = 52;

    private static final double SCALE = 0x1p52;
    private static final long STREAM = 0x736f626f6cL;

    private final int dimensions;
    private final long[] seeds;

    public Sobol(int dimensions, long seed) {
        Check.that(
                dimensions >= 1 && dimensions <= MAX_DIMENSIONS,
                "dimensions",
                dimensions,
                "a whole number from 1 to " + MAX_DIMENSIONS);
        this.dimensions = dimensions;
        this.seeds = new long[dimensions];
        for (int axis = 0; axis < dimensions; axis++) {
            seeds[axis] = Seeds.derive(seed, STREAM, axis);
        }
    }

    @Override
    public int dimensions() {
        return dimensions;
    }

    @Override
    public double[] point(long index) {
        Check.that(index >= 0 && index < Integer.MAX_VALUE, "index", index, "a whole number from 0 to 2^31 - 2");
        // The generator is stateful; a fresh one costs little beside an evaluation and keeps this class immutable.
        double[] point = new SobolSequenceGenerator(dimensions).skipTo((int) index);
        for (int axis = 0; axis < dimensions; axis++) {
            point[axis] = scramble((long) (point[axis] * SCALE), seeds[axis]) / SCALE;
        }
        return point;
    }

    /** Nested uniform scrambling of the {@value #BITS} bits of {@code x}. */
    static long scramble(long x, long seed) {
        long scrambled = 0;
        for (int b = 0; b < BITS; b++) {
            int shift = BITS - 1 - b;
            long above = x >>> (shift + 1);
            long flip = Seeds.derive(seed, b, above) & 1;
            scrambled = scrambled << 1 | ((x >>> shift & 1) ^ flip);
        }
        return scrambled;
    }
}
