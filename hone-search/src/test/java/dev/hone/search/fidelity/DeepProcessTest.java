package dev.hone.search.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hone.search.kernel.Kernel;
import dev.hone.search.kernel.Smoothness;
import dev.hone.search.kernel.StationaryKernel;
import dev.hone.search.numeric.Cholesky;
import dev.hone.search.surrogate.GaussianModel;
import dev.hone.search.surrogate.GaussianPosterior;
import dev.hone.search.surrogate.Joint;
import dev.hone.search.surrogate.LinearFunctional;
import dev.hone.search.surrogate.Observation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DeepProcessTest {

    private static final double NOISE = 0.05;

    /** One layer, all inputs inducing, the exact posterior as q: the bound is the likelihood, the prediction the process's. */
    @Test
    void theBoundOfOneLayerReachesTheLikelihood() {
        Kernel kernel = StationaryKernel.ard(Smoothness.RBF, 0.3).scaled(1.4);
        double[][] z = {{0.1}, {0.35}, {0.6}, {0.9}};
        double[] y = {0.3, -0.4, 0.8, 0.1};
        List<LevelObservation> data = new ArrayList<>();
        List<Observation> observations = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            data.add(new LevelObservation(z[i], 0, y[i]));
            observations.add(Observation.of(z[i], y[i]));
        }
        GaussianPosterior posterior = GaussianModel.of(kernel, NOISE).given(observations);
        Joint joint = posterior.joint(LinearFunctional.values(z));
        Cholesky factor = joint.factor();
        double[][] c = new double[4][4];
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j <= i; j++) {
                c[i][j] = factor.get(i, j);
            }
        }
        DeepProcess deep = new DeepProcess(List.of(VariationalLayer.of(kernel, z, joint.mean(), c, NOISE)));
        assertThat(deep.bound(data, new double[4][1][1])).isEqualTo(posterior.logMarginalLikelihood(), within(1e-4));
        double[] x = {0.5};
        assertThat(deep.mean(x, 0)).isEqualTo(posterior.mean(LinearFunctional.value(x)), within(1e-4));
        assertThat(deep.variance(x, 0)).isEqualTo(posterior.variance(LinearFunctional.value(x)), within(1e-4));
        // at its greatest value the bound has no slope by q
        double[] slope = deep.gradient(data, new double[4][1][1])[0];
        for (int i = 2; i < slope.length - 1; i++) {
            assertThat(slope[i]).isEqualTo(0, within(1e-2));
        }
    }

    @Test
    void gradientsAreFiniteDifferences() {
        Random random = new Random(3);
        List<LevelObservation> data = List.of(
                new LevelObservation(new double[] {0.2}, 0, 0.4),
                new LevelObservation(new double[] {0.7}, 0, -0.3),
                new LevelObservation(new double[] {0.4}, 1, 0.6),
                new LevelObservation(new double[] {0.9}, 2, 0.1));
        List<VariationalLayer> layers = new ArrayList<>();
        for (int l = 0; l < 3; l++) {
            int dims = l == 0 ? 1 : 2;
            double[] lengthscales = new double[dims];
            Arrays.fill(lengthscales, 0.5);
            Kernel kernel = StationaryKernel.ard(Smoothness.RBF, lengthscales).scaled(1.2);
            double[][] z = new double[3][dims];
            double[] m = new double[3];
            double[][] c = new double[3][3];
            for (int i = 0; i < 3; i++) {
                z[i][0] = 0.1 + 0.35 * i + 0.05 * l;
                if (dims == 2) {
                    z[i][1] = random.nextGaussian();
                }
                m[i] = random.nextGaussian();
                for (int j = 0; j < i; j++) {
                    c[i][j] = 0.2 * random.nextGaussian();
                }
                c[i][i] = 0.3 + 0.2 * random.nextDouble();
            }
            layers.add(VariationalLayer.of(kernel, z, m, c, 0.1 + 0.1 * l));
        }
        double[][][] normals = new double[4][3][3];
        for (double[][] a : normals) {
            for (double[] b : a) {
                Arrays.setAll(b, i -> random.nextGaussian());
            }
        }
        double[][] gradient = new DeepProcess(layers).gradient(data, normals);
        double h = 1e-5;
        for (int l = 0; l < 3; l++) {
            double[] p = layers.get(l).parameters();
            for (int i = 0; i < p.length; i++) {
                double[] ends = new double[2];
                for (int side = 0; side < 2; side++) {
                    double[] moved = p.clone();
                    moved[i] += side == 0 ? h : -h;
                    List<VariationalLayer> changed = new ArrayList<>(layers);
                    changed.set(l, layers.get(l).with(moved));
                    ends[side] = new DeepProcess(changed).bound(data, normals);
                }
                double slope = (ends[0] - ends[1]) / (2 * h);
                assertThat(gradient[l][i])
                        .as("layer %d, parameter %d", l, i)
                        .isEqualTo(slope, within(1e-4 * Math.max(1, Math.abs(slope))));
            }
        }
    }

    @Test
    void trainingRaisesTheBoundAndIsRepeatable() {
        List<LevelObservation> data = new ArrayList<>();
        for (int i = 0; i <= 10; i++) {
            double x = i / 10.0;
            data.add(new LevelObservation(new double[] {x}, 0, Math.sin(6 * x)));
            if (i % 2 == 0) {
                data.add(new LevelObservation(new double[] {x}, 1, Math.pow(Math.sin(6 * x), 2)));
            }
        }
        LevelModel levels = new LevelModel(1, 2, Smoothness.RBF, Double.NaN);
        DeepProcess.Options none = new DeepProcess.Options(25, 5, 0, 1e-2);
        DeepProcess.Options some = new DeepProcess.Options(25, 5, 150, 1e-2);
        DeepProcess before = DeepProcess.fit(levels, data, 2, none, new Random(1));
        DeepProcess after = DeepProcess.fit(levels, data, 2, some, new Random(1));
        DeepProcess again = DeepProcess.fit(levels, data, 2, some, new Random(1));
        double[][][] normals = new double[data.size()][50][2];
        Random random = new Random(2);
        for (double[][] a : normals) {
            for (double[] b : a) {
                Arrays.setAll(b, i -> random.nextGaussian());
            }
        }
        assertThat(after.bound(data, normals)).isGreaterThan(before.bound(data, normals));
        double[] x = {0.3};
        assertThat(after.mean(x, 1)).isEqualTo(again.mean(x, 1)).isEqualTo(Math.pow(Math.sin(1.8), 2), within(0.15));
        assertThat(after.correlation(x, 1)).isEqualTo(1, within(1e-9));
    }
}
