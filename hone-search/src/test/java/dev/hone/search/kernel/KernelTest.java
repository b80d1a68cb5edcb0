package dev.hone.search.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KernelTest {

    private static final double[] X = {0.2, 0.7, 1, 0.3};
    private static final double[] Y = {0.5, 0.4, 0, 0.3};
    private static final double[] Z = {0.5, 0.4, 1, 0.6};

    /** Coordinates 0 and 1 are numbers, 2 a task, level or choice, 3 a number. */
    static Stream<Kernel> smooth() {
        Kernel gaussian = StationaryKernel.ard(Smoothness.RBF, 0.3, 0.6);
        Kernel matern = new StationaryKernel(
                Smoothness.MATERN_52,
                new int[] {0, 1, 3},
                new int[] {0, 1, 0},
                new double[] {1, 1, 0.25},
                new double[] {0.4, 0.7});
        Kernel tasks =
                new CoregionalisationKernel(2, new double[][] {{0.5, 0.2}, {-0.8, 0.4}}, new double[] {0.3, 0.6});
        Kernel choice = new CategoricalKernel(new int[] {2}, new double[] {0.8});
        return Stream.of(
                gaussian,
                matern,
                gaussian.scaled(2.5),
                matern.scaled(0.7).plus(gaussian.scaled(1.3)),
                gaussian.times(matern).times(choice),
                matern.times(tasks),
                GraphKernel.chain(2, new double[] {1.7}, List.of(gaussian.scaled(2), matern.scaled(0.5))),
                gaussian.plus(new LevelKernel(2, 1).times(matern)),
                gaussian.times(new LatentSourceKernel(2, new double[][] {{0, 0}, {0.7, -0.4}})),
                new ConvolvedKernel(
                        new double[] {1.2, -0.8}, new double[][] {{0.1, 0.2}, {0.3, 0.05}}, new double[] {0.2, 0.4}),
                gaussian.times(new DataSizeKernel(1, 1.1, -0.4, 0.6)),
                gaussian.plus(new TruncationKernel(0, 3).times(matern)),
                matern.times(new LearningCurveKernel(1, 1.3, 0.7)));
    }

    @ParameterizedTest
    @MethodSource("smooth")
    void everyDerivativeIsTheSlopeOfTheOneBelow(Kernel kernel) {
        int[][] lower = {{}, {0}, {1}, {0, 1}, {0, 0}};
        for (double[] y : List.of(Y, Z)) {
            for (int[] byX : lower) {
                for (int[] byY : new int[][] {{}, {0}, {1}}) {
                    for (int c : new int[] {0, 1}) {
                        double slope = slope(X, c, x -> kernel.derivative(x, byX, y, byY));
                        int[] more = Arrays.copyOf(byX, byX.length + 1);
                        more[byX.length] = c;
                        assertThat(kernel.derivative(X, more, y, byY)).isCloseTo(slope, within(2e-5 * scale(slope)));
                        int[] moreY = Arrays.copyOf(byY, byY.length + 1);
                        moreY[byY.length] = c;
                        double slopeY = slope(y, c, v -> kernel.derivative(X, byX, v, byY));
                        assertThat(kernel.derivative(X, byX, y, moreY)).isCloseTo(slopeY, within(2e-5 * scale(slopeY)));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("smooth")
    void derivativesByHyperparametersAreSlopes(Kernel kernel) {
        double[] theta = kernel.theta();
        assertThat(kernel.parameters()).isEqualTo(theta.length);
        assertThat(kernel.hyperparameters()).hasSize(theta.length);
        assertThat(kernel.with(theta).theta()).containsExactly(theta, within(1e-12));
        for (double[] y : List.of(X, Y, Z)) {
            for (int[] byX : new int[][] {{}, {0}, {1}}) {
                for (int[] byY : new int[][] {{}, {0}, {1}}) {
                    double[] out = new double[theta.length];
                    kernel.thetaDerivative(X, byX, y, byY, out, 0);
                    for (int t = 0; t < theta.length; t++) {
                        double slope = slope(theta, t, v -> kernel.with(v).derivative(X, byX, y, byY));
                        assertThat(out[t]).as("theta %d", t).isCloseTo(slope, within(2e-5 * scale(slope)));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("smooth")
    void gradientsInOneGoAreTheSingleDerivatives(Kernel kernel) {
        double[] gradient = new double[4];
        double[][] cross = new double[4][4];
        kernel.gradX(X, Y, gradient);
        kernel.gradXX(X, Y, cross);
        for (int i = 0; i < 4; i++) {
            assertThat(gradient[i]).isCloseTo(kernel.derivative(X, new int[] {i}, Y, Kernel.NONE), within(1e-12));
            for (int j = 0; j < 4; j++) {
                assertThat(cross[i][j]).isEqualTo(kernel.derivative(X, new int[] {i}, Y, new int[] {j}));
            }
        }
        assertThat(kernel.eval(X, Y)).isCloseTo(kernel.derivative(X, Kernel.NONE, Y, Kernel.NONE), within(1e-14));
    }

    @ParameterizedTest
    @MethodSource("smooth")
    void featuresHaveTheCovarianceOfTheKernel(Kernel kernel) {
        RandomGenerator random = Seeds.stream(5);
        int count = 40_000;
        double atXy = 0;
        double atYz = 0;
        double[] gradient = new double[4];
        for (int i = 0; i < count; i++) {
            RandomFeature feature = kernel.feature(random);
            double y = feature.value(Y, gradient);
            atXy += feature.value(X, null) * y / count;
            atYz += feature.value(Z, null) * y / count;
            if (i == 0) {
                for (int c = 0; c < 4; c++) {
                    double slope = c == 2 || gradient[c] == 0 ? 0 : slope(Y, c, v -> feature.value(v, null));
                    assertThat(gradient[c]).isCloseTo(slope, within(1e-5 * scale(slope)));
                }
            }
        }
        double sd = Math.sqrt(kernel.eval(X, X) * kernel.eval(Y, Y) / count);
        assertThat(atXy).isCloseTo(kernel.eval(X, Y), within(8 * sd));
        assertThat(atYz).isCloseTo(kernel.eval(Y, Z), within(8 * sd));
    }

    @Test
    void matern52MatchesTheFormulasOfThePaper() {
        Kernel kernel = StationaryKernel.ard(Smoothness.MATERN_52, 0.4, 0.7).scaled(2);
        double[] x = {0.1, 0.9};
        double[] y = {0.6, 0.5};
        double[] d = {-0.5, 0.4};
        double[] l = {0.4, 0.7};
        double s = Math.sqrt(5 * (d[0] * d[0] / (l[0] * l[0]) + d[1] * d[1] / (l[1] * l[1])));
        double e = 5.0 / 3 * 2 * Math.exp(-s);
        for (int i = 0; i < 2; i++) {
            assertThat(kernel.derivative(x, new int[] {i}, y, Kernel.NONE))
                    .isCloseTo(-e * (1 + s) * d[i] / (l[i] * l[i]), within(1e-12));
            for (int j = 0; j < 2; j++) {
                double expected =
                        e * ((i == j ? 1 + s : 0) / (l[i] * l[i]) - 5 * d[i] * d[j] / (l[i] * l[i] * l[j] * l[j]));
                assertThat(kernel.derivative(x, new int[] {i}, y, new int[] {j}))
                        .isCloseTo(expected, within(1e-12));
            }
        }
    }

    @Test
    void curvaturesAtOnePointAreFinite() {
        Kernel kernel = StationaryKernel.ard(Smoothness.MATERN_52, 0.5);
        double[] x = {0.3};
        // phi = 1 - 5/6 q + 25/24 q^2 ..., so the fourth derivative by D is 25 / l^4
        assertThat(kernel.derivative(x, new int[] {0, 0}, x, new int[] {0, 0})).isCloseTo(25 / 0.0625, within(1e-9));
        assertThat(kernel.derivative(x, new int[] {0}, x, new int[] {0})).isCloseTo(5.0 / 3 / 0.25, within(1e-12));
    }

    @Test
    void roughKernelsSayThatTheyHaveNoSuchDerivative() {
        Kernel kernel = StationaryKernel.ard(Smoothness.MATERN_12, 0.5);
        assertThatThrownBy(() -> kernel.derivative(X, new int[] {0}, Y, new int[] {0}))
                .isInstanceOf(HoneException.class)
                .hasMessageContaining("matern_12")
                .hasMessageContaining("order 2");
    }

    @Test
    void anUnknownTaskIsRefused() {
        Kernel tasks = new CoregionalisationKernel(0, new double[][] {{1}, {1}}, new double[] {1, 1});
        assertThatThrownBy(() -> tasks.eval(new double[] {2}, new double[] {0}))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("task");
    }

    interface Scalar {
        double at(double[] x);
    }

    private static double slope(double[] at, int c, Scalar f) {
        double h = 1e-5;
        double[] up = at.clone();
        double[] down = at.clone();
        up[c] += h;
        down[c] -= h;
        return (f.at(up) - f.at(down)) / (2 * h);
    }

    private static double scale(double slope) {
        return Math.max(1, Math.abs(slope));
    }
}
