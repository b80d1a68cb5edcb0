package dev.hone.search.gp;

import dev.hone.core.Seeds;
import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.Problem;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Trial;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/** Run by hand: {@code regret SEEDS} for simple regret after 100 trials, {@code latency N D} for the time of a proposal. */
final class GpBenchmark {

    private GpBenchmark() {}

    public static void main(String[] args) {
        if (args[0].equals("latency")) {
            latency(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
            return;
        }
        int seeds = Integer.parseInt(args[1]);
        regret("Branin", 2, Loop::branin, 0.39788735772973816, seeds);
        regret("Hartmann-6", 6, Loop::hartmann6, -3.322368011415515, seeds);
        regret("Levy-10", 10, Loop::levy, 0, seeds);
    }

    private static void regret(String name, int d, ToDoubleFunction<double[]> f, double optimum, int seeds) {
        double[] gp = new double[seeds];
        double[] random = new double[seeds];
        SearchSpace space = Loop.box(d, 0, 1);
        long begin = System.nanoTime();
        for (int seed = 0; seed < seeds; seed++) {
            Optimizer<Configuration> optimizer =
                    GpSampler.over(space).create(Problem.of(seed, Objective.minimize("y")));
            gp[seed] = best(Loop.run(optimizer, 0, 100, c -> Evaluation.of(f.applyAsDouble(Loop.point(c))))) - optimum;
            RandomGenerator generator = Seeds.stream(seed);
            random[seed] = Double.POSITIVE_INFINITY;
            for (int i = 0; i < 100; i++) {
                double y = f.applyAsDouble(Loop.point(space.sample(generator)));
                random[seed] = Math.min(random[seed], y - optimum);
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9 / seeds;
        Arrays.sort(gp);
        Arrays.sort(random);
        System.out.printf(
                "%s: gp median %.3g (least %.3g, greatest %.3g), random median %.3g, %.1f s a study%n",
                name, gp[seeds / 2], gp[0], gp[seeds - 1], random[seeds / 2], seconds);
    }

    private static double best(List<Trial<Configuration>> trials) {
        return trials.stream().mapToDouble(Trial::value).min().orElseThrow();
    }

    private static void latency(int n, int d) {
        SearchSpace space = Loop.box(d, 0, 1);
        Optimizer<Configuration> optimizer = GpSampler.over(space).create(Problem.of(1, Objective.minimize("y")));
        RandomGenerator random = Seeds.stream(1);
        for (int i = 0; i < n; i++) {
            Configuration c = space.sample(random);
            optimizer.tell(List.of(Loop.trial(i, c, Evaluation.of(Loop.levy(Loop.point(c))))));
        }
        int rounds = 60;
        double[] millis = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            long begin = System.nanoTime();
            Configuration c =
                    optimizer.ask(new Ask<>(1, n + i, List.of())).get(0).candidate();
            millis[i] = (System.nanoTime() - begin) / 1e6;
            optimizer.tell(List.of(Loop.trial(n + i, c, Evaluation.of(Loop.levy(Loop.point(c))))));
        }
        double[] warm = Arrays.copyOfRange(millis, rounds / 3, rounds);
        double mean = Arrays.stream(warm).average().orElseThrow();
        Arrays.sort(warm);
        System.out.printf(
                "n %d, d %d: first %.0f ms; warm median %.1f ms, mean %.1f ms, p95 %.1f ms%n",
                n, d, millis[0], warm[warm.length / 2], mean, warm[(int) (warm.length * 0.95)]);
    }
}
