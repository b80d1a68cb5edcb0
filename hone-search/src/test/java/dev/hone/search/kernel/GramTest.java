package dev.hone.search.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Many pairs at once are what they are pair by pair. Points: two numbers, two choices, a task or level of three. */
class GramTest {

    private static final int N = 13;

    static Stream<Kernel> kernels() {
        CategoricalKernel choices = new CategoricalKernel(new int[] {2, 3}, new double[] {0.8, 1.7});
        CoregionalisationKernel tasks = new CoregionalisationKernel(
                4, new double[][] {{1, 0.2}, {0.7, -0.4}, {-0.3, 0.5}}, new double[] {0.1, 0.2, 0.3});
        List<Kernel> all = new ArrayList<>();
        for (Smoothness smoothness : Smoothness.values()) {
            all.add(stationary(smoothness));
        }
        Kernel product = stationary(Smoothness.MATERN_52).scaled(1.4).times(choices);
        Kernel level = StationaryKernel.ard(Smoothness.RBF, 0.5, 0.8).scaled(0.6);
        all.addAll(List.of(
                new ConstantKernel(0.7),
                choices,
                tasks,
                product,
                product.plus(stationary(Smoothness.RBF).times(tasks)).plus(new ConstantKernel(0.2)),
                GraphKernel.chain(
                        4, new double[] {1.5, -0.6}, List.of(stationary(Smoothness.MATERN_32), level, product)),
                new GraphKernel(
                        4,
                        List.of(List.of(), List.of(0), List.of(0, 1)),
                        new double[] {1.5, 0.3, -0.6},
                        List.of(stationary(Smoothness.MATERN_32), level, product)),
                new GraphKernel(
                        4,
                        List.of(List.of(), List.of(), List.of(1, 0)),
                        new double[] {0, -0.6},
                        List.of(level, product, stationary(Smoothness.RBF)))));
        return all.stream();
    }

    /** Both numbers and, with another weight, the first choice, which shares the second number's lengthscale. */
    private static StationaryKernel stationary(Smoothness smoothness) {
        return new StationaryKernel(
                smoothness, new int[] {0, 1, 2}, new int[] {0, 1, 1}, new double[] {1, 0.5, 0.25}, new double[] {
                    0.4, 0.9
                });
    }

    private static double[] point(RandomGenerator random) {
        return new double[] {
            random.nextDouble(), random.nextDouble(), random.nextInt(3), random.nextInt(2), random.nextInt(3)
        };
    }

    private static Points points() {
        RandomGenerator random = Seeds.stream(11);
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < N - 1; i++) {
            points.add(point(random));
        }
        points.add(points.get(3).clone());
        return Points.of(points.subList(0, 5)).with(points.subList(5, N));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void aRowIsTheCovariancesOfItsPairs(Kernel kernel) {
        Points points = points();
        double[] x = point(Seeds.stream(12));
        double[] row = new double[N];
        kernel.row(x, points, 9, row);
        for (int i = 0; i < N; i++) {
            double expected = i < 9 ? kernel.eval(x, points.row(i)) : 0;
            assertThat(row[i]).as("point %d", i).isCloseTo(expected, within(1e-14));
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void slopesAddUpTheGradientsOfItsPairs(Kernel kernel) {
        Points points = points();
        RandomGenerator random = Seeds.stream(13);
        double[] x = point(random);
        double[][] weights = new double[2][];
        double[][] out = {{1, 2, 3, 4, 5}, {0, 0, 0, 0, 0}};
        double[][] expected = {out[0].clone(), out[1].clone()};
        double[] part = new double[x.length];
        for (int s = 0; s < 2; s++) {
            weights[s] = random.doubles(N, -1, 1).toArray();
            for (int i = 0; i < 9; i++) {
                kernel.gradX(x, points.row(i), part);
                for (int c = 0; c < part.length; c++) {
                    expected[s][c] += weights[s][i] * part[c];
                }
            }
        }
        kernel.addSlopes(x, points, 9, weights, out);
        assertThat(out[0]).containsExactly(expected[0], within(1e-13));
        assertThat(out[1]).containsExactly(expected[1], within(1e-13));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void aMatrixAndItsGradientAreThoseOfItsPairsForEveryTheta(Kernel kernel) {
        Points points = points();
        Gram fast = kernel.gram(points);
        Gram slow = new PointwiseGram(kernel, points);
        RandomGenerator random = Seeds.stream(14);
        int k = kernel.parameters();
        for (int round = 0; round < 2; round++) {
            double[] theta = new double[k + 2];
            System.arraycopy(kernel.theta(), 0, theta, 2, k);
            for (int t = 2; t < theta.length; t++) {
                theta[t] += 0.3 * random.nextGaussian();
            }
            double[] expected = new double[N * (N + 1) / 2];
            double[] actual = new double[expected.length];
            slow.fill(theta, 2, expected);
            fast.fill(theta, 2, actual);
            assertThat(actual).containsExactly(expected, within(1e-13));
            double[] weights = random.doubles(expected.length, -1, 1).toArray();
            double[] expectedGradient = new double[k + 1];
            double[] gradient = new double[k + 1];
            slow.addGradient(weights, expectedGradient, 1);
            fast.addGradient(weights, gradient, 1);
            assertThat(gradient).containsExactly(expectedGradient, within(1e-12));
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void aFlatKernelHasNoSlopes(Kernel kernel) {
        Points points = points();
        double[] part = new double[5];
        double greatest = 0;
        for (int i = 0; i < N; i++) {
            kernel.gradX(point(Seeds.stream(15)), points.row(i), part);
            for (double slope : part) {
                greatest = Math.max(greatest, Math.abs(slope));
            }
        }
        assertThat(kernel.isFlat()).isEqualTo(greatest == 0);
    }
}
