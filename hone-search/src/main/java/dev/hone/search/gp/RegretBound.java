package dev.hone.search.gp;

import dev.hone.core.Check;
import dev.hone.core.Seeds;
import dev.hone.core.analyse.Observations;
import dev.hone.core.analyse.Observations.Observation;
import dev.hone.core.analyse.TerminationAnalysis;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Whether going on is worth it (Makarova et al., "Automatic termination for hyperparameter optimization", AutoML 2022). With
 * high probability the best configuration evaluated is worse than the best there is by at most
 * <pre>
 *   r_t    = min over evaluated x of (mean + sqrt(beta) sd)(x)  -  min over the space of (mean - sqrt(beta) sd)(x)
 *   beta_t = 2 log(d t^2 pi^2 / (6 delta)) / 5,   d parameters, t trials, delta = 0.1
 * </pre>
 * for losses under a Gaussian process, and a study may end once r_t is no more than what noise hides: the standard
 * deviation of the noise on the best value, where evaluations report it. Without reported noise the threshold is that of
 * Optuna's median terminator: {@value #MEDIAN_SHARE} of the median of the first bounds.
 *
 * <p>Very bad losses are cut to a fence before the model is fitted: they would leave a stationary process no resolution near
 * the optimum, about which the bound is. The lower bound over the space is found by random draws and by perturbing the best of them, so that r_t may come out
 * somewhat too small, never too large. Immutable and thread-safe.
 */
public final class RegretBound implements TerminationAnalysis {

    private static final double DELTA = 0.1;
    /** The bound of the theory is loose in practice; Srinivas et al. 2010 divide it by 5. */
    private static final double BETA_DIVISOR = 5;

    static final double MEDIAN_SHARE = 0.01;
    private static final int FIRST_BOUNDS = 20;
    private static final long STREAM = 0x726567726574L;

    /**
     * @param startup trials before the first bound
     * @param maxPoints trials that the model holds
     * @param draws configurations among which the lower bound is looked for first
     */
    public record Options(int startup, int maxPoints, int draws) {
        public Options {
            Check.atLeast("startup", startup, 4);
            Check.atLeast("max_points", maxPoints, 10);
            Check.positive("draws", draws);
        }

        public static Options defaults() {
            return new Options(20, 200, 512);
        }
    }

    private final Options options;

    public RegretBound() {
        this(Options.defaults());
    }

    public RegretBound(Options options) {
        this.options = options;
    }

    @Override
    public String id() {
        return "regret-bound";
    }

    @Override
    public Termination analyse(Observations observations, long seed, int points) {
        Check.positive("points", points);
        LossModel model = new LossModel(observations.space(), options.maxPoints);
        List<Double> bounds = new ArrayList<>();
        List<Integer> counts = counts(observations.size(), points);
        for (int count : counts) {
            Observations known = observations.first(count);
            bounds.add(varies(known) ? bound(model, known, Seeds.stream(seed, STREAM, count)) : 0);
        }
        boolean reported =
                observations.points().stream().anyMatch(o -> o.variance().isPresent());
        double fallback = MEDIAN_SHARE * median(bounds.subList(0, Math.min(FIRST_BOUNDS, bounds.size())));
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < counts.size(); i++) {
            Observations known = observations.first(counts.get(i));
            double noise = reported ? reportedNoise(known) : fallback;
            steps.add(new Step(observations.points().get(counts.get(i) - 1).number(), bounds.get(i), noise));
        }
        String source = reported
                ? "standard deviation of the noise that evaluations report on the best value"
                : "evaluations report no noise: a hundredth of the median of the first bounds";
        return new Termination(steps, source);
    }

    /** At most {@code points} numbers of trials from the startup to {@code n}, evenly spaced, the last being {@code n}. */
    private List<Integer> counts(int n, int points) {
        List<Integer> counts = new ArrayList<>();
        int wanted = Math.min(points, n - options.startup + 1);
        for (int i = 0; i < wanted; i++) {
            counts.add(wanted == 1 ? n : options.startup + (int) ((long) i * (n - options.startup) / (wanted - 1)));
        }
        return counts;
    }

    private static boolean varies(Observations observations) {
        return Arrays.stream(observations.losses()).distinct().limit(2).count() > 1;
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }

    /** Standard deviation of the noise on the best value of which it is known; 0 if it is known of none yet. */
    private static double reportedNoise(Observations observations) {
        return observations.points().stream()
                .filter(o -> o.variance().isPresent())
                .min(Comparator.comparingDouble(o -> observations.direction().asLoss(o.value())))
                .map(o -> Math.sqrt(Math.max(0, o.variance().getAsDouble())))
                .orElse(0.0);
    }

    /** sqrt(beta_t). */
    static double rootBeta(int parameters, int trials) {
        double beta = 2 * Math.log(parameters * (double) trials * trials * Math.PI * Math.PI / (6 * DELTA));
        return Math.sqrt(beta / BETA_DIVISOR);
    }

    private double bound(LossModel model, Observations known, RandomGenerator random) {
        model.fit(known, fenced(known.losses()));
        double width = rootBeta(known.space().parameters().size(), known.size());
        double upper = Double.POSITIVE_INFINITY;
        Search search = new Search(model, width, random);
        List<Observation> best = new ArrayList<>(known.points());
        best.sort(Comparator.comparingDouble(o -> known.direction().asLoss(o.value())));
        for (Observation o : best.subList(0, Math.min(options.maxPoints, best.size()))) {
            double[] p = model.predict(o.configuration());
            upper = Math.min(upper, p[0] + width * p[1]);
            search.offer(o.configuration(), p);
        }
        return Math.max(0, upper - search.lowest(options.draws));
    }

    /** Losses beyond Tukey's far fence, Q3 + 3 (Q3 - Q1), as the fence. */
    static double[] fenced(double[] losses) {
        double[] sorted = losses.clone();
        Arrays.sort(sorted);
        double q1 = sorted[sorted.length / 4];
        double q3 = sorted[sorted.length * 3 / 4];
        // where most losses are equal, the others are all there is to learn from
        double fence = q3 > q1 ? q3 + 3 * (q3 - q1) : Double.POSITIVE_INFINITY;
        return Arrays.stream(losses).map(loss -> Math.min(loss, fence)).toArray();
    }

    /** Looks for the least lower confidence bound. */
    private static final class Search {

        private static final int KEPT = 5;
        private static final int ROUNDS = 8;
        private static final int TRIES = 8;

        private record Found(Configuration configuration, double bound) {}

        private final LossModel model;
        private final SearchSpace space;
        private final double width;
        private final RandomGenerator random;
        private final List<Found> best = new ArrayList<>();

        Search(LossModel model, double width, RandomGenerator random) {
            this.model = model;
            this.space = model.space();
            this.width = width;
            this.random = random;
        }

        void offer(Configuration configuration, double[] prediction) {
            best.add(new Found(configuration, prediction[0] - width * prediction[1]));
            if (best.size() > KEPT) {
                best.sort(Comparator.comparingDouble(Found::bound));
                best.remove(KEPT);
            }
        }

        double lowest(int draws) {
            for (int i = 0; i < draws; i++) {
                Configuration drawn = space.sample(random);
                offer(drawn, model.predict(drawn));
            }
            double scale = 0.2;
            for (int round = 0; round < ROUNDS; round++, scale /= 2) {
                for (Found start : List.copyOf(best)) {
                    for (int i = 0; i < TRIES; i++) {
                        Configuration moved = moved(start.configuration(), scale);
                        if (space.isFeasible(moved)) {
                            offer(moved, model.predict(moved));
                        }
                    }
                }
            }
            return best.stream().mapToDouble(Found::bound).min().orElseThrow();
        }

        /** Every coordinate moves, or half of them at random where there are several. */
        private Configuration moved(Configuration from, double scale) {
            double[] cube = space.encode(from);
            for (int c = 0; c < cube.length; c++) {
                if (cube.length == 1 || random.nextBoolean()) {
                    cube[c] = Math.min(1, Math.max(0, cube[c] + scale * random.nextGaussian()));
                }
            }
            return space.decode(cube);
        }
    }
}
