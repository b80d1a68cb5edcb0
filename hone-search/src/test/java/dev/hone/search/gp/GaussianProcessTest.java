package dev.hone.search.gp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.Seeds;
import dev.hone.search.acquisition.LogExpectedImprovement;
import dev.hone.search.kernel.Smoothness;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GaussianProcessTest {

    private static final double[] X = {0.1, 0.4, 0.8};
    private static final double[] Y = {0.5, -0.3, 0.9};
    private static final double[] Z = {0.2, 0.6, 0.95};

    /** Three observations with noise 0.01, mean 0, amplitude 1, lengthscale 0.3. */
    private static GaussianProcess process(Smoothness smoothness) {
        GaussianProcess process = GaussianProcess.ard(smoothness, new Hyperparameters(new double[] {0.3}, 1, 0.01, 0));
        for (int i = 0; i < X.length; i++) {
            process.append(new double[] {X[i]}, Y[i]);
        }
        return process;
    }

    private static void check(GaussianProcess process, double logMarginal, double[] mean, double[] variance) {
        assertThat(process.logMarginalLikelihood()).isCloseTo(logMarginal, within(5e-9));
        for (int i = 0; i < Z.length; i++) {
            double[] prediction = process.predict(new double[] {Z[i]});
            assertThat(prediction[0]).isCloseTo(mean[i], within(1e-8));
            assertThat(prediction[1] * prediction[1]).isCloseTo(variance[i], within(1e-8));
        }
    }

    @Test
    void gaussianKernelMatchesTheVectors() {
        check(process(Smoothness.RBF), -3.75813116, new double[] {.15992705, .14612310, 1.04121558}, new double[] {
            .02562728, .07002605, .18296894
        });
    }

    @Test
    void matern52MatchesTheVectors() {
        check(process(Smoothness.MATERN_52), -3.56226808, new double[] {.20931389, .21583849, .84829703}, new double[] {
            .08056172, .20890316, .30479998
        });
    }

    @Test
    void expectedImprovementMatchesTheVectors() {
        double[] expected = {.00000006, .00017076, .25047071};
        GaussianProcess process = process(Smoothness.RBF);
        for (int i = 0; i < Z.length; i++) {
            double[] p = process.predict(new double[] {Z[i]});
            // the vectors maximise
            double ei = Math.exp(LogExpectedImprovement.value(-p[0], p[1], -0.9));
            assertThat(ei).isCloseTo(expected[i], within(6e-9));
        }
    }

    @Test
    void meanAtAnObservationIsThePrediction() {
        GaussianProcess process = process(Smoothness.MATERN_52);
        for (int i = 0; i < X.length; i++) {
            assertThat(process.meanAt(i)).isCloseTo(process.predict(new double[] {X[i]})[0], within(1e-12));
        }
    }

    @ParameterizedTest
    @EnumSource(Smoothness.class)
    void marginalLikelihoodGradientAgreesWithDifferences(Smoothness smoothness) {
        MixedKernel kernel =
                new MixedKernel(smoothness, new int[] {0, 1, 2, 2}, new double[] {1, 1, .5, .25}, new boolean[] {
                    false, true, false, false
                });
        int n = 15;
        RandomGenerator random = Seeds.stream(7);
        double[][] columns = new double[4][n];
        double[] y = new double[n];
        double[] noise = new double[n];
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < 4; c++) {
                columns[c][i] = c == 1 ? random.nextInt(3) : random.nextDouble();
            }
            y[i] = random.nextGaussian();
            noise[i] = i % 3 == 0 ? 0.05 : Double.NaN;
        }
        MarginalLikelihood likelihood = new MarginalLikelihood(kernel, columns, y, noise);
        Prior prior = Prior.of(kernel);
        double[] theta = {-0.7, 0.2, 0.4, 0.3, -2, 0.25};
        double[] gradient = new double[theta.length];
        likelihood.value(theta, gradient);
        prior.logDensity(theta, gradient);
        for (int i = 0; i < theta.length; i++) {
            double step = 1e-5;
            double[] up = theta.clone();
            double[] down = theta.clone();
            up[i] += step;
            down[i] -= step;
            double[] unused = new double[theta.length];
            double difference = likelihood.value(up, unused)
                    + prior.logDensity(up, unused)
                    - likelihood.value(down, unused)
                    - prior.logDensity(down, unused);
            assertThat(gradient[i]).as("component %d", i).isCloseTo(difference / (2 * step), within(1e-6));
        }
    }

    @ParameterizedTest
    @EnumSource(Smoothness.class)
    void posteriorGradientAgreesWithDifferences(Smoothness smoothness) {
        GaussianProcess process =
                GaussianProcess.ard(smoothness, new Hyperparameters(new double[] {0.4, 0.9, 0.6}, 1.7, 1e-3, 0.2));
        RandomGenerator random = Seeds.stream(3);
        for (int i = 0; i < 20; i++) {
            process.append(random.doubles(3).toArray(), random.nextGaussian());
        }
        double[] x = {0.31, 0.62, 0.47};
        GaussianProcess.Prediction p = new GaussianProcess.Prediction(1, 3);
        process.predict(x, p, true);
        for (int c = 0; c < 3; c++) {
            double step = 1e-6;
            double[] up = x.clone();
            double[] down = x.clone();
            up[c] += step;
            down[c] -= step;
            double[] atUp = process.predict(up);
            double[] atDown = process.predict(down);
            assertThat(p.meanGradient[0][c]).isCloseTo((atUp[0] - atDown[0]) / (2 * step), within(1e-5));
            assertThat(p.sdGradient[c]).isCloseTo((atUp[1] - atDown[1]) / (2 * step), within(1e-5));
        }
    }

    @Test
    void fantasiesAreDrawnFromThePosteriorAndLeaveNoTrace() {
        GaussianProcess process = process(Smoothness.MATERN_52);
        double[] before = process.predict(new double[] {0.6});
        int draws = 4000;
        double[][] outcomes = new double[draws][2];
        double[][] weights = process.fantasise(new double[][] {{0.2}, {0.6}}, draws, Seeds.stream(5), outcomes);
        double[] expected = {.20931389, .21583849};
        double[] variance = {.08056172 + .01, .20890316 + .01};
        for (int p = 0; p < 2; p++) {
            double sum = 0;
            double squares = 0;
            for (double[] outcome : outcomes) {
                sum += outcome[p] / draws;
                squares += (outcome[p] - expected[p]) * (outcome[p] - expected[p]) / draws;
            }
            assertThat(sum).isCloseTo(expected[p], within(1e-6));
            assertThat(squares).isCloseTo(variance[p], within(0.05 * variance[p]));
        }
        // conditioned on its own draw, the mean there is the draw less its share of noise
        GaussianProcess.Prediction prediction = new GaussianProcess.Prediction(draws, 1);
        process.predict(new double[] {0.6}, weights, prediction, false);
        assertThat(prediction.mean[1]).isCloseTo(process.meanAt(4, outcomes[1][1], weights[1]), within(1e-10));
        process.rollback(3, 0);
        assertThat(process.predict(new double[] {0.6})).containsExactly(before);
    }

    @Test
    void repeatedPointsWithoutNoiseAreSurvivedByJitter() {
        GaussianProcess process =
                GaussianProcess.ard(Smoothness.RBF, new Hyperparameters(new double[] {0.5}, 1, 1e-300, 0));
        for (int i = 0; i < 6; i++) {
            process.append(new double[] {0.3}, 0.7);
        }
        assertThat(process.jitter()).isPositive();
        assertThat(process.predict(new double[] {0.3})[0]).isCloseTo(0.7, within(1e-4));
    }
}
