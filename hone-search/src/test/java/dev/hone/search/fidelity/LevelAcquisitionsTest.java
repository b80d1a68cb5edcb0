package dev.hone.search.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.InvalidFieldException;
import dev.hone.search.kernel.GraphKernel;
import dev.hone.search.kernel.Smoothness;
import dev.hone.search.kernel.StationaryKernel;
import dev.hone.search.numeric.Normal;
import dev.hone.search.surrogate.GaussianModel;
import dev.hone.search.surrogate.Joint;
import dev.hone.search.surrogate.PolynomialMean;
import java.util.List;
import org.junit.jupiter.api.Test;

class LevelAcquisitionsTest {

    private static final EvaluationCost COSTS = EvaluationCost.ofLevels(0.1, 1);
    private static final double[] X = {0.3};

    private static AutoregressiveProcess process(double rho) {
        GaussianModel model = new GaussianModel(
                GraphKernel.chain(
                        1,
                        new double[] {rho},
                        List.of(
                                StationaryKernel.ard(Smoothness.RBF, 0.2).scaled(1),
                                StationaryKernel.ard(Smoothness.RBF, 0.5).scaled(0.4))),
                PolynomialMean.constant(0),
                new double[] {1e-2, 1e-4});
        return AutoregressiveProcess.of(
                model,
                List.of(
                        new LevelObservation(new double[] {0}, 0, 0.2),
                        new LevelObservation(new double[] {0.5}, 0, 0.6),
                        new LevelObservation(new double[] {0.9}, 1, -0.4)));
    }

    private static double improvement(double mean, double sd, double best) {
        double z = (mean - best) / sd;
        return sd * (Normal.pdf(z) + z * Normal.cdf(z));
    }

    @Test
    void augmentedExpectedImprovementIsTheProductOfItsFactors() {
        AutoregressiveProcess p = process(1.3);
        LevelAcquisition a = LevelAcquisitions.augmentedExpectedImprovement(p, 0.5, COSTS);
        double ei = improvement(p.mean(X, 1), Math.sqrt(p.variance(X, 1)), 0.5);
        double low = ei * p.correlation(X, 0) * 10 * (1 - 0.1 / Math.sqrt(p.variance(X, 0) + 1e-2));
        double exact = ei * (1 - 0.01 / Math.sqrt(p.variance(X, 1) + 1e-4));
        assertThat(Math.exp(a.value(X, 0))).isEqualTo(low, within(1e-9));
        assertThat(Math.exp(a.value(X, 1))).isEqualTo(exact, within(1e-9));
    }

    @Test
    void aLevelThatRunsAgainstTheTruthIsWorthAsMuch() {
        assertThat(process(-1.3).correlation(X, 0)).isNegative();
        assertThat(LevelAcquisitions.augmentedExpectedImprovement(process(-1.3), 0.5, COSTS)
                        .value(X, 0))
                .isFinite();
    }

    @Test
    void variableFidelityExpectedImprovementUsesTheExplainedDeviation() {
        AutoregressiveProcess p = process(1.3);
        for (double best : new double[] {p.mean(X, 1) - 0.3, p.mean(X, 1) + 0.2}) {
            double promised = Math.max(0, p.mean(X, 1) - best);
            double low = improvement(p.mean(X, 1), 1.3 * Math.sqrt(p.variance(X, 0)), best) - promised;
            double exact = improvement(p.mean(X, 1), Math.sqrt(p.variance(X, 1)), best);
            LevelAcquisition free = LevelAcquisitions.variableFidelityExpectedImprovement(p, best, COSTS, 0);
            LevelAcquisition half = LevelAcquisitions.expectedImprovementPerCost(p, best, COSTS, 0.5);
            assertThat(Math.exp(free.value(X, 0))).isEqualTo(low, within(1e-9));
            assertThat(Math.exp(free.value(X, 1))).isEqualTo(exact, within(1e-9));
            assertThat(Math.exp(half.value(X, 0))).isEqualTo(low * Math.sqrt(10), within(1e-9));
        }
    }

    @Test
    void removedVarianceCountsAllLevelsUpToTheOneAndTheirCosts() {
        AutoregressiveProcess p = process(1.3);
        double low = 1.69 * p.ownVariance(X, 0);
        assertThat(LevelAcquisitions.removedVariance(p, COSTS).value(X, 0)).isEqualTo(low / 0.01, within(1e-9));
        assertThat(LevelAcquisitions.removedVariance(p, COSTS).value(X, 1))
                .isEqualTo((low + p.ownVariance(X, 1)) / 1.21, within(1e-9));
    }

    /** Two targets: E max(a + b Z) - max a of two lines is known, sd of the difference d: d (phi(z) - |z| Phi(-|z|)). */
    @Test
    void knowledgeGradientOfTwoTargetsHasItsClosedForm() {
        AutoregressiveProcess p = process(1.3);
        List<double[]> targets = List.of(new double[] {0.25}, new double[] {0.7});
        double[] s = p.shifts(p.truth(targets)).at(X, 0);
        double scale = Math.sqrt(p.variance(X, 0) + 1e-2);
        assertThat(s[0]).isEqualTo(p.joint(targets.get(0), 1, X, 0).covariance()[0][1] / scale, within(1e-10));
        double d = Math.abs(s[0] - s[1]);
        double z = Math.abs(p.mean(targets.get(0), 1) - p.mean(targets.get(1), 1)) / d;
        double expected = d * (Normal.pdf(z) - z * Normal.cdf(-z)) / 0.1;
        assertThat(Math.exp(
                        LevelAcquisitions.knowledgeGradient(p, targets, COSTS).value(X, 0)))
                .isEqualTo(expected, within(1e-10));
    }

    @Test
    void hierarchicalKrigingHasNoCovariancesToChooseALevelBy() {
        GaussianModel base = GaussianModel.of(StationaryKernel.ard(Smoothness.RBF, 0.2), 1e-6);
        HierarchicalKriging kriging = HierarchicalKriging.of(
                base,
                List.of(StationaryKernel.ard(Smoothness.RBF, 0.2)),
                1e-8,
                List.of(new LevelObservation(X, 0, 1), new LevelObservation(X, 1, 2)));
        assertThatThrownBy(() -> LevelAcquisitions.augmentedExpectedImprovement(kriging, 0, COSTS))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("ar1 or recursive");
    }

    /** The exact level without noise, where y is f_L: g phi(g) / (2 Phi(g)) - log Phi(g), and the quadrature tends to it. */
    @Test
    void informationAtTheExactLevelIsThatOfMaxValueEntropySearch() {
        for (double g : new double[] {-1.5, 0, 0.7, 2}) {
            double closed = g * Normal.pdf(g) / (2 * Normal.cdf(g)) - Math.log(Normal.cdf(g));
            Joint same = new Joint(new double[] {1, 1}, new double[][] {{4, 4}, {4, 4}});
            assertThat(MaxValueInformation.of(same, 0, 1 + 2 * g)).isEqualTo(closed, within(1e-12));
            assertThat(MaxValueInformation.of(1 - 1e-9, g)).isEqualTo(closed, within(1e-4));
        }
    }

    /** Against the trapezoidal rule with 200,001 points, for smooth and steep integrands. */
    @Test
    void informationAtALowerLevelIsTheDifferenceOfEntropies() {
        for (double r : new double[] {0.3, -0.6, 0.9, 0.999}) {
            for (double g : new double[] {-1, 0.5, 1.5}) {
                assertThat(MaxValueInformation.of(r, g)).isEqualTo(byTrapezoids(r, g), within(1e-6));
            }
        }
        assertThat(MaxValueInformation.of(0, 0.5)).isZero();
    }

    private static double byTrapezoids(double r, double g) {
        double t = Math.sqrt(1 - r * r);
        double h = 16.0 / 200_000;
        double conditional = 0;
        for (int i = 0; i <= 200_000; i++) {
            double z = -8 + i * h;
            double p = Normal.pdf(z) * Normal.cdf((g - r * z) / t) / Normal.cdf(g);
            conditional -= p > 0 ? h * p * Math.log(p) : 0;
        }
        return 0.5 * Math.log(2 * Math.PI * Math.E) - conditional;
    }
}
