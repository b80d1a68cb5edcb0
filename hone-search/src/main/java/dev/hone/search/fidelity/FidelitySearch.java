package dev.hone.search.fidelity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.Seeds;
import dev.hone.core.space.Configuration;
import dev.hone.search.fidelity.FidelityModel.Fitted;
import dev.hone.search.qmc.Sobol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoublePredicate;
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
    /** Share of the truth's cost above which a continuous fidelity is the truth: only that can be a result. */
    private static final double NEARLY = 0.5;

    private static final long CANDIDATE_STREAM = 1;
    private static final double ROUNDING = 1e-9;

    /**
     * What is searched.
     *
     * @param space of the designs, without the fidelity
     * @param first points of each level before there is a model, of a continuous fidelity below the truth and at it
     * @param robust what is maximised where a parameter is an environment
     * @param budget total cost, infinite if it is not limited
     */
    record Setup(
            DesignSpace space,
            Fidelities fidelities,
            List<Integer> first,
            MultiFidelityOptions options,
            int objectives,
            Optional<RobustValue> robust,
            double budget,
            long seed) {}

    /**
     * What to evaluate.
     *
     * @param target fidelity up to which the point will be evaluated, one level after the other
     * @param comparison of the fidelities; empty as long as there is no model
     * @param recommended the design to use, with an environment once there is a model; this one may be it if it is at the truth
     */
    record Decision(
            Configuration configuration,
            double fidelity,
            double target,
            Optional<FidelityComparison> comparison,
            Optional<Recommended> recommended) {

        Decision(Configuration configuration, double fidelity, double target, Optional<FidelityComparison> comparison) {
            this(configuration, fidelity, target, comparison, Optional.empty());
        }

        Decision with(Recommended design) {
            return new Decision(configuration, fidelity, target, comparison, Optional.of(design));
        }
    }

    /**
     * Of the designs evaluated at the truth the one of greatest posterior mean of what is maximised.
     *
     * @param gain that mean, and {@code sd} its standard deviation, in the gains' unit
     */
    record Recommended(Configuration configuration, double gain, double sd) {}

    private final Setup setup;
    private final double exact;
    private final int dimensions;
    private final FidelityHistory history = new FidelityHistory();
    private final ExpectedCosts costs;
    private final FidelityDesign design;
    private final Region region;
    private final FidelityModels models;

    FidelitySearch(Setup setup) {
        this.setup = setup;
        exact = setup.fidelities().exact();
        dimensions = setup.space().dimensions();
        costs = new ExpectedCosts(setup.fidelities());
        design = new FidelityDesign(setup, history);
        region = new Region(dimensions, setup.first().get(setup.first().size() - 1));
        models = new FidelityModels(setup, history, costs);
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
        FidelityModels.Criteria criteria = models.criteria(numbering, number);
        FidelityCriterion criterion = criteria.believed();
        long exactValues = history.told().stream()
                .filter(e -> e.fidelity() == exact && e.succeeded())
                .count();
        FidelityComparison comparison = FidelityComparison.of(
                setup.fidelities(), numbering, criterion.outputs(), new Sobol(dimensions, setup.seed()), exactValues);
        FidelityPoint choice = choose(criteria, numbering, comparison, number);
        Decision decision = design.towards(choice.x(), choice.fidelity(), Optional.of(comparison));
        return setup.robust().isPresent()
                ? decision.with(recommended(choice.fidelity() == exact ? criterion.with(choice.x()) : criterion))
                : decision;
    }

    /** What to use after what was told; empty as long as the truth has no value. */
    Optional<Recommended> recommended(long number) {
        return history.succeeded(exact)
                ? Optional.of(recommended(models.criteria(Numbering.of(setup.fidelities(), history), number)
                        .believed()))
                : Optional.empty();
    }

    private Recommended recommended(FidelityCriterion criterion) {
        double[] x = criterion.incumbent();
        Fitted objective = criterion.objectives().get(0);
        MultiFidelitySurrogate surrogate = objective.surrogate();
        double truth = surrogate.exact();
        return new Recommended(
                setup.space().decode(x),
                objective.scale().unscaled(surrogate.mean(x, truth), truth),
                objective.scale().sd() * Math.sqrt(surrogate.variance(x, truth)));
    }

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
            FidelityModels.Criteria criteria, Numbering numbering, FidelityComparison comparison, long number) {
        FidelityCriterion criterion = criteria.believed();
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
        FidelityPlan plan = plan(kind, criteria, numbering, candidates, open, random);
        FailureDiscount failures = FailureDiscount.of(setup, history);
        LevelAcquisition discount =
                (x, at) -> region.contains(x) && setup.space().isAllowed(x) && mayBeNext.test(numbering.fidelity(at))
                        ? criterion.discount(kind, x, at) + failures.at(x, numbering.fidelity(at))
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

    /** The plan of an acquisition, what is pending imagined. */
    private FidelityPlan plan(
            MultiFidelityOptions.Acquisition kind,
            FidelityModels.Criteria criteria,
            Numbering numbering,
            List<double[]> candidates,
            double[] open,
            RandomGenerator random) {
        List<FidelityPlan> plans = new ArrayList<>();
        for (FidelityCriterion each : criteria.imagined()) {
            plans.add(plan(kind, each, numbering, candidates, open, random));
        }
        FidelityPlan first = plans.get(0);
        if (plans.size() == 1) {
            return first;
        }
        Optional<LevelAcquisition> second = first.second().isEmpty()
                ? Optional.empty()
                : plan(kind, criteria.believed(), numbering, candidates, open, random)
                        .second();
        return FidelityPlan.average(first.surrogate(), plans, kind.isLogarithm(), second);
    }

    private FidelityPlan plan(
            MultiFidelityOptions.Acquisition kind,
            FidelityCriterion criterion,
            Numbering numbering,
            List<double[]> candidates,
            double[] open,
            RandomGenerator random) {
        Fitted objective = criterion.objectives().get(0);
        return criterion.plan(
                kind,
                new AcquisitionInput(
                        objective.surrogate(),
                        criterion.incumbent(),
                        criterion.prices(),
                        Double.isInfinite(setup.budget()) ? 1 : Math.max(0, Math.min(1, left() / setup.budget())),
                        candidates,
                        open,
                        objective.data().stream()
                                .filter(o -> o.fidelity() == numbering.exact())
                                .toList(),
                        (int) history.all().count(),
                        used(numbering),
                        setup.options().smoothness().hasCurvatures(),
                        setup.options().biases().isEmpty()
                                ? Optional.empty()
                                : Optional.of(AcquisitionInput.Bounds.of(
                                        setup.options().biases(), numbering.levels(), objective.scale())),
                        List.of(),
                        random));
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

    void write(ObjectNode node) {
        models.write(node);
    }

    void read(JsonNode node) {
        models.read(node);
    }
}
