package dev.hone.search.evolution;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Scale factors F and crossover rates CR of differential evolution, learnt from those that made better points (SHADE, Tanabe
 * and Fukunaga, CEC 2013, with the terminal value of L-SHADE, CEC 2014): H memories of each, drawn from as
 * <pre>
 * CR ~ N(M_CR, 0.1) in [0, 1],   F ~ Cauchy(M_F, 0.1) in (0, 1]
 * M &lt;- sum w s^2 / sum w s  over the successes s of a generation, w their improvements
 * </pre>
 */
final class SuccessHistory {

    /** H of L-SHADE. */
    private static final int MEMORIES = 6;

    private static final double WIDTH = 0.1;

    private final double[] factors = new double[MEMORIES];
    /** NaN: crossover has died out here, CR is 0. */
    private final double[] rates = new double[MEMORIES];

    private int next;

    /** @param improvement at least 0 */
    record Success(double factor, double rate, double improvement) {}

    SuccessHistory() {
        Arrays.fill(factors, 0.5);
        Arrays.fill(rates, 0.5);
    }

    /** {F, CR}. */
    double[] draw(RandomGenerator random) {
        int memory = random.nextInt(MEMORIES);
        double rate = Double.isNaN(rates[memory])
                ? 0
                : Math.min(1, Math.max(0, rates[memory] + WIDTH * random.nextGaussian()));
        double factor;
        do {
            factor = factors[memory] + WIDTH * Math.tan(Math.PI * (random.nextDouble() - 0.5));
        } while (factor <= 0);
        return new double[] {Math.min(1, factor), rate};
    }

    void learn(List<Success> successes) {
        if (successes.isEmpty()) {
            return;
        }
        double[] w = successes.stream().mapToDouble(Success::improvement).toArray();
        if (Arrays.stream(w).sum() <= 0 || !Double.isFinite(Arrays.stream(w).sum())) {
            Arrays.fill(w, 1);
        }
        factors[next] = lehmer(successes.stream().mapToDouble(Success::factor).toArray(), w);
        double[] successful = successes.stream().mapToDouble(Success::rate).toArray();
        boolean dead = Double.isNaN(rates[next]) || Arrays.stream(successful).allMatch(r -> r == 0);
        rates[next] = dead ? Double.NaN : lehmer(successful, w);
        next = (next + 1) % MEMORIES;
    }

    /** Weighted Lehmer mean, sum w s^2 / sum w s. */
    static double lehmer(double[] s, double[] w) {
        double squares = 0;
        double sum = 0;
        for (int i = 0; i < s.length; i++) {
            squares += w[i] * s[i] * s[i];
            sum += w[i] * s[i];
        }
        return squares / sum;
    }

    double factor(int memory) {
        return factors[memory];
    }

    double rate(int memory) {
        return rates[memory];
    }
}
