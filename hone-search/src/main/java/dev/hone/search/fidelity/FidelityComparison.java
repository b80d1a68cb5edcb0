package dev.hone.search.fidelity;

import dev.hone.search.fidelity.FidelityModel.Fitted;
import dev.hone.search.qmc.Sobol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How like the truth other fidelities are. */
record FidelityComparison(List<Likeness> fidelities) {

    /** Exact values before a fidelity is called not informative. */
    private static final int EXACT_BEFORE = 5;

    private static final int POINTS = 200;
    private static final double INFORMATIVE = 0.3;

    /**
     * One of them.
     *
     * @param correlation with the truth, of several outputs the least in absolute value; NaN of a level without a value
     * @param informative whether it is considered
     */
    record Likeness(double fidelity, double correlation, boolean informative) {}

    /**
     * By the posterior means over points all over the cube.
     *
     * @param outputs of the surrogates
     * @param exactValues how often the truth was evaluated
     */
    static FidelityComparison of(
            Fidelities fidelities, Numbering numbering, List<Fitted> outputs, Sobol sequence, long exactValues) {
        List<Likeness> all = new ArrayList<>();
        double[][] points = new double[POINTS][];
        for (int i = 0; i < POINTS; i++) {
            points[i] = sequence.point(i);
        }
        List<double[]> truths = outputs.stream()
                .map(o -> means(o.surrogate(), points, numbering.exact()))
                .toList();
        for (double fidelity : fidelities.compared()) {
            double least = Double.NaN;
            for (int k = 0; k < outputs.size() && numbering.has(fidelity); k++) {
                double[] means = means(outputs.get(k).surrogate(), points, numbering.of(fidelity));
                double r = correlation(means, truths.get(k));
                least = Double.isNaN(least) || Math.abs(r) < Math.abs(least) ? r : least;
            }
            boolean informative =
                    fidelity == fidelities.exact() || exactValues < EXACT_BEFORE || !(Math.abs(least) < INFORMATIVE);
            all.add(new Likeness(fidelity, least, informative));
        }
        return new FidelityComparison(all);
    }

    private static double[] means(MultiFidelitySurrogate surrogate, double[][] points, double number) {
        double[] means = new double[points.length];
        for (int i = 0; i < means.length; i++) {
            means[i] = surrogate.mean(points[i], number);
        }
        return means;
    }

    /** Pearson's; 0 where one side is constant. */
    static double correlation(double[] a, double[] b) {
        double meanA = Arrays.stream(a).average().orElseThrow();
        double meanB = Arrays.stream(b).average().orElseThrow();
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += (a[i] - meanA) * (b[i] - meanB);
            aa += (a[i] - meanA) * (a[i] - meanA);
            bb += (b[i] - meanB) * (b[i] - meanB);
        }
        return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
    }

    boolean isInformative(double fidelity) {
        return fidelities.stream().allMatch(l -> l.fidelity() != fidelity || l.informative());
    }

    /** The fidelity from which on all that were compared are informative. */
    double leastInformative() {
        double least = fidelities.get(fidelities.size() - 1).fidelity();
        for (int i = fidelities.size() - 1; i >= 0 && fidelities.get(i).informative(); i--) {
            least = fidelities.get(i).fidelity();
        }
        return least;
    }
}
