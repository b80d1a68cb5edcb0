package dev.hone.claims.search;

import dev.hone.claims.Claim;
import dev.hone.claims.ClaimRun;
import dev.hone.claims.Evidence;
import dev.hone.claims.Evidence.Chart;
import dev.hone.claims.Evidence.Line;
import dev.hone.claims.Evidence.Verdict;
import dev.hone.claims.problem.GrandCanyon;
import dev.hone.core.Seeds;
import dev.hone.search.consensus.Comparators;
import dev.hone.search.consensus.ConsensusOptimization;
import dev.hone.search.consensus.ConsensusOptions;
import dev.hone.search.consensus.ConsensusProblem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Consensus-based optimization passes barriers that stop gradient descent, and is a relaxation of it (row 64). */
public final class ConsensusClaim implements Claim {

    private static final int SEEDS = 50;
    private static final int LANGEVIN_SEEDS = 10;
    private static final int MOVES = 250;
    private static final double[] START = {8, 8};
    private static final double START_DEVIATION = 0.5;
    private static final double GRADIENT_STEP = 0.001;
    private static final int GRADIENT_STEPS = 10_000;
    private static final double SUCCESS_RADIUS = 0.5;
    private static final double[] SLOPE_FROM = {2, -1};

    @Override
    public About about() {
        return new About(
                "consensus",
                OptionalInt.of(64),
                "Consensus-based optimization is a relaxation of gradient descent that crosses barriers",
                "Grand Canyon, start N((8,8), 0.5^2), N = 200, alpha = 100, lambda = 1, dt = 0.01, sigma = 1.6, 250 steps,"
                        + " 50 seeds, success = final consensus within 0.5 of the minimum: CBO and consensus hopping (s ="
                        + " 0.7) at least 90%, gradient descent 0%, CBO more often than annealed Langevin (sigma = 10,"
                        + " 10^4 steps, 10 seeds). On (x1^2 + 4 x2^2)/2 at (2,-1), one hop with s = 1, alpha = 0.5, N ="
                        + " 200,000 ends within 0.02 of the proximal point; the mean of 200 hops with s = 0.1, alpha = 5,"
                        + " N = 2,000 has cosine of at least 0.99 with -grad E and 90% to 110% of the proximal length.",
                "gradient descent and annealed Langevin dynamics, dt = 0.001, 10,000 steps, both with the gradient",
                "alpha = 0: all particles weigh the same, so that they meet without regard to their energies",
                false,
                Duration.ofMinutes(1));
    }

    @Override
    public Evidence measure(Variant variant, ClaimRun run) {
        boolean ablated = variant == Variant.ABLATION;
        ConsensusOptions cbo = ConsensusOptions.paper();
        ConsensusOptions used = ablated ? cbo.withAlpha(0, false) : cbo;
        run.at(0, "consensus-based optimization");
        double[][][] swarm = ways(SEEDS, seed -> canyon(used, seed));
        run.at(0.3, "consensus hopping");
        double[][][] hopping = ways(SEEDS, seed -> canyon(used.withHop(0.7), seed));
        run.at(0.6, "fewer particles, less noise");
        double[][][] few = ways(SEEDS, seed -> canyon(used.withParticles(20), seed));
        double[][][] quiet = ways(SEEDS, seed -> canyon(used.withNoise(used.diffusion(), 0.1, used.dt()), seed));
        run.at(0.8, "gradient descent and Langevin dynamics");
        double[][][] descent = ways(
                SEEDS,
                seed -> Comparators.gradientDescent(ConsensusClaim::slope, start(seed), GRADIENT_STEP, GRADIENT_STEPS));
        double[][][] langevin = ways(
                LANGEVIN_SEEDS,
                seed -> Comparators.langevin(
                        ConsensusClaim::slope, start(seed), GRADIENT_STEP, 10, GRADIENT_STEPS, Seeds.stream(seed, 2)));
        run.at(0.9, "relaxation");
        List<Verdict> verdicts = new ArrayList<>();
        verdicts.add(atLeast("CBO reaches the minimum in at least 90% of the runs", success(swarm), 0.9));
        verdicts.add(atLeast("consensus hopping does so in at least 90%", success(hopping), 0.9));
        verdicts.add(new Verdict("gradient descent never does", percent(success(descent)), success(descent) == 0));
        verdicts.add(new Verdict(
                "CBO does so more often than Langevin dynamics",
                percent(success(swarm)) + " against " + percent(success(langevin)),
                success(swarm) > success(langevin)));
        verdicts.addAll(relaxation(ablated));
        List<List<String>> rows = List.of(
                row("CBO, N = 200, sigma = 1.6", swarm),
                row("consensus hopping, s = 0.7", hopping),
                row("CBO, N = 20", few),
                row("CBO, sigma = 0.1", quiet),
                row("gradient descent", descent),
                row("annealed Langevin", langevin));
        Chart chart = new Chart(
                "Median distance to the minimum of Grand Canyon",
                "share of the run",
                "distance",
                false,
                List.of(
                        line("CBO", swarm),
                        line("consensus hopping", hopping),
                        line("gradient descent", descent),
                        line("Langevin", langevin)));
        return new Evidence(verdicts, List.of("method", "success", "median distance", "median E", "runs"), rows, chart);
    }

    private static double[][] canyon(ConsensusOptions options, long seed) {
        return ConsensusOptimization.minimize(
                        ConsensusProblem.of(GrandCanyon::value), START, START_DEVIATION, MOVES, options, seed)
                .trajectory();
    }

    /** Where the followers of a gradient start, drawn from the same law as particles. */
    private static double[] start(long seed) {
        RandomGenerator random = Seeds.stream(seed, 1);
        return Arrays.stream(START)
                .map(x -> x + START_DEVIATION * random.nextGaussian())
                .toArray();
    }

    /** Central differences of Grand Canyon. */
    private static double[] slope(double[] x) {
        double h = 1e-6;
        double[] gradient = new double[2];
        for (int k = 0; k < 2; k++) {
            double[] above = x.clone();
            double[] below = x.clone();
            above[k] += h;
            below[k] -= h;
            gradient[k] = (GrandCanyon.value(above) - GrandCanyon.value(below)) / (2 * h);
        }
        return gradient;
    }

    private static double quadratic(double[] x) {
        return (x[0] * x[0] + 4 * x[1] * x[1]) / 2;
    }

    /** Hops from (2, -1) on the quadratic, against the proximal point (x1 / (1 + tau), x2 / (1 + 4 tau)). */
    private static List<Verdict> relaxation(boolean ablated) {
        double[] far = hop(ablated ? 0 : 0.5, 1, 200_000, 0);
        double error = Math.hypot(far[0] - 2 / 1.5, far[1] + 1.0 / 3);
        double[] mean = new double[2];
        int hops = 200;
        for (int i = 1; i <= hops; i++) {
            double[] to = hop(ablated ? 0 : 5, 0.1, 2_000, i);
            mean[0] += (to[0] - SLOPE_FROM[0]) / hops;
            mean[1] += (to[1] - SLOPE_FROM[1]) / hops;
        }
        double tau = 5 * 0.1 * 0.1;
        double proximal =
                Math.hypot(SLOPE_FROM[0] / (1 + tau) - SLOPE_FROM[0], SLOPE_FROM[1] / (1 + 4 * tau) - SLOPE_FROM[1]);
        double length = Math.hypot(mean[0], mean[1]);
        // grad E = (2, -4) at (2, -1)
        double cosine = (-2 * mean[0] + 4 * mean[1]) / (length * Math.sqrt(20));
        return List.of(
                new Verdict(
                        "a hop with s = 1 ends within 0.02 of the proximal point",
                        String.format(Locale.ROOT, "%.4f away", error),
                        error <= 0.02),
                new Verdict(
                        "hops with s = 0.1 go along -grad E, cosine at least 0.99",
                        String.format(Locale.ROOT, "%.4f", cosine),
                        cosine >= 0.99),
                new Verdict(
                        "their mean length is within 10% of the proximal move",
                        String.format(Locale.ROOT, "%.4f of it", length / proximal),
                        Math.abs(length / proximal - 1) <= 0.1));
    }

    /** The consensus of N points drawn around (2, -1). */
    private static double[] hop(double alpha, double s, int particles, long seed) {
        ConsensusOptions options =
                ConsensusOptions.paper().withParticles(particles).withAlpha(alpha, false);
        return ConsensusOptimization.minimize(
                        ConsensusProblem.of(ConsensusClaim::quadratic), SLOPE_FROM, s, 1, options, seed)
                .trajectory()[0];
    }

    private static double[][][] ways(int seeds, LongFunction<double[][]> way) {
        return IntStream.range(0, seeds).parallel().mapToObj(way::apply).toArray(double[][][]::new);
    }

    private static double distance(double[] x) {
        return Math.hypot(x[0], x[1]);
    }

    private static double[] last(double[][] way) {
        return way[way.length - 1];
    }

    private static double success(double[][][] ways) {
        return Arrays.stream(ways)
                        .filter(way -> distance(last(way)) <= SUCCESS_RADIUS)
                        .count()
                / (double) ways.length;
    }

    private static Verdict atLeast(String condition, double rate, double least) {
        return new Verdict(condition, percent(rate), rate >= least);
    }

    private static String percent(double rate) {
        return String.format(Locale.ROOT, "%.0f%%", 100 * rate);
    }

    private static List<String> row(String name, double[][][] ways) {
        double[] distances =
                Arrays.stream(ways).mapToDouble(way -> distance(last(way))).toArray();
        double[] energies = Arrays.stream(ways)
                .mapToDouble(way -> GrandCanyon.value(last(way)))
                .toArray();
        return List.of(
                name,
                percent(success(ways)),
                String.format(Locale.ROOT, "%.3f", Statistics.median(distances)),
                String.format(Locale.ROOT, "%.3f", Statistics.median(energies)),
                Integer.toString(ways.length));
    }

    private static Line line(String name, double[][][] ways) {
        int points = 50;
        double[] share = IntStream.rangeClosed(0, points)
                .mapToDouble(i -> (double) i / points)
                .toArray();
        double[] median = Arrays.stream(share)
                .map(x -> Statistics.median(Arrays.stream(ways)
                        .mapToDouble(way -> distance(way[(int) Math.round(x * (way.length - 1))]))
                        .toArray()))
                .toArray();
        return new Line(name, share, median);
    }
}
