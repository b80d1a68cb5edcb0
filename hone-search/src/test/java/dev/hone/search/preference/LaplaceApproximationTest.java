package dev.hone.search.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hone.search.kernel.CategoricalKernel;
import dev.hone.search.kernel.Kernel;
import dev.hone.search.kernel.Smoothness;
import dev.hone.search.kernel.StationaryKernel;
import dev.hone.search.surrogate.GaussianPosterior;
import dev.hone.search.surrogate.LinearFunctional;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;

class LaplaceApproximationTest {

    private static final List<double[]> FOUR =
            List.of(new double[] {0.1, 0.9, 0}, new double[] {0.4, 0.2, 1}, new double[] {0.8, 0.6, 0}, new double[] {
                0.5, 0.5, 2
            });

    private static final List<Duel> DUELS = List.of(
            new Duel(0, 1, 1, 1),
            new Duel(1, 0, 1, 1),
            new Duel(0, 2, 0.9, 0.5),
            new Duel(3, 2, 1, 1),
            new Duel(3, 1, 1, 2),
            new Duel(0, 3, 0.5, 0.7));

    private static Kernel kernel(double variance) {
        return StationaryKernel.ard(Smoothness.MATERN_52, 0.5, 0.9)
                .times(new CategoricalKernel(new int[] {2}, new double[] {1.5}))
                .scaled(variance);
    }

    /** Two points: the difference z ~ N(0, s2), its likelihood is known; everything is an integral over z. */
    @Test
    void modeAndEvidenceOfTwoPointsAreThoseOfTheirDifference() {
        Kernel kernel = StationaryKernel.ard(Smoothness.RBF, 0.5).scaled(4);
        List<double[]> points = List.of(new double[] {0.2}, new double[] {0.9});
        double s2 = 2 * (4 - kernel.eval(points.get(0), points.get(1)));
        List<Duel> duels = List.of(new Duel(0, 1, 1, 3), new Duel(1, 0, 1, 1));
        LaplaceApproximation laplace = LaplaceApproximation.of(kernel, new Evidence(points, duels));

        double best = Double.NEGATIVE_INFINITY;
        double mode = 0;
        double integral = 0;
        double first = 0;
        double step = 1e-4;
        for (double z = -30; z < 30; z += step) {
            double log = -z * z / (2 * s2)
                    + duels.get(0).logLikelihood(z)
                    + duels.get(1).logLikelihood(-z);
            if (log > best) {
                best = log;
                mode = z;
            }
            integral += Math.exp(log) * step;
            first += z * Math.exp(log) * step;
        }
        for (int newton = 0; newton < 5; newton++) {
            double slope = -mode / s2 + duels.get(0).slope(mode) - duels.get(1).slope(-mode);
            mode += slope
                    / (1 / s2 + duels.get(0).curvature(mode) + duels.get(1).curvature(-mode));
        }
        double exact = Math.log(integral / Math.sqrt(2 * Math.PI * s2));
        double[] u = laplace.mode();
        assertThat(u[0] - u[1]).isCloseTo(mode, within(1e-6));
        assertThat(u[0]).as("prior means are equal").isCloseTo(-u[1], within(1e-8));
        double c = duels.get(0).curvature(mode) + duels.get(1).curvature(-mode);
        assertThat(laplace.logEvidence()).isCloseTo(best - 0.5 * Math.log(1 + s2 * c), within(1e-6));
        assertThat(laplace.logEvidence()).as("the posterior is nearly normal").isCloseTo(exact, within(0.03));
        assertThat(mode).isCloseTo(first / integral, within(0.1));
    }

    @Test
    void aWinBetweenTwoPointsIsAsLikelyAsALoss() {
        Kernel kernel = StationaryKernel.ard(Smoothness.RBF, 0.5).scaled(1);
        Evidence one = new Evidence(List.of(new double[] {0.2}, new double[] {0.9}), List.of(new Duel(0, 1, 1, 1)));
        assertThat(LaplaceApproximation.of(kernel, one).logEvidence()).isCloseTo(Math.log(0.5), within(0.05));
    }

    @Test
    void theGradientOfTheEvidenceIsThatOfFiniteDifferences() {
        Evidence evidence = new Evidence(FOUR, DUELS);
        Kernel kernel = kernel(6);
        double[] gradient = new double[kernel.parameters()];
        LaplaceApproximation.of(kernel, evidence).addGradient(gradient);
        double[] theta = kernel.theta();
        for (int p = 0; p < theta.length; p++) {
            double h = 1e-4;
            double[] up = theta.clone();
            up[p] += h;
            double[] down = theta.clone();
            down[p] -= h;
            double difference =
                    (LaplaceApproximation.of(kernel.with(up), evidence).logEvidence()
                                    - LaplaceApproximation.of(kernel.with(down), evidence)
                                            .logEvidence())
                            / (2 * h);
            assertThat(gradient[p]).as("theta %d", p).isCloseTo(difference, within(1e-6));
            assertThat(Math.abs(difference)).as("theta %d matters", p).isGreaterThan(1e-3);
        }
    }

    @Test
    void thePosteriorHasTheModeAsMeanAndTheInverseCurvatureAsCovariance() {
        Kernel kernel = kernel(6);
        LaplaceApproximation laplace = LaplaceApproximation.of(kernel, new Evidence(FOUR, DUELS));
        double[] u = laplace.mode();
        GaussianPosterior posterior = laplace.posterior();
        DMatrixRMaj k = new DMatrixRMaj(4, 4);
        DMatrixRMaj w = new DMatrixRMaj(4, 4);
        DMatrixRMaj slope = new DMatrixRMaj(4, 1);
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                k.set(i, j, kernel.eval(FOUR.get(i), FOUR.get(j)));
            }
        }
        for (Duel duel : DUELS) {
            int i = duel.better();
            int j = duel.worse();
            double c = duel.curvature(u[i] - u[j]);
            w.set(i, i, w.get(i, i) + c);
            w.set(j, j, w.get(j, j) + c);
            w.set(i, j, w.get(i, j) - c);
            w.set(j, i, w.get(j, i) - c);
            slope.set(i, 0, slope.get(i, 0) + duel.slope(u[i] - u[j]));
            slope.set(j, 0, slope.get(j, 0) - duel.slope(u[i] - u[j]));
        }
        DMatrixRMaj stationary = new DMatrixRMaj(4, 1);
        CommonOps_DDRM.mult(k, slope, stationary);
        DMatrixRMaj covariance = k.copy();
        CommonOps_DDRM.invert(covariance);
        CommonOps_DDRM.addEquals(covariance, w);
        CommonOps_DDRM.invert(covariance);
        for (int i = 0; i < 4; i++) {
            assertThat(stationary.get(i, 0)).as("K times the slope at the mode").isCloseTo(u[i], within(1e-6));
            LinearFunctional here = LinearFunctional.value(FOUR.get(i));
            assertThat(posterior.mean(here)).isCloseTo(u[i], within(1e-6));
            for (int j = 0; j < 4; j++) {
                assertThat(posterior.covariance(here, LinearFunctional.value(FOUR.get(j))))
                        .isCloseTo(covariance.get(i, j), within(1e-6));
            }
        }
    }

    @Test
    void contradictionsAndCyclesAreNoise() {
        List<double[]> points = List.of(new double[] {0}, new double[] {0.5}, new double[] {1});
        Kernel kernel = StationaryKernel.ard(Smoothness.MATERN_52, 0.3).scaled(100);
        Evidence cycle =
                new Evidence(points, List.of(new Duel(0, 1, 1, 1), new Duel(1, 2, 1, 1), new Duel(2, 0, 1, 1)));
        double[] u = LaplaceApproximation.of(kernel, cycle).mode();
        for (double value : u) {
            assertThat(value).isCloseTo(0, within(1e-6));
        }
        assertThat(u).hasSize(3);
    }

    @Test
    void pointsThatNearlyCoincideAndThousandsOfWinsAreNoTrouble() {
        List<double[]> points = List.of(new double[] {0.3}, new double[] {0.3 + 1e-12}, new double[] {0.9});
        Kernel kernel = StationaryKernel.ard(Smoothness.RBF, 0.4).scaled(1e4);
        LaplaceApproximation laplace = LaplaceApproximation.of(
                kernel,
                new Evidence(points, List.of(new Duel(0, 1, 1, 5000), new Duel(0, 2, 1, 5000), new Duel(2, 1, 1, 1))));
        assertThat(laplace.logEvidence()).isFinite();
        double[] u = laplace.mode();
        assertThat(u[0]).isGreaterThan(u[2]);
        assertThat(laplace.posterior().mean(new double[] {0.3}, null)).isFinite();
    }
}
