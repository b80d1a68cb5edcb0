package dev.hone.search.numeric;

import java.util.Arrays;

/**
 * Minimises a smooth function over a box by projected L-BFGS: the two-loop recursion (Liu and Nocedal 1989) on the free
 * variables, bounds that the gradient pushes against held fixed, and an Armijo search along the projected path (Bertsekas
 * 1982). Deterministic.
 */
public final class BoxLbfgs {

    private static final double ARMIJO = 1e-4;
    private static final int HALVINGS = 20;

    private BoxLbfgs() {}

    /** A function with its gradient. */
    @FunctionalInterface
    public interface Differentiable {
        /** Value at {@code x}; writes the gradient. A value that is not finite is a step too far. */
        double value(double[] x, double[] gradient);
    }

    /**
     * When to stop.
     *
     * @param iterations at most so many
     * @param gradientTolerance greatest component of the projected gradient
     * @param valueTolerance decrease in one iteration, relative to max(1, |f|)
     * @param memory correction pairs kept
     */
    public record Options(int iterations, double gradientTolerance, double valueTolerance, int memory) {
        public static Options defaults() {
            return new Options(100, 1e-6, 1e-12, 8);
        }
    }

    /** Where the descent ended: point, value, iterations done, function evaluations spent. */
    public record Result(double[] x, double value, int iterations, int evaluations) {}

    /** Descends from {@code start}, which is first moved into the box [low, high]. */
    public static Result minimize(Differentiable f, double[] start, double[] low, double[] high, Options options) {
        return new Run(f, start, low, high, options).descend();
    }

    private static final class Run {

        private final Differentiable f;
        private final double[] low;
        private final double[] high;
        private final Options options;
        private final int n;
        private final double[][] s;
        private final double[][] y;
        private final double[] rho;
        private int pairs;
        private int newest = -1;
        private int evaluations;
        private double[] x;
        private double[] g;
        private double value;

        Run(Differentiable f, double[] start, double[] low, double[] high, Options options) {
            this.f = f;
            this.low = low;
            this.high = high;
            this.options = options;
            n = start.length;
            s = new double[options.memory()][n];
            y = new double[options.memory()][n];
            rho = new double[options.memory()];
            x = new double[n];
            g = new double[n];
            for (int i = 0; i < n; i++) {
                x[i] = clip(start[i], i);
            }
            value = evaluate(x, g);
        }

        Result descend() {
            int iteration = 0;
            boolean[] free = new boolean[n];
            double[] direction = new double[n];
            double[] next = new double[n];
            double[] nextGradient = new double[n];
            while (iteration < options.iterations() && markFree(free) > options.gradientTolerance()) {
                iteration++;
                boolean quasiNewton = pairs > 0;
                direction(free, direction);
                double before = value;
                if (!search(direction, next, nextGradient, quasiNewton)) {
                    if (!quasiNewton) {
                        break;
                    }
                    pairs = 0;
                    continue;
                }
                if (before - value <= options.valueTolerance() * Math.max(1, Math.abs(value))) {
                    break;
                }
            }
            return new Result(x.clone(), value, iteration, evaluations);
        }

        /** Marks variables that no bound holds against the descent; returns the largest free component. */
        private double markFree(boolean[] free) {
            double largest = 0;
            for (int i = 0; i < n; i++) {
                free[i] = !(x[i] <= low[i] && g[i] > 0 || x[i] >= high[i] && g[i] < 0);
                if (free[i]) {
                    largest = Math.max(largest, Math.abs(g[i]));
                }
            }
            return largest;
        }

        /** direction = -H g on the free variables, 0 elsewhere. */
        private void direction(boolean[] free, double[] direction) {
            for (int i = 0; i < n; i++) {
                direction[i] = free[i] ? -g[i] : 0;
            }
            int m = options.memory();
            double[] a = new double[pairs];
            for (int k = 0; k < pairs; k++) {
                int at = Math.floorMod(newest - k, m);
                a[k] = rho[at] * dot(s[at], direction, free);
                for (int i = 0; i < n; i++) {
                    direction[i] -= a[k] * y[at][i];
                }
            }
            if (pairs > 0) {
                double scale = 1 / (rho[newest] * dot(y[newest], y[newest], null));
                for (int i = 0; i < n; i++) {
                    direction[i] *= scale;
                }
            }
            for (int k = pairs - 1; k >= 0; k--) {
                int at = Math.floorMod(newest - k, m);
                double b = rho[at] * dot(y[at], direction, free);
                for (int i = 0; i < n; i++) {
                    direction[i] += (a[k] - b) * s[at][i];
                }
            }
            double slope = 0;
            for (int i = 0; i < n; i++) {
                direction[i] = free[i] ? direction[i] : 0;
                slope += direction[i] * g[i];
            }
            if (!(slope < 0)) {
                pairs = 0;
                for (int i = 0; i < n; i++) {
                    direction[i] = free[i] ? -g[i] : 0;
                }
            }
        }

        private boolean search(double[] direction, double[] next, double[] nextGradient, boolean quasiNewton) {
            double step = 1;
            if (!quasiNewton || pairs == 0) {
                double norm = Math.sqrt(dot(direction, direction, null));
                step = Math.min(1, 0.1 / Math.max(norm, 1e-300) * Math.max(1, Math.sqrt(dot(x, x, null))));
            }
            for (int halving = 0; halving < HALVINGS; halving++) {
                double slope = 0;
                boolean moved = false;
                for (int i = 0; i < n; i++) {
                    next[i] = clip(x[i] + step * direction[i], i);
                    slope += g[i] * (next[i] - x[i]);
                    moved |= next[i] != x[i];
                }
                if (!moved) {
                    return false;
                }
                double candidate = evaluate(next, nextGradient);
                if (Double.isFinite(candidate) && candidate <= value + ARMIJO * Math.min(slope, 0)) {
                    accept(next, nextGradient, candidate);
                    return true;
                }
                // the minimum of the parabola through value, slope and candidate, within reason
                double curvature = candidate - value - slope;
                double factor = Double.isFinite(candidate) && curvature > 0 ? -slope / (2 * curvature) : 0.1;
                step *= Math.min(0.5, Math.max(0.1, factor));
            }
            return false;
        }

        private void accept(double[] next, double[] nextGradient, double candidate) {
            int at = (newest + 1) % options.memory();
            double sy = 0;
            double yy = 0;
            for (int i = 0; i < n; i++) {
                s[at][i] = next[i] - x[i];
                y[at][i] = nextGradient[i] - g[i];
                sy += s[at][i] * y[at][i];
                yy += y[at][i] * y[at][i];
            }
            if (sy > 1e-10 * yy) {
                rho[at] = 1 / sy;
                newest = at;
                pairs = Math.min(pairs + 1, options.memory());
            }
            x = next.clone();
            g = nextGradient.clone();
            value = candidate;
        }

        private double evaluate(double[] at, double[] gradient) {
            evaluations++;
            Arrays.fill(gradient, 0);
            return f.value(at, gradient);
        }

        private double clip(double v, int i) {
            return Math.min(high[i], Math.max(low[i], v));
        }

        private double dot(double[] a, double[] b, boolean[] free) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                if (free == null || free[i]) {
                    sum += a[i] * b[i];
                }
            }
            return sum;
        }
    }
}
