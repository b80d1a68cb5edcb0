package dev.hone.core.evaluate;

import dev.hone.core.Check;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Nearest;
import dev.hone.core.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * How often to measure, and how to make one number of it.
 *
 * @param count measurements, at least 1
 * @param aggregate what to take of them
 * @param quantile level for {@link Aggregate#QUANTILE}, in [0, 1]
 */
public record Repeats(int count, Aggregate aggregate, double quantile) {

    private static final int RESAMPLES = 1000;

    /** One number of several. */
    public enum Aggregate {
        MEAN,
        MEDIAN,
        /** Mean without the smallest and largest fifth, each rounded down but at least one of three or more. */
        TRIMMED,
        MIN,
        MAX,
        /** Linear interpolation between order statistics at (n - 1) q. */
        QUANTILE
    }

    public Repeats {
        Check.atLeast("repeats.count", count, 1);
        Check.within("repeats.quantile", quantile, 0, 1);
    }

    public static Repeats of(int count, Aggregate aggregate) {
        Check.that(aggregate != Aggregate.QUANTILE, "repeats.quantile", "missing", "a number from 0 to 1");
        return new Repeats(count, aggregate, 0.5);
    }

    public static Repeats quantile(int count, double level) {
        return new Repeats(count, Aggregate.QUANTILE, level);
    }

    /** @throws InvalidFieldException if {@code name} is no aggregate */
    public static Aggregate aggregate(String name) {
        List<String> valid = Arrays.stream(Aggregate.values())
                .map(a -> a.name().toLowerCase(Locale.ROOT))
                .toList();
        int at = valid.indexOf(name);
        if (at < 0) {
            throw new InvalidFieldException(
                    "repeats.aggregate", "is '" + name + "', expected one of " + valid + Nearest.hint(name, valid));
        }
        return Aggregate.values()[at];
    }

    /** The aggregate of {@code sample}, length at least 1. */
    public double of(double[] sample) {
        double[] sorted = sample.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        return switch (aggregate) {
            case MEAN -> mean(sample, 0, n);
            case MEDIAN -> interpolate(sorted, 0.5);
            case TRIMMED -> {
                int cut = n < 3 ? 0 : Math.max(1, n / 5);
                yield mean(sorted, cut, n - cut);
            }
            case MIN -> sorted[0];
            case MAX -> sorted[n - 1];
            case QUANTILE -> interpolate(sorted, quantile);
        };
    }

    /**
     * Variance of the aggregate's noise, of a sample of at least two: s^2 / n for the mean, else the bootstrap's (Efron
     * 1979) over 1,000 resamples. For the minimum and maximum of few measurements that is a rough guide.
     *
     * @param seed of the resampling
     */
    public double variance(double[] sample, long seed) {
        int n = sample.length;
        Check.atLeast("repeats", n, 2);
        if (aggregate == Aggregate.MEAN) {
            return squares(sample) / (n - 1) / n;
        }
        RandomGenerator random = Seeds.stream(seed);
        double[] aggregates = new double[RESAMPLES];
        double[] resample = new double[n];
        for (int b = 0; b < RESAMPLES; b++) {
            for (int i = 0; i < n; i++) {
                resample[i] = sample[random.nextInt(n)];
            }
            aggregates[b] = of(resample);
        }
        return squares(aggregates) / (RESAMPLES - 1);
    }

    private static double squares(double[] sample) {
        double mean = mean(sample, 0, sample.length);
        double sum = 0;
        for (double x : sample) {
            sum += (x - mean) * (x - mean);
        }
        return sum;
    }

    private static double mean(double[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum / (to - from);
    }

    private static double interpolate(double[] sorted, double level) {
        double position = (sorted.length - 1) * level;
        int below = (int) Math.floor(position);
        int above = Math.min(sorted.length - 1, below + 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
