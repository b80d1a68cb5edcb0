package dev.hone.claims.search;

import dev.hone.claims.Claim;
import dev.hone.claims.ClaimRun;
import dev.hone.claims.Evidence;
import dev.hone.claims.Evidence.Chart;
import dev.hone.claims.Evidence.Line;
import dev.hone.claims.Evidence.Verdict;
import dev.hone.claims.problem.PointMass;
import dev.hone.core.Seeds;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.study.Budget;
import dev.hone.core.study.Judge;
import dev.hone.core.study.Study;
import dev.hone.core.trial.Comparison;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Trial;
import dev.hone.search.ranking.RankSampler;
import dev.hone.search.ranking.RankSampler.Options;
import dev.hone.search.ranking.RankSampler.Perturbation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Row 33: rankings alone lead down a bowl in 50 dimensions, and the values behind them do not matter. */
public final class RankSgdClaim implements Claim {

    private static final int DIMENSIONS = 50;
    private static final int POINTS = 6_000;
    private static final int SEEDS = 5;
    private static final double HALF_WIDTH = 2;
    private static final double[] STEPS = {0.003, 0.01, 0.03, 0.1, 0.3};
    private static final int CHECKPOINTS = 4;

    private static final SearchSpace SPACE = space("x", DIMENSIONS, HALF_WIDTH);

    @Override
    public About about() {
        return new About(
                "zo-ranksgd",
                OptionalInt.of(33),
                "Rankings alone lead downhill",
                "On |x|^2 in 50 dimensions from (1, ..., 1), with 6,000 points seen by a judge who only orders them, the"
                        + " median over 5 seeds of the preferred point's value is at most 0.01 with full rankings of 10, at"
                        + " most a third of that with the best of 10 only, and at most an eighth of that with pairs. The"
                        + " search is the same to the bit if f, exp(f/10) or log(1+f) rank, while descent on values with the"
                        + " step that is best for f ends at least ten times worse under exp(f/10).",
                "best-of-10 and pairwise feedback; zeroth-order descent on values with its best step",
                "The judge answers with a random order. If the way down came from anything but the answers, it would"
                        + " still be found.",
                false,
                Duration.ofSeconds(40));
    }

    @Override
    public Evidence measure(Variant variant, ClaimRun run) {
        boolean ablated = variant == Variant.ABLATION;
        Map<String, double[][]> arms = new LinkedHashMap<>();
        int[][] feedback = {{10, 10}, {10, 1}, {2, 1}};
        for (int[] mk : feedback) {
            String name = "m=" + mk[0] + ", k=" + mk[1];
            run.at(arms.size() / 6.0, name);
            arms.put(name, seeds(seed -> judged(seed, mk[0], mk[1], ablated)));
        }
        double full = last(arms.get("m=10, k=10"));
        double best = last(arms.get("m=10, k=1"));
        double pairs = last(arms.get("m=2, k=1"));
        run.at(0.5, "the same order from other values");
        boolean same = IntStream.range(0, SEEDS).parallel().allMatch(RankSgdClaim::isInvariant);
        run.at(0.8, "descent on values");
        double step = Arrays.stream(STEPS)
                .boxed()
                .min(Comparator.comparingDouble(s -> last(seeds(seed -> onValues(seed, s, f -> f)))))
                .orElseThrow();
        arms.put("values, step " + step, seeds(seed -> onValues(seed, step, f -> f)));
        arms.put("values under exp(f/10)", seeds(seed -> onValues(seed, step, f -> Math.exp(f / 10))));
        double values = last(arms.get("values, step " + step));
        double bent = last(arms.get("values under exp(f/10)"));
        run.at(0.9, "a policy ranked by its return");
        List<List<String>> rows = new ArrayList<>();
        List<Line> lines = new ArrayList<>();
        arms.forEach((name, curves) -> {
            rows.add(List.of(
                    name, shown(at(curves, CHECKPOINTS / 4)), shown(at(curves, CHECKPOINTS / 2)), shown(last(curves))));
            lines.add(new Line(
                    name,
                    axis(),
                    IntStream.rangeClosed(1, CHECKPOINTS)
                            .mapToDouble(i -> at(curves, i))
                            .toArray()));
        });
        rows.add(policy(ablated));
        List<Verdict> verdicts = List.of(
                new Verdict("full rankings end at 0.01 or below", shown(full), full <= 0.01),
                new Verdict(
                        "at most a third of the best of 10", shown(full) + " against " + shown(best), full <= best / 3),
                new Verdict("at most an eighth of pairs", shown(full) + " against " + shown(pairs), full <= pairs / 8),
                new Verdict("f, exp(f/10) and log(1+f) give the same search", Boolean.toString(same), same),
                new Verdict(
                        "values under exp(f/10) end ten times worse than under f",
                        shown(bent) + " against " + shown(values),
                        !(bent < 10 * values)));
        Chart chart = new Chart("Median |x|^2 over " + SEEDS + " seeds", "points", "|x|^2", true, lines);
        return new Evidence(
                verdicts, List.of("feedback", "after 1,500 points", "after 3,000", "after 6,000"), rows, chart);
    }

    private static double f(Configuration x) {
        double sum = 0;
        for (int i = 0; i < DIMENSIONS; i++) {
            sum += x.getDouble("x" + i) * x.getDouble("x" + i);
        }
        return sum;
    }

    /** mu = 0.01 and eta = 0.3 in the parameters' own units, of which a range has four. */
    private static Options options(int m) {
        double range = 2 * HALF_WIDTH;
        return new Options(
                m,
                0,
                OptionalDouble.of(0.01 / range),
                0.3 / range,
                true,
                5,
                0.5,
                true,
                true,
                true,
                Perturbation.GAUSSIAN,
                1);
    }

    /** The value of the point that has come out on top, at each checkpoint. */
    private static double[] judged(int seed, int m, int k, boolean ablated) {
        double[] curve = new double[CHECKPOINTS];
        Judge<Configuration> judge = judge(RankSgdClaim::f, k, ablated ? new Random(seed) : null);
        try (Study<Configuration> study = Study.named("bowl")
                .compared()
                .seed(seed)
                .optimizer(RankSampler.over(SPACE, options(m)))
                .judge(judge)
                .create()) {
            study.enqueue(List.of(ones()));
            for (int i = 1; i <= CHECKPOINTS; i++) {
                study.run(x -> Evaluation.of(), Budget.trials((long) i * POINTS / CHECKPOINTS));
                curve[i - 1] = f(study.findBest().map(Trial::candidate).orElse(ones()));
            }
        }
        return curve;
    }

    /** Orders the best {@code k} of a screen; at random if {@code random} is given. */
    private static Judge<Configuration> judge(ToDoubleFunction<Configuration> loss, int k, Random random) {
        return screen -> {
            List<Trial<Configuration>> order = new ArrayList<>(screen);
            if (random == null) {
                order.sort(Comparator.comparingDouble(t -> loss.applyAsDouble(t.candidate())));
            } else {
                Collections.shuffle(order, random);
            }
            List<Long> numbers = order.stream().map(Trial::number).toList();
            int told = Math.min(k, numbers.size());
            return Comparison.partial(numbers.subList(0, told), numbers.subList(told, numbers.size()), "rule");
        };
    }

    private static boolean isInvariant(int seed) {
        List<Configuration> plain = valued(seed, f -> f);
        return plain.equals(valued(seed, f -> Math.exp(f / 10))) && plain.equals(valued(seed, Math::log1p));
    }

    private static List<Configuration> valued(int seed, DoubleUnaryOperator transform) {
        try (Study<Configuration> study = Study.named("bowl")
                .minimize("f")
                .seed(seed)
                .optimizer(RankSampler.over(SPACE, options(10)))
                .create()) {
            study.enqueue(List.of(ones()));
            study.run(x -> Evaluation.of(transform.applyAsDouble(f(x))), Budget.trials(POINTS));
            return study.trials().stream().map(Trial::candidate).toList();
        }
    }

    /** x <- x - step mean_i [(h(f(x + mu xi_i)) - h(f(x))) / mu xi_i] with ten xi_i a step. */
    private static double[] onValues(int seed, double step, DoubleUnaryOperator h) {
        int m = 10;
        double mu = 0.01;
        RandomGenerator random = Seeds.stream(seed, 33);
        double[] x = new double[DIMENSIONS];
        Arrays.fill(x, 1);
        double[] curve = new double[CHECKPOINTS];
        int seen = 0;
        int next = 0;
        while (next < CHECKPOINTS) {
            double[] gradient = new double[DIMENSIONS];
            double here = h.applyAsDouble(square(x));
            for (int i = 0; i < m; i++) {
                double[] xi = IntStream.range(0, DIMENSIONS)
                        .mapToDouble(k -> random.nextGaussian())
                        .toArray();
                double[] there = x.clone();
                for (int k = 0; k < DIMENSIONS; k++) {
                    there[k] += mu * xi[k];
                }
                double slope = (h.applyAsDouble(square(there)) - here) / mu;
                for (int k = 0; k < DIMENSIONS; k++) {
                    gradient[k] += slope * xi[k] / m;
                }
            }
            for (int k = 0; k < DIMENSIONS; k++) {
                x[k] -= step * gradient[k];
            }
            seen += m + 1;
            while (next < CHECKPOINTS && seen >= (next + 1) * (POINTS / CHECKPOINTS)) {
                double value = square(x);
                curve[next++] = Double.isFinite(value) ? value : Double.MAX_VALUE;
            }
        }
        return curve;
    }

    private static double square(double[] x) {
        return Arrays.stream(x).map(v -> v * v).sum();
    }

    /** Not judged: the cost of a point-mass policy with 48 weights that a judge has ranked by return. */
    private static List<String> policy(boolean ablated) {
        SearchSpace weights = space("w", PointMass.WEIGHTS, 3);
        double[][] costs = seeds(seed -> {
            ToDoubleFunction<Configuration> cost = c -> PointMass.cost(IntStream.range(0, PointMass.WEIGHTS)
                    .mapToDouble(i -> c.getDouble("w" + i))
                    .toArray());
            double[] curve = new double[4];
            try (Study<Configuration> study = Study.named("policy")
                    .compared()
                    .seed(seed)
                    .optimizer(RankSampler.over(weights))
                    .judge(judge(cost, 10, ablated ? new Random(seed) : null))
                    .create()) {
                for (int i = 1; i <= 4; i++) {
                    study.run(x -> Evaluation.of(), Budget.trials(500L * i));
                    curve[i - 1] = study.findBest()
                            .map(t -> cost.applyAsDouble(t.candidate()))
                            .orElse(Double.NaN);
                }
            }
            return curve;
        });
        return List.of(
                "cost of a policy, m=10, k=10, 500, 1,000 and 2,000 points",
                shown(at(costs, 1)),
                shown(at(costs, 2)),
                shown(at(costs, 4)));
    }

    private static SearchSpace space(String name, int d, double half) {
        SearchSpace.Builder builder = SearchSpace.builder();
        IntStream.range(0, d).forEach(i -> builder.add(FloatParameter.linear(name + i, -half, half)));
        return builder.build();
    }

    private static Configuration ones() {
        Map<String, Object> ones = new LinkedHashMap<>();
        SPACE.parameters().forEach(p -> ones.put(p.name(), 1.0));
        return SPACE.configuration(ones);
    }

    private interface Arm {
        double[] run(int seed);
    }

    private static double[][] seeds(Arm arm) {
        return IntStream.range(0, SEEDS).parallel().mapToObj(arm::run).toArray(double[][]::new);
    }

    /** Median over seeds at a checkpoint, counted from 1. */
    private static double at(double[][] curves, int checkpoint) {
        return Statistics.median(
                Arrays.stream(curves).mapToDouble(c -> c[checkpoint - 1]).toArray());
    }

    private static double last(double[][] curves) {
        return at(curves, CHECKPOINTS);
    }

    private static double[] axis() {
        return IntStream.rangeClosed(1, CHECKPOINTS)
                .mapToDouble(i -> (double) i * POINTS / CHECKPOINTS)
                .toArray();
    }

    private static String shown(double value) {
        return String.format(Locale.ROOT, "%.3g", value);
    }
}
