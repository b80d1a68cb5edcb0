package dev.hone.search.fidelity;

import dev.hone.core.HoneException;
import dev.hone.core.Seeds;
import dev.hone.core.space.Configuration;
import dev.hone.search.qmc.Sobol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** One run of {@link MultiFidelityOptimization}: the trials so far and what is made of them. Not thread-safe. */
final class FidelitySearch {

    private static final int CANDIDATES = 300;
    private static final int CORRELATION_POINTS = 200;
    private static final int EXACT_BEFORE_CORRELATION = 5;
    private static final double INFORMATIVE = 0.3;
    /** Distance in the unit cube within which a failure discourages. */
    private static final double FAILURE_REACH = 0.05;

    private static final long CANDIDATE_STREAM = 1;
    private static final long FIT_STREAM = 2;
    private static final long FIRST_STREAM = 3;
    private static final double ROUNDING = 1e-9;

    private final MultiFidelityOptimization setup;
    private final FidelityEvaluator evaluator;
    private final long seed;
    private final int exact;
    private final int dimensions;
    private final FidelityModel model;
    private final LevelCosts costs;
    private final List<FidelityResult.Trial> trials = new ArrayList<>();
    private final List<double[]> points = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final double[] correlations;
    private final boolean[] informative;
    private int firstTrials;

    FidelitySearch(MultiFidelityOptimization setup, FidelityEvaluator evaluator, long seed) {
        this.setup = setup;
        this.evaluator = evaluator;
        this.seed = seed;
        exact = setup.levels().size() - 1;
        dimensions = setup.space().dimensions();
        MultiFidelityOptions options = setup.options();
        model = new FidelityModel(
                new LevelModel(dimensions, exact + 1, options.smoothness(), options.noise()), options, settings());
        costs = new LevelCosts(setup.levels());
        correlations = new double[exact + 1];
        Arrays.fill(correlations, Double.NaN);
        informative = new boolean[exact + 1];
        Arrays.fill(informative, true);
        if (exact > 0
                && setup.levels().stream()
                        .allMatch(l -> l.cost() == setup.levels().get(0).cost())) {
            warnings.add("all levels cost the same: the exact one alone would do");
        }
    }

    private double[] settings() {
        return setup.levels().stream().mapToDouble(FidelityLevel::setting).toArray();
    }

    FidelityResult run() {
        evaluateFirst();
        firstTrials = trials.size();
        for (List<Integer> open = open(); !open.isEmpty(); open = open()) {
            List<LevelObservation> data = data();
            requireEveryLevel(data);
            MultiFidelitySurrogate surrogate = model.fit(data, Seeds.stream(seed, FIT_STREAM, trials.size()));
            compareLevels(surrogate);
            Choice choice =
                    choose(surrogate, open.stream().filter(l -> informative[l]).toList());
            evaluate(choice.point(), choice.level());
        }
        requireEveryLevel(data());
        return new FidelityResult(trials, setup.direction(), exact, correlations, warnings);
    }

    private record Choice(double[] point, int level) {}

    private void evaluateFirst() {
        List<Integer> first = setup.initial();
        for (int l = 0; l <= exact; l++) {
            Sobol sequence = new Sobol(
                    dimensions, Seeds.derive(seed, FIRST_STREAM, setup.options().nested() ? 0 : l));
            for (int i = 0; i < first.get(l); i++) {
                evaluate(sequence.point(i), l);
            }
        }
    }

    /** Evaluates, nested from the cheapest level on; a level above one that failed is not tried. */
    private void evaluate(double[] at, int level) {
        Configuration configuration = setup.space().decode(at);
        double[] x = setup.space().encode(configuration);
        for (int l = setup.options().nested() ? 0 : level; l <= level; l++) {
            int known = find(x, l);
            if (known >= 0 && l < level && !trials.get(known).failed()) {
                continue;
            }
            FidelityEvaluator.Outcome outcome = outcome(configuration, l);
            double cost = costs.paid(l, outcome.cost());
            double total = trials.isEmpty() ? 0 : trials.get(trials.size() - 1).totalCost();
            double value = Double.isFinite(outcome.value()) ? outcome.value() : Double.NaN;
            trials.add(new FidelityResult.Trial(configuration, l, value, cost, total + cost));
            points.add(x);
            if (Double.isNaN(value)) {
                return;
            }
        }
    }

    private FidelityEvaluator.Outcome outcome(Configuration configuration, int level) {
        try {
            return evaluator.evaluate(configuration, level);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HoneException("interrupted after " + trials.size() + " trials", e);
        } catch (Exception e) {
            warnings.add("trial " + trials.size() + " at level "
                    + setup.levels().get(level).name() + " failed: " + e);
            return FidelityEvaluator.Outcome.of(Double.NaN);
        }
    }

    /** Position of the trial of a point at a level, -1 if there is none. */
    private int find(double[] x, int level) {
        return IntStream.range(0, trials.size())
                .filter(i -> trials.get(i).level() == level && Arrays.equals(points.get(i), x))
                .findFirst()
                .orElse(-1);
    }

    /** What succeeded, to be maximised. */
    private List<LevelObservation> data() {
        List<LevelObservation> data = new ArrayList<>();
        for (int i = 0; i < trials.size(); i++) {
            FidelityResult.Trial t = trials.get(i);
            if (!t.failed()) {
                data.add(new LevelObservation(
                        points.get(i), t.level(), -setup.direction().asLoss(t.value())));
            }
        }
        return data;
    }

    private void requireEveryLevel(List<LevelObservation> data) {
        for (int l = 0; l <= exact; l++) {
            int level = l;
            if (data.stream().noneMatch(o -> o.level() == level)) {
                throw new HoneException(
                        "no evaluation of level " + setup.levels().get(l).name() + " succeeded: it cannot be "
                                + (l == exact ? "searched" : "used, leave it out"));
            }
        }
    }

    private double price(int level) {
        return setup.options().nested()
                ? IntStream.rangeClosed(0, level).mapToDouble(costs::of).sum()
                : costs.of(level);
    }

    private double left() {
        return setup.options().budget() - trials.get(trials.size() - 1).totalCost() + ROUNDING;
    }

    /** Levels that may be evaluated next. */
    private List<Integer> open() {
        double spent = trials.get(trials.size() - 1).totalCost();
        double left = left();
        if (price(exact) > left) {
            return List.of();
        }
        double onExact = trials.stream()
                .filter(t -> t.level() == exact)
                .mapToDouble(FidelityResult.Trial::cost)
                .sum();
        if (onExact < setup.options().minExactShare() * spent) {
            return List.of(exact);
        }
        return IntStream.rangeClosed(0, exact)
                .filter(l -> l == exact || price(l) + price(exact) <= left)
                .boxed()
                .toList();
    }

    private void compareLevels(MultiFidelitySurrogate surrogate) {
        Sobol sequence = new Sobol(dimensions, seed);
        double[][] means = new double[exact + 1][CORRELATION_POINTS];
        for (int i = 0; i < CORRELATION_POINTS; i++) {
            double[] x = sequence.point(i);
            for (int l = 0; l <= exact; l++) {
                means[l][i] = surrogate.mean(x, l);
            }
        }
        long exactTrials =
                trials.stream().filter(t -> t.level() == exact && !t.failed()).count();
        for (int l = 0; l <= exact; l++) {
            correlations[l] = correlation(means[l], means[exact]);
            boolean now =
                    l == exact || exactTrials < EXACT_BEFORE_CORRELATION || Math.abs(correlations[l]) >= INFORMATIVE;
            if (informative[l] && !now) {
                warnings.add("level " + setup.levels().get(l).name() + " is not informative: correlation "
                        + Math.round(1000 * correlations[l]) / 1000.0 + " with the exact one after " + exactTrials
                        + " exact trials");
            }
            informative[l] = now;
        }
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

    private Choice choose(MultiFidelitySurrogate surrogate, List<Integer> levels) {
        RandomGenerator random = Seeds.stream(seed, CANDIDATE_STREAM, trials.size());
        Sobol sequence = new Sobol(dimensions, random.nextLong());
        List<double[]> candidates = new ArrayList<>(
                IntStream.range(0, CANDIDATES).mapToObj(sequence::point).toList());
        double[] best = evaluatedBest(surrogate);
        for (int i = 0; i < 10; i++) {
            candidates.add(Arrays.stream(best)
                    .map(c -> Math.max(0, Math.min(1, c + 0.05 * random.nextGaussian())))
                    .toArray());
        }
        double[] open = levels.stream().mapToDouble(l -> l).toArray();
        EvaluationCost prices = prices(random);
        AcquisitionInput input = new AcquisitionInput(
                surrogate,
                best,
                prices,
                Math.max(0, Math.min(1, left() / setup.options().budget())),
                candidates,
                open,
                model.standardised().stream().filter(o -> o.level() == exact).toList(),
                trials.size(),
                used(),
                List.of(),
                random);
        FidelityPlan plan = isLast(levels) && setup.options().acquisition().learnsOnly()
                ? FidelityPlan.greatestMean(surrogate)
                : FidelityPlan.of(setup.options().acquisition(), input);
        FidelityPoint chosen = plan.choose(candidates, open, (x, level) -> besideFailures(x, (int) Math.rint(level)));
        return unseen(new Choice(chosen.x(), (int) Math.rint(chosen.fidelity())), sequence);
    }

    /** What the next evaluation is expected to cost, of all levels below too where points are nested. */
    private EvaluationCost prices(RandomGenerator random) {
        EvaluationCost fixed = (x, level) -> costs.of((int) Math.rint(level));
        EvaluationCost one = fixed;
        if (setup.options().costModel() == MultiFidelityOptions.CostModel.LEARNED) {
            List<LearnedCost.Paid> paid = IntStream.range(0, trials.size())
                    .mapToObj(i -> new LearnedCost.Paid(
                            points.get(i), trials.get(i).level(), trials.get(i).cost()))
                    .toList();
            one = LearnedCost.fit(exact + 1, paid, fixed, setup.options().smoothness(), random);
        }
        if (!setup.options().nested()) {
            return one;
        }
        EvaluationCost single = one;
        return (x, level) -> IntStream.rangeClosed(0, (int) Math.rint(level))
                .mapToDouble(l -> single.of(x, l))
                .sum();
    }

    /** Levels of the trials after the first points. */
    private List<Double> used() {
        return trials.stream().skip(firstTrials).map(t -> (double) t.level()).toList();
    }

    /** Whether the next evaluation is exact and the last that can be paid. */
    private boolean isLast(List<Integer> levels) {
        return levels.equals(List.of(exact)) && left() < 2 * price(exact);
    }

    /** The choice, or where it was evaluated already, the first point of a sequence that was not, if there is one. */
    private Choice unseen(Choice choice, Sobol sequence) {
        double[] x = choice.point();
        for (int i = CANDIDATES; i < 2 * CANDIDATES; i++) {
            if (find(setup.space().encode(setup.space().decode(x)), choice.level()) < 0) {
                return new Choice(x, choice.level());
            }
            x = sequence.point(i);
        }
        return choice;
    }

    /** The point of greatest posterior mean of the truth among those evaluated exactly. */
    private double[] evaluatedBest(MultiFidelitySurrogate surrogate) {
        return IntStream.range(0, trials.size())
                .filter(i -> trials.get(i).level() == exact && !trials.get(i).failed())
                .mapToObj(points::get)
                .max(Comparator.comparingDouble(x -> surrogate.mean(x, exact)))
                .orElseThrow();
    }

    /** log prod over failures of the level of 1 - exp(-|x - failure|^2 / (2 reach^2)): what failed is not tried again. */
    private double besideFailures(double[] x, int level) {
        double sum = 0;
        for (int i = 0; i < trials.size(); i++) {
            FidelityResult.Trial t = trials.get(i);
            if (t.failed() && (t.level() == level || setup.options().nested() && t.level() < level)) {
                double squares = 0;
                for (int c = 0; c < x.length; c++) {
                    double difference = x[c] - points.get(i)[c];
                    squares += difference * difference;
                }
                sum += Math.log(-Math.expm1(-squares / (2 * FAILURE_REACH * FAILURE_REACH)));
            }
        }
        return sum;
    }
}
