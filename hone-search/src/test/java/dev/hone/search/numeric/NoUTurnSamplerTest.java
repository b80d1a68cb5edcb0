package dev.hone.search.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.HoneException;
import dev.hone.core.Seeds;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NoUTurnSamplerTest {

    private static final double[] MEAN = {1, -2, 30};
    /** Precision of two correlated coordinates, covariance {{1, .8 * .1}, {., .01}}, and one of sd 20. */
    private static final double DET = 1 * .01 - .08 * .08;

    private static final double[][] PRECISION = {{.01 / DET, -.08 / DET, 0}, {-.08 / DET, 1 / DET, 0}, {0, 0, 1 / 400.0}
    };
    private static final double[] SD = {1, .1, 20};

    private static double normal(double[] x, double[] gradient) {
        double value = 0;
        for (int i = 0; i < 3; i++) {
            gradient[i] = 0;
            for (int j = 0; j < 3; j++) {
                gradient[i] -= PRECISION[i][j] * (x[j] - MEAN[j]);
            }
            value += 0.5 * gradient[i] * (x[i] - MEAN[i]);
        }
        return value;
    }

    private static NoUTurnSampler.State state(double[] q, double[] p) {
        double[] gradient = new double[3];
        return new NoUTurnSampler.State(q, p, gradient, normal(q, gradient));
    }

    @Test
    void drawsOfANormalHaveItsMoments() {
        NoUTurnSampler sampler = new NoUTurnSampler(
                NoUTurnSamplerTest::normal, new double[3], NoUTurnSampler.Options.defaults(), Seeds.stream(1));
        int n = 4000;
        double[][] draws = new double[n][];
        for (int i = 0; i < n; i++) {
            draws[i] = sampler.next();
        }
        assertThat(sampler.divergences()).isZero();
        for (int c = 0; c < 3; c++) {
            int at = c;
            double[] z = Arrays.stream(draws)
                    .mapToDouble(x -> (x[at] - MEAN[at]) / SD[at])
                    .toArray();
            // four standard errors of as many draws as the autocorrelation leaves
            double effective = effective(z);
            assertThat(effective).isGreaterThan(500);
            double mean = Arrays.stream(z).average().orElseThrow();
            double variance = Arrays.stream(z).map(v -> v * v).average().orElseThrow();
            assertThat(mean).isCloseTo(0, within(4 / Math.sqrt(effective)));
            double[] squares = Arrays.stream(z).map(v -> v * v - 1).toArray();
            assertThat(variance).isCloseTo(1, within(4 * Math.sqrt(2 / effective(squares))));
        }
        double[] products = Arrays.stream(draws)
                .mapToDouble(x -> (x[0] - MEAN[0]) * (x[1] - MEAN[1]) / .1 - .8)
                .toArray();
        // var(z1 z2) = 1 + .8^2
        assertThat(Arrays.stream(products).average().orElseThrow())
                .isCloseTo(0, within(4 * Math.sqrt(1.64 / effective(products))));
    }

    /** n / (1 + 2 sum of autocorrelations), up to the first that is not positive. */
    private static double effective(double[] z) {
        double mean = Arrays.stream(z).average().orElseThrow();
        double variance =
                Arrays.stream(z).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
        double sum = 1;
        for (int lag = 1; lag < z.length / 2; lag++) {
            double covariance = 0;
            for (int i = lag; i < z.length; i++) {
                covariance += (z[i] - mean) * (z[i - lag] - mean) / z.length;
            }
            if (covariance <= 0) {
                break;
            }
            sum += 2 * covariance / variance;
        }
        return z.length / sum;
    }

    @Test
    void warmUpLearnsTheScales() {
        NoUTurnSampler sampler = new NoUTurnSampler(
                NoUTurnSamplerTest::normal, new double[3], new NoUTurnSampler.Options(1000, 10, .8), Seeds.stream(2));
        for (int c = 0; c < 3; c++) {
            assertThat(sampler.inverseMass()[c] / (SD[c] * SD[c])).isBetween(.5, 2.0);
        }
        assertThat(sampler.stepSize()).isBetween(.1, 2.0);
    }

    @Test
    void logarithmsOfGammaDrawsHaveItsMoments() {
        // exp(x) ~ Gamma(3, 2): mean 1.5, variance .75
        NoUTurnSampler sampler = new NoUTurnSampler(
                (x, gradient) -> {
                    gradient[0] = 3 - 2 * Math.exp(x[0]);
                    return 3 * x[0] - 2 * Math.exp(x[0]);
                },
                new double[] {4},
                NoUTurnSampler.Options.defaults(),
                Seeds.stream(3));
        double[] y = new double[6000];
        Arrays.setAll(y, i -> Math.exp(sampler.next()[0]));
        assertThat(Arrays.stream(y).average().orElseThrow()).isCloseTo(1.5, within(4 * Math.sqrt(.75 / effective(y))));
    }

    @Test
    void halfOfANormalStaysOnItsSide() {
        // density 0 below 0: mean sqrt(2 / pi)
        NoUTurnSampler sampler = new NoUTurnSampler(
                (x, gradient) -> {
                    gradient[0] = -x[0];
                    return x[0] < 0 ? Double.NEGATIVE_INFINITY : -.5 * x[0] * x[0];
                },
                new double[] {1},
                new NoUTurnSampler.Options(500, 10, .9),
                Seeds.stream(4));
        double[] x = new double[20_000];
        Arrays.setAll(x, i -> sampler.next()[0]);
        assertThat(Arrays.stream(x).min().orElseThrow()).isNotNegative();
        double sd = Math.sqrt(1 - 2 / Math.PI);
        assertThat(Arrays.stream(x).average().orElseThrow())
                .isCloseTo(Math.sqrt(2 / Math.PI), within(4 * sd / Math.sqrt(effective(x))));
    }

    @Test
    void leapfrogIsReversible() {
        double[] inverseMass = {1, .02, 300};
        NoUTurnSampler.State start = state(new double[] {.3, -1.9, 35}, new double[] {1, -4, .03});
        NoUTurnSampler.State there = start;
        for (int i = 0; i < 50; i++) {
            there = NoUTurnSampler.leapfrog(NoUTurnSamplerTest::normal, there, inverseMass, .1);
        }
        assertThat(Math.abs(there.q()[0] - start.q()[0])).isGreaterThan(.1);
        NoUTurnSampler.State back = there;
        for (int i = 0; i < 50; i++) {
            back = NoUTurnSampler.leapfrog(NoUTurnSamplerTest::normal, back, inverseMass, -.1);
        }
        assertThat(back.q()).containsExactly(start.q(), within(1e-10));
        assertThat(back.p()).containsExactly(start.p(), within(1e-10));
    }

    @Test
    void energyErrsByTheSquareOfTheStep() {
        double[] inverseMass = {1, .01, 400};
        double coarse = error(.1, 10, inverseMass);
        double fine = error(.05, 20, inverseMass);
        double finest = error(.025, 40, inverseMass);
        assertThat(coarse / fine).isCloseTo(4, within(.3));
        assertThat(fine / finest).isCloseTo(4, within(.1));
        assertThat(Math.abs(finest)).isLessThan(1e-2);
    }

    private static double error(double step, int steps, double[] inverseMass) {
        NoUTurnSampler.State at = state(new double[] {.3, -1.9, 35}, new double[] {1, -4, .03});
        double before = NoUTurnSampler.energy(at, inverseMass);
        for (int i = 0; i < steps; i++) {
            at = NoUTurnSampler.leapfrog(NoUTurnSamplerTest::normal, at, inverseMass, step);
        }
        return NoUTurnSampler.energy(at, inverseMass) - before;
    }

    @Test
    void aTrajectoryTurnsWhereAnEndMovesAgainstTheSumOfMomenta() {
        double[] unit = {1, 1};
        assertThat(NoUTurnSampler.goesOn(unit, new double[] {1, 0}, new double[] {0, 1}, new double[] {1, 1}))
                .isTrue();
        assertThat(NoUTurnSampler.goesOn(unit, new double[] {1, 0}, new double[] {-1, 1}, new double[] {1, .5}))
                .isFalse();
        assertThat(NoUTurnSampler.goesOn(unit, new double[] {-1, 0}, new double[] {1, 1}, new double[] {1, .5}))
                .isFalse();
        // the mass decides: -1 * 1 + 1 * .5 is negative, -1 * 1 + 4 * .5 is not
        double[] light = {1, 4};
        assertThat(NoUTurnSampler.goesOn(light, new double[] {1, 0}, new double[] {-1, 1}, new double[] {1, .5}))
                .isTrue();
    }

    @Test
    void aHarmonicTrajectoryFromItsFastestPointTurnsAfterAQuarterOfAPeriod() {
        // q = sin t, p = cos t, M = 1: rho is about sin t / step, and the last p is negative first
        double step = .1;
        double[] one = {1};
        int turned = -1;
        double rho = 0;
        for (int i = 0; i <= 100 && turned < 0; i++) {
            double p = Math.cos(i * step);
            rho += p;
            if (!NoUTurnSampler.goesOn(one, new double[] {1}, new double[] {p}, new double[] {rho})) {
                turned = i;
            }
        }
        assertThat(turned).isEqualTo((int) Math.ceil(Math.PI / 2 / step));
    }

    @Test
    void theSameSeedDrawsTheSame() {
        double[][] last = new double[2][];
        for (int k = 0; k < 2; k++) {
            NoUTurnSampler sampler = new NoUTurnSampler(
                    NoUTurnSamplerTest::normal, new double[3], new NoUTurnSampler.Options(60, 8, .8), Seeds.stream(9));
            for (int i = 0; i < 20; i++) {
                last[k] = sampler.next();
            }
        }
        assertThat(last[0]).containsExactly(last[1]);
    }

    @Test
    void impossibleStartsAndOptionsAreRefused() {
        assertThatThrownBy(() -> new NoUTurnSampler(
                        (x, g) -> Double.NEGATIVE_INFINITY,
                        new double[1],
                        NoUTurnSampler.Options.defaults(),
                        Seeds.stream(1)))
                .isInstanceOf(HoneException.class)
                .hasMessageContaining("log density at the start");
        assertThatThrownBy(() -> new NoUTurnSampler.Options(10, 10, 1))
                .isInstanceOf(HoneException.class)
                .hasMessageContaining("acceptance");
        assertThatThrownBy(() -> new NoUTurnSampler.Options(10, 0, .8))
                .isInstanceOf(HoneException.class)
                .hasMessageContaining("max_depth");
    }
}
