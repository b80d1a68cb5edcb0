package dev.hone.search.fidelity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.Seeds;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import dev.hone.search.fidelity.FidelityHistory.Entry;
import dev.hone.search.fidelity.FidelityModel.Fitted;
import dev.hone.search.qmc.Sobol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Decides where to evaluate next and at which level: the one engine of {@link MultiFidelityOptimization} and {@link
 * MultiFidelityBayesSampler}. A decision depends on what was told in its order, on what is pending, on the number of the
 * evaluation and on {@link #write}'s state. Not thread-safe.
 */
final class FidelitySearch {

    private static final int CANDIDATES = 300;
    private static final int NEAR = 10;
    private static final int CORRELATION_POINTS = 200;
    private static final int EXACT_BEFORE_CORRELATION = 5;
    private static final double INFORMATIVE = 0.3;
    /** Distance in the unit cube within which a failure discourages. */
    private static final double FAILURE_REACH = 0.05;

    private static final long CANDIDATE_STREAM = 1;
    private static final long FIT_STREAM = 2;
    private static final long COST_STREAM = 4;
    private static final double ROUNDING = 1e-9;

    /**
     * What is searched.
     *
     * @param space of the designs, without the fidelity
     * @param levels from the cheapest to the truth
     * @param first points of each level before there is a model
     * @param budget total cost, infinite if it is not limited
     */
    record Setup(
            SearchSpace space,
            List<FidelityLevel> levels,
            List<Integer> first,
            MultiFidelityOptions options,
            int objectives,
            double budget,
            long seed) {

        int exact() {
            return levels.size() - 1;
        }
    }

    /**
     * What to evaluate.
     *
     * @param target level up to which the point will be evaluated, one level after the other
     * @param comparison of the levels; empty as long as there is no model
     */
    record Decision(Configuration configuration, int level, int target, Optional<Comparison> comparison) {}

    /**
     * How like the truth the levels are.
     *
     * @param correlations of every level with the truth, of several outputs the least in absolute value; NaN for levels
     *     without a value
     * @param informative whether a level is considered
     */
    record Comparison(double[] correlations, boolean[] informative) {}

    private record Choice(double[] point, int level) {}

    private final Setup setup;
    private final int exact;
    private final int dimensions;
    private final FidelityHistory history = new FidelityHistory();
    private final LevelCosts costs;
    private final FidelityDesign design;
    private final List<FidelityModel> objectives = new ArrayList<>();
    private final Map<String, FidelityModel> constraints = new TreeMap<>();

    FidelitySearch(Setup setup) {
        this.setup = setup;
        exact = setup.exact();
        dimensions = setup.space().dimensions();
        costs = new LevelCosts(setup.levels());
        design = new FidelityDesign(setup, history);
        for (int j = 0; j < setup.objectives(); j++) {
            objectives.add(newModel());
        }
    }

    private FidelityModel newModel() {
        return new FidelityModel(dimensions, setup.options());
    }

    Setup setup() {
        return setup;
    }

    FidelityHistory history() {
        return history;
    }

    LevelCosts costs() {
        return costs;
    }

    /** What it costs to evaluate a point up to a level. */
    private double price(int level) {
        return setup.options().nested()
                ? IntStream.rangeClosed(0, level).mapToDouble(costs::of).sum()
                : costs.of(level);
    }

    private double left() {
        return setup.budget() - history.cost() + ROUNDING;
    }

    /** Whether the budget pays for another point up to the truth. */
    boolean canPayForTruth() {
        return price(exact) <= left();
    }

    /** First points and what was begun, which need no model; empty if there is nothing of it. */
    Optional<Decision> planned() {
        return design.next();
    }

    /** @param number of the evaluation, which decides random draws */
    Decision next(long number) {
        Optional<Decision> planned = planned();
        if (planned.isPresent()) {
            return planned.get();
        }
        if (!history.succeeded(exact)) {
            return design.towards(design.any(), exact, Optional.empty());
        }
        int[] present =
                IntStream.rangeClosed(0, exact).filter(history::succeeded).toArray();
        FidelityCriterion criterion = criterion(present, number);
        Comparison comparison = compare(criterion, present);
        List<Integer> open = IntStream.range(0, present.length)
                .filter(l -> isOpen(present[l]) && comparison.informative()[present[l]])
                .boxed()
                .toList();
        Choice choice = choose(criterion, present, open, number);
        return design.towards(choice.point(), present[choice.level()], Optional.of(comparison));
    }

    // --- the model

    private FidelityCriterion criterion(int[] present, long number) {
        RandomGenerator random = Seeds.stream(setup.seed(), FIT_STREAM, number);
        List<Fitted> values = new ArrayList<>();
        for (int j = 0; j < objectives.size(); j++) {
            int objective = j;
            values.add(fit(objectives.get(j), present, e -> e.gains()[objective], random));
        }
        List<Fitted> bounds = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>();
        history.told().forEach(e -> names.addAll(e.constraints().keySet()));
        for (String name : names) {
            if (isKnown(name, present)) {
                bounds.add(fit(
                        constraints.computeIfAbsent(name, n -> newModel()),
                        present,
                        e -> e.constraints().getOrDefault(name, Double.NaN),
                        random));
            }
        }
        List<double[]> evaluated = history.told().stream()
                .filter(e -> e.level() == exact && e.succeeded())
                .map(Entry::x)
                .toList();
        return FidelityCriterion.of(values, bounds, evaluated, prices(present, number));
    }

    /** What the next evaluation is expected to cost, of all levels below too where points are nested. */
    private EvaluationCost prices(int[] present, long number) {
        EvaluationCost fixed = (x, level) -> costs.of(present[(int) Math.rint(level)]);
        EvaluationCost single = fixed;
        if (setup.options().costModel() == MultiFidelityOptions.CostModel.LEARNED) {
            List<LearnedCost.Paid> paid = history.told().stream()
                    .filter(e -> Arrays.binarySearch(present, e.level()) >= 0)
                    .map(e -> new LearnedCost.Paid(e.x(), Arrays.binarySearch(present, e.level()), e.cost()))
                    .toList();
            RandomGenerator random = Seeds.stream(setup.seed(), COST_STREAM, number);
            single =
                    LearnedCost.fit(present.length, paid, fixed, setup.options().smoothness(), random);
        }
        if (!setup.options().nested()) {
            return single;
        }
        EvaluationCost one = single;
        return (x, level) -> IntStream.rangeClosed(0, (int) Math.rint(level))
                .mapToDouble(l -> one.of(x, l))
                .sum();
    }

    /** Whether a constraint was reported at every level and not always with the same value, from which nothing is learnt. */
    private boolean isKnown(String constraint, int[] present) {
        List<Entry> reported = history.told().stream()
                .filter(e -> e.succeeded() && e.constraints().containsKey(constraint))
                .toList();
        return Arrays.stream(present).allMatch(l -> reported.stream().anyMatch(e -> e.level() == l))
                && reported.stream()
                                .map(e -> e.constraints().get(constraint))
                                .distinct()
                                .count()
                        > 1;
    }

    private Fitted fit(FidelityModel model, int[] present, ToDoubleFunction<Entry> output, RandomGenerator random) {
        List<LevelObservation> data = new ArrayList<>();
        for (Entry e : history.told()) {
            double value = e.succeeded() ? output.applyAsDouble(e) : Double.NaN;
            if (!Double.isNaN(value)) {
                data.add(new LevelObservation(e.x(), Arrays.binarySearch(present, e.level()), value));
            }
        }
        List<LevelObservation> pending = history.pending().stream()
                .filter(e -> Arrays.binarySearch(present, e.level()) >= 0)
                .map(e -> new LevelObservation(e.x(), Arrays.binarySearch(present, e.level()), 0))
                .toList();
        double[] settings = Arrays.stream(present)
                .mapToDouble(l -> setup.levels().get(l).setting())
                .toArray();
        return model.fit(data, settings, pending, random);
    }

    private Comparison compare(FidelityCriterion criterion, int[] present) {
        double[] least = new double[exact + 1];
        Arrays.fill(least, Double.NaN);
        Sobol sequence = new Sobol(dimensions, setup.seed());
        for (Fitted output : criterion.outputs()) {
            double[][] means = new double[present.length][CORRELATION_POINTS];
            for (int i = 0; i < CORRELATION_POINTS; i++) {
                double[] x = sequence.point(i);
                for (int l = 0; l < present.length; l++) {
                    means[l][i] = output.surrogate().mean(x, l);
                }
            }
            for (int l = 0; l < present.length; l++) {
                double r = correlation(means[l], means[present.length - 1]);
                double before = least[present[l]];
                least[present[l]] = Double.isNaN(before) || Math.abs(r) < Math.abs(before) ? r : before;
            }
        }
        long exactValues = history.told().stream()
                .filter(e -> e.level() == exact && e.succeeded())
                .count();
        boolean[] informative = new boolean[exact + 1];
        for (int l = 0; l <= exact; l++) {
            informative[l] =
                    l == exact || exactValues < EXACT_BEFORE_CORRELATION || !(Math.abs(least[l]) < INFORMATIVE);
        }
        return new Comparison(least, informative);
    }

    /** Pearson's; 0 where one side is constant. */
    static double correlation(double[] a, double[] b) {
        double meanA = Arrays.stream(a).average().orElseThrow();
        double meanB = Arrays.stream(b).average().orElseThrow();
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += (a[i] - meanA) * (b[i] - meanB);
            aa += (a[i] - meanA) * (a[i] - meanA);
            bb += (b[i] - meanB) * (b[i] - meanB);
        }
        return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
    }

    // --- the choice

    /**
     * Whether a level may be next: the truth always; a lower one unless the truth has had less than its least share of the
     * cost, or could not be paid after it.
     */
    private boolean isOpen(int level) {
        return level == exact
                || history.cost(exact) >= setup.options().minExactShare() * history.cost()
                        && price(level) + price(exact) <= left();
    }

    private Choice choose(FidelityCriterion criterion, int[] present, List<Integer> open, long number) {
        RandomGenerator random = Seeds.stream(setup.seed(), CANDIDATE_STREAM, number);
        Sobol sequence = new Sobol(dimensions, random.nextLong());
        List<double[]> candidates = new ArrayList<>(
                IntStream.range(0, CANDIDATES).mapToObj(sequence::point).toList());
        double[] best = criterion.incumbent();
        for (int i = 0; i < NEAR; i++) {
            candidates.add(Arrays.stream(best)
                    .map(c -> Math.max(0, Math.min(1, c + 0.05 * random.nextGaussian())))
                    .toArray());
        }
        MultiFidelityOptions.Acquisition kind = setup.options().acquisition();
        MultiFidelitySurrogate surrogate = criterion.objectives().get(0).surrogate();
        double[] fidelities = open.stream().mapToDouble(l -> l).toArray();
        boolean last = open.size() == 1 && left() < 2 * price(exact) && kind.learnsOnly() && setup.objectives() == 1;
        FidelityPlan plan = last
                ? FidelityPlan.greatestMean(surrogate)
                : criterion.plan(
                        kind,
                        new AcquisitionInput(
                                surrogate,
                                best,
                                criterion.prices(),
                                Double.isInfinite(setup.budget())
                                        ? 1
                                        : Math.max(0, Math.min(1, left() / setup.budget())),
                                candidates,
                                fidelities,
                                criterion.objectives().get(0).data().stream()
                                        .filter(o -> o.level() == present.length - 1)
                                        .toList(),
                                (int) history.all().count(),
                                used(present),
                                List.of(),
                                random));
        FidelityPoint chosen = plan.choose(
                candidates,
                fidelities,
                (x, level) -> design.isAllowed(x)
                        ? criterion.discount(kind, x, level) + besideFailures(x, present[(int) Math.rint(level)])
                        : Double.NEGATIVE_INFINITY);
        return unseen(new Choice(chosen.x(), (int) Math.rint(chosen.fidelity())), present, sequence);
    }

    /** Levels of the evaluations after the first points. */
    private List<Double> used(int[] present) {
        int first = setup.first().stream().mapToInt(Integer::intValue).sum();
        return history.all()
                .skip(first)
                .map(e -> (double) Arrays.binarySearch(present, e.level()))
                .filter(l -> l >= 0)
                .toList();
    }

    /** The choice, or where it was evaluated already, the first allowed point of a sequence that was not, if there is one. */
    private Choice unseen(Choice choice, int[] present, Sobol sequence) {
        double[] x = choice.point();
        for (int i = CANDIDATES; i < 2 * CANDIDATES; i++) {
            double[] at = design.canonical(x);
            boolean known = history.knows(at, present[choice.level()])
                    || setup.options().nested() && history.isPending(at);
            if (design.isAllowed(x) && !known) {
                return new Choice(x, choice.level());
            }
            x = sequence.point(i);
        }
        return design.isAllowed(choice.point()) ? choice : new Choice(design.any(), choice.level());
    }

    /** log prod over failures of the level of 1 - exp(-|x - failure|^2 / (2 reach^2)): what failed is not tried again. */
    private double besideFailures(double[] x, int level) {
        double sum = 0;
        for (Entry e : history.told()) {
            if (e.failed() && (e.level() == level || setup.options().nested() && e.level() < level)) {
                double squares = 0;
                for (int c = 0; c < x.length; c++) {
                    double difference = x[c] - e.x()[c];
                    squares += difference * difference;
                }
                sum += Math.log(-Math.expm1(-squares / (2 * FAILURE_REACH * FAILURE_REACH)));
            }
        }
        return sum;
    }

    // --- state

    void write(ObjectNode node) {
        for (int j = 0; j < objectives.size(); j++) {
            objectives.get(j).write(node.withArray("objectives").addObject());
        }
        constraints.forEach((name, model) ->
                model.write(node.withObjectProperty("constraints").putObject(name)));
    }

    void read(JsonNode node) {
        for (int j = 0; j < objectives.size(); j++) {
            objectives.get(j).read(node.path("objectives").path(j));
        }
        node.path("constraints").properties().forEach(e -> {
            FidelityModel model = newModel();
            model.read(e.getValue());
            constraints.put(e.getKey(), model);
        });
    }
}
