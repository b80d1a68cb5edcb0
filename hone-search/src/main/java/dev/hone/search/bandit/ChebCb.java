package dev.hone.search.bandit;

import dev.hone.core.Check;
import dev.hone.search.numeric.BoxLeastSquares;
import dev.hone.search.numeric.TriangularLeastSquares;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/**
 * A contextual bandit for one real context: for each arm a Chebyshev polynomial predicts the cost, and arms are drawn by
 * inverse-gap weighting (Khodak, Chow, Balcan, Talwalkar, "Learning to relax", ICLR 2024, row 28; weighting: Foster and
 * Rakhlin, "Beyond UCB", ICML 2020).
 * <pre>
 * y_i = theta_i . phi(c),   phi = (T_0(u), ..., T_{m-1}(u)),   u = 2 (c - low) / (high - low) - 1
 * p_i = 1 / (d + eta (y_i - min y)) for all but the least y, which gets the rest
 * theta_i = minimum-norm least squares of cost - minCost on phi over the plays of i; where that leaves the box
 *           |theta_i0| &le; K,  |theta_ij| &le; 2 D / j,  the least squares in the box
 * eta = 2 t sqrt(d t / (R + 2 alpha^2 t)),   alpha = (pi + (2/pi) ln(2m + 1)) D / (2 (m + 1)),   0 in the first round
 * </pre>
 * K is the greatest cost so far, D the greatest less the least, R the sum of squared errors of the predictions made when
 * arms were played. The paper divides costs by K N; eta, box and predictions scale alike, so N drops out of the plays, and
 * everything here is in units of cost.
 */
public final class ChebCb implements Bandit {

    /** Options with the paper's defaults; {@code range} has none. {@code degree}: number m of polynomials. */
    public record Options(ContextRange range, int degree) {
        public Options {
            Check.positive("degree", degree);
            Check.that(degree <= 30, "degree", degree, "a whole number up to 30");
        }

        public static Options defaults(double low, double high) {
            return new Options(new ContextRange(low, high), 6);
        }
    }

    private final Options options;
    private final Costs costs;
    /** Per arm, with the right-hand sides cost and 1. */
    private final TriangularLeastSquares[] fits;

    private final double[][] theta;
    private final boolean[] stale;
    private double squaredErrors;

    ChebCb(int arms, OptionalDouble minCost, Options options) {
        this.options = options;
        costs = new Costs(minCost);
        fits = new TriangularLeastSquares[arms];
        Arrays.setAll(fits, i -> new TriangularLeastSquares(options.degree(), 2));
        theta = new double[arms][options.degree()];
        stale = new boolean[arms];
    }

    public static Learner learner(Options options) {
        return new Learner("cheb-cb", true, (arms, minCost) -> new ChebCb(arms, minCost, options));
    }

    /** T_0(u), ..., T_{m-1}(u). */
    static double[] features(double u, int m) {
        double[] phi = new double[m];
        phi[0] = 1;
        for (int j = 1; j < m; j++) {
            phi[j] = j == 1 ? u : 2 * u * phi[j - 1] - phi[j - 2];
        }
        return phi;
    }

    /** Inverse-gap weighting of predicted costs. */
    static double[] inverseGap(double[] predicted, double eta) {
        int best = 0;
        for (int i = 1; i < predicted.length; i++) {
            best = predicted[i] < predicted[best] ? i : best;
        }
        double[] p = new double[predicted.length];
        double rest = 1;
        for (int i = 0; i < p.length; i++) {
            if (i != best) {
                p[i] = 1 / (p.length + eta * (predicted[i] - predicted[best]));
                rest -= p[i];
            }
        }
        p[best] = rest;
        return p;
    }

    /** Greatest error, in units of cost, that m polynomials leave of a function with slopes up to D / (high - low). */
    static double approximation(int m, double spread) {
        return (Math.PI + 2 / Math.PI * Math.log(2.0 * m + 1)) * spread / (2.0 * (m + 1));
    }

    /** Weight of gaps after {@code t} plays; 0 before any and while nothing is known to differ. */
    static double eta(long t, int arms, double squaredErrors, double alpha) {
        double doubt = squaredErrors + 2 * alpha * alpha * t;
        return doubt > 0 ? 2.0 * t * Math.sqrt(arms * (double) t / doubt) : 0;
    }

    private double[] predict(double[] phi) {
        double[] y = new double[fits.length];
        for (int i = 0; i < y.length; i++) {
            if (stale[i]) {
                theta[i] = fit(fits[i]);
                stale[i] = false;
            }
            for (int j = 0; j < phi.length; j++) {
                y[i] += theta[i][j] * phi[j];
            }
        }
        return y;
    }

    private double[] fit(TriangularLeastSquares plays) {
        double[][] r = plays.matrix();
        double[] z = plays.right(1, -costs.floor());
        double[] free = BoxLeastSquares.minimumNorm(r, z);
        double[] high = bounds();
        double[] low = Arrays.stream(high).map(x -> -x).toArray();
        for (int j = 0; j < free.length; j++) {
            if (Math.abs(free[j]) > high[j]) {
                return BoxLeastSquares.solve(r, z, low, high);
            }
        }
        return free;
    }

    private double[] bounds() {
        double spread = costs.greatest() - costs.least();
        double[] high = new double[options.degree()];
        high[0] = Math.max(
                Math.max(Math.abs(costs.greatest()), Math.abs(costs.least())), costs.greatest() - costs.floor());
        for (int j = 1; j < high.length; j++) {
            high[j] = 2 * spread / j;
        }
        return high;
    }

    private double eta() {
        double spread = costs.count() == 0 ? 0 : costs.greatest() - costs.least();
        return eta(costs.count(), fits.length, squaredErrors, approximation(options.degree(), spread));
    }

    @Override
    public int arms() {
        return fits.length;
    }

    @Override
    public double[] probabilities(double context) {
        return inverseGap(predict(features(options.range().unit(context), options.degree())), eta());
    }

    @Override
    public Play play(double context, int[] pending, RandomGenerator random) {
        options.range().warnOutside(context);
        double[] y = predict(features(options.range().unit(context), options.degree()));
        double[] p = inverseGap(y, eta());
        int arm = Draw.from(p, random);
        return new Play(arm, p[arm], costs.floor() + y[arm], context);
    }

    @Override
    public void learn(Play play, double cost) {
        if (Double.isNaN(play.context())) {
            return;
        }
        double least = costs.least();
        double greatest = costs.greatest();
        costs.add(cost);
        fits[play.arm()].add(features(options.range().unit(play.context()), options.degree()), cost, 1);
        stale[play.arm()] = true;
        if (costs.least() != least || costs.greatest() != greatest) {
            everythingIsStale();
        }
        if (!Double.isNaN(play.prediction())) {
            double error = play.prediction() - cost;
            squaredErrors += error * error;
        }
    }

    @Override
    public double[] state() {
        int size = fits[0].size();
        double[] state = new double[fits.length * size + Costs.SIZE + 1];
        for (int i = 0; i < fits.length; i++) {
            fits[i].write(state, i * size);
        }
        costs.write(state, fits.length * size);
        state[state.length - 1] = squaredErrors;
        return state;
    }

    @Override
    public void restore(double[] state) {
        int size = fits[0].size();
        for (int i = 0; i < fits.length; i++) {
            fits[i].read(state, i * size);
        }
        costs.read(state, fits.length * size);
        squaredErrors = state[state.length - 1];
        everythingIsStale();
    }

    /** All arms that were played; of the others nothing can be fitted. */
    private void everythingIsStale() {
        for (int i = 0; i < fits.length; i++) {
            stale[i] = fits[i].matrix()[0][0] != 0;
        }
    }
}
