package dev.hone.search.numeric;

import dev.hone.core.Check;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Draws from a smooth density known up to a constant by Hamiltonian trajectories that end where they turn back (Hoffman and
 * Gelman, "The No-U-turn sampler", JMLR 15, 2014), in the multinomial variant (Betancourt, "A conceptual introduction to
 * Hamiltonian Monte Carlo", 2017): a trajectory doubles, forwards or backwards at random, until for its ends' momenta p and the
 * sum rho of all its momenta rho^T M^-1 p &le; 0 at one end, over the whole or over either half and the first state of the
 * other; its points are drawn with weights exp(-H), between the last half and what was before with the odds of their weights,
 * at most 1.
 *
 * <p>H = -log density(q) + p^T M^-1 p / 2 is followed by leapfrog steps. While warming up, their length is set by dual
 * averaging towards the wanted mean acceptance probability, and the diagonal M^-1 to the variances of draws: of windows that
 * double in length, drawn a little towards 1e-3, after the first 15% and before the last 10% of the warm-up. A point where the
 * density is 0 or not a number, or H has risen by more than {@value #DIVERGENCE}, ends its trajectory and is never drawn.
 *
 * <p>Not thread-safe.
 */
public final class NoUTurnSampler {

    private static final double DIVERGENCE = 1000;
    private static final int FIRST_WINDOW = 25;
    /** As many draws count towards {@link #SMALL_VARIANCE} in a window's variances. */
    private static final double SHRINKAGE = 5;

    private static final double SMALL_VARIANCE = 1e-3;

    /** Log of a density with its gradient. */
    @FunctionalInterface
    public interface LogDensity {
        /** Value at {@code x}, minus infinity where it is impossible; overwrites the gradient. */
        double value(double[] x, double[] gradient);
    }

    /**
     * @param warmUp trajectories before the first draw
     * @param maxDepth doublings of a trajectory at most
     * @param acceptance mean acceptance probability that the length of steps is adapted to
     */
    public record Options(int warmUp, int maxDepth, double acceptance) {
        public Options {
            Check.atLeast("warm_up", warmUp, 0);
            Check.positive("max_depth", maxDepth);
            Check.that(acceptance > 0 && acceptance < 1, "acceptance", acceptance, "between 0 and 1");
        }

        /** The paper's acceptance of 0.8, and ten doublings. */
        public static Options defaults() {
            return new Options(500, 10, 0.8);
        }
    }

    /** A position, momentum, and log density with gradient. */
    record State(double[] q, double[] p, double[] gradient, double logDensity) {}

    /** Part of a trajectory, from its earliest to its latest state. */
    private record Tree(
            State first,
            State last,
            State drawn,
            double[] rho,
            double logWeight,
            boolean isWhole,
            double accepted,
            int steps) {}

    private final LogDensity density;
    private final Options options;
    private final RandomGenerator random;
    private final StepAdaptation step;
    /** Diagonal of M^-1. */
    private final double[] inverseMass;

    private State state;
    private double initialEnergy;
    private int divergences;

    /** Warms up from {@code start}, where the density must be positive. */
    public NoUTurnSampler(LogDensity density, double[] start, Options options, RandomGenerator random) {
        this.density = density;
        this.options = options;
        this.random = random;
        inverseMass = new double[start.length];
        Arrays.fill(inverseMass, 1);
        double[] gradient = new double[start.length];
        double value = density.value(start, gradient);
        Check.that(Double.isFinite(value), "log density at the start", value, "a finite number");
        state = new State(start.clone(), new double[start.length], gradient, value);
        step = new StepAdaptation(options.acceptance());
        step.restart(reasonableStep());
        if (start.length > 0) {
            warmUp();
        }
    }

    private void warmUp() {
        int begin = (int) (0.15 * options.warmUp());
        int end = (int) (0.9 * options.warmUp());
        int window = FIRST_WINDOW;
        Variances variances = new Variances(inverseMass.length);
        for (int i = 0; i < options.warmUp(); i++) {
            step.learn(move());
            if (i < begin || i >= end) {
                continue;
            }
            variances.add(state.q());
            boolean isLast = i == end - 1;
            // a window that would leave less than a whole next one takes the rest
            if (isLast || variances.count >= window && end - 1 - i >= 2 * window) {
                variances.into(inverseMass);
                variances = new Variances(inverseMass.length);
                window *= 2;
                step.restart(reasonableStep());
            }
        }
        step.finish();
        divergences = 0;
    }

    /** One more trajectory; the point drawn from it. */
    public double[] next() {
        move();
        return state.q().clone();
    }

    /** Length of a leapfrog step. */
    public double stepSize() {
        return step.size();
    }

    /** Diagonal of M^-1: variances as the warm-up saw them. */
    public double[] inverseMass() {
        return inverseMass.clone();
    }

    /** Trajectories since the warm-up that ended where the steps were too long or the density was 0. */
    public int divergences() {
        return divergences;
    }

    /** Moves the state by one trajectory; returns the mean acceptance probability along it. */
    private double move() {
        int n = inverseMass.length;
        if (n == 0) {
            return 1;
        }
        State start = withMomentum(state);
        initialEnergy = energy(start);
        Tree tree = new Tree(start, start, start, start.p(), 0, true, 0, 0);
        for (int depth = 0; depth < options.maxDepth(); depth++) {
            boolean forwards = random.nextBoolean();
            Tree more = build(depth, forwards ? tree.last() : tree.first(), forwards);
            double accepted = tree.accepted() + more.accepted();
            int steps = tree.steps() + more.steps();
            if (!more.isWhole()) {
                tree = new Tree(
                        tree.first(), tree.last(), tree.drawn(), tree.rho(), tree.logWeight(), false, accepted, steps);
                break;
            }
            boolean take = Math.log1p(-random.nextDouble()) < more.logWeight() - tree.logWeight();
            tree = join(tree, more, forwards, take ? more.drawn() : tree.drawn());
            if (!tree.isWhole()) {
                break;
            }
        }
        state = tree.drawn();
        return tree.accepted() / Math.max(1, tree.steps());
    }

    private State withMomentum(State at) {
        double[] p = new double[inverseMass.length];
        for (int i = 0; i < p.length; i++) {
            p[i] = random.nextGaussian() / Math.sqrt(inverseMass[i]);
        }
        return new State(at.q(), p, at.gradient(), at.logDensity());
    }

    private double energy(State at) {
        return energy(at, inverseMass);
    }

    static double energy(State at, double[] inverseMass) {
        double kinetic = 0;
        for (int i = 0; i < inverseMass.length; i++) {
            kinetic += inverseMass[i] * at.p()[i] * at.p()[i];
        }
        return 0.5 * kinetic - at.logDensity();
    }

    /** 2^depth steps from {@code from}; not whole if it turned back or diverged on the way. */
    private Tree build(int depth, State from, boolean forwards) {
        if (depth == 0) {
            State next = leapfrog(density, from, inverseMass, forwards ? step.size() : -step.size());
            double logWeight = initialEnergy - energy(next);
            boolean fine = logWeight > -DIVERGENCE;
            divergences += fine ? 0 : 1;
            double accepted = fine ? Math.min(1, Math.exp(logWeight)) : 0;
            return new Tree(next, next, next, next.p(), logWeight, fine, accepted, 1);
        }
        Tree near = build(depth - 1, from, forwards);
        if (!near.isWhole()) {
            return near;
        }
        Tree far = build(depth - 1, forwards ? near.last() : near.first(), forwards);
        if (!far.isWhole()) {
            return new Tree(
                    near.first(),
                    near.last(),
                    near.drawn(),
                    near.rho(),
                    near.logWeight(),
                    false,
                    near.accepted() + far.accepted(),
                    near.steps() + far.steps());
        }
        boolean take =
                Math.log1p(-random.nextDouble()) < far.logWeight() - Logs.sumExp(near.logWeight(), far.logWeight());
        return join(near, far, forwards, take ? far.drawn() : near.drawn());
    }

    private Tree join(Tree near, Tree far, boolean forwards, State drawn) {
        Tree left = forwards ? near : far;
        Tree right = forwards ? far : near;
        double[] rho = sum(left.rho(), right.rho());
        boolean goesOn = goesOn(inverseMass, left.first().p(), right.last().p(), rho)
                && goesOn(
                        inverseMass,
                        left.first().p(),
                        right.first().p(),
                        sum(left.rho(), right.first().p()))
                && goesOn(
                        inverseMass,
                        left.last().p(),
                        right.last().p(),
                        sum(left.last().p(), right.rho()));
        return new Tree(
                left.first(),
                right.last(),
                drawn,
                rho,
                Logs.sumExp(near.logWeight(), far.logWeight()),
                goesOn,
                near.accepted() + far.accepted(),
                near.steps() + far.steps());
    }

    /** Whether both ends still move along rho, the sum of all momenta between them: rho^T M^-1 p > 0. */
    static boolean goesOn(double[] inverseMass, double[] first, double[] last, double[] rho) {
        double atFirst = 0;
        double atLast = 0;
        for (int i = 0; i < rho.length; i++) {
            atFirst += inverseMass[i] * first[i] * rho[i];
            atLast += inverseMass[i] * last[i] * rho[i];
        }
        return atFirst > 0 && atLast > 0;
    }

    private static double[] sum(double[] a, double[] b) {
        double[] sum = a.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += b[i];
        }
        return sum;
    }

    /** p += e/2 grad, q += e M^-1 p, p += e/2 grad: reversible, and its energy errs by O(e^2) only. */
    static State leapfrog(LogDensity density, State from, double[] inverseMass, double e) {
        int n = inverseMass.length;
        double[] q = new double[n];
        double[] p = new double[n];
        double[] gradient = new double[n];
        for (int i = 0; i < n; i++) {
            p[i] = from.p()[i] + 0.5 * e * from.gradient()[i];
            q[i] = from.q()[i] + e * inverseMass[i] * p[i];
        }
        double value = density.value(q, gradient);
        for (int i = 0; i < n; i++) {
            p[i] += 0.5 * e * gradient[i];
        }
        return new State(q, p, gradient, Double.isNaN(value) ? Double.NEGATIVE_INFINITY : value);
    }

    /** Doubles or halves 1 until one step is accepted with a probability on the other side of one half. */
    private double reasonableStep() {
        double size = step.size();
        if (inverseMass.length == 0) {
            return size;
        }
        State start = withMomentum(state);
        double before = energy(start);
        int direction = 0;
        for (int i = 0; i < 50; i++) {
            double change = before - energy(leapfrog(density, start, inverseMass, size));
            int wanted = change > Math.log(0.5) ? 1 : -1;
            if (direction != 0 && wanted != direction) {
                break;
            }
            direction = wanted;
            size *= direction > 0 ? 2 : 0.5;
        }
        return size;
    }

    /** Dual averaging of the logarithm of the step (Hoffman and Gelman, section 3.2.1, with its constants). */
    private static final class StepAdaptation {

        private static final double GAMMA = 0.05;
        private static final double T0 = 10;
        private static final double KAPPA = 0.75;

        private final double target;
        private double mu;
        private double error;
        private double average;
        private int count;
        private double size = 1;

        StepAdaptation(double target) {
            this.target = target;
        }

        void restart(double from) {
            size = from;
            mu = Math.log(10 * from);
            error = 0;
            average = 0;
            count = 0;
        }

        void learn(double accepted) {
            count++;
            double weight = 1 / (count + T0);
            error += weight * (target - accepted - error);
            double logSize = mu - Math.sqrt(count) / GAMMA * error;
            double share = Math.pow(count, -KAPPA);
            average += share * (logSize - average);
            size = Math.exp(logSize);
        }

        void finish() {
            size = count > 0 ? Math.exp(average) : size;
        }

        double size() {
            return size;
        }
    }

    /** Running variances (Welford). */
    private static final class Variances {

        private final double[] mean;
        private final double[] squares;
        private int count;

        Variances(int n) {
            mean = new double[n];
            squares = new double[n];
        }

        void add(double[] x) {
            count++;
            for (int i = 0; i < mean.length; i++) {
                double difference = x[i] - mean[i];
                mean[i] += difference / count;
                squares[i] += difference * (x[i] - mean[i]);
            }
        }

        void into(double[] out) {
            if (count < 2) {
                return;
            }
            for (int i = 0; i < out.length; i++) {
                double variance = squares[i] / (count - 1);
                out[i] = (count * variance + SHRINKAGE * SMALL_VARIANCE) / (count + SHRINKAGE);
            }
        }
    }
}
