package dev.hone.search.bandit;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Draws from finite distributions. */
final class Draw {

    private Draw() {}

    /** An index with the given probabilities, which sum to 1 up to rounding. */
    static int from(double[] probabilities, RandomGenerator random) {
        double u = random.nextDouble();
        int last = 0;
        for (int i = 0; i < probabilities.length; i++) {
            if (probabilities[i] > 0) {
                last = i;
                u -= probabilities[i];
                if (u < 0) {
                    return i;
                }
            }
        }
        return last;
    }

    static double[] uniform(int arms) {
        double[] p = new double[arms];
        Arrays.fill(p, 1.0 / arms);
        return p;
    }

    static double[] certain(int arm, int arms) {
        double[] p = new double[arms];
        p[arm] = 1;
        return p;
    }
}
