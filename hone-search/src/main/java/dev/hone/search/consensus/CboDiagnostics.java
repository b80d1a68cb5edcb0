package dev.hone.search.consensus;

import dev.hone.core.Check;
import dev.hone.core.Seeds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * How far the way of a consensus is that of gradient descent (arXiv 2306.09778, main theorem). With tau = alpha s^2,
 * <pre>
 * hopping:          x_k = consensus of N(x_(k-1), s^2 I)
 * proximal step:    x_k = argmin E(x) + ||x - x_(k-1)||^2 / (2 tau)       (alpha to infinity)
 * gradient step:    x_k = x_(k-1) - tau grad E(x_(k-1)) + g_k
 * </pre>
 * {@link #of} measures g_k, the direction and the length of each step against the gradient of E smoothed with N(0, s^2 I),
 * which is estimated from values of E. It looks at a way that is there; nothing of it enters the optimization.
 */
public final class CboDiagnostics {

    private static final long GRADIENT = 0x67726164L;
    private static final long PROXIMAL = 0x70726f78L;
    private static final int PROXIMAL_DIMENSIONS = 4;
    private static final int CANDIDATES = 400;
    private static final int POLISHED = 8;

    private CboDiagnostics() {}

    /**
     * @param alpha weight exponent of the run
     * @param s deviation of the samples around the consensus; for the full dynamics sigma sqrt(dt) times their mean distance
     * @param samples pairs of evaluations of E for each gradient
     * @param proximal whether to find the proximal point too, in up to 4 dimensions
     */
    public record Options(double alpha, double s, int samples, boolean proximal) {
        public Options {
            Check.positive("alpha", alpha);
            Check.positive("s", s);
            Check.positive("samples", samples);
        }

        /** The step size that the theory predicts, alpha s^2. */
        public double tau() {
            return alpha * s * s;
        }
    }

    /**
     * One step x_(k-1) to x_k.
     *
     * @param cosine of x_k - x_(k-1) with the negative smoothed gradient; NaN if either is 0
     * @param impliedStep tau that fits best: the projection of the step on the negative gradient, over its length
     * @param residual ||x_k - x_(k-1) + tau grad||, with tau = alpha s^2
     * @param proximal the proximal point of x_(k-1), if asked for
     * @param proximalDistance from x_k to it; NaN if not asked for
     */
    public record Step(
            double cosine, double impliedStep, double residual, Optional<double[]> proximal, double proximalDistance) {}

    /** Examines a way, [K + 1][d], of a consensus: K steps. */
    public static List<Step> of(ToDoubleFunction<double[]> energy, double[][] way, Options options, long seed) {
        Check.that(
                !options.proximal() || way[0].length <= PROXIMAL_DIMENSIONS,
                "proximal",
                "asked for in " + way[0].length + " dimensions",
                "at most " + PROXIMAL_DIMENSIONS);
        List<Step> steps = new ArrayList<>();
        for (int k = 1; k < way.length; k++) {
            double[] gradient = smoothedGradient(
                    energy, way[k - 1], options.s(), options.samples(), Seeds.stream(seed, GRADIENT, k));
            steps.add(step(energy, way[k - 1], way[k], gradient, options, Seeds.derive(seed, PROXIMAL, k)));
        }
        return steps;
    }

    private static Step step(
            ToDoubleFunction<double[]> energy,
            double[] from,
            double[] to,
            double[] gradient,
            Options options,
            long seed) {
        double inner = 0;
        double length = 0;
        double slope = 0;
        double residual = 0;
        for (int i = 0; i < from.length; i++) {
            double move = to[i] - from[i];
            double rest = move + options.tau() * gradient[i];
            inner -= move * gradient[i];
            length += move * move;
            slope += gradient[i] * gradient[i];
            residual += rest * rest;
        }
        Optional<double[]> proximal =
                options.proximal() ? Optional.of(proximalPoint(energy, from, options.tau(), seed)) : Optional.empty();
        return new Step(
                inner / Math.sqrt(length * slope),
                inner / slope,
                Math.sqrt(residual),
                proximal,
                proximal.map(p -> ConsensusDynamics.distance(p, to)).orElse(Double.NaN));
    }

    /** grad of E[E(x + s Z)] at {@code x}: the mean of (E(x + s Z) - E(x - s Z)) Z / (2 s) over {@code samples} draws. */
    public static double[] smoothedGradient(
            ToDoubleFunction<double[]> energy, double[] x, double s, int samples, RandomGenerator random) {
        int d = x.length;
        double[] gradient = new double[d];
        double[] above = new double[d];
        double[] below = new double[d];
        double[] z = new double[d];
        for (int n = 0; n < samples; n++) {
            for (int i = 0; i < d; i++) {
                z[i] = random.nextGaussian();
                above[i] = x[i] + s * z[i];
                below[i] = x[i] - s * z[i];
            }
            double difference = energy.applyAsDouble(above) - energy.applyAsDouble(below);
            for (int i = 0; i < d; i++) {
                gradient[i] += difference * z[i] / (2 * s * samples);
            }
        }
        return gradient;
    }

    /**
     * argmin over y of E(y) + ||y - x||^2 / (2 tau): the best of {@value #CANDIDATES} draws around x at several scales, and
     * of the point itself, descended from by compass search.
     */
    public static double[] proximalPoint(ToDoubleFunction<double[]> energy, double[] x, double tau, long seed) {
        ToDoubleFunction<double[]> objective = y -> {
            double distance = ConsensusDynamics.distance(y, x);
            return energy.applyAsDouble(y) + distance * distance / (2 * tau);
        };
        RandomGenerator random = Seeds.stream(seed);
        List<double[]> starts = new ArrayList<>(List.of(x.clone()));
        for (int n = 0; n < CANDIDATES; n++) {
            double scale = Math.sqrt(tau) * Math.pow(2, n % 5 - 2);
            double[] y = x.clone();
            for (int i = 0; i < y.length; i++) {
                y[i] += scale * random.nextGaussian();
            }
            starts.add(y);
        }
        return starts.stream()
                .sorted(Comparator.comparingDouble(objective))
                .limit(POLISHED)
                .map(y -> descend(objective, y, Math.sqrt(tau) / 8))
                .min(Comparator.comparingDouble(objective))
                .orElseThrow();
    }

    /** Compass search: along each axis either way, the step halved when nothing is better. */
    private static double[] descend(ToDoubleFunction<double[]> f, double[] start, double firstStep) {
        double[] x = start.clone();
        double best = f.applyAsDouble(x);
        double step = firstStep;
        while (step > 1e-9 * firstStep) {
            boolean improved = false;
            for (int i = 0; i < 2 * x.length; i++) {
                double[] y = x.clone();
                y[i / 2] += i % 2 == 0 ? step : -step;
                double value = f.applyAsDouble(y);
                if (value < best) {
                    best = value;
                    x = y;
                    improved = true;
                }
            }
            step = improved ? step : step / 2;
        }
        return x;
    }
}
