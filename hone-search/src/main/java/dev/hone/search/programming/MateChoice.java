package dev.hone.search.programming;

import dev.hone.core.Check;
import dev.hone.core.HoneException;
import dev.hone.core.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Who breeds with whom, and what comes of it (row 53; PIMP, "All You Need Is Sex for Diversity", EuroGP 2023).
 *
 * <p>An individual is a solution S, which is evaluated, and an ideal partner I, which is not. A chooser a wins a tournament on
 * fitness. Its partner is found among candidates drawn without regard to fitness:
 * <pre> b = argmin over candidates c of distance(S_c, I_a) </pre>
 * Solutions cross with solutions and ideals with ideals, two children each, which pair first with first. Ideals have no fitness:
 * they evolve through who gets chosen. Works on any {@link Representation}. Immutable and thread-safe.
 */
public final class MateChoice<G> {

    /** How a chooser's partner is found. */
    public enum Rule {
        /** By a tournament of its own. */
        STANDARD,
        /** Any of the candidates. */
        RANDOM_MATE,
        /** The candidate whose solution is most like the chooser's ideal. */
        PIMP,
        /** The candidate whose solution is most like the chooser's. */
        ASSORTATIVE,
        /** The candidate whose solution is least like the chooser's. */
        DISASSORTATIVE;

        /** As it is written in options: {@code random-mate}. */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** @throws dev.hone.core.InvalidFieldException if there is none of this name */
        public static Rule of(String id) {
            List<String> ids = Stream.of(values()).map(Rule::id).toList();
            Check.that(ids.contains(id), "mating", "'" + id + "'" + Nearest.hint(id, ids), "one of " + ids);
            return values()[ids.indexOf(id)];
        }
    }

    /**
     * @param tournament how many take part in a tournament
     * @param candidates how many a chooser chooses from
     * @param crossover probability that parents are crossed rather than copied
     * @param mutation probability that a chromosome is mutated, each on its own
     * @param parsimony from 0 to 1; the winner of a tournament is the smallest of those whose loss is at most {@code best +
     *     parsimony * (median - best)} over its participants. 0 for the one with the least loss, however large
     */
    public record Options(
            Rule rule, int tournament, int candidates, double crossover, double mutation, double parsimony) {

        public Options {
            Check.that(rule != null, "mating", "missing", "one of " + List.of(Rule.values()));
            Check.positive("tournament", tournament);
            Check.positive("candidates", candidates);
            Check.within("crossover", crossover, 0, 1);
            Check.within("mutation", mutation, 0, 1);
            Check.within("parsimony", parsimony, 0, 1);
        }

        /** Without parsimony. */
        public Options(Rule rule, int tournament, int candidates, double crossover, double mutation) {
            this(rule, tournament, candidates, crossover, mutation, 0);
        }

        public static Options defaults() {
            return new Options(Rule.PIMP, 5, 5, 0.9, 0.1);
        }

        public Options with(Rule other) {
            return new Options(other, tournament, candidates, crossover, mutation, parsimony);
        }

        public Options withParsimony(double share) {
            return new Options(rule, tournament, candidates, crossover, mutation, share);
        }

        /** @throws dev.hone.core.InvalidFieldException if a population is too small to choose from */
        public void check(int population) {
            Check.that(
                    population >= 2 && population >= candidates,
                    "population",
                    population,
                    "at least 2 and at least the " + candidates + " candidates that a chooser chooses from");
        }
    }

    /** Positions in the population of those who breed. */
    public record Couple(int chooser, int partner) {}

    /** A child not yet evaluated. */
    public record Child<G>(G solution, G ideal) {}

    private final Representation<G> representation;
    private final Options options;

    public MateChoice(Representation<G> representation, Options options) {
        this.representation = representation;
        this.options = options;
    }

    /** Two random chromosomes. */
    public Child<G> random(RandomGenerator random) {
        return new Child<>(representation.random(random), representation.random(random));
    }

    /** @throws dev.hone.core.InvalidFieldException if the population is smaller than the number of candidates */
    public Couple choose(List<Mate<G>> population, RandomGenerator random) {
        options.check(population.size());
        int chooser = tournament(population, random);
        if (options.rule() == Rule.STANDARD) {
            return new Couple(chooser, tournament(population, random));
        }
        int[] candidates = candidates(population.size(), chooser, random);
        Mate<G> a = population.get(chooser);
        return switch (options.rule()) {
            case RANDOM_MATE -> new Couple(chooser, candidates[random.nextInt(candidates.length)]);
            case PIMP -> new Couple(chooser, nearest(population, candidates, a.ideal(), 1, random));
            case ASSORTATIVE -> new Couple(chooser, nearest(population, candidates, a.solution(), 1, random));
            case DISASSORTATIVE -> new Couple(chooser, nearest(population, candidates, a.solution(), -1, random));
            case STANDARD -> throw new HoneException("a standard couple has no candidates");
        };
    }

    private int tournament(List<Mate<G>> population, RandomGenerator random) {
        int[] drawn = new int[options.tournament()];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = random.nextInt(population.size());
        }
        int best = drawn[0];
        for (int other : drawn) {
            if (population.get(other).loss() < population.get(best).loss()) {
                best = other;
            }
        }
        return options.parsimony() == 0 ? best : smallest(population, drawn, best);
    }

    /** The smallest of those who are hardly worse than the best; see {@link Options#parsimony}. */
    private int smallest(List<Mate<G>> population, int[] drawn, int best) {
        double[] losses = Arrays.stream(drawn)
                .mapToDouble(i -> population.get(i).loss())
                .sorted()
                .toArray();
        double median = losses[losses.length / 2];
        // where most have failed, nothing says what hardly worse is
        double limit = Double.isFinite(median) ? losses[0] + options.parsimony() * (median - losses[0]) : losses[0];
        int smallest = best;
        for (int other : drawn) {
            if (population.get(other).loss() <= limit && size(population, other) < size(population, smallest)) {
                smallest = other;
            }
        }
        return smallest;
    }

    private int size(List<Mate<G>> population, int position) {
        return representation.size(population.get(position).solution());
    }

    /** Distinct positions, uniform; without the chooser unless everyone is a candidate. */
    private int[] candidates(int n, int chooser, RandomGenerator random) {
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            if (i != chooser || options.candidates() == n) {
                open.add(i);
            }
        }
        int[] drawn = new int[options.candidates()];
        for (int i = 0; i < drawn.length; i++) {
            int pick = random.nextInt(open.size());
            drawn[i] = open.get(pick);
            open.set(pick, open.get(open.size() - 1));
            open.remove(open.size() - 1);
        }
        return drawn;
    }

    /** The candidate with the least {@code sign * distance} to what is looked for; ties at random. */
    private int nearest(List<Mate<G>> population, int[] candidates, G sought, int sign, RandomGenerator random) {
        double least = Double.POSITIVE_INFINITY;
        List<Integer> tied = new ArrayList<>();
        for (int candidate : candidates) {
            double distance =
                    sign * representation.distance(population.get(candidate).solution(), sought);
            Check.that(!Double.isNaN(distance), "distance", distance, "a number for any two genomes");
            if (distance < least || tied.isEmpty()) {
                least = distance;
                tied.clear();
            }
            if (distance == least) {
                tied.add(candidate);
            }
        }
        return tied.get(random.nextInt(tied.size()));
    }

    /** Two children: the first rooted in the chooser, the second in the partner. */
    public List<Child<G>> breed(Mate<G> a, Mate<G> b, RandomGenerator random) {
        Representation.Children<G> solutions = new Representation.Children<>(a.solution(), b.solution());
        Representation.Children<G> ideals = new Representation.Children<>(a.ideal(), b.ideal());
        if (random.nextDouble() < options.crossover()) {
            solutions = representation.crossover(a.solution(), b.solution(), random);
            ideals = representation.crossover(a.ideal(), b.ideal(), random);
        }
        return List.of(
                child(a, solutions.first(), ideals.first(), random),
                child(b, solutions.second(), ideals.second(), random));
    }

    private Child<G> child(Mate<G> root, G solution, G ideal, RandomGenerator random) {
        G s = random.nextDouble() < options.mutation() ? representation.mutate(solution, random) : solution;
        G i = random.nextDouble() < options.mutation() ? representation.mutate(ideal, random) : ideal;
        return new Child<>(representation.admits(s) ? s : root.solution(), representation.admits(i) ? i : root.ideal());
    }
}
