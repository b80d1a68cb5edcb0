package dev.hone.search.surrogate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.Seeds;
import dev.hone.search.kernel.Smoothness;
import dev.hone.search.kernel.StationaryKernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class JointShiftsTest {

    private static final double[] NOISE = {.2, .3, .1, .2};
    private static final double[] Z = {.7, -1.1, .4, 1.3};

    private static GaussianPosterior plane(Smoothness smoothness) {
        RandomGenerator random = Seeds.stream(4);
        List<Observation> data = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            double[] x = {random.nextDouble(), random.nextDouble()};
            data.add(Observation.of(x, random.nextGaussian()));
            data.add(new Observation(LinearFunctional.derivative(x, i % 2), random.nextGaussian(), .5, 0));
        }
        return new GaussianModel(
                        StationaryKernel.ard(smoothness, .3, .5).scaled(1.4),
                        PolynomialMean.of(1, 0, 1).with(new double[] {.2, -.3, .4}),
                        new double[] {.2})
                .given(data);
    }

    /** Value and both derivatives at one point, the value at another. */
    private static List<LinearFunctional> measured(double[] x) {
        double[] first = {x[0], x[1]};
        return List.of(
                LinearFunctional.value(first),
                LinearFunctional.derivative(first, 0),
                LinearFunctional.derivative(first, 1),
                LinearFunctional.value(new double[] {x[2], x[3]}));
    }

    private static final double[] X = {.31, .62, .75, .2};

    private static List<LinearFunctional> targets() {
        return List.of(
                LinearFunctional.value(new double[] {.4, .9}),
                LinearFunctional.average(new double[][] {{.1, .2}, {.5, .6}}, new double[] {.3, .7}),
                LinearFunctional.derivative(new double[] {.2, .2}, 1));
    }

    /** What the observations are for normals z: mean(M) + C z with C C^T = S(M, M) + noise. */
    private static GaussianPosterior after(GaussianPosterior posterior, List<LinearFunctional> measured, double[] z) {
        Joint joint = posterior.joint(measured);
        for (int i = 0; i < measured.size(); i++) {
            joint.covariance()[i][i] += NOISE[i];
        }
        double[] y = joint.draw(joint.factor(), z);
        List<Observation> more = new ArrayList<>();
        for (int i = 0; i < y.length; i++) {
            more.add(new Observation(measured.get(i), y[i], NOISE[i], 0));
        }
        return posterior.condition(more);
    }

    @Test
    void meansMoveAsConditioningMovesThem() {
        for (Smoothness smoothness : List.of(Smoothness.RBF, Smoothness.MATERN_52)) {
            GaussianPosterior posterior = plane(smoothness);
            JointShifts shifts = new JointShifts(posterior, measured(X), NOISE);
            GaussianPosterior after = after(posterior, measured(X), Z);
            double[][] all = shifts.shifts(new JointShifts.Targets(posterior, targets()));
            for (int k = 0; k < 3; k++) {
                LinearFunctional target = targets().get(k);
                double[] s = shifts.shift(target);
                double expected = after.mean(target);
                assertThat(posterior.mean(target) + GaussianPosterior.dot(s, Z)).isCloseTo(expected, within(1e-10));
                assertThat(shifts.moved(Z).mean(target)).isCloseTo(expected, within(1e-10));
                assertThat(posterior.variance(target) - GaussianPosterior.dot(s, s))
                        .isCloseTo(after.variance(target), within(1e-10));
                assertThat(all[k]).containsExactly(s, within(1e-12));
            }
        }
    }

    @Test
    void oneObservationIsTheShiftOfOne() {
        GaussianPosterior posterior = plane(Smoothness.MATERN_52);
        double[] x = {.31, .62};
        double[] one = new Shifts(posterior, targets()).at(x, .2).shifts();
        JointShifts joint = new JointShifts(posterior, List.of(LinearFunctional.value(x)), new double[] {.2});
        for (int k = 0; k < 3; k++) {
            assertThat(joint.shift(targets().get(k))[0]).isCloseTo(one[k], within(1e-12));
        }
    }

    @Test
    void slopesOfMovedMeansAreDifferences() {
        JointShifts.Moved moved = new JointShifts(plane(Smoothness.RBF), measured(X), NOISE).moved(Z);
        for (boolean average : new boolean[] {false, true}) {
            double[] gradient = new double[2];
            moved.gradient(functional(new double[] {.4, .9}, average), new int[] {0, 1}, gradient);
            checkSlopes(gradient, new double[] {.4, .9}, x -> moved.mean(functional(x, average)));
        }
    }

    private static LinearFunctional functional(double[] x, boolean average) {
        return average
                ? LinearFunctional.average(new double[][] {x, {x[0] + .1, x[1] - .2}}, new double[] {.3, .7})
                : LinearFunctional.value(x);
    }

    @Test
    void gradientsGoBackThroughTheFactor() {
        for (Smoothness smoothness : List.of(Smoothness.RBF, Smoothness.MATERN_52)) {
            GaussianPosterior posterior = plane(smoothness);
            double[][] weights = {{.3, -.2, .5, 1}, {1, .4, -.7, .2}, {-.6, .1, .9, .8}};
            JointShifts.Slopes slopes = new JointShifts(posterior, measured(X), NOISE).pullBack(targets(), weights);
            double[] gradient = new double[4];
            for (int i = 0; i < 4; i++) {
                slopes.addTo(i, new int[] {0, 1}, gradient, i < 3 ? 0 : 2);
            }
            checkSlopes(gradient, X, x -> {
                JointShifts shifts = new JointShifts(posterior, measured(x), NOISE);
                double sum = 0;
                for (int k = 0; k < 3; k++) {
                    sum += GaussianPosterior.dot(
                            weights[k], shifts.shift(targets().get(k)));
                }
                return sum;
            });
        }
    }

    private static void checkSlopes(double[] gradient, double[] x, ToDoubleFunction<double[]> f) {
        for (int c = 0; c < x.length; c++) {
            double[] up = x.clone();
            double[] down = x.clone();
            up[c] += 1e-5;
            down[c] -= 1e-5;
            double slope = (f.applyAsDouble(up) - f.applyAsDouble(down)) / 2e-5;
            assertThat(gradient[c])
                    .as(Arrays.toString(x) + c)
                    .isCloseTo(slope, within(1e-6 * Math.max(1, Math.abs(slope))));
        }
    }
}
