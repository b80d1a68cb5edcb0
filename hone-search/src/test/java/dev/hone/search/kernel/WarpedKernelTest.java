package dev.hone.search.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class WarpedKernelTest {

    private static final double[] X = {.21, .63, .4};
    private static final double[] Y = {.35, .48, .9};

    /** Coordinates 0 and 2 are bent. */
    private static WarpedKernel warped() {
        Kernel kernel = StationaryKernel.ard(Smoothness.RBF, .4, .6, .5).scaled(1.3);
        return new WarpedKernel(kernel, new int[] {0, 2}, new double[] {1.7, .6}, new double[] {.8, 2.1});
    }

    @Test
    void pointsAreBentByTheKumaraswamyDistribution() {
        double[] bent = warped().bend(1, .4);
        double u = 1e-4 + (1 - 2e-4) * .4;
        assertThat(bent[0]).isCloseTo(1 - Math.pow(1 - Math.pow(u, .6), 2.1), within(1e-15));
        Kernel kernel = warped().kernel();
        double[] x = {warped().bend(0, X[0])[0], X[1], warped().bend(1, X[2])[0]};
        double[] y = {warped().bend(0, Y[0])[0], Y[1], warped().bend(1, Y[2])[0]};
        assertThat(warped().eval(X, Y)).isCloseTo(kernel.eval(x, y), within(1e-15));
    }

    @Test
    void withoutABendItIsNearlyTheKernel() {
        Kernel kernel = warped().kernel();
        assertThat(WarpedKernel.of(kernel, 0, 1, 2).eval(X, Y)).isCloseTo(kernel.eval(X, Y), within(2e-4));
    }

    @Test
    void derivativesByPointsAreDifferences() {
        WarpedKernel k = warped();
        for (int[] byX : new int[][] {{}, {0}, {1}, {2}, {0, 2}, {0, 0}, {2, 1}}) {
            for (int[] byY : new int[][] {{}, {0}, {2}, {1, 0}, {2, 2}}) {
                for (int c = 0; c < 3; c++) {
                    if (byX.length + byY.length > 3) {
                        continue;
                    }
                    int[] more = Arrays.copyOf(byX, byX.length + 1);
                    more[byX.length] = c;
                    double slope = (k.derivative(moved(X, c, 1e-5), byX, Y, byY)
                                    - k.derivative(moved(X, c, -1e-5), byX, Y, byY))
                            / 2e-5;
                    assertThat(k.derivative(X, more, Y, byY))
                            .as(Arrays.toString(more) + Arrays.toString(byY))
                            .isCloseTo(slope, within(1e-6 * Math.max(1, Math.abs(slope))));
                }
            }
        }
        double[] gradient = new double[3];
        k.gradX(X, Y, gradient);
        for (int c = 0; c < 3; c++) {
            assertThat(gradient[c]).isCloseTo(k.derivative(X, new int[] {c}, Y, Kernel.NONE), within(1e-14));
        }
    }

    private static double[] moved(double[] x, int c, double by) {
        double[] moved = x.clone();
        moved[c] += by;
        return moved;
    }

    @Test
    void derivativesByThetaAreDifferences() {
        WarpedKernel k = warped();
        double[] theta = k.theta();
        assertThat(k.hyperparameters()).hasSize(theta.length);
        for (int[] byX : new int[][] {{}, {0}, {1}, {2}, {0, 0}, {0, 2}}) {
            for (int[] byY : new int[][] {{}, {0}, {2}}) {
                double[] out = new double[theta.length + 1];
                k.thetaDerivative(X, byX, Y, byY, out, 1);
                for (int i = 0; i < theta.length; i++) {
                    double up = k.with(moved(theta, i, 1e-5)).derivative(X, byX, Y, byY);
                    double down = k.with(moved(theta, i, -1e-5)).derivative(X, byX, Y, byY);
                    double slope = (up - down) / 2e-5;
                    assertThat(out[i + 1])
                            .as(k.hyperparameters().get(i).name() + Arrays.toString(byX) + Arrays.toString(byY))
                            .isCloseTo(slope, within(1e-6 * Math.max(1, Math.abs(slope))));
                }
            }
        }
    }

    @Test
    void featuresHaveTheCovarianceAndTheirSlopes() {
        WarpedKernel k = warped();
        RandomGenerator random = Seeds.stream(2);
        int draws = 40_000;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < draws; i++) {
            RandomFeature feature = k.feature(random);
            double product = feature.value(X, null) * feature.value(Y, null);
            sum += product;
            squares += product * product;
        }
        double mean = sum / draws;
        double error = Math.sqrt((squares / draws - mean * mean) / draws);
        assertThat(mean).isCloseTo(k.eval(X, Y), within(4 * error));
        RandomFeature feature = k.feature(random);
        double[] gradient = new double[3];
        feature.value(X, gradient);
        for (int c : List.of(0, 1, 2)) {
            double slope = (feature.value(moved(X, c, 1e-6), null) - feature.value(moved(X, c, -1e-6), null)) / 2e-6;
            assertThat(gradient[c]).isCloseTo(slope, within(1e-6));
        }
    }

    @Test
    void slopesAtTheEndsAreFinite() {
        double[] gradient = new double[3];
        warped().gradX(new double[] {0, 0, 0}, new double[] {1, 1, 1}, gradient);
        assertThat(gradient).doesNotContain(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
        double[] out = new double[8];
        warped().thetaDerivative(new double[] {0, 0, 0}, new int[] {0}, new double[] {1, 1, 1}, new int[] {2}, out, 0);
        for (double v : out) {
            assertThat(v).isFinite();
        }
    }
}
