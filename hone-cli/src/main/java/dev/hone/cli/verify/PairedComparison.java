package dev.hone.cli.verify;

import dev.hone.cli.terminal.Text;
import dev.hone.core.Check;
import dev.hone.core.trial.Objective;
import java.util.Arrays;
import java.util.Locale;
import org.hipparchus.distribution.continuous.TDistribution;
import org.hipparchus.stat.descriptive.moment.Mean;
import org.hipparchus.stat.descriptive.moment.StandardDeviation;
import org.hipparchus.stat.descriptive.rank.Median;

/**
 * How a candidate compares with a baseline that was measured in the same rounds. With y_i and b_i the values of round i,
 * the effects are d_i = log(y_i / b_i) where all values are positive, else d_i = y_i - b_i; their mean has the two-sided
 * Student interval
 * <pre> mean(d) +- t(1 - alpha / (2 m), n - 1) * sd(d) / sqrt(n) </pre>
 * at family-wise level 1 - alpha over {@code m} comparisons (Bonferroni). Pairing takes out what a whole round has in
 * common, such as a machine that became slower.
 *
 * @param objective what was measured
 * @param rounds number of pairs
 * @param relative whether effects are ratios; differences otherwise
 * @param baselineMean mean of the baseline's values
 * @param effect mean effect as candidate / baseline - 1 if relative, else candidate - baseline
 * @param low lower end of the interval of {@code effect}; NaN with fewer than two rounds
 * @param high upper end
 * @param pValue two-sided, times {@code comparisons}, at most 1; NaN with fewer than two rounds
 * @param comparisons how many comparisons are made together
 */
public record PairedComparison(
        Objective objective,
        int rounds,
        boolean relative,
        double baselineMean,
        double baselineMedian,
        double candidateMean,
        double candidateMedian,
        double effect,
        double low,
        double high,
        double pValue,
        int comparisons) {

    /** Family-wise probability of finding a difference where there is none. */
    public static final double ALPHA = 0.05;

    /** @param baseline values of the baseline by round; {@code candidate}: those of the candidate, same length, not empty */
    public static PairedComparison of(Objective objective, double[] baseline, double[] candidate, int comparisons) {
        Check.that(
                baseline.length == candidate.length && baseline.length > 0,
                "rounds",
                baseline.length + " and " + candidate.length,
                "as many of one as of the other, at least 1");
        Check.positive("comparisons", comparisons);
        int n = baseline.length;
        boolean relative = Arrays.stream(baseline).allMatch(v -> v > 0)
                && Arrays.stream(candidate).allMatch(v -> v > 0);
        double[] effects = new double[n];
        for (int i = 0; i < n; i++) {
            effects[i] = relative ? Math.log(candidate[i] / baseline[i]) : candidate[i] - baseline[i];
        }
        double mean = new Mean().evaluate(effects);
        double low = Double.NaN;
        double high = Double.NaN;
        double p = Double.NaN;
        if (n >= 2) {
            double error = new StandardDeviation().evaluate(effects) / Math.sqrt(n);
            TDistribution t = new TDistribution(n - 1);
            double half = error * t.inverseCumulativeProbability(1 - ALPHA / (2 * comparisons));
            low = mean - half;
            high = mean + half;
            p = Math.min(1, comparisons * twoSided(t, mean, error));
        }
        return new PairedComparison(
                objective,
                n,
                relative,
                new Mean().evaluate(baseline),
                new Median().evaluate(baseline),
                new Mean().evaluate(candidate),
                new Median().evaluate(candidate),
                relative ? Math.expm1(mean) : mean,
                relative ? Math.expm1(low) : low,
                relative ? Math.expm1(high) : high,
                p,
                comparisons);
    }

    private static double twoSided(TDistribution t, double mean, double error) {
        if (error == 0) {
            return mean == 0 ? 1 : 0;
        }
        return 2 * t.cumulativeProbability(-Math.abs(mean) / error);
    }

    /** Whether the interval excludes no difference. */
    public boolean isSignificant() {
        return low > 0 || high < 0;
    }

    /** Significant, and in the direction that the objective wants. */
    public boolean isGain() {
        return isSignificant() && objective.direction().asLoss(effect) < 0;
    }

    /** The effect with its interval, such as {@code -23.1 % [-26.0 %, -20.0 %]}. */
    public String interval() {
        String middle = show(effect);
        return Double.isNaN(low) ? middle : middle + " [" + show(low) + ", " + show(high) + "]";
    }

    /** The comparison in one sentence. */
    public String sentence(String candidateName, String baselineName) {
        String amount = relative ? Text.percent(Math.abs(effect)) : Text.number(Math.abs(effect));
        String way = effect < 0 ? "lower" : "higher";
        String verdict;
        if (Double.isNaN(low)) {
            verdict = "one round cannot tell whether that is noise";
        } else if (!isSignificant()) {
            return objective.name() + ": no significant difference between " + candidateName + " and " + baselineName
                    + " (" + interval() + ", " + test() + ")";
        } else {
            verdict =
                    (isGain() ? "a significant gain" : "significantly worse") + " (" + interval() + ", " + test() + ")";
        }
        return objective.name() + ": " + candidateName + " is " + amount + " " + way + " than " + baselineName + ", "
                + verdict;
    }

    private String test() {
        String p = pValue < 1e-4 ? "p < 0.0001" : String.format(Locale.ROOT, "p = %.4f", pValue);
        return "95 % interval, " + p + ", paired t on " + (relative ? "log ratios" : "differences") + " of "
                + Text.count(rounds, "round")
                + (comparisons > 1 ? ", corrected for " + comparisons + " comparisons" : "");
    }

    private String show(double value) {
        return (value > 0 ? "+" : "") + (relative ? Text.percent(value) : Text.number(value));
    }
}
