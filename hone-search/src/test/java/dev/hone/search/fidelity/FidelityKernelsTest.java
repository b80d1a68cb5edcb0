package dev.hone.search.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.InvalidFieldException;
import dev.hone.search.kernel.ConvolvedKernel;
import dev.hone.search.kernel.DataSizeKernel;
import dev.hone.search.kernel.GraphKernel;
import dev.hone.search.kernel.Kernel;
import dev.hone.search.kernel.LatentSourceKernel;
import dev.hone.search.kernel.LearningCurveKernel;
import dev.hone.search.kernel.Smoothness;
import dev.hone.search.kernel.StationaryKernel;
import dev.hone.search.kernel.TruncationKernel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FidelityKernelsTest {

    private static Kernel own(double variance, double lengthscale) {
        return StationaryKernel.ard(Smoothness.RBF, lengthscale).scaled(variance);
    }

    /** sum over j from 0 to min(l, m) of (prod_{i=j}^{l-1} rho_i) (prod_{i=j}^{m-1} rho_i) k_j(x, x'), written out. */
    @Test
    void aChainIsAutoregressive() {
        List<Kernel> own = List.of(own(3, 0.2), own(2, 0.3), own(1, 0.6));
        double r = 1.7;
        double s = -0.4;
        double[][] products = {{1, 0, 0}, {r, 1, 0}, {r * s, s, 1}};
        GraphKernel chain = GraphKernel.chain(1, new double[] {r, s}, own);
        assertThat(chain.isChain()).isTrue();
        for (int l = 0; l < 3; l++) {
            for (int m = 0; m < 3; m++) {
                double[] x = {0.3, l};
                double[] y = {0.45, m};
                double sum = 0;
                for (int j = 0; j < 3; j++) {
                    sum += products[l][j] * products[m][j] * own.get(j).eval(x, y);
                }
                assertThat(chain.eval(x, y)).isEqualTo(sum, within(1e-14));
            }
        }
    }

    /** f_3 = a f_0 + b f_1 + d_3, f_1 = c f_0 + d_1, written out. */
    @Test
    void aSourceWithTwoParentsIsTheirSum() {
        double a = 0.5;
        double b = -1.2;
        double c = 2;
        List<Kernel> own = List.of(own(3, 0.2), own(2, 0.3), own(1, 0.6));
        GraphKernel graph =
                new GraphKernel(1, List.of(List.of(), List.of(0), List.of(0, 1)), new double[] {c, a, b}, own);
        assertThat(graph.isChain()).isFalse();
        double[] x = {0.3, 2};
        double[] y = {0.45, 0};
        double k0 = own.get(0).eval(x, y);
        double k1 = own.get(1).eval(x, y);
        double k2 = own.get(2).eval(x, y);
        assertThat(graph.eval(x, y)).isEqualTo((a + b * c) * k0, within(1e-14));
        assertThat(graph.eval(x, new double[] {0.45, 2}))
                .isEqualTo((a + b * c) * (a + b * c) * k0 + b * b * k1 + k2, within(1e-14));
        assertThatThrownBy(() -> new GraphKernel(1, List.of(List.of(0)), new double[] {1}, List.of(own.get(0))))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("parents of source 0");
    }

    /** The double integral of both smoothing kernels and the latent covariance, by the midpoint rule. */
    @Test
    void convolvedIsTheIntegralOfSmoothedProcesses() {
        double[] smoothing = {0.02, 0.05};
        Kernel kernel = new ConvolvedKernel(
                new double[] {1.5, -0.7}, new double[][] {{smoothing[0]}, {smoothing[1]}}, new double[] {0.1});
        double x = 0.3;
        double y = 0.6;
        double h = 0.02;
        double sum = 0;
        for (double u = -3; u < 4; u += h) {
            for (double v = -3; v < 4; v += h) {
                sum += h * h * normal(x - u, smoothing[0]) * normal(y - v, smoothing[1]) * normal(u - v, 0.1);
            }
        }
        assertThat(kernel.eval(new double[] {x, 0}, new double[] {y, 1})).isEqualTo(1.5 * -0.7 * sum, within(1e-6));
    }

    private static double normal(double x, double variance) {
        return Math.exp(-0.5 * x * x / variance) / Math.sqrt(2 * Math.PI * variance);
    }

    @Test
    void kernelsOverAContinuousFidelityHaveTheirFormulas() {
        double[] s = {0.2};
        double[] t = {0.7};
        double[] one = {1};
        // phi = (1, .64), (1, .09); S = ((1.21, -.44), (-.44, .16 + .36))
        assertThat(new DataSizeKernel(0, 1.1, -0.4, 0.6).eval(s, t))
                .isEqualTo(1.21 - 0.44 * (0.64 + 0.09) + 0.52 * 0.64 * 0.09, within(1e-12));
        assertThat(new TruncationKernel(0, 2).eval(s, t)).isEqualTo(0.8 * 0.3 * 1.14 * 1.14, within(1e-12));
        assertThat(new TruncationKernel(0, 2).eval(one, t)).isZero();
        assertThat(new LearningCurveKernel(0, 1.5, 0.5).eval(s, t)).isEqualTo(Math.pow(0.5 / 1.4, 1.5), within(1e-12));
        assertThat(new LatentSourceKernel(0, new double[][] {{0, 0}, {0.6, 0.8}}).eval(new double[1], one))
                .isEqualTo(Math.exp(-0.5), within(1e-12));
    }

    @ParameterizedTest
    @EnumSource(FidelityKernel.class)
    void aContinuousFidelityTeachesTheTruthAndIsSeenThroughLevelsToo(FidelityKernel kernel) {
        List<LevelObservation> data = new ArrayList<>();
        for (int i = 0; i <= 8; i++) {
            double x = i / 8.0;
            data.add(new LevelObservation(new double[] {x}, 0.5, Math.sin(6 * x)));
        }
        data.add(new LevelObservation(new double[] {0}, 1, 0));
        data.add(new LevelObservation(new double[] {1}, 1, Math.sin(6)));
        LevelModel levels = new LevelModel(1, 2, Smoothness.RBF, 1e-4);
        FidelityProcess process = FidelityProcess.fit(ProcessModel.continuous(levels, kernel), data, 2, new Random(1));
        double[] x = {0.3};
        assertThat(process.mean(x, 1)).isEqualTo(Math.sin(1.8), within(0.35));
        assertThat(process.correlation(x, 1)).isEqualTo(1, within(1e-9));
        FidelityProcess seen = process.at(0.5, 1);
        assertThat(seen.exact()).isEqualTo(1);
        assertThat(seen.mean(x, 0)).isEqualTo(process.mean(x, 0.5));
        assertThat(seen.joint(x, 0, x, 1).covariance()[0][1])
                .isEqualTo(process.joint(x, 0.5, x, 1).covariance()[0][1]);
        assertThatThrownBy(() -> process.at(0.5, 0.7)).hasMessageContaining("the last one the truth");
    }

    /** Every model of numbered sources learns what the truth is from a cheap source that is 0.7 times as great. */
    @Test
    void sourcesTeachTheTruth() {
        List<LevelObservation> data = new ArrayList<>();
        for (int i = 0; i <= 10; i++) {
            double x = i / 10.0;
            data.add(new LevelObservation(new double[] {x}, 0, 0.7 * Math.sin(7 * x)));
            if (i % 3 == 0) {
                data.add(new LevelObservation(new double[] {x}, 1, Math.sin(7 * x)));
            }
        }
        LevelModel levels = new LevelModel(1, 2, Smoothness.RBF, 1e-6);
        double[] x = {0.45};
        for (ProcessModel model : List.of(
                ProcessModel.coregionalised(levels, 1),
                ProcessModel.coregionalised(levels, 2),
                ProcessModel.convolved(levels),
                ProcessModel.discrepancies(levels),
                ProcessModel.latent(levels),
                ProcessModel.graph(levels, List.of()))) {
            FidelityProcess process = FidelityProcess.fit(model, data, 3, new Random(1));
            assertThat(process.mean(x, 1)).as(model.start().kernel().toString()).isEqualTo(Math.sin(3.15), within(0.1));
            double before = process.variance(x, 1);
            List<LevelObservation> more = new ArrayList<>(data);
            more.add(new LevelObservation(x, 0, 0.1));
            FidelityProcess after = FidelityProcess.of(process.posterior().model(), 1, more);
            assertThat(after.variance(x, 1)).isLessThan(before);
        }
    }
}
