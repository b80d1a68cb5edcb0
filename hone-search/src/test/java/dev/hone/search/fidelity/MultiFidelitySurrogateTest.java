package dev.hone.search.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.InvalidFieldException;
import dev.hone.search.kernel.GraphKernel;
import dev.hone.search.kernel.Kernel;
import dev.hone.search.kernel.Smoothness;
import dev.hone.search.kernel.StationaryKernel;
import dev.hone.search.surrogate.GaussianModel;
import dev.hone.search.surrogate.Joint;
import dev.hone.search.surrogate.PolynomialMean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class MultiFidelitySurrogateTest {

    private static final Offset<Double> PRINTED = within(2e-8);
    private static final double[] LOW = {0, 0.25, 0.5, 0.75, 1};
    private static final double[] EXACT = {0, 0.5, 1};

    private static double exact(double x) {
        return (6 * x - 2) * (6 * x - 2) * Math.sin(12 * x - 4);
    }

    private static double low(double x) {
        return 0.5 * exact(x) + 10 * (x - 0.5) - 5;
    }

    private static List<LevelObservation> forrester() {
        List<LevelObservation> data = new ArrayList<>();
        for (double x : LOW) {
            data.add(new LevelObservation(new double[] {x}, 0, low(x)));
        }
        for (double x : EXACT) {
            data.add(new LevelObservation(new double[] {x}, 1, exact(x)));
        }
        return data;
    }

    private static Kernel own(Smoothness smoothness, double variance, double lengthscale) {
        return StationaryKernel.ard(smoothness, lengthscale).scaled(variance);
    }

    private static AutoregressiveProcess joint(double noise, List<LevelObservation> data, double[] rho, Kernel... own) {
        double[] noises = new double[own.length];
        Arrays.fill(noises, noise);
        return AutoregressiveProcess.of(
                new GaussianModel(GraphKernel.chain(1, rho, List.of(own)), PolynomialMean.constant(0), noises), data);
    }

    private static AutoregressiveProcess published() {
        return joint(1e-4, forrester(), new double[] {2}, own(Smoothness.RBF, 30, 0.2), own(Smoothness.RBF, 10, 0.5));
    }

    @Test
    void autoregressiveProcessHasTheNumbersOfTheSpecification() {
        AutoregressiveProcess process = published();
        double[][] expected = {
            {0.3, 2.46809796, 1.86827729, -6.48809699, 0.42898477},
            {0.8, -4.11532026, 2.06837632, -3.42918744, 0.47325019}
        };
        for (double[] e : expected) {
            double[] x = {e[0]};
            assertThat(process.mean(x, 1)).isEqualTo(e[1], PRINTED);
            assertThat(process.variance(x, 1)).isEqualTo(e[2], PRINTED);
            assertThat(process.mean(x, 0)).isEqualTo(e[3], PRINTED);
            assertThat(process.variance(x, 0)).isEqualTo(e[4], PRINTED);
        }
        double[] x = {0.3};
        assertThat(process.joint(x, 1, x, 0).covariance()[0][1]).isEqualTo(0.85794316, PRINTED);
        assertThat(process.posterior().logMarginalLikelihood()).isEqualTo(-43.03702042, PRINTED);
    }

    @Test
    void aLowEvaluationMovesTheMeanOfTheTruthAsItsShiftSays() {
        AutoregressiveProcess before = published();
        double[] x = {0.35};
        double[] target = {0.3};
        double outcome = before.mean(x, 0) + 2;
        List<LevelObservation> more = new ArrayList<>(forrester());
        more.add(new LevelObservation(x, 0, outcome));
        AutoregressiveProcess after =
                AutoregressiveProcess.of(before.posterior().model(), more);
        double shift = before.shifts(before.truth(List.of(target))).at(x, 0)[0];
        double sd = Math.sqrt(before.variance(x, 0) + before.noise(0));
        assertThat(Math.abs(after.mean(target, 1) - before.mean(target, 1))).isGreaterThan(1);
        assertThat(after.mean(target, 1) - before.mean(target, 1)).isEqualTo(shift * 2 / sd, within(1e-9));
    }

    @Test
    void theTruthIsCorrelatedWithItselfByOne() {
        AutoregressiveProcess process = published();
        assertThat(process.correlation(new double[] {0.3}, 1)).isEqualTo(1, within(1e-12));
        double below = process.correlation(new double[] {0.3}, 0);
        assertThat(below).isEqualTo(0.85794316 / Math.sqrt(0.42898477 * 1.86827729), within(1e-7));
    }

    @Test
    void ownPartsAddUpToTheVarianceOfNestedData() {
        AutoregressiveProcess process = joint(
                1e-9,
                forrester(),
                new double[] {2},
                own(Smoothness.MATERN_52, 30, 0.2),
                own(Smoothness.MATERN_52, 10, 0.5));
        double[] x = {0.3};
        assertThat(process.factor(0)).isEqualTo(2);
        assertThat(process.factor(1)).isEqualTo(1);
        assertThat(4 * process.ownVariance(x, 0) + process.ownVariance(x, 1))
                .isEqualTo(process.variance(x, 1), within(1e-6));
    }

    @Test
    void recursiveEqualsJointOnNestedData() {
        List<LevelObservation> data = new ArrayList<>(forrester());
        for (double x : new double[] {0, 1}) {
            data.add(new LevelObservation(new double[] {x}, 2, exact(x) + 3 * Math.cos(x)));
        }
        double[] rho = {2, 0.7};
        Kernel[] own = {
            own(Smoothness.MATERN_52, 30, 0.3), own(Smoothness.MATERN_52, 10, 0.5), own(Smoothness.MATERN_52, 4, 0.8)
        };
        double noise = 1e-10;
        AutoregressiveProcess joint = joint(noise, data, rho, own);
        RecursiveProcess recursive = RecursiveProcess.of(
                rho,
                List.of(
                        GaussianModel.of(own[0], noise),
                        GaussianModel.of(own[1], noise),
                        GaussianModel.of(own[2], noise)),
                data);
        double[] y = {0.62};
        for (double at : new double[] {0.1, 0.3, 0.55, 0.9}) {
            double[] x = {at};
            for (int l = 0; l < 3; l++) {
                for (int m = 0; m < 3; m++) {
                    Joint a = joint.joint(x, l, y, m);
                    Joint b = recursive.joint(x, l, y, m);
                    assertThat(b.mean()).containsExactly(a.mean(), within(1e-6));
                    for (int i = 0; i < 2; i++) {
                        assertThat(b.covariance()[i]).containsExactly(a.covariance()[i], within(1e-6));
                    }
                }
                assertThat(recursive.ownVariance(x, l)).isEqualTo(joint.ownVariance(x, l), within(1e-6));
            }
        }
    }

    @Test
    void recursiveRefusesDataThatAreNotNested() {
        List<LevelObservation> data = new ArrayList<>(forrester());
        data.add(new LevelObservation(new double[] {0.6}, 1, 1));
        GaussianModel model = GaussianModel.of(own(Smoothness.RBF, 1, 0.3), 1e-6);
        assertThatThrownBy(() -> RecursiveProcess.of(new double[] {1}, List.of(model, model), data))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("level 0 at [0.6]");
    }

    /** One exact point: R = 1, so beta = y / yhat, s^2 = 0 and the mean is beta yhat(x) everywhere. */
    @Test
    void hierarchicalKrigingWithOneExactPointScalesTheTrend() {
        List<LevelObservation> data = new ArrayList<>();
        for (double x : LOW) {
            data.add(new LevelObservation(new double[] {x}, 0, low(x)));
        }
        data.add(new LevelObservation(new double[] {1}, 1, 3 * low(1)));
        HierarchicalKriging kriging = HierarchicalKriging.of(
                GaussianModel.of(own(Smoothness.RBF, 30, 0.2), 1e-8),
                List.of(StationaryKernel.ard(Smoothness.RBF, 0.5)),
                0,
                data);
        double[] x = {0.3};
        assertThat(kriging.factor(0)).isEqualTo(3, within(1e-6));
        assertThat(kriging.mean(x, 1)).isEqualTo(3 * kriging.mean(x, 0), within(1e-5));
    }

    /** The formulas written out for two exact points, with a 2 x 2 inverse. */
    @Test
    void hierarchicalKrigingFollowsItsFormulas() {
        List<LevelObservation> data = new ArrayList<>();
        for (double x : LOW) {
            data.add(new LevelObservation(new double[] {x}, 0, low(x)));
        }
        double[] at = {0.5, 1};
        double[] y = {exact(0.5), exact(1)};
        for (int i = 0; i < 2; i++) {
            data.add(new LevelObservation(new double[] {at[i]}, 1, y[i]));
        }
        HierarchicalKriging kriging = HierarchicalKriging.of(
                GaussianModel.of(own(Smoothness.RBF, 30, 0.2), 1e-8),
                List.of(StationaryKernel.ard(Smoothness.RBF, 0.5)),
                0,
                data);
        double[] x = {0.7};
        double r = Math.exp(-0.5);
        double[] f = {kriging.mean(new double[] {0.5}, 0), kriging.mean(new double[] {1}, 0)};
        double[] c = {Math.exp(-0.08), Math.exp(-0.18)};
        double information = form(f, f, r);
        double beta = form(f, y, r) / information;
        double[] residual = {y[0] - beta * f[0], y[1] - beta * f[1]};
        double variance = form(residual, residual, r) / 2;
        double below = kriging.mean(x, 0);
        double missed = below - form(c, f, r);
        assertThat(kriging.mean(x, 1)).isEqualTo(beta * below + form(c, residual, r), within(1e-9));
        assertThat(kriging.variance(x, 1))
                .isEqualTo(variance * (1 - form(c, c, r) + missed * missed / information), within(1e-9));
    }

    /** a^T R^-1 b, R = [[1, r], [r, 1]]. */
    private static double form(double[] a, double[] b, double r) {
        return (a[0] * b[0] + a[1] * b[1] - r * (a[0] * b[1] + a[1] * b[0])) / (1 - r * r);
    }

    @Test
    void theFactorBetweenLevelsIsLearnt() {
        List<LevelObservation> data = new ArrayList<>();
        for (int i = 0; i <= 10; i++) {
            double x = i / 10.0;
            data.add(new LevelObservation(new double[] {x}, 0, Math.sin(7 * x)));
            if (i % 2 == 0) {
                data.add(new LevelObservation(new double[] {x}, 1, -1.5 * Math.sin(7 * x) + 0.1 * x));
            }
        }
        LevelModel levels = new LevelModel(1, 2, Smoothness.RBF, 1e-6);
        AutoregressiveProcess joint =
                AutoregressiveProcess.fit(ProcessModel.autoregressive(levels), data, 3, new Random(1));
        RecursiveProcess recursive = RecursiveProcess.fit(levels, data, 3, new Random(1));
        HierarchicalKriging kriging = HierarchicalKriging.fit(levels, data, 3, new Random(1));
        assertThat(joint.rho()[0]).isEqualTo(-1.5, within(0.1));
        assertThat(recursive.rho()[0]).isEqualTo(-1.5, within(0.1));
        assertThat(kriging.factor(0)).isEqualTo(-1.5, within(0.1));
        for (MultiFidelitySurrogate s : List.of(joint, recursive, kriging)) {
            double[] x = {0.5};
            assertThat(s.mean(x, 1)).isEqualTo(-1.5 * Math.sin(3.5) + 0.05, within(0.03));
        }
    }
}
