package dev.hone.search.programming;

import dev.hone.core.Check;
import dev.hone.core.Seeds;
import dev.hone.search.programming.Diversity.Courtship;
import dev.hone.search.programming.MateChoice.Child;
import dev.hone.search.programming.MateChoice.Couple;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Generational evolution of trees in memory: every generation is bred from the one before by {@link MateChoice}, with the best
 * individual kept, and its new trees are evaluated together. Equal trees are evaluated once in a run. The result depends on
 * the seed, the options and the task alone, in parallel or not.
 *
 * <p>For evaluations that are slow, or that must survive a crash, use {@link GeneticProgrammingSampler} in a study. Immutable;
 * runs are independent.
 */
public final class GeneticProgramming {

    private static final long FIRST = 0x66697273L;
    private static final long BREED = 0x62726565L;
    private static final long MEASURE = 0x6d656173L;

    /**
     * @param generations bred after the first
     * @param target loss at which to stop early; {@code -Infinity} for never
     * @param parallel whether a generation's trees are evaluated on all cores
     */
    public record Options(int population, int generations, double target, boolean parallel, MateChoice.Options mating) {

        public Options {
            mating.check(population);
            Check.atLeast("generations", generations, 0);
        }

        public static Options defaults() {
            return new Options(100, 500, Double.NEGATIVE_INFINITY, true, MateChoice.Options.defaults());
        }
    }

    /**
     * What a run found.
     *
     * @param best individual with the least loss
     * @param evaluations how many distinct trees were evaluated
     * @param history one entry a generation, the first included
     * @param population the last generation
     */
    public record Result(Mate<Tree> best, long evaluations, List<Diversity> history, List<Mate<Tree>> population) {

        public Result {
            history = List.copyOf(history);
            population = List.copyOf(population);
        }
    }

    private final TreeRepresentation representation;
    private final TreeTask task;
    private final Options options;

    public GeneticProgramming(TreeRepresentation representation, TreeTask task, Options options) {
        this.representation = representation;
        this.task = task;
        this.options = options;
    }

    public Result run(long seed) {
        return run(seed, generation -> {});
    }

    /** @param listener hears of every generation once it has been evaluated */
    public Result run(long seed, Consumer<Diversity> listener) {
        Run run = new Run(seed, listener);
        run.first();
        for (int g = 1; g <= options.generations() && !(run.best().loss() <= options.target()); g++) {
            run.next(g);
        }
        return new Result(run.best(), run.losses.size(), run.history, run.population);
    }

    private final class Run {
        private final long seed;
        private final Consumer<Diversity> listener;
        private final MateChoice<Tree> mating = new MateChoice<>(representation, options.mating());
        private final Map<String, Double> losses = new HashMap<>();
        private final List<Diversity> history = new ArrayList<>();
        private List<Mate<Tree>> population = List.of();
        private long born;

        Run(long seed, Consumer<Diversity> listener) {
            this.seed = seed;
            this.listener = listener;
        }

        Mate<Tree> best() {
            return population.stream()
                    .min(Comparator.comparingDouble(Mate::loss))
                    .orElseThrow();
        }

        void first() {
            RandomGenerator random = Seeds.stream(seed, FIRST);
            List<Child<Tree>> children = Stream.generate(() -> mating.random(random))
                    .limit(options.population())
                    .toList();
            population = evaluated(children);
            record(0, Courtship.NONE);
        }

        void next(int generation) {
            RandomGenerator random = Seeds.stream(seed, BREED, generation);
            // Measuring draws from a stream of its own: what is measured must not change what is bred.
            RandomGenerator measuring = Seeds.stream(seed, MEASURE, generation);
            int n = options.population();
            int[] bred = new int[n];
            double chosen = 0;
            double byChance = 0;
            int couples = 0;
            List<Child<Tree>> children = new ArrayList<>();
            while (children.size() < n - 1) {
                Couple couple = mating.choose(population, random);
                Mate<Tree> a = population.get(couple.chooser());
                Mate<Tree> b = population.get(couple.partner());
                Mate<Tree> anyone = population.get((couple.chooser() + 1 + measuring.nextInt(n - 1)) % n);
                chosen += representation.distance(b.solution(), a.ideal());
                byChance += representation.distance(anyone.solution(), a.ideal());
                couples++;
                bred[couple.chooser()]++;
                bred[couple.partner()]++;
                children.addAll(mating.breed(a, b, random));
            }
            List<Mate<Tree>> next = new ArrayList<>(List.of(best()));
            next.addAll(evaluated(children.subList(0, n - 1)));
            population = next;
            record(generation, new Courtship(chosen / couples, byChance / couples, Diversity.gini(bred)));
        }

        private List<Mate<Tree>> evaluated(List<Child<Tree>> children) {
            Map<String, Tree> unknown = new LinkedHashMap<>();
            for (Child<Tree> child : children) {
                String key = child.solution().canonical();
                if (!losses.containsKey(key)) {
                    unknown.put(key, child.solution());
                }
            }
            List<Map.Entry<String, Tree>> work = List.copyOf(unknown.entrySet());
            Stream<Map.Entry<String, Tree>> stream = options.parallel() ? work.parallelStream() : work.stream();
            List<Double> found = stream.map(e -> task.loss(e.getValue())).toList();
            for (int i = 0; i < work.size(); i++) {
                losses.put(work.get(i).getKey(), found.get(i));
            }
            List<Mate<Tree>> mates = new ArrayList<>();
            for (Child<Tree> child : children) {
                double loss = losses.get(child.solution().canonical());
                mates.add(new Mate<>(born++, child.solution(), child.ideal(), loss));
            }
            return mates;
        }

        private void record(int generation, Courtship courtship) {
            Diversity diversity = Diversity.of(
                    generation,
                    population,
                    Optional.of(task::outputs),
                    courtship,
                    Seeds.stream(seed, MEASURE, generation, 1));
            history.add(diversity);
            listener.accept(diversity);
        }
    }
}
