package dev.hone.claims.search;

import dev.hone.claims.Claim;
import dev.hone.claims.ClaimRun;
import dev.hone.claims.Evidence;
import dev.hone.claims.Evidence.Chart;
import dev.hone.claims.Evidence.Line;
import dev.hone.claims.Evidence.Verdict;
import dev.hone.core.Seeds;
import dev.hone.search.bandit.BinnedTsallisInf;
import dev.hone.search.bandit.ChebCb;
import dev.hone.search.bandit.ConstantArm;
import dev.hone.search.bandit.Learner;
import dev.hone.search.bandit.TsallisInf;
import dev.hone.search.bandit.Ucb1;
import dev.hone.search.sequence.OnlineTuner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;

/** Learners that see iteration counts alone come close to the best relaxation, and given a context, beat it (row 28). */
public final class LearningToRelaxClaim implements Claim {

    private static final int SYSTEMS = 2_000;
    private static final int SEEDS = 5;

    private static final String TSALLIS = "tsallis-inf";
    private static final String CHEB = "cheb-cb";
    private static final String SHUFFLED = "cheb-cb, shuffled context";
    private static final String UNIFORM = "uniform";
    private static final String FIXED = "best fixed omega";
    private static final String OPTIMAL = "best omega of each system";

    /** Iterations of each call of one run, [calls]; every policy of one seed on the same systems. */
    private record Run(SystemSequence systems, Map<String, double[]> costs) {

        double total(String policy) {
            return Arrays.stream(costs.get(policy)).sum();
        }

        double secondHalf(String policy) {
            return Arrays.stream(costs.get(policy), SYSTEMS / 2, SYSTEMS).sum();
        }
    }

    /** Method and ablation are judged by the same runs, which take most of the time. */
    private final List<Run> runs = new ArrayList<>();

    @Override
    public About about() {
        return new About(
                "learning-to-relax",
                OptionalInt.of(28),
                "Relaxation parameters learned from iteration counts",
                "Over " + SYSTEMS + " systems (10 x 10 Laplacian + c I, c = -0.15 + 0.6 Beta(0.5, 1.5)) and a grid of "
                        + SystemSequence.OMEGAS + " omegas, in total over " + SEEDS
                        + " seeds: Tsallis-INF takes at most 1.45"
                        + " times the iterations of the best fixed omega in hindsight and at most 0.6 times those of random"
                        + " choice; ChebCB, told c, at most 0.85 times those of the best fixed omega, in the second half at"
                        + " most 0.75 times; the order ChebCB, best fixed, Tsallis-INF, random holds for every seed; told c in"
                        + " shuffled order, ChebCB does not beat the best fixed omega.",
                "the best fixed omega in hindsight, and an omega drawn at random for each system",
                "ChebCB is told c in shuffled order, and arms are drawn uniformly in place of Tsallis-INF's distribution",
                false,
                Duration.ofSeconds(60));
    }

    @Override
    public Evidence measure(Variant variant, ClaimRun run) {
        boolean ablated = variant == Variant.ABLATION;
        List<Run> runs = runs(run);
        String tsallis = ablated ? UNIFORM : TSALLIS;
        String cheb = ablated ? SHUFFLED : CHEB;
        List<Verdict> verdicts = new ArrayList<>();
        verdicts.add(
                atMost("Tsallis-INF against the best fixed omega", total(runs, tsallis) / total(runs, FIXED), 1.45));
        verdicts.add(atMost("Tsallis-INF against random choice", total(runs, tsallis) / total(runs, UNIFORM), 0.6));
        verdicts.add(atMost("ChebCB against the best fixed omega", total(runs, cheb) / total(runs, FIXED), 0.85));
        verdicts.add(atMost("the same in the second half", secondHalf(runs, cheb) / secondHalf(runs, FIXED), 0.75));
        long ordered = runs.stream()
                .filter(r -> r.total(cheb) < r.total(FIXED)
                        && r.total(FIXED) < r.total(tsallis)
                        && r.total(tsallis) < r.total(UNIFORM))
                .count();
        verdicts.add(new Verdict(
                "ChebCB, best fixed, Tsallis-INF, random in this order for every seed",
                ordered + " of " + SEEDS + " seeds",
                ordered == SEEDS));
        double shuffled = total(runs, SHUFFLED) / total(runs, FIXED);
        verdicts.add(new Verdict(
                "told a shuffled context, ChebCB takes no fewer iterations than the best fixed omega",
                String.format(Locale.ROOT, "%.2f times", shuffled),
                shuffled >= 1));
        return new Evidence(verdicts, header(), rows(runs), chart(runs));
    }

    private synchronized List<Run> runs(ClaimRun progress) {
        for (int seed = runs.size(); seed < SEEDS; seed++) {
            progress.at((double) seed / SEEDS, "seed " + seed);
            runs.add(run(seed));
        }
        return runs;
    }

    private static Run run(int seed) {
        SystemSequence systems = SystemSequence.draw(SYSTEMS, seed);
        List<Double> order =
                new ArrayList<>(Arrays.stream(systems.shifts()).boxed().toList());
        Collections.shuffle(order, new Random(Seeds.derive(seed, 1)));
        double[] shuffled = order.stream().mapToDouble(Double::doubleValue).toArray();
        Learner chebyshev = ChebCb.learner(ChebCb.Options.defaults(-0.15, 0.65));
        Map<String, double[]> costs = new LinkedHashMap<>();
        costs.put(OPTIMAL, systems.instanceOptimal());
        costs.put(CHEB, play(systems, chebyshev, systems.shifts(), seed));
        costs.put(
                "tsallis-inf-cb",
                play(
                        systems,
                        BinnedTsallisInf.learner(BinnedTsallisInf.Options.defaults(-0.15, 0.65)),
                        systems.shifts(),
                        seed));
        costs.put(FIXED, systems.fixed(systems.bestFixed()));
        costs.put(TSALLIS, play(systems, TsallisInf.learner(), systems.shifts(), seed));
        costs.put("ucb", play(systems, Ucb1.learner(Ucb1.Options.defaults()), systems.shifts(), seed));
        costs.put(SHUFFLED, play(systems, chebyshev, shuffled, seed));
        costs.put(UNIFORM, play(systems, ConstantArm.uniform(), systems.shifts(), seed));
        costs.put("omega = 1", systems.fixed(0));
        return new Run(systems, costs);
    }

    /** Iterations of each call when a tuner picks; it hears of nothing but those of its picks. */
    private static double[] play(SystemSequence systems, Learner learner, double[] contexts, long seed) {
        double[] costs = new double[SYSTEMS];
        try (OnlineTuner tuner = OnlineTuner.named(learner.id())
                .grid("omega", SystemSequence.LOW, SystemSequence.HIGH, SystemSequence.OMEGAS)
                .learner(learner)
                .seed(seed)
                .open()) {
            for (int t = 0; t < SYSTEMS; t++) {
                try (OnlineTuner.Call call = learner.contextual() ? tuner.next(contexts[t]) : tuner.next()) {
                    costs[t] = systems.costs()[t][tuner.arms().indexOf(call.configuration())];
                    call.cost(costs[t]);
                }
            }
        }
        return costs;
    }

    private static double total(List<Run> runs, String policy) {
        return runs.stream().mapToDouble(r -> r.total(policy)).sum();
    }

    private static double secondHalf(List<Run> runs, String policy) {
        return runs.stream().mapToDouble(r -> r.secondHalf(policy)).sum();
    }

    private static Verdict atMost(String what, double ratio, double bound) {
        return new Verdict(
                what + ": at most " + bound + " times",
                String.format(Locale.ROOT, "%.3f times", ratio),
                ratio <= bound);
    }

    private static List<String> header() {
        List<String> header = new ArrayList<>(List.of("policy", "iterations", "second half", "against best fixed"));
        IntStream.range(0, SEEDS).forEach(seed -> header.add("seed " + seed));
        return header;
    }

    private static List<List<String>> rows(List<Run> runs) {
        List<List<String>> rows = new ArrayList<>();
        for (String policy : runs.get(0).costs().keySet()) {
            List<String> row = new ArrayList<>(List.of(
                    policy,
                    String.format(Locale.ROOT, "%.0f", total(runs, policy) / SEEDS),
                    String.format(Locale.ROOT, "%.0f", secondHalf(runs, policy) / SEEDS),
                    String.format(Locale.ROOT, "%.3f", total(runs, policy) / total(runs, FIXED))));
            runs.forEach(r -> row.add(String.format(Locale.ROOT, "%.0f", r.total(policy))));
            rows.add(row);
        }
        return rows;
    }

    private static Chart chart(List<Run> runs) {
        double[] x = IntStream.rangeClosed(1, 100)
                .mapToDouble(i -> i * SYSTEMS / 100.0)
                .toArray();
        List<Line> lines = new ArrayList<>();
        for (String policy : List.of(UNIFORM, SHUFFLED, TSALLIS, FIXED, "tsallis-inf-cb", CHEB, OPTIMAL)) {
            double[] y = Arrays.stream(x)
                    .map(n -> runs.stream()
                                    .mapToDouble(r -> Arrays.stream(r.costs().get(policy), 0, (int) n)
                                            .sum())
                                    .sum()
                            / SEEDS)
                    .toArray();
            lines.add(new Line(policy, x, y));
        }
        return new Chart(
                "Iterations up to each system, mean of " + SEEDS + " seeds", "systems", "iterations", false, lines);
    }
}
