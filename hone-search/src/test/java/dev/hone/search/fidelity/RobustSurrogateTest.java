package dev.hone.search.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.space.FloatParameter;
import dev.hone.search.bayes.EnvironmentNodes;
import dev.hone.search.kernel.GraphKernel;
import dev.hone.search.kernel.Smoothness;
import dev.hone.search.kernel.StationaryKernel;
import dev.hone.search.numeric.GaussQuadrature;
import dev.hone.search.numeric.Normal;
import dev.hone.search.surrogate.GaussianModel;
import dev.hone.search.surrogate.Joint;
import dev.hone.search.surrogate.LinearFunctional;
import dev.hone.search.surrogate.PolynomialMean;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The truth under an environment, against what its formulas stand for. Points are (x, w). */
class RobustSurrogateTest {

    private static final double[] NODES = {0.1, 0.45, 0.9};
    private static final double[] WEIGHTS = {0.2, 0.5, 0.3};
    private static final double[] X = {0.35, 0.6};
    private static final double ROBUST = 2;

    private static List<LevelObservation> data() {
        return List.of(
                new LevelObservation(new double[] {0, 0.2}, 0, 0.2),
                new LevelObservation(new double[] {0.4, 0.5}, 0, 0.9),
                new LevelObservation(new double[] {0.8, 0.9}, 0, -0.5),
                new LevelObservation(new double[] {0.3, 0.1}, 1, -0.4),
                new LevelObservation(new double[] {0.4, 0.8}, 1, 0.7));
    }

    private static FidelityProcess process(List<LevelObservation> data) {
        GaussianModel model = new GaussianModel(
                GraphKernel.chain(
                        2,
                        new double[] {1.3},
                        List.of(
                                StationaryKernel.ard(Smoothness.RBF, 0.3, 0.5).scaled(1),
                                StationaryKernel.ard(Smoothness.RBF, 0.5, 0.7).scaled(0.4))),
                PolynomialMean.constant(0),
                new double[] {1e-2, 1e-4});
        return FidelityProcess.of(model, 1, data);
    }

    private static RobustSurrogate robust(FidelityProcess process, double aversion) {
        return new RobustSurrogate(process, new RobustValue("gust", 1, NODES, WEIGHTS, aversion));
    }

    private static double[] at(double w) {
        return new double[] {X[0], w};
    }

    @Test
    void theMeanIsTheWeightedSumWithItsVarianceAndCovariances() {
        FidelityProcess p = process(data());
        double mean = 0;
        double variance = 0;
        double covariance = 0;
        for (int k = 0; k < NODES.length; k++) {
            mean += WEIGHTS[k] * p.mean(at(NODES[k]), 1);
            covariance += WEIGHTS[k] * p.joint(X, 0, at(NODES[k]), 1).covariance()[0][1];
            for (int j = 0; j < NODES.length; j++) {
                variance += WEIGHTS[k]
                        * WEIGHTS[j]
                        * p.joint(at(NODES[k]), 1, at(NODES[j]), 1).covariance()[0][1];
            }
        }
        Joint pair = robust(p, 0).joint(X, 0, X, ROBUST);
        assertThat(pair.mean()).containsExactly(new double[] {p.mean(X, 0), mean}, within(1e-12));
        assertThat(pair.covariance()[0][0]).isEqualTo(p.variance(X, 0), within(1e-12));
        assertThat(pair.covariance()[0][1]).isEqualTo(covariance, within(1e-12));
        assertThat(pair.covariance()[1][1]).isEqualTo(variance, within(1e-12));
    }

    /** Nodes of a uniform distribution against a trapezoidal rule. */
    @Test
    void theMeanOverARangeIsTheIntegral() {
        FidelityProcess p = process(data());
        EnvironmentNodes uniform = EnvironmentNodes.uniform(FloatParameter.linear("w", -1, 3), 8);
        RobustSurrogate robust = new RobustSurrogate(
                p,
                new RobustValue(
                        "gust",
                        1,
                        uniform.cube().stream().mapToDouble(w -> w).toArray(),
                        uniform.weights().stream().mapToDouble(w -> w).toArray(),
                        0));
        int steps = 2000;
        double mean = 0;
        double covariance = 0;
        for (int i = 0; i <= steps; i++) {
            double weight = (i == 0 || i == steps ? 0.5 : 1) / steps;
            Joint pair = p.joint(X, 0, at(i / (double) steps), 1);
            mean += weight * pair.mean()[1];
            covariance += weight * pair.covariance()[0][1];
        }
        Joint pair = robust.joint(X, 0, X, ROBUST);
        assertThat(pair.mean()[1]).isEqualTo(mean, within(1e-6));
        assertThat(pair.covariance()[0][1]).isEqualTo(covariance, within(1e-6));
    }

    /** E sum_k p_k (f_k - T)^2 over the joint normal (f_1, f_2, f_3), of which Gauss-Hermite nodes are exact. */
    @Test
    void theExpectedVarianceOverTheEnvironmentIsThatOfJointNormals() {
        FidelityProcess p = process(data());
        List<LinearFunctional> values = new ArrayList<>();
        for (double w : NODES) {
            values.add(LinearFunctional.value(p.coordinates(at(w), 1)));
        }
        Joint joint = p.posterior().joint(values);
        var factor = joint.factor();
        GaussQuadrature rule = GaussQuadrature.hermite(3);
        double expected = 0;
        for (int a = 0; a < 3; a++) {
            for (int b = 0; b < 3; b++) {
                for (int c = 0; c < 3; c++) {
                    double[] f = joint.draw(factor, new double[] {rule.nodes()[a], rule.nodes()[b], rule.nodes()[c]});
                    double total = WEIGHTS[0] * f[0] + WEIGHTS[1] * f[1] + WEIGHTS[2] * f[2];
                    for (int k = 0; k < 3; k++) {
                        expected += rule.weights()[a]
                                * rule.weights()[b]
                                * rule.weights()[c]
                                * WEIGHTS[k]
                                * (f[k] - total)
                                * (f[k] - total);
                    }
                }
            }
        }
        double sd = (robust(p, 0).mean(X, ROBUST) - robust(p, 1.5).mean(X, ROBUST)) / 1.5;
        assertThat(sd * sd).isEqualTo(expected, within(1e-7));
        assertThat(robust(p, -1.5).mean(X, ROBUST)).isEqualTo(robust(p, 0).mean(X, ROBUST) + 1.5 * sd, within(1e-12));
    }

    /** T - 2 sqrt(sd^2 + c) of moved means, c what the covariances add, by central differences. */
    @Test
    void theWeightsAreTheSlopesOfTheRobustValue() {
        FidelityProcess p = process(data());
        double[] mu = new double[3];
        for (int k = 0; k < 3; k++) {
            mu[k] = p.mean(at(NODES[k]), 1);
        }
        double sd = (robust(p, 0).mean(X, ROBUST) - robust(p, 2).mean(X, ROBUST)) / 2;
        double c = sd * sd - squares(mu);
        double[] slopes = robust(p, 2).slopes(X).weights();
        for (int k = 0; k < 3; k++) {
            double h = 1e-5;
            double[] up = mu.clone();
            double[] down = mu.clone();
            up[k] += h;
            down[k] -= h;
            double difference =
                    (total(up) - 2 * Math.sqrt(squares(up) + c) - total(down) + 2 * Math.sqrt(squares(down) + c))
                            / (2 * h);
            assertThat(slopes[k]).isEqualTo(difference, within(1e-8));
        }
    }

    private static double total(double[] f) {
        return WEIGHTS[0] * f[0] + WEIGHTS[1] * f[1] + WEIGHTS[2] * f[2];
    }

    private static double squares(double[] f) {
        double sum = 0;
        for (int k = 0; k < 3; k++) {
            sum += WEIGHTS[k] * (f[k] - total(f)) * (f[k] - total(f));
        }
        return sum;
    }

    /** Where the outcome is one and a half deviations above its mean, at either level. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void anObservationMovesTheMeanAsItsShiftSays(int level) {
        double[] next = {0.5, 0.3};
        FidelityProcess p = process(data());
        RobustSurrogate before = robust(p, 0);
        double deviation = Math.sqrt(p.variance(next, level) + p.noise(level));
        List<LevelObservation> more = new ArrayList<>(data());
        more.add(new LevelObservation(next, level, p.mean(next, level) + 1.5 * deviation));
        double shift = before.shifts(before.truth(List.of(X))).at(next, level)[0];
        assertThat(robust(process(more), 0).mean(X, ROBUST))
                .isEqualTo(before.mean(X, ROBUST) + 1.5 * shift, within(1e-10));
        assertThat(Math.abs(shift)).isGreaterThan(1e-3);
    }

    /** The improvement by a trapezoidal rule over the normal value, the correlation with what is evaluated, c_L / c_l. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 1})
    void augmentedImprovementIsThatOfTheRobustValue(double aversion) {
        RobustSurrogate robust = robust(process(data()), aversion);
        double mean = robust.mean(X, ROBUST);
        double sd = Math.sqrt(robust.variance(X, ROBUST));
        double best = mean + 0.3 * sd;
        double improvement = 0;
        int steps = 40_000;
        for (int i = 0; i <= steps; i++) {
            double z = 0.3 + 8.0 * i / steps;
            improvement += (i == 0 || i == steps ? 0.5 : 1) * (mean + z * sd - best) * Normal.pdf(z) * 8 / steps;
        }
        double correlation = MultiFidelitySurrogate.correlation(robust.joint(X, 0, X, ROBUST));
        EvaluationCost costs = (x, level) -> level == 0 ? 0.1 : 1;
        double expected =
                improvement * Math.abs(correlation) * 10 * (1 - 0.1 / Math.sqrt(robust.variance(X, 0) + 1e-2));
        assertThat(Math.exp(LevelAcquisitions.augmentedExpectedImprovement(robust, best, costs)
                        .value(X, 0)))
                .isEqualTo(expected, within(1e-7));
        assertThat(Math.abs(correlation)).isBetween(0.01, 0.999);
    }

    @Test
    void allPointsOfADesignHaveTheSameValueAndLevelsAreTheProcess() {
        FidelityProcess p = process(data());
        RobustSurrogate robust = robust(p, 1);
        assertThat(robust.exact()).isEqualTo(ROBUST);
        assertThat(robust.mean(at(0), ROBUST)).isEqualTo(robust.mean(at(1), ROBUST));
        assertThat(robust.correlation(X, 1)).isLessThan(0.999);
        assertThat(robust.mean(X, 1)).isEqualTo(p.mean(X, 1));
        assertThat(robust.variance(X, 1)).isEqualTo(p.variance(X, 1), within(1e-15));
    }
}
