package dev.hone.search.acquisition;

import java.util.Arrays;
import java.util.List;

/**
 * An acquisition where all constraints must hold: its logarithm plus the sum of log P(g_i(x) >= 0), which for expected
 * improvement is the constrained expected improvement EI prod_i P(g_i(x) >= 0) (Schonlau, Welch and Jones 1998; Gardner et
 * al., ICML 2014). Not thread-safe.
 *
 * @param worth a logarithm, or any score that a probability may be taken off from; null where nothing feasible is known yet
 * @param feasibilities log P(g_i(x) >= 0)
 */
public record FeasibleAcquisition(PointAcquisition worth, List<PointAcquisition> feasibilities)
        implements PointAcquisition {

    @Override
    public double value(double[] x, double[] gradient) {
        double[] part = gradient == null ? null : new double[gradient.length];
        double value = 0;
        if (worth != null) {
            value = worth.value(x, gradient);
        } else if (gradient != null) {
            Arrays.fill(gradient, 0);
        }
        for (PointAcquisition feasibility : feasibilities) {
            value += feasibility.value(x, part);
            for (int c = 0; part != null && c < part.length; c++) {
                gradient[c] += part[c];
            }
        }
        return value;
    }
}
