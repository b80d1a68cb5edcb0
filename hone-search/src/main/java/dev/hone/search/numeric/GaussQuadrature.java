package dev.hone.search.numeric;

import dev.hone.core.Check;
import java.util.Arrays;
import org.hipparchus.analysis.integration.gauss.HermiteRuleFactory;
import org.hipparchus.analysis.integration.gauss.LegendreRuleFactory;
import org.hipparchus.util.Pair;

/**
 * Nodes and weights that integrate polynomials of degree up to 2 n - 1 exactly against a probability density.
 *
 * @param nodes ascending
 * @param weights of the nodes; their sum is 1
 */
public record GaussQuadrature(double[] nodes, double[] weights) {

    private static final int MOST = 128;

    /** For the uniform density on [-1, 1] (Gauss-Legendre). */
    public static GaussQuadrature legendre(int n) {
        Check.within("nodes", n, 1, MOST);
        return of(new LegendreRuleFactory().getRule(n), 1, 2);
    }

    /** For the standard normal density (Gauss-Hermite). */
    public static GaussQuadrature hermite(int n) {
        Check.within("nodes", n, 1, MOST);
        return of(new HermiteRuleFactory().getRule(n), Math.sqrt(2), Math.sqrt(Math.PI));
    }

    private static GaussQuadrature of(Pair<double[], double[]> rule, double stretch, double total) {
        return new GaussQuadrature(
                Arrays.stream(rule.getFirst()).map(x -> stretch * x).toArray(),
                Arrays.stream(rule.getSecond()).map(w -> w / total).toArray());
    }
}
