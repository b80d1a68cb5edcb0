package dev.hone.search.surrogate;

import dev.hone.core.Check;
import java.util.random.RandomGenerator;

/**
 * Prior of one hyperparameter, as a density of the number theta that the model holds (for what must be positive, its
 * logarithm), within bounds.
 *
 * @param family how it falls off
 * @param a location or shape
 * @param b scale or rate
 */
public record Density(Family family, double a, double b, double low, double high) {

    /** Families of densities. */
    public enum Family {
        /** theta ~ N(a, b^2): exp(theta) is log-normal with median exp(a). */
        NORMAL,
        /** exp(theta) ~ Gamma(shape a, rate b); the density of theta is exp(a theta - b exp(theta)) up to a constant. */
        GAMMA,
        /** Uniform within the bounds. */
        FLAT
    }

    public Density {
        Check.that(low <= high, "bounds", low + " to " + high, "the lower one first");
    }

    public static Density normal(double mean, double sd) {
        return new Density(Family.NORMAL, mean, Check.positive("sd", sd), mean - 8 * sd, mean + 8 * sd);
    }

    public static Density gamma(double shape, double rate) {
        Check.positive("shape", shape);
        double centre = Math.log(shape / Check.positive("rate", rate));
        return new Density(Family.GAMMA, shape, rate, centre - 12, centre + 5);
    }

    public static Density flat(double low, double high) {
        return new Density(Family.FLAT, 0, 1, low, high);
    }

    /** Known: theta is {@code value}. */
    public static Density fixed(double value) {
        return new Density(Family.FLAT, 0, 1, value, value);
    }

    public Density within(double least, double greatest) {
        return new Density(family, a, b, least, greatest);
    }

    public boolean isFixed() {
        return low == high;
    }

    /** Logarithm up to a constant; minus infinity outside the bounds. */
    public double log(double theta) {
        if (theta < low || theta > high) {
            return Double.NEGATIVE_INFINITY;
        }
        return switch (family) {
            case NORMAL -> -0.5 * (theta - a) * (theta - a) / (b * b);
            case GAMMA -> a * theta - b * Math.exp(theta);
            case FLAT -> 0;
        };
    }

    public double slope(double theta) {
        return switch (family) {
            case NORMAL -> -(theta - a) / (b * b);
            case GAMMA -> a - b * Math.exp(theta);
            case FLAT -> 0;
        };
    }

    /** The mode. */
    public double mode() {
        double mode = switch (family) {
            case NORMAL -> a;
            case GAMMA -> Math.log(a / b);
            case FLAT -> 0;
        };
        return Math.min(high, Math.max(low, mode));
    }

    /** A draw to start a search from: uniform between the bounds, but within 2 of their middle, where the density is flat. */
    double draw(RandomGenerator random) {
        double drawn = switch (family) {
            case NORMAL -> a + b * random.nextGaussian();
            case GAMMA -> mode() + random.nextGaussian() / Math.sqrt(a);
            case FLAT -> {
                double middle = (low + high) / 2;
                yield middle + Math.min(2, high - middle) * (2 * random.nextDouble() - 1);
            }
        };
        return Math.min(high, Math.max(low, drawn));
    }
}
