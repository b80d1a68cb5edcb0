package dev.hone.search.fidelity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.Seeds;
import dev.hone.core.space.Configuration;
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
import java.util.function.DoublePredicate;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;

/**
 * Decides where to evaluate next and at which fidelity: the one engine of {@link MultiFidelityOptimization} and {@link
 * MultiFidelityBayesSampler}. A decision depends on what was told in its order, on what is pending, on the number of the
 * evaluation and on {@link #write}'s state. Not thread-safe.
 */
final class FidelitySearch {

    private static final int CANDIDATES = 300;
    private static final int NEAR = 10;
    /** Distance in the unit cube, and of continuous fidelities, within which a failure discourages. */
    private static final double FAILURE_REACH = 0.05;

    /** Share of the truth's cost above which a continuous fidelity is the truth: only that can be a result. */
    private static final double NEARLY = 0.5;

    private static final long CANDIDATE_STREAM = 1;
    private static final long FIT_STREAM = 2;
    private static final long COST_STREAM = 4;
    private static final double ROUNDING = 1e-9;

    /**
     * What is searched.
     *
     * @param space of the designs, without the fidelity
     * @param first points of each level before there is a model, of a continuous fidelity below the truth and at it
     * @param budget total cost, infinite if it is not limited
     */
    record Setup(
            DesignSpace space,
            Fidelities fidelities,
            List<Integer> first,
            MultiFidelityOptions options,
            int objectives,
            double budget,
            long seed) {}

    /**
     * What to evaluate.
     *
     * @param target fidelity up to which the point will be evaluated, one level after the other
     * @param comparison of the fidelities; empty as long as there is no model
     */
    record Decision(
            Configuration configuration, double fidelity, double target, Optional<FidelityComparison> comparison) {}

    private final Setup setup;
    private final double exact;
    private final int dimensions;
    private final FidelityHistory history = new FidelityHistory();
    private final ExpectedCosts costs;
    private final FidelityDesign design;
    private final Region region;
    private final List<FidelityModel> objectives = new ArrayList<>();
    private final Map<String, FidelityModel> constraints = new TreeMap<>();

    FidelitySearch(Setup setup) {
        this.setup = setup;
        exact = setup.fidelities().exact();
        dimensions = setup.space().dimensions();
        costs = new ExpectedCosts(setup.fidelities());
        design = new FidelityDesign(setup, history);
        region = new Region(dimensions, setup.first().get(setup.first().size() - 1));
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

    ExpectedCosts costs() {
        return costs;
    }

    /** What it costs to evaluate a point up to a fidelity. */
    private double price(double fidelity) {
        return costs.upTo(fidelity, setup.options().nested());
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
        Numbering numbering = Numbering.of(setup.fidelities(), history);
        FidelityCriterion criterion = criterion(numbering, number);
        long exactValues = history.told().stream()
                .filter(e -> e.fidelity() == exact && e.succeeded())
                .count();
        FidelityComparison comparison = FidelityComparison.of(
                setup.fidelities(), numbering, criterion.outputs(), new Sobol(dimensions, setup.seed()), exactValues);
        FidelityPoint choice = choose(criterion, numbering, comparison, number);
        return design.towards(choice.x(), choice.fidelity(), Optional.of(comparison));
    }

    // --- the model

    private FidelityCriterion criterion(Numbering numbering, long number) {
        RandomGenerator random = Seeds.stream(setup.seed(), FIT_STREAM, number);
        List<Fitted> values = new ArrayList<>();
        for (int j = 0; j < objectives.size(); j++) {
            int objective = j;
            values.add(fit(objectives.get(j), numbering, e -> e.gains()[objective], j == 0, random));
        }
        List<Fitted> bounds = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>();
        history.told().forEach(e -> names.addAll(e.constraints().keySet()));
        for (String name : names) {
            if (isKnown(name, numbering)) {
                bounds.add(fit(
                        constraints.computeIfAbsent(name, n -> newModel()),
                        numbering,
                        e -> e.constraints().getOrDefault(name, Double.NaN),
                        false,
                        random));
            }
        }
        List<double[]> evaluated = history.told().stream()
                .filter(e -> e.fidelity() == exact && e.succeeded())
                .map(Entry::x)
                .toList();
        RandomGenerator costly = Seeds.stream(setup.seed(), COST_STREAM, number);
        return FidelityCriterion.of(
                values, bounds, evaluated, costs.by(numbering, setup.options(), history.told(), costly));
    }

    /** Whether a constraint was reported at every level and not always with the same value, from which nothing is learnt. */
    private boolean isKnown(String constraint, Numbering numbering) {
        List<Entry> reported = history.told().stream()
                .filter(e -> e.succeeded() && e.constraints().containsKey(constraint))
                .toList();
        return Arrays.stream(numbering.levels()).allMatch(l -> reported.stream().anyMatch(e -> e.fidelity() == l))
                && reported.stream()
                                .map(e -> e.constraints().get(constraint))
                                .distinct()
                                .count()
                        > 1;
    }

    /** @param traced whether traces are of this output */
    private Fitted fit(
            FidelityModel model,
            Numbering numbering,
            ToDoubleFunction<Entry> output,
            boolean traced,
            RandomGenerator random) {
        List<LevelObservation> data = new ArrayList<>();
        for (Entry e : history.told()) {
            double value = e.succeeded() ? output.applyAsDouble(e) : Double.NaN;
            if (!Double.isNaN(value)) {
                data.add(new LevelObservation(e.x(), numbering.of(e.fidelity()), value));
            }
            if (traced) {
                e.trace().forEach((fidelity, gain) -> data.add(new LevelObservation(e.x(), fidelity, gain)));
            }
        }
        List<LevelObservation> pending = history.pending().stream()
                .filter(e -> numbering.has(e.fidelity()))
                .map(e -> new LevelObservation(e.x(), numbering.of(e.fidelity()), 0))
                .toList();
        return model.fit(data, numbering, pending, random);
    }

    // --- the choice

    /**
     * Which fidelities may be next: the truth always; a lower one unless the truth has had less than its least share of the
     * cost, or could not be paid after it, or the fidelity is continuous and costs nearly what the truth does.
     */
    private DoublePredicate mayBeNext() {
        if (history.cost(exact) < setup.options().minExactShare() * history.cost()) {
            return fidelity -> fidelity == exact;
        }
        double priceOfTruth = price(exact);
        double left = left();
        double most = setup.fidelities() instanceof Continuum ? NEARLY * priceOfTruth : Double.POSITIVE_INFINITY;
        return fidelity -> {
            if (fidelity == exact) {
                return true;
            }
            double price = price(fidelity);
            return price <= most && price + priceOfTruth <= left;
        };
    }

    private FidelityPoint choose(
            FidelityCriterion criterion, Numbering numbering, FidelityComparison comparison, long number) {
        RandomGenerator random = Seeds.stream(setup.seed(), CANDIDATE_STREAM, number);
        Sobol sequence = new Sobol(dimensions, random.nextLong());
        if (setup.options().trustRegion()) {
            region.update(history.told(), exact);
        }
        double[] best = criterion.incumbent();
        List<double[]> candidates = candidates(sequence, best, random);
        DoublePredicate mayBeNext = mayBeNext();
        double[] open = open(numbering, comparison, mayBeNext);
        MultiFidelityOptions.Acquisition kind = setup.options().acquisition();
        MultiFidelitySurrogate surrogate = criterion.objectives().get(0).surrogate();
        FidelityPlan plan = criterion.plan(
                kind,
                new AcquisitionInput(
                        surrogate,
                        best,
                        criterion.prices(),
                        Double.isInfinite(setup.budget()) ? 1 : Math.max(0, Math.min(1, left() / setup.budget())),
                        candidates,
                        open,
                        criterion.objectives().get(0).data().stream()
                                .filter(o -> o.fidelity() == numbering.exact())
                                .toList(),
                        (int) history.all().count(),
                        used(numbering),
                        List.of(),
                        random));
        LevelAcquisition discount =
                (x, at) -> region.contains(x) && setup.space().isAllowed(x) && mayBeNext.test(numbering.fidelity(at))
                        ? criterion.discount(kind, x, at) + besideFailures(x, numbering.fidelity(at))
                        : Double.NEGATIVE_INFINITY;
        FidelityPoint chosen = numbering.isContinuous() && open.length > 1
                ? plan.chooseContinuous(candidates, comparison.leastInformative(), discount)
                : plan.choose(candidates, open, discount);
        boolean last = chosen.fidelity() == numbering.exact() && left() < 2 * price(exact);
        if (last && kind.learnsOnly() && setup.objectives() == 1) {
            // nothing is left to learn for: the result is the best evaluated point
            chosen =
                    FidelityPlan.greatestMean(surrogate).choose(candidates, new double[] {numbering.exact()}, discount);
        }
        return unseen(new FidelityPoint(chosen.x(), numbering.fidelity(chosen.fidelity())), sequence);
    }

    /** Points of the region, and some around the best one. */
    private List<double[]> candidates(Sobol sequence, double[] best, RandomGenerator random) {
        List<double[]> candidates = new ArrayList<>();
        for (int i = 0; i < CANDIDATES; i++) {
            candidates.add(region.into(sequence.point(i)));
        }
        for (int i = 0; i < NEAR; i++) {
            candidates.add(Arrays.stream(best)
                    .map(c -> Math.max(0, Math.min(1, c + 0.05 * random.nextGaussian())))
                    .toArray());
        }
        return candidates;
    }

    /** Numbers of the fidelities that may be next; of a continuous one some all over. */
    private double[] open(Numbering numbering, FidelityComparison comparison, DoublePredicate mayBeNext) {
        DoubleStream all = numbering.isContinuous()
                ? Arrays.stream(setup.fidelities().compared()).filter(s -> s >= comparison.leastInformative())
                : Arrays.stream(numbering.levels()).asDoubleStream().filter(comparison::isInformative);
        return all.filter(mayBeNext).map(numbering::of).toArray();
    }

    /** Numbers of the fidelities of the evaluations after the first points. */
    private List<Double> used(Numbering numbering) {
        int first = setup.first().stream().mapToInt(Integer::intValue).sum();
        return history.all()
                .skip(first)
                .filter(e -> numbering.has(e.fidelity()))
                .map(e -> numbering.of(e.fidelity()))
                .toList();
    }

    /** The choice, or where it was evaluated already, the first allowed point of a sequence that was not, if there is one. */
    private FidelityPoint unseen(FidelityPoint choice, Sobol sequence) {
        double[] x = choice.x();
        for (int i = CANDIDATES; i < 2 * CANDIDATES; i++) {
            double[] at = setup.space().canonical(x);
            boolean known =
                    history.knows(at, choice.fidelity()) || setup.options().nested() && history.isPending(at);
            if (setup.space().isAllowed(x) && !known) {
                return new FidelityPoint(x, choice.fidelity());
            }
            x = region.into(sequence.point(i));
        }
        return setup.space().isAllowed(choice.x()) ? choice : new FidelityPoint(design.any(), choice.fidelity());
    }

    /** log prod over failures near it of 1 - exp(-distance^2 / (2 reach^2)): what failed is not tried again. */
    private double besideFailures(double[] x, double fidelity) {
        double sum = 0;
        for (Entry e : history.told()) {
            double apart = e.failed() ? apart(e, fidelity) : Double.POSITIVE_INFINITY;
            if (!Double.isInfinite(apart)) {
                double squares = apart * apart;
                for (int c = 0; c < x.length; c++) {
                    double difference = x[c] - e.x()[c];
                    squares += difference * difference;
                }
                sum += Math.log(-Math.expm1(-squares / (2 * FAILURE_REACH * FAILURE_REACH)));
            }
        }
        return sum;
    }

    /** How far the fidelity of a failure is from another; levels are together or infinitely far apart. */
    private double apart(Entry failure, double fidelity) {
        if (setup.fidelities() instanceof Continuum) {
            return fidelity - failure.fidelity();
        }
        boolean on = failure.fidelity() == fidelity || setup.options().nested() && failure.fidelity() < fidelity;
        return on ? 0 : Double.POSITIVE_INFINITY;
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
