package dev.hone.search.fidelity;

import dev.hone.search.acquisition.GumbelMaxima;
import dev.hone.search.acquisition.Peaks;
import dev.hone.search.acquisition.PointAcquisition;
import dev.hone.search.numeric.Logs;
import dev.hone.search.surrogate.PathSample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * What decides the next evaluation: of a point and a fidelity at once, or of a point by what it is worth at the truth, and
 * after it of the fidelity. Not thread-safe.
 *
 * @param worth of a point and a fidelity
 * @param second where the point is chosen by {@code worth} at the truth, what its fidelity is chosen by
 */
public record FidelityPlan(
        MultiFidelitySurrogate surrogate, LevelAcquisition worth, Optional<LevelAcquisition> second) {

    private static final int CLIMBS = 4;
    private static final int TARGETS = 64;
    private static final int NEAR_BEST = 10;
    private static final int MAXIMA = 10;
    private static final int DRAWS = 64;
    private static final int PLACES = 5;
    private static final int FEATURES = 200;
    private static final int NEXT = 24;

    private static final double STEP = 1e-6;
    /** Values of a continuous fidelity among which a second step chooses. */
    private static final int GRID = 100;

    /** The plan of an acquisition. */
    public static FidelityPlan of(MultiFidelityOptions.Acquisition kind, AcquisitionInput input) {
        MultiFidelitySurrogate surrogate = input.surrogate();
        EvaluationCost costs = input.costs();
        double best = input.bestMean();
        return switch (kind) {
            case AUGMENTED_EI -> at(surrogate, LevelAcquisitions.augmentedExpectedImprovement(surrogate, best, costs));
            case TWO_STEP ->
                new FidelityPlan(
                        surrogate,
                        LevelAcquisitions.variableFidelityExpectedImprovement(surrogate, best, costs, 0),
                        Optional.of(LevelAcquisitions.removedVariance(surrogate, costs)));
            case VF_EI ->
                at(surrogate, LevelAcquisitions.variableFidelityExpectedImprovement(surrogate, best, costs, 1));
            case EI_PER_COST ->
                at(
                        surrogate,
                        LevelAcquisitions.expectedImprovementPerCost(surrogate, best, costs, input.remainingShare()));
            case TWO_STEP_LCB ->
                new FidelityPlan(
                        surrogate,
                        BoundAcquisitions.exactBound(surrogate, BoundAcquisitions.WIDTH),
                        Optional.of(LevelAcquisitions.removedVariance(surrogate, costs)));
            case MF_GP_UCB -> confidence(input);
            case BOCA -> {
                double beta = beta(input);
                yield new FidelityPlan(
                        surrogate,
                        BoundAcquisitions.exactBound(surrogate, Math.sqrt(beta)),
                        Optional.of(BoundAcquisitions.informationGap(surrogate, costs, beta, input.fidelities())));
            }
            case VF_PI ->
                at(
                        surrogate,
                        BoundAcquisitions.probabilityOfImprovement(
                                surrogate, best + BoundAcquisitions.MARGIN, costs, 1));
            case VF_LCB ->
                at(surrogate, BoundAcquisitions.variableFidelityBound(surrogate, costs, BoundAcquisitions.WIDTH));
            case MF_KG, CF_KG -> at(surrogate, LevelAcquisitions.knowledgeGradient(surrogate, targets(input), costs));
            case TA_KG ->
                at(
                        surrogate,
                        LookaheadAcquisitions.traceKnowledgeGradient(
                                surrogate,
                                targets(input),
                                costs,
                                BoundAcquisitions.process(surrogate, "ta-kg")::trace,
                                antithetic(input.random())));
            case MF_MES -> at(surrogate, LevelAcquisitions.maxValueEntropy(surrogate, maxima(input), costs));
            case MUMBO -> at(surrogate, InformationAcquisitions.mumbo(surrogate, maxima(input), costs));
            case GIBBON ->
                at(surrogate, InformationAcquisitions.gibbon(surrogate, maxima(input), costs, input.pending()));
            case MF_PES ->
                at(
                        surrogate,
                        InformationAcquisitions.predictiveEntropy(
                                surrogate, places(input), input.smooth(), best, costs));
            case LOOKAHEAD ->
                at(
                        surrogate,
                        LookaheadAcquisitions.twoSteps(
                                surrogate, input.best(), costs, next(input), input.fidelities()));
        };
    }

    /**
     * The mean worth of several plans of one acquisition under different outcomes of what is pending.
     *
     * @param logarithms whether worths are
     * @param second as of a plan
     */
    static FidelityPlan average(
            MultiFidelitySurrogate surrogate,
            List<FidelityPlan> plans,
            boolean logarithms,
            Optional<LevelAcquisition> second) {
        LevelAcquisition worth = (x, fidelity) -> {
            double[] worths = plans.stream()
                    .mapToDouble(p -> p.worth().value(x, fidelity))
                    .toArray();
            return logarithms
                    ? Logs.sumExp(worths, worths.length) - Math.log(worths.length)
                    : Arrays.stream(worths).average().orElseThrow();
        };
        return new FidelityPlan(surrogate, worth, second);
    }

    /** Draws of the place of the greatest value of the truth: maxima of drawn functions. */
    private static List<double[]> places(AcquisitionInput input) {
        FidelityProcess process = BoundAcquisitions.process(input.surrogate(), "mf-pes");
        double exact = input.surrogate().exact();
        int d = input.best().length;
        List<double[]> points = input.candidates().stream()
                .map(x -> process.coordinates(x, exact))
                .toList();
        Peaks peaks = new Peaks(points, IntStream.range(0, d).toArray());
        List<double[]> places = new ArrayList<>();
        for (int k = 0; k < PLACES; k++) {
            PathSample drawn = new PathSample(process.posterior(), FEATURES, input.random());
            places.add(Arrays.copyOf(peaks.maximise(drawn::value, List.of(), 1), d));
        }
        return places;
    }

    /** mf-gp-ucb, its zeta as known or from the exact observations. */
    private static FidelityPlan confidence(AcquisitionInput input) {
        MultiFidelitySurrogate surrogate = input.surrogate();
        double beta = beta(input);
        AcquisitionInput.Bounds bounds = input.bounds().orElseGet(() -> {
            double[] learned = BoundAcquisitions.discrepancies(surrogate, input.exactly());
            return new AcquisitionInput.Bounds(learned, learned);
        });
        double[] costs = new double[bounds.bias().length];
        Arrays.setAll(costs, l -> input.costs().of(input.best(), l));
        double[] gamma = BoundAcquisitions.thresholds(bounds.bias(), costs, input.used());
        return new FidelityPlan(
                surrogate,
                BoundAcquisitions.leastBound(surrogate, bounds.above(), beta),
                Optional.of(BoundAcquisitions.lowestUncertain(surrogate, gamma, beta)));
    }

    private static double beta(AcquisitionInput input) {
        return BoundAcquisitions.beta(input.best().length, input.evaluations());
    }

    private static double[][] antithetic(RandomGenerator random) {
        double[][] draws = new double[DRAWS][FidelityProcess.TRACE];
        for (int i = 0; i < DRAWS; i++) {
            for (int j = 0; j < FidelityProcess.TRACE; j++) {
                draws[i][j] = i % 2 == 0 ? random.nextGaussian() : -draws[i - 1][j];
            }
        }
        return draws;
    }

    /** Few of the candidates and those near the best, because each is looked at after each outcome. */
    private static List<double[]> next(AcquisitionInput input) {
        List<double[]> targets = targets(input);
        List<double[]> next = new ArrayList<>(targets.subList(0, Math.min(NEXT, targets.size())));
        next.addAll(targets.subList(Math.max(next.size(), targets.size() - NEAR_BEST), targets.size()));
        return next;
    }

    /** The point of greatest posterior mean of the truth: no more is to be learnt. */
    public static FidelityPlan greatestMean(MultiFidelitySurrogate surrogate) {
        return at(surrogate, (x, ignored) -> surrogate.mean(x, surrogate.exact()));
    }

    private static FidelityPlan at(MultiFidelitySurrogate surrogate, LevelAcquisition worth) {
        return new FidelityPlan(surrogate, worth, Optional.empty());
    }

    /** Where the maximum of the posterior mean is looked for. */
    private static List<double[]> targets(AcquisitionInput input) {
        List<double[]> all = input.candidates();
        List<double[]> targets = new ArrayList<>(all.subList(0, Math.min(TARGETS, all.size())));
        targets.addAll(all.subList(Math.max(targets.size(), all.size() - NEAR_BEST), all.size()));
        targets.add(input.best());
        return targets;
    }

    /** Draws of the greatest value of the truth. */
    private static double[] maxima(AcquisitionInput input) {
        MultiFidelitySurrogate surrogate = input.surrogate();
        double exact = surrogate.exact();
        double[] mean = input.candidates().stream()
                .mapToDouble(x -> surrogate.mean(x, exact))
                .toArray();
        double[] sd = input.candidates().stream()
                .mapToDouble(x -> Math.sqrt(surrogate.variance(x, exact)))
                .toArray();
        return GumbelMaxima.draw(mean, sd, input.bestMean(), MAXIMA, input.random());
    }

    /**
     * The best point and one of {@code fidelities}.
     *
     * @param candidates points to look at first
     * @param discount added to what an evaluation is worth, such as minus infinity where it failed before
     */
    public FidelityPoint choose(List<double[]> candidates, double[] fidelities, LevelAcquisition discount) {
        double exact = surrogate.exact();
        Peaks peaks = peaks(candidates);
        FidelityPoint chosen = null;
        double greatest = Double.NEGATIVE_INFINITY;
        for (double fidelity : second.isPresent() ? new double[] {exact} : fidelities) {
            PointAcquisition f = differences(x -> worth.value(x, fidelity) + discount.value(x, fidelity));
            double[] x = peaks.maximise(f, List.of(), CLIMBS);
            double value = f.value(x, null);
            if (chosen == null || value > greatest) {
                chosen = new FidelityPoint(x, fidelity);
                greatest = value;
            }
        }
        return second.isPresent() ? new FidelityPoint(chosen.x(), best(chosen.x(), fidelities)) : chosen;
    }

    /** The best point and continuous fidelity from {@code least} to the truth, 1; both are moved at once. */
    public FidelityPoint chooseContinuous(List<double[]> candidates, double least, LevelAcquisition discount) {
        if (second.isPresent()) {
            double[] grid = IntStream.rangeClosed(0, GRID)
                    .mapToDouble(i -> least + (1 - least) * i / GRID)
                    .toArray();
            return choose(candidates, grid, discount);
        }
        FidelityPoint exactly = choose(candidates, new double[] {1}, discount);
        int d = candidates.get(0).length;
        List<double[]> starts = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            // a sequence of low discrepancy
            starts.add(FidelityPoint.coordinates(candidates.get(i), (i + 1) * 0.6180339887498949 % 1));
        }
        PointAcquisition f = differences(point -> {
            double[] x = Arrays.copyOf(point, d);
            double s = least + (1 - least) * point[d];
            return worth.value(x, s) + discount.value(x, s);
        });
        double[] point = peaks(starts).maximise(f, List.of(), CLIMBS);
        double[] x = Arrays.copyOf(point, d);
        double below = least + (1 - least) * point[d];
        // worth may jump at the truth
        boolean atTruth = worth.value(exactly.x(), 1) + discount.value(exactly.x(), 1)
                >= worth.value(x, below) + discount.value(x, below);
        return atTruth ? exactly : new FidelityPoint(x, below);
    }

    private static Peaks peaks(List<double[]> points) {
        return new Peaks(points, IntStream.range(0, points.get(0).length).toArray());
    }

    private double best(double[] x, double[] fidelities) {
        LevelAcquisition rule = second.orElseThrow();
        double best = fidelities[0];
        double greatest = rule.value(x, best);
        for (double fidelity : fidelities) {
            double value = rule.value(x, fidelity);
            if (value > greatest) {
                best = fidelity;
                greatest = value;
            }
        }
        return best;
    }

    /** A function of the point alone, with a gradient by forward differences. */
    private static PointAcquisition differences(ToDoubleFunction<double[]> f) {
        return (x, gradient) -> {
            double value = f.applyAsDouble(x);
            for (int c = 0; gradient != null && c < gradient.length; c++) {
                double[] moved = x.clone();
                moved[c] += moved[c] < 0.5 ? STEP : -STEP;
                double slope = (f.applyAsDouble(moved) - value) / (moved[c] - x[c]);
                gradient[c] = Double.isFinite(slope) ? slope : 0;
            }
            return value;
        };
    }
}
