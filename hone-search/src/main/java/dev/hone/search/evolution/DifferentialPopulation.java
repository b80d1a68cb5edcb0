package dev.hone.search.evolution;

import dev.hone.core.Seeds;
import dev.hone.core.optimize.Problem;
import dev.hone.search.population.LatinHypercube;
import dev.hone.search.population.NumberAxes;
import dev.hone.search.population.Population;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/** The points of {@link DifferentialEvolution}; its members are their challengers. */
final class DifferentialPopulation implements Population {

    private static final int LEAST = 4;
    private static final int ATTEMPTS = 200;
    private static final long START = 0x64650000L;
    private static final long MUTANT = 0x64650001L;
    private static final long ARCHIVE = 0x64650002L;

    private static final Comparator<Point> ORDER = Comparator.comparing(Point::outcome, Outcome.ORDER);

    private record Point(double[] x, Outcome outcome) {}

    /** @param target the point it challenges; null in the first generation */
    private record Challenger(double[] x, Point target, double factor, double rate) {}

    private final NumberAxes axes;
    private final DifferentialEvolution.Options options;
    private final Problem problem;
    private final SuccessHistory history = new SuccessHistory();
    private final int initialSize;
    private final List<Point> archive = new ArrayList<>();
    /** Best first. */
    private List<Point> points = new ArrayList<>();

    private List<Challenger> challengers = new ArrayList<>();
    private long generation;
    private long evaluations;

    DifferentialPopulation(NumberAxes axes, DifferentialEvolution.Options options, Problem problem) {
        this.axes = axes;
        this.options = options;
        this.problem = problem;
        this.initialSize = DifferentialEvolution.size(axes, options, problem);
        RandomGenerator random = Seeds.stream(problem.seed(), START);
        for (double[] x : LatinHypercube.points(initialSize, axes.size(), random)) {
            challengers.add(new Challenger(axes.allows(x) ? x : axes.sample(random), null, 0, 0));
        }
    }

    @Override
    public int size() {
        return challengers.size();
    }

    @Override
    public double[] point(int i) {
        return challengers.get(i).x();
    }

    @Override
    public int[] advance(Outcome[] outcomes, List<Guest> guests) {
        List<SuccessHistory.Success> successes = new ArrayList<>();
        List<Point> next = new ArrayList<>(points);
        for (int i = 0; i < outcomes.length; i++) {
            if (outcomes[i] != null) {
                evaluations++;
                challenge(challengers.get(i), outcomes[i], next, successes);
            }
        }
        for (Guest guest : guests) {
            evaluations += guest.invited() ? 0 : 1;
            next.sort(ORDER);
            Point newcomer = new Point(guest.point(), guest.outcome());
            if (next.isEmpty() || ORDER.compare(newcomer, next.get(next.size() - 1)) < 0) {
                if (next.size() >= initialSize) {
                    next.remove(next.size() - 1);
                }
                next.add(newcomer);
            }
        }
        next.sort(ORDER);
        points = new ArrayList<>(next.subList(0, Math.min(next.size(), size(evaluations))));
        history.learn(successes);
        trimArchive();
        generation++;
        return challengeAll(outcomes);
    }

    private void challenge(
            Challenger challenger, Outcome outcome, List<Point> next, List<SuccessHistory.Success> successes) {
        Point newcomer = new Point(challenger.x(), outcome);
        if (challenger.target() == null) {
            next.add(newcomer);
            return;
        }
        // A guest may have taken the place of the target meanwhile.
        int place = next.indexOf(challenger.target());
        int compared = ORDER.compare(newcomer, challenger.target());
        if (place < 0 || compared > 0) {
            return;
        }
        next.set(place, newcomer);
        if (compared < 0) {
            archive.add(challenger.target());
            double gain = challenger.target().outcome().loss() - outcome.loss();
            successes.add(new SuccessHistory.Success(challenger.factor(), challenger.rate(), gain));
        }
    }

    /** N after so many evaluations: falls linearly from the initial to {@value #LEAST} at the planned end. */
    private int size(long done) {
        if (!options.shrink() || !options.adapts() || problem.trials().isEmpty()) {
            return initialSize;
        }
        double share = Math.min(1, (double) done / problem.trials().getAsLong());
        return (int) Math.max(LEAST, Math.round(initialSize + (LEAST - initialSize) * share));
    }

    private void trimArchive() {
        int most = options.adapts() ? (int) Math.round(options.archive() * points.size()) : 0;
        RandomGenerator random = Seeds.stream(problem.seed(), ARCHIVE, generation);
        while (archive.size() > most) {
            archive.remove(random.nextInt(archive.size()));
        }
    }

    /** New challengers, but for those of living points that are still out. */
    private int[] challengeAll(Outcome[] outcomes) {
        List<Challenger> next = new ArrayList<>();
        List<Integer> kept = new ArrayList<>();
        List<Point> challenged = new ArrayList<>();
        for (int i = 0; i < outcomes.length; i++) {
            Challenger challenger = challengers.get(i);
            if (outcomes[i] == null && (challenger.target() == null || points.contains(challenger.target()))) {
                next.add(challenger);
                kept.add(i);
                challenged.add(challenger.target());
            }
        }
        for (int i = 0; i < points.size(); i++) {
            if (!challenged.contains(points.get(i))) {
                next.add(challenger(i, Seeds.stream(problem.seed(), MUTANT, generation, i)));
                kept.add(-1);
            }
        }
        challengers = next;
        return kept.stream().mapToInt(Integer::intValue).toArray();
    }

    private Challenger challenger(int target, RandomGenerator random) {
        for (int attempt = 0; attempt < ATTEMPTS && points.size() >= LEAST; attempt++) {
            double[] parameters =
                    options.adapts() ? history.draw(random) : new double[] {options.factor(), options.crossover()};
            double[] x = points.get(target).x();
            double[] trial = cross(x, mutant(target, parameters[0], random), parameters[1], random);
            if (axes.allows(trial)) {
                return new Challenger(trial, points.get(target), parameters[0], parameters[1]);
            }
        }
        return new Challenger(axes.sample(random), points.get(target), 0.5, 0.5);
    }

    private double[] mutant(int target, double factor, RandomGenerator random) {
        double[] x = points.get(target).x();
        int first = other(points.size(), random, target);
        if (!options.adapts()) {
            int second = other(points.size(), random, target, first);
            int third = other(points.size(), random, target, first, second);
            return mutant(
                    points.get(first).x(),
                    factor,
                    points.get(second).x(),
                    points.get(third).x(),
                    x);
        }
        int best = Math.max(2, (int) Math.round(options.best() * points.size()));
        double[] leader =
                points.get(random.nextInt(Math.min(best, points.size()))).x();
        int second = other(points.size() + archive.size(), random, target, first);
        double[] loser = second < points.size()
                ? points.get(second).x()
                : archive.get(second - points.size()).x();
        double[] pulled = new double[x.length];
        for (int k = 0; k < x.length; k++) {
            pulled[k] = x[k] + factor * (leader[k] - x[k]);
        }
        return mutant(pulled, factor, points.get(first).x(), loser, x);
    }

    /** base + F (a - b); what is beyond a bound is put half way between it and {@code x}. */
    static double[] mutant(double[] base, double factor, double[] a, double[] b, double[] x) {
        double[] v = new double[base.length];
        for (int k = 0; k < v.length; k++) {
            v[k] = base[k] + factor * (a[k] - b[k]);
            v[k] = v[k] < 0 ? x[k] / 2 : v[k] > 1 ? (1 + x[k]) / 2 : v[k];
        }
        return v;
    }

    /** Binomial crossover of {@code x} with {@code mutant}. */
    static double[] cross(double[] x, double[] mutant, double rate, RandomGenerator random) {
        double[] child = x.clone();
        int sure = random.nextInt(x.length);
        for (int k = 0; k < x.length; k++) {
            if (random.nextDouble() < rate || k == sure) {
                child[k] = mutant[k];
            }
        }
        return child;
    }

    /** A random index below {@code n} that is none of {@code taken}. */
    private static int other(int n, RandomGenerator random, int... taken) {
        while (true) {
            int i = random.nextInt(n);
            boolean free = true;
            for (int t : taken) {
                free &= t != i;
            }
            if (free) {
                return i;
            }
        }
    }

    /** Another challenger of a random point. */
    @Override
    public double[] extra(Outcome[] outcomes, RandomGenerator random) {
        return points.isEmpty()
                ? axes.sample(random)
                : challenger(random.nextInt(points.size()), random).x();
    }
}
