package dev.hone.search.numeric;

import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * Draws from a density known up to a constant, one coordinate after the other (Neal, "Slice sampling", Annals of Statistics
 * 31, 2003): a level u = log p - Exp(1); a bracket of width 1 placed at random around the point and stepped out by 1, at most
 * {@value #STEPS} times to each side, while log p at its end is above u; uniform draws from the bracket, which shrinks to
 * them, until one is above u. Not thread-safe.
 */
public final class SliceSampler {

    private static final int STEPS = 10;
    private static final int SHRINKS = 100;

    private final ToDoubleFunction<double[]> logDensity;
    private final boolean[] moving;
    private final RandomGenerator random;

    /** @param moving coordinates that are not held */
    public SliceSampler(ToDoubleFunction<double[]> logDensity, boolean[] moving, RandomGenerator random) {
        this.logDensity = logDensity;
        this.moving = moving.clone();
        this.random = random;
    }

    /** Moves {@code x} by {@code count} sweeps over its coordinates. Values that are NaN count as impossible. */
    public void sweeps(double[] x, int count) {
        double value = logDensity.applyAsDouble(x);
        for (int sweep = 0; sweep < count; sweep++) {
            for (int i = 0; i < x.length; i++) {
                if (moving[i]) {
                    value = move(x, i, value);
                }
            }
        }
    }

    private double move(double[] x, int i, double value) {
        double level = value + Math.log1p(-random.nextDouble());
        double from = x[i];
        double left = from - random.nextDouble();
        double right = left + 1;
        for (int step = 0; step < STEPS && at(x, i, left) > level; step++) {
            left--;
        }
        for (int step = 0; step < STEPS && at(x, i, right) > level; step++) {
            right++;
        }
        for (int shrink = 0; shrink < SHRINKS; shrink++) {
            double proposed = left + random.nextDouble() * (right - left);
            double there = at(x, i, proposed);
            if (there > level) {
                return there;
            }
            if (proposed < from) {
                left = proposed;
            } else {
                right = proposed;
            }
        }
        x[i] = from;
        return value;
    }

    /** log p with coordinate {@code i} at {@code at}, where it stays. */
    private double at(double[] x, int i, double at) {
        x[i] = at;
        return logDensity.applyAsDouble(x);
    }
}
