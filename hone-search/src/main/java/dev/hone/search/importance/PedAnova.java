package dev.hone.search.importance;

import dev.hone.core.Check;
import dev.hone.core.analyse.ImportanceAnalysis;
import dev.hone.core.analyse.Observations;
import dev.hone.core.space.Parameter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Importance for getting into the best trials (Watanabe, Bansal and Hutter, "PED-ANOVA: efficiently quantifying
 * hyperparameter importance in arbitrary subspaces", IJCAI 2023). With p the density of a parameter's values in the best
 * share gamma of the trials and q that of all trials,
 * <pre> importance_i = integral of (p / q - 1)^2 q, </pre>
 * the Pearson divergence, which is proportional to the variance of the marginal of "is among the best". Densities are
 * sums of one Gaussian per value with Scott's bandwidth on a grid, and counts for choices, with a uniform prior of the
 * weight of one trial. A conditional parameter is looked at where it is active, and weighted by the share of the best
 * trials in which it is. The result is scaled to a sum of 1. Immutable and thread-safe.
 */
public final class PedAnova implements ImportanceAnalysis {

    /**
     * @param quantile gamma, the share of trials that are the best
     * @param cells of the grid of a numeric axis
     * @param prior weight of the uniform prior, in trials
     */
    public record Options(double quantile, int cells, double prior) {
        public Options {
            Check.that(quantile > 0 && quantile < 1, "quantile", quantile, "a number between 0 and 1");
            Check.atLeast("cells", cells, 2);
            Check.positive("prior", prior);
        }

        public static Options defaults() {
            return new Options(0.1, 50, 1);
        }
    }

    private static final int LEAST_BEST = 2;

    private final Options options;

    public PedAnova() {
        this(Options.defaults());
    }

    public PedAnova(Options options) {
        this.options = options;
    }

    @Override
    public String id() {
        return "ped-anova";
    }

    @Override
    public String title() {
        return "PED-ANOVA: share in what tells the best tenth of the trials from the others";
    }

    @Override
    public Map<String, Double> importances(Observations observations, long seed) {
        if (observations.size() < least()) {
            return Map.of();
        }
        Axes axes = Axes.of(observations.space());
        double[][] columns = Fanova.columns(axes, observations);
        boolean[] best = best(observations.losses());
        List<Parameter> parameters = observations.space().parameters();
        Map<String, Double> divergences = new LinkedHashMap<>();
        double sum = 0;
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            if (parameter.cardinality() > 1) {
                double divergence = 0;
                for (int k = 0; k < parameter.dimensions(); k++) {
                    divergence += divergence(axes, observations.space().offset(i) + k, parameter, columns, best);
                }
                divergences.put(parameter.name(), divergence);
                sum += divergence;
            }
        }
        double total = sum;
        divergences.replaceAll((name, divergence) -> total > 0 ? divergence / total : 0);
        return divergences;
    }

    /** Which losses are at most the quantile; ties at the quantile are all in. */
    private boolean[] best(double[] losses) {
        double[] sorted = losses.clone();
        Arrays.sort(sorted);
        int count = Math.max(LEAST_BEST, (int) Math.ceil(options.quantile * losses.length));
        double cutoff = sorted[Math.min(count, sorted.length) - 1];
        boolean[] best = new boolean[losses.length];
        for (int n = 0; n < losses.length; n++) {
            best[n] = losses[n] <= cutoff;
        }
        return best;
    }

    private double divergence(Axes axes, int axis, Parameter parameter, double[][] columns, boolean[] best) {
        boolean unordered = axes.unordered()[axis];
        int cells = unordered ? axes.choices()[axis] : (int) Math.min(options.cells, parameter.cardinality());
        double[] all = new double[cells];
        double[] top = new double[cells];
        int bestCount = 0;
        int bestActive = 0;
        for (int n = 0; n < best.length; n++) {
            double x = columns[axis][n];
            bestCount += best[n] ? 1 : 0;
            if (x != Axes.INACTIVE) {
                int cell = unordered ? (int) x : (int) Math.min(cells - 1, Math.floor(x * cells));
                all[cell]++;
                top[cell] += best[n] ? 1 : 0;
                bestActive += best[n] ? 1 : 0;
            }
        }
        if (bestActive == 0) {
            return 0;
        }
        double[] q = unordered ? shares(all, options.prior) : density(all, options.prior);
        double[] p = unordered ? shares(top, options.prior) : density(top, options.prior);
        return pearson(p, q) * bestActive / bestCount;
    }

    /** sum over cells of (p/q - 1)^2 q; both sum to 1, q is positive. */
    static double pearson(double[] p, double[] q) {
        double sum = 0;
        for (int c = 0; c < p.length; c++) {
            double ratio = p[c] / q[c] - 1;
            sum += ratio * ratio * q[c];
        }
        return sum;
    }

    /** (count + prior / cells) / (n + prior). */
    static double[] shares(double[] counts, double prior) {
        double n = Arrays.stream(counts).sum();
        return Arrays.stream(counts)
                .map(c -> (c + prior / counts.length) / (n + prior))
                .toArray();
    }

    /**
     * Probability of each cell under a mixture of one Gaussian per counted value, each truncated to the grid and
     * normalised there, and a uniform distribution of weight {@code prior}. Bandwidth in cells:
     * 1.059 min(IQR / 1.34, sd) n^(-1/5), at least 0.5 / 1.64, which keeps nine tenths of a Gaussian in its cell.
     */
    static double[] density(double[] counts, double prior) {
        int cells = counts.length;
        double n = Arrays.stream(counts).sum();
        double width = bandwidth(counts, n);
        double[] density = new double[cells];
        double[] kernel = new double[cells];
        for (int centre = 0; centre < cells; centre++) {
            if (counts[centre] == 0) {
                continue;
            }
            double sum = 0;
            for (int c = 0; c < cells; c++) {
                double z = (c - centre) / width;
                kernel[c] = Math.exp(-0.5 * z * z);
                sum += kernel[c];
            }
            for (int c = 0; c < cells; c++) {
                density[c] += counts[centre] * kernel[c] / sum;
            }
        }
        for (int c = 0; c < cells; c++) {
            density[c] = (density[c] + prior / cells) / (n + prior);
        }
        return density;
    }

    private static double bandwidth(double[] counts, double n) {
        double mean = 0;
        for (int c = 0; c < counts.length; c++) {
            mean += counts[c] * c / n;
        }
        double squares = 0;
        double cumulated = 0;
        int lower = -1;
        int upper = -1;
        for (int c = 0; c < counts.length; c++) {
            squares += counts[c] * (c - mean) * (c - mean);
            cumulated += counts[c];
            lower = lower < 0 && cumulated >= n / 4 ? c : lower;
            upper = upper < 0 && cumulated > n * 3 / 4 ? c : upper;
        }
        double sd = Math.sqrt(squares / Math.max(1, n - 1));
        double scott = 1.059 * Math.min((upper - lower) / 1.34, sd) * Math.pow(n, -0.2);
        return Math.max(scott, 0.5 / 1.64);
    }
}
