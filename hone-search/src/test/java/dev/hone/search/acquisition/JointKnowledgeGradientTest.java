package dev.hone.search.acquisition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.Seeds;
import dev.hone.search.acquisition.JointKnowledgeGradient.Measurement;
import dev.hone.search.kernel.Smoothness;
import dev.hone.search.kernel.StationaryKernel;
import dev.hone.search.numeric.Normal;
import dev.hone.search.qmc.QuasiNormal;
import dev.hone.search.qmc.Sobol;
import dev.hone.search.surrogate.GaussianModel;
import dev.hone.search.surrogate.GaussianPosterior;
import dev.hone.search.surrogate.LinearFunctional;
import dev.hone.search.surrogate.Observation;
import dev.hone.search.surrogate.PolynomialMean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class JointKnowledgeGradientTest {

    private static final int[] NONE = {};
    private static final int[] BOTH = {0, 1};
    private static final double FLOOR = -2;

    private static GaussianPosterior plane(long seed, double noise) {
        return plane(seed, noise, .3);
    }

    /** @param noise of values, and of derivatives */
    private static GaussianPosterior plane(long seed, double... noise) {
        RandomGenerator random = Seeds.stream(seed);
        List<Observation> data = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            data.add(Observation.of(new double[] {random.nextDouble(), random.nextDouble()}, random.nextGaussian()));
        }
        return new GaussianModel(
                        StationaryKernel.ard(Smoothness.MATERN_52, .3, .5).scaled(1.4),
                        PolynomialMean.constant(0),
                        noise)
                .given(data);
    }

    private static List<double[]> grid() {
        List<double[]> grid = new ArrayList<>();
        for (int i = 0; i < 36; i++) {
            grid.add(new double[] {(i % 6) / 5.0, (i / 6) / 5.0});
        }
        return grid;
    }

    private static double[][] normals(int draws, int dimensions) {
        double[][] normals = new double[draws][];
        Sobol sobol = new Sobol(dimensions, 3);
        Arrays.setAll(normals, i -> QuasiNormal.point(sobol, i));
        return normals;
    }

    private static JointKnowledgeGradient kg(
            GaussianPosterior outcome,
            List<GaussianPosterior> constraints,
            int points,
            int[] slopes,
            boolean climbs,
            int draws) {
        Measurement measurement = Measurement.of(points, slopes);
        return new JointKnowledgeGradient(
                outcome,
                constraints,
                LinearFunctional::value,
                FLOOR,
                new Peaks(grid(), climbs ? BOTH : NONE),
                measurement,
                normals(draws, measurement.normals(constraints.size())));
    }

    private static double exact(GaussianPosterior posterior, double noise, double... x) {
        List<LinearFunctional> targets =
                grid().stream().map(LinearFunctional::value).toList();
        return Math.exp(new KnowledgeGradient(posterior, targets, noise).value(x, null));
    }

    @Test
    void oneValueIsTheExactKnowledgeGradient() {
        GaussianPosterior posterior = plane(4, .2);
        double[] x = {.31, .62};
        double simulated =
                Math.exp(kg(posterior, List.of(), 1, NONE, false, 1 << 14).value(x, null));
        assertThat(simulated).isCloseTo(exact(posterior, .2, x), within(1e-3 * simulated));
    }

    @Test
    void twoValuesAtOnePointAreOneOfHalfTheNoise() {
        GaussianPosterior posterior = plane(4, .2);
        double[] twice = {.31, .62, .31, .62};
        double simulated =
                Math.exp(kg(posterior, List.of(), 2, NONE, false, 1 << 14).value(twice, null));
        double once = exact(posterior, .1, .31, .62);
        assertThat(simulated).isCloseTo(once, within(2e-3 * once));
    }

    @Test
    void moreObservationsAreWorthMore() {
        GaussianPosterior posterior = plane(4, .2);
        double one = kg(posterior, List.of(), 1, NONE, true, 2048).value(new double[] {.31, .62}, null);
        double slopes = kg(posterior, List.of(), 1, BOTH, true, 2048).value(new double[] {.31, .62}, null);
        double two = kg(posterior, List.of(), 2, NONE, true, 2048).value(new double[] {.31, .62, .8, .1}, null);
        assertThat(slopes).isGreaterThan(one + .05);
        assertThat(two).isGreaterThan(one + .05);
    }

    @Test
    void eachDerivativeHasTheNoiseOfItsGroup() {
        double[] x = {.31, .62};
        double quietFirst = of(plane(4, .2, .1, 50), 1, 2).value(x, null);
        double loudFirst = of(plane(4, .2, 50, .1), 1, 2).value(x, null);
        assertThat(of(plane(4, .2, 50, .1), 2, 1).value(x, null)).isEqualTo(quietFirst);
        assertThat(of(plane(4, .2, 50, .1), 1, 1).value(x, null)).isLessThan(Math.min(quietFirst, loudFirst));
        assertThat(Math.abs(quietFirst - loudFirst)).isGreaterThan(.01);
    }

    /** A value and both derivatives, of these groups of noise. */
    private static JointKnowledgeGradient of(GaussianPosterior posterior, int... groups) {
        Measurement measurement = new Measurement(1, BOTH, groups);
        return new JointKnowledgeGradient(
                posterior,
                List.of(),
                LinearFunctional::value,
                FLOOR,
                new Peaks(grid(), NONE),
                measurement,
                normals(4096, measurement.normals(0)));
    }

    /** The same number by conditioning on drawn values and derivatives, the maximum over the grid. */
    @Test
    void aValueWithItsGradientAgreesWithConditioningOnDraws() {
        GaussianPosterior posterior = plane(4, .2);
        double[] x = {.31, .62};
        List<Observation> pending = List.of(
                Observation.of(x, 0),
                new Observation(LinearFunctional.derivative(x, 0), 0, Double.NaN, 1),
                new Observation(LinearFunctional.derivative(x, 1), 0, Double.NaN, 1));
        double[] now = grid().stream()
                .max(Comparator.comparingDouble(g -> posterior.mean(g, null)))
                .orElseThrow();
        double sum = 0;
        double squares = 0;
        int draws = 40_000;
        for (GaussianPosterior after : posterior.fantasies(pending, draws, Seeds.stream(9))) {
            // the mean at one point is expected to stay: less variance than its present number
            double gain =
                    grid().stream().mapToDouble(g -> after.mean(g, null)).max().orElseThrow() - after.mean(now, null);
            sum += gain;
            squares += gain * gain;
        }
        double mean = sum / draws;
        double error = Math.sqrt((squares / draws - mean * mean) / draws);
        double value =
                Math.exp(kg(posterior, List.of(), 1, BOTH, false, 1 << 13).value(x, null));
        assertThat(value).isCloseTo(mean, within(4 * error));
        assertThat(error).isLessThan(.02 * mean);
    }

    /** Outcome and constraint drawn, both processes conditioned, the best worth over the grid taken. */
    @Test
    void aConstrainedOneAgreesWithConditioningOnDraws() {
        GaussianPosterior outcome = plane(4, .2);
        GaussianPosterior constraint = plane(5, .1);
        double[] x = {.31, .62};
        double[] now = grid().stream()
                .max(Comparator.comparingDouble(g -> worth(g, outcome, constraint)))
                .orElseThrow();
        RandomGenerator random = Seeds.stream(9);
        int draws = 24_000;
        List<GaussianPosterior> outcomes = outcome.fantasies(List.of(Observation.of(x, 0)), draws, random);
        List<GaussianPosterior> constraints = constraint.fantasies(List.of(Observation.of(x, 0)), 2 * draws, random);
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < draws; i++) {
            // not the antithetic partner of the same pair
            GaussianPosterior other = constraints.get(i % 2 == 0 ? i : draws + i - 1);
            double gain = best(outcomes.get(i), other) - worth(now, outcomes.get(i), other);
            sum += gain;
            squares += gain * gain;
        }
        double mean = sum / draws;
        double error = Math.sqrt((squares / draws - mean * mean) / draws);
        double value = Math.exp(
                kg(outcome, List.of(constraint), 1, NONE, false, 1 << 13).value(x, null));
        assertThat(value).isCloseTo(mean, within(4 * error));
        assertThat(error).isLessThan(.05 * mean);
    }

    private static double best(GaussianPosterior outcome, GaussianPosterior constraint) {
        return grid().stream()
                .mapToDouble(g -> worth(g, outcome, constraint))
                .max()
                .orElseThrow();
    }

    private static double worth(double[] x, GaussianPosterior outcome, GaussianPosterior constraint) {
        GaussianPosterior.Marginal c = constraint.at(x, false);
        return (outcome.mean(x, null) - FLOOR) * Normal.cdf(c.mean() / c.sd());
    }

    @Test
    void gradientsAreDifferencesInEveryCombination() {
        GaussianPosterior outcome = plane(4, .2);
        List<GaussianPosterior> constraints = List.of(plane(5, .1), plane(6, .3));
        for (boolean climbs : new boolean[] {false, true}) {
            double tolerance = climbs ? 2e-2 : 1e-5;
            checkGradient(kg(outcome, List.of(), 1, NONE, climbs, 64), tolerance, .31, .62);
            checkGradient(kg(outcome, List.of(), 1, BOTH, climbs, 64), tolerance, .31, .62);
            checkGradient(kg(outcome, List.of(), 2, NONE, climbs, 64), tolerance, .31, .62, .8, .15);
            checkGradient(kg(outcome, List.of(), 2, BOTH, climbs, 64), tolerance, .31, .62, .8, .15);
            checkGradient(kg(outcome, constraints, 1, NONE, climbs, 64), tolerance, .31, .62);
            checkGradient(kg(outcome, constraints, 2, BOTH, climbs, 64), tolerance, .31, .62, .8, .15);
        }
    }

    private static void checkGradient(JointKnowledgeGradient kg, double tolerance, double... x) {
        double[] gradient = new double[x.length];
        kg.value(x, gradient);
        for (int c = 0; c < x.length; c++) {
            double[] up = x.clone();
            double[] down = x.clone();
            up[c] += 1e-6;
            down[c] -= 1e-6;
            double slope = (kg.value(up, null) - kg.value(down, null)) / 2e-6;
            assertThat(gradient[c])
                    .as("coordinate %d", c)
                    .isCloseTo(slope, within(tolerance * Math.max(1, Math.abs(slope))));
        }
    }

    @Test
    void stochasticGradientsAverageToTheGradient() {
        GaussianPosterior outcome = plane(4, .2);
        double[] x = {.31, .62};
        JointKnowledgeGradient kg = kg(outcome, List.of(plane(5, .1)), 1, BOTH, false, 256);
        double[] mean = new double[2];
        for (double[] z : normals(256, 4)) {
            double[] part = kg.stochasticGradient(x, z);
            for (int c = 0; c < 2; c++) {
                mean[c] += part[c] / 256;
            }
        }
        double[] gradient = new double[2];
        double gain = Math.exp(kg.value(x, gradient));
        for (int c = 0; c < 2; c++) {
            assertThat(mean[c]).isCloseTo(gain * gradient[c], within(1e-10));
        }
    }

    @Test
    void theLouderTheNoiseTheLessItIsWorthDownToNothing() {
        double before = Double.POSITIVE_INFINITY;
        for (double noise : new double[] {.01, 1, 1e2, 1e4, 1e8}) {
            // the noise of the model is that of the data too: only the next one's is to change
            GaussianPosterior quiet = plane(4, .2);
            GaussianPosterior loud = new GaussianModel(
                            quiet.model().kernel(), quiet.model().mean(), new double[] {noise, noise})
                    .given(quiet.observations().stream()
                            .map(o -> new Observation(o.what(), o.value(), .2, 0))
                            .toList());
            double value =
                    Math.exp(kg(loud, List.of(), 2, BOTH, false, 512).value(new double[] {.31, .62, .8, .15}, null));
            assertThat(value).isLessThan(before);
            before = value;
        }
        assertThat(before).isLessThan(1e-3);
    }
}
