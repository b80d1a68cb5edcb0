package dev.hone.search.evolution;

import dev.hone.core.Check;

/**
 * Recombination weights and learning rates of CMA-ES for n dimensions and a population of lambda (Hansen, The CMA
 * Evolution Strategy: A Tutorial, 2016, equations 49 to 58 and Table 1), with negative weights for the worse half.
 */
record CmaWeights(
        int dimensions,
        int populationSize,
        int parents,
        double[] weights,
        double muEff,
        double c1,
        double cMu,
        double cc,
        double cSigma,
        double dSigma,
        double chiN) {

    static int defaultPopulation(int dimensions) {
        return 4 + (int) Math.floor(3 * Math.log(dimensions));
    }

    static CmaWeights of(int dimensions, int populationSize, boolean active) {
        Check.positive("dimensions", dimensions);
        Check.atLeast("population_size", populationSize, 2);
        double n = dimensions;
        int lambda = populationSize;
        int mu = lambda / 2;
        double[] raw = new double[lambda];
        double positive = 0;
        double positiveSquares = 0;
        double negative = 0;
        double negativeSquares = 0;
        for (int i = 0; i < lambda; i++) {
            raw[i] = Math.log((lambda + 1) / 2.0) - Math.log(i + 1);
            if (i < mu) {
                positive += raw[i];
                positiveSquares += raw[i] * raw[i];
            } else {
                negative += raw[i];
                negativeSquares += raw[i] * raw[i];
            }
        }
        double muEff = positive * positive / positiveSquares;
        double muEffMinus = negative * negative / negativeSquares;
        double c1 = 2 / ((n + 1.3) * (n + 1.3) + muEff);
        double cMu = Math.min(1 - c1, 2 * (0.25 + muEff + 1 / muEff - 2) / ((n + 2) * (n + 2) + muEff));
        double scale = Math.min(Math.min(1 + c1 / cMu, 1 + 2 * muEffMinus / (muEff + 2)), (1 - c1 - cMu) / (n * cMu));
        double absoluteNegative = 0;
        for (double w : raw) {
            absoluteNegative += Math.max(0, -w);
        }
        double[] weights = new double[lambda];
        for (int i = 0; i < lambda; i++) {
            if (raw[i] >= 0) {
                weights[i] = i < mu ? raw[i] / positive : 0;
            } else {
                weights[i] = active ? Math.max(0, scale) * raw[i] / absoluteNegative : 0;
            }
        }
        double cc = (4 + muEff / n) / (n + 4 + 2 * muEff / n);
        double cSigma = (muEff + 2) / (n + muEff + 5);
        double dSigma = 1 + 2 * Math.max(0, Math.sqrt((muEff - 1) / (n + 1)) - 1) + cSigma;
        double chiN = Math.sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n));
        return new CmaWeights(dimensions, lambda, mu, weights, muEff, c1, cMu, cc, cSigma, dSigma, chiN);
    }
}
