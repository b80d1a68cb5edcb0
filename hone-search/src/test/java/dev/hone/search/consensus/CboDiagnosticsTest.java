package dev.hone.search.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.Seeds;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class CboDiagnosticsTest {

    private static final ToDoubleFunction<double[]> QUADRATIC = x -> (x[0] * x[0] + 4 * x[1] * x[1]) / 2;

    @Test
    void gradientStepsAreRecognised() {
        // From (2, -1) against the gradient (2, -4), by 0.05.
        double[][] way = {{2, -1}, {1.9, -0.8}};
        List<CboDiagnostics.Step> steps =
                CboDiagnostics.of(QUADRATIC, way, new CboDiagnostics.Options(5, 0.1, 40_000, true), 1);
        CboDiagnostics.Step step = steps.get(0);
        assertThat(step.cosine()).isGreaterThan(0.999);
        assertThat(step.impliedStep()).isCloseTo(0.05, within(0.001));
        assertThat(step.residual()).isLessThan(0.005);
        // argmin: (x1 / (1 + tau), x2 / (1 + 4 tau)), tau = 0.05
        double[] proximal = {2 / 1.05, -1 / 1.2};
        assertThat(step.proximal().orElseThrow()).containsExactly(proximal, within(1e-6));
        assertThat(step.proximalDistance()).isCloseTo(Math.hypot(proximal[0] - 1.9, proximal[1] + 0.8), within(1e-5));
    }

    @Test
    void aStepAcrossTheGradientIsNoDescent() {
        double[][] way = {{2, -1}, {2.4, -0.8}};
        CboDiagnostics.Step step = CboDiagnostics.of(
                        QUADRATIC, way, new CboDiagnostics.Options(5, 0.1, 40_000, false), 1)
                .get(0);
        assertThat(step.cosine()).isCloseTo(0, within(0.05));
        assertThat(step.proximal()).isEmpty();
        assertThat(step.residual()).isCloseTo(Math.hypot(0.5, 0), within(0.02));
    }

    @Test
    void smoothingLooksThroughRipples() {
        // The slope of the ripple at 0 is 5; over a width of 1 it averages out, and that of the plane, 1, is left.
        double[] gradient = CboDiagnostics.smoothedGradient(
                x -> x[0] + 0.25 * Math.sin(20 * x[0]), new double[] {0}, 1, 100_000, Seeds.stream(1));
        assertThat(gradient[0]).isCloseTo(1, within(0.02));
    }

    @Test
    void proximalPointCrossesABarrierWhenTauIsLarge() {
        ToDoubleFunction<double[]> wells = x -> Math.min(x[0] * x[0], (x[0] - 3) * (x[0] - 3) - 2);
        assertThat(CboDiagnostics.proximalPoint(wells, new double[] {0}, 0.1, 1)[0])
                .isCloseTo(0, within(1e-6));
        // (y - 3)^2 - 2 + y^2 / 20 is least at 60 / 21.
        assertThat(CboDiagnostics.proximalPoint(wells, new double[] {0}, 10, 1)[0])
                .isCloseTo(60.0 / 21, within(1e-5));
    }

    @Test
    void proximalPointsAreForFewDimensions() {
        assertThatThrownBy(
                        () -> CboDiagnostics.of(x -> 0, new double[2][5], new CboDiagnostics.Options(1, 1, 1, true), 1))
                .hasMessageContaining("at most 4");
    }
}
