package dev.hone.search.evolution;

import java.util.Arrays;

/**
 * Independent distributions over unordered choices that follow the better half of each generation (Baluja's
 * population-based incremental learning, 1994): q += rate (weighted share among the parents - q), with every choice held
 * above a margin so that none dies out.
 */
final class ChoiceDistribution {

    private static final double RATE = 0.1;

    private final double[][] probabilities;

    ChoiceDistribution(int[] counts) {
        probabilities = new double[counts.length][];
        for (int i = 0; i < counts.length; i++) {
            probabilities[i] = new double[counts[i]];
            Arrays.fill(probabilities[i], 1.0 / counts[i]);
        }
    }

    /** The choices at quantiles {@code u}, one in [0, 1) for each parameter. */
    int[] choose(double[] u) {
        int[] choices = new int[u.length];
        for (int i = 0; i < u.length; i++) {
            double rest = u[i];
            while (choices[i] < probabilities[i].length - 1 && rest >= probabilities[i][choices[i]]) {
                rest -= probabilities[i][choices[i]++];
            }
        }
        return choices;
    }

    double probability(int parameter, int choice) {
        return probabilities[parameter][choice];
    }

    /** {@code ranked}: choices of a generation, best first; {@code weights}: of the parents, summing to 1. */
    void update(int[][] ranked, double[] weights) {
        for (int i = 0; i < probabilities.length; i++) {
            double[] q = probabilities[i];
            double[] share = new double[q.length];
            for (int k = 0; k < weights.length; k++) {
                share[ranked[k][i]] += weights[k];
            }
            double least = 1.0 / (probabilities.length * (double) ranked.length * q.length);
            double sum = 0;
            for (int c = 0; c < q.length; c++) {
                q[c] = Math.max(least, q[c] + RATE * (share[c] - q[c]));
                sum += q[c];
            }
            for (int c = 0; c < q.length; c++) {
                q[c] /= sum;
            }
        }
    }
}
