package dev.hone.search.qmc;

import dev.hone.core.Check;
import dev.hone.core.Seeds;
import java.util.random.RandomGenerator;

/**
 * The Halton sequence with randomly permuted digits (Halton 1960; Owen, "A randomized Halton algorithm in R", 2017). In
 * base p, the axis' prime, with index n = sum over j of d_j p^j, the coordinate is
 * <pre> x = sum over j of pi_j(d_j) p^-(j+1) </pre>
 * with an independent uniform permutation pi_j of {0 .. p-1} for every axis and digit, down to the resolution of a double.
 * Permuting the leading zeros as well makes every point uniform. Points are functions of the seed and their index.
 * Immutable.
 */
public final class Halton implements PointSequence {

    private static final long STREAM = 0x68616c746f6eL;
    private static final double RESOLUTION = 0x1p-53;

    private final int[] primes;
    /** [axis][digit][value]. */
    private final int[][][] permutations;

    public Halton(int dimensions, long seed) {
        Check.that(dimensions >= 1 && dimensions <= 1000, "dimensions", dimensions, "a whole number from 1 to 1000");
        primes = primes(dimensions);
        permutations = new int[dimensions][][];
        for (int axis = 0; axis < dimensions; axis++) {
            RandomGenerator random = Seeds.stream(seed, STREAM, axis);
            int p = primes[axis];
            int digits = (int) Math.ceil(-Math.log(RESOLUTION) / Math.log(p));
            permutations[axis] = new int[digits][];
            for (int j = 0; j < digits; j++) {
                permutations[axis][j] = permutation(p, random);
            }
        }
    }

    @Override
    public int dimensions() {
        return primes.length;
    }

    @Override
    public double[] point(long index) {
        Check.that(index >= 0 && index < Integer.MAX_VALUE, "index", index, "a whole number from 0 to 2^31 - 2");
        double[] point = new double[primes.length];
        for (int axis = 0; axis < point.length; axis++) {
            int p = primes[axis];
            long rest = index;
            double weight = 1.0 / p;
            double x = 0;
            for (int[] permutation : permutations[axis]) {
                x += permutation[(int) (rest % p)] * weight;
                rest /= p;
                weight /= p;
            }
            point[axis] = Math.min(x, Math.nextDown(1.0));
        }
        return point;
    }

    private static int[] permutation(int p, RandomGenerator random) {
        int[] values = new int[p];
        for (int i = 0; i < p; i++) {
            int j = random.nextInt(i + 1);
            values[i] = values[j];
            values[j] = i;
        }
        return values;
    }

    private static int[] primes(int count) {
        int[] primes = new int[count];
        int found = 0;
        for (int candidate = 2; found < count; candidate++) {
            boolean prime = true;
            for (int i = 0; i < found && primes[i] * primes[i] <= candidate && prime; i++) {
                prime = candidate % primes[i] != 0;
            }
            if (prime) {
                primes[found++] = candidate;
            }
        }
        return primes;
    }
}
