package dev.hone.search.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.Seeds;
import dev.hone.search.acquisition.PredictiveEntropySearch;
import dev.hone.search.kernel.GraphKernel;
import dev.hone.search.kernel.Smoothness;
import dev.hone.search.kernel.StationaryKernel;
import dev.hone.search.numeric.Cholesky;
import dev.hone.search.numeric.Normal;
import dev.hone.search.surrogate.GaussianModel;
import dev.hone.search.surrogate.Joint;
import dev.hone.search.surrogate.LinearFunctional;
import dev.hone.search.surrogate.PolynomialMean;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MoreAcquisitionsTest {

    private static final EvaluationCost COSTS = EvaluationCost.ofLevels(0.1, 1);
    private static final double[] X = {0.3};
    private static final double[] Y = {0.7};
    private static final List<LevelObservation> DATA = List.of(
            new LevelObservation(new double[] {0}, 0, 0.2),
            new LevelObservation(new double[] {0.5}, 0, 0.6),
            new LevelObservation(new double[] {0.9}, 1, -0.4));

    private static GaussianModel model() {
        return new GaussianModel(
                GraphKernel.chain(
                        1,
                        new double[] {1.3},
                        List.of(
                                StationaryKernel.ard(Smoothness.RBF, 0.2).scaled(1),
                                StationaryKernel.ard(Smoothness.RBF, 0.5).scaled(0.4))),
                PolynomialMean.constant(0),
                new double[] {1e-2, 1e-4});
    }

    /** With factors and own parts. */
    private static AutoregressiveProcess chain() {
        return AutoregressiveProcess.of(model(), DATA);
    }

    /** The same numbers without them. */
    private static FidelityProcess process() {
        return FidelityProcess.of(model(), 1, DATA);
    }

    private static FidelityProcess continuous() {
        GaussianModel model = new GaussianModel(
                StationaryKernel.ard(Smoothness.RBF, 0.3, 0.8).scaled(2), PolynomialMean.constant(0), new double[] {1e-3
                });
        return FidelityProcess.of(model, 1, List.of(new LevelObservation(X, 0.2, 1), new LevelObservation(Y, 1, 0.5)));
    }

    @Test
    void withoutAChainALevelExplainsWhatItsCovarianceDoes() {
        FidelityProcess p = process();
        double covariance = p.joint(X, 0, X, 1).covariance()[0][1];
        assertThat(LevelAcquisitions.explainedSd(p, X, 0))
                .isEqualTo(covariance / Math.sqrt(p.variance(X, 0)), within(1e-12));
        assertThat(LevelAcquisitions.explainedSd(p, X, 1)).isEqualTo(Math.sqrt(p.variance(X, 1)), within(1e-9));
        assertThat(LevelAcquisitions.explainedSd(chain(), X, 0))
                .isEqualTo(1.3 * Math.sqrt(p.variance(X, 0)), within(1e-12));
        // what an observation takes off the variance of the truth
        List<LevelObservation> more = new ArrayList<>(DATA);
        more.add(new LevelObservation(X, 0, 3));
        double removed = p.variance(X, 1) - FidelityProcess.of(model(), 1, more).variance(X, 1);
        assertThat(LevelAcquisitions.removedVariance(p, COSTS).value(X, 0)).isEqualTo(removed / 0.01, within(1e-9));
    }

    @Test
    void probabilityAndBoundHaveTheirFormulas() {
        AutoregressiveProcess p = chain();
        double mean = p.mean(X, 1);
        double low = 1.3 * Math.sqrt(p.variance(X, 0));
        double exact = Math.sqrt(p.variance(X, 1));
        double best = mean - 0.2;
        LevelAcquisition probability = BoundAcquisitions.probabilityOfImprovement(p, best, COSTS, 1);
        assertThat(Math.exp(probability.value(X, 1))).isEqualTo(Normal.cdf(0.2 / exact), within(1e-12));
        assertThat(Math.exp(probability.value(X, 0)))
                .isEqualTo(10 * low / exact * Normal.cdf(-0.2 / low), within(1e-12));
        LevelAcquisition bound = BoundAcquisitions.variableFidelityBound(p, COSTS, 1.5);
        assertThat(bound.value(X, 0)).isEqualTo(mean + 15 * low, within(1e-12));
        assertThat(bound.value(X, 1)).isEqualTo(mean + 1.5 * exact, within(1e-12));
    }

    @Test
    void everyLevelBoundsTheTruth() {
        FidelityProcess p = process();
        double beta = BoundAcquisitions.beta(1, 5);
        assertThat(beta).isEqualTo(0.2 * Math.log(10), within(1e-12));
        double low = p.mean(X, 0) + Math.sqrt(beta * p.variance(X, 0)) + 0.3;
        double exact = p.mean(X, 1) + Math.sqrt(beta * p.variance(X, 1));
        double[] zeta = {0.3, 0};
        assertThat(BoundAcquisitions.leastBound(p, zeta, beta).value(X, 1))
                .isEqualTo(Math.min(low, exact), within(1e-12));
        assertThat(BoundAcquisitions.discrepancies(
                        p, List.of(new LevelObservation(X, 1, p.mean(X, 0) - 0.7), new LevelObservation(Y, 1, 0))))
                .containsExactly(new double[] {Math.max(0.7, Math.abs(p.mean(Y, 0))), 0}, within(1e-12));
        double uncertainty = Math.sqrt(beta * p.variance(X, 0));
        for (double gamma : new double[] {0.9 * uncertainty, 1.1 * uncertainty}) {
            LevelAcquisition rule = BoundAcquisitions.lowestUncertain(p, new double[] {gamma, 0}, beta);
            assertThat(rule.value(X, 0) > rule.value(X, 1)).isEqualTo(gamma < uncertainty);
        }
    }

    @Test
    void aThresholdDoublesWhenALevelIsUsedTooOftenInARow() {
        double[] zeta = {0.4, 0};
        double[] costs = {0.25, 1};
        double gamma = 0.4 * 0.5;
        List<Double> four = List.of(0.0, 0.0, 0.0, 0.0);
        List<Double> five = List.of(0.0, 0.0, 0.0, 0.0, 0.0);
        List<Double> broken = List.of(0.0, 0.0, 0.0, 1.0, 0.0, 0.0);
        assertThat(BoundAcquisitions.thresholds(zeta, costs, four)[0]).isEqualTo(gamma, within(1e-12));
        assertThat(BoundAcquisitions.thresholds(zeta, costs, five)[0]).isEqualTo(2 * gamma, within(1e-12));
        assertThat(BoundAcquisitions.thresholds(zeta, costs, broken)[0]).isEqualTo(gamma, within(1e-12));
    }

    @Test
    void bocaTakesTheCheapestFidelityThatIsUncertainAndFarFromTheTruth() {
        FidelityProcess p = continuous();
        double beta = 4;
        double[] grid = {0, 0.25, 0.5, 0.75, 1};
        EvaluationCost cost = (x, s) -> 0.1 + 0.9 * s;
        LevelAcquisition rule = BoundAcquisitions.informationGap(p, cost, beta, grid);
        double greatest = xi(0);
        double[] at = {0.1};
        for (double s : grid) {
            double gamma = Math.sqrt(2) * xi(s) * Math.pow(0.1 + 0.9 * s, 0.25);
            boolean eligible = s == 1 || Math.sqrt(p.variance(at, s)) > gamma && xi(s) > greatest / 2;
            assertThat(rule.value(at, s))
                    .isEqualTo(eligible ? -(0.1 + 0.9 * s) : Double.NEGATIVE_INFINITY, within(1e-9));
        }
        assertThatThrownBy(() -> BoundAcquisitions.informationGap(
                        HierarchicalKriging.of(
                                GaussianModel.of(StationaryKernel.ard(Smoothness.RBF, 0.2), 1e-6),
                                List.of(StationaryKernel.ard(Smoothness.RBF, 0.2)),
                                1e-8,
                                List.of(new LevelObservation(X, 0, 1), new LevelObservation(X, 1, 2))),
                        cost,
                        beta,
                        grid))
                .hasMessageContaining("boca");
    }

    private static double xi(double s) {
        return Math.sqrt(1 - Math.exp(-(1 - s) * (1 - s) / 0.64));
    }

    @Test
    void mumboIsTheSameInformation() {
        for (double r : new double[] {0.2, -0.6, 0.9, 0.99}) {
            for (double g : new double[] {-1, 0.5, 2}) {
                assertThat(InformationAcquisitions.mumbo(r, g)).isEqualTo(MaxValueInformation.of(r, g), within(1e-6));
            }
        }
    }

    @Test
    void gibbonIsALowerBoundOfIt() {
        for (double r : new double[] {0.2, -0.6, 0.9, 0.99}) {
            for (double g : new double[] {-1, 0.5, 2}) {
                double slope = Normal.pdf(g) / Normal.cdf(g);
                double bound = InformationAcquisitions.gibbon(r, g);
                assertThat(bound).isEqualTo(-0.5 * Math.log(1 - r * r * slope * (g + slope)), within(1e-12));
                assertThat(bound).isPositive().isLessThanOrEqualTo(MaxValueInformation.of(r, g) + 1e-9);
            }
        }
    }

    @Test
    void whatAPendingEvaluationTellsCountsOnce() {
        FidelityProcess p = process();
        double[][] c = p.joint(X, 0, Y, 1).covariance();
        double squared = c[0][1] * c[0][1] / ((c[0][0] + 1e-2) * (c[1][1] + 1e-4));
        assertThat(InformationAcquisitions.logDeterminantRatio(p, X, 0, List.of(new FidelityPoint(Y, 1))))
                .isEqualTo(0.5 * Math.log(1 - squared), within(1e-9));
        double[] maxima = {p.mean(X, 1) + 1};
        LevelAcquisition alone = InformationAcquisitions.gibbon(p, maxima, COSTS, List.of());
        LevelAcquisition again = InformationAcquisitions.gibbon(p, maxima, COSTS, List.of(new FidelityPoint(X, 0)));
        assertThat(again.value(X, 0)).isLessThan(alone.value(X, 0));
    }

    @Test
    void whatIsPendingIsImaginedJointly() {
        FidelityProcess p = process();
        List<FidelityPoint> pending = List.of(new FidelityPoint(X, 0), new FidelityPoint(Y, 1));
        List<FidelityProcess> drawn = p.fantasies(pending, 16, Seeds.stream(5));
        double[] z = {0.37};
        double mean = drawn.stream().mapToDouble(f -> f.mean(z, 1)).average().orElseThrow();
        // antithetic draws leave the mean where it was, and all of them know as much
        assertThat(mean).isEqualTo(p.mean(z, 1), within(1e-9));
        assertThat(drawn.get(0).variance(z, 1)).isLessThan(p.variance(z, 1));
        assertThat(drawn)
                .allSatisfy(
                        f -> assertThat(f.variance(z, 1)).isEqualTo(drawn.get(0).variance(z, 1)));
        assertThat(drawn.get(2).mean(z, 1)).isNotEqualTo(drawn.get(0).mean(z, 1));
        double spread = drawn.stream()
                .mapToDouble(f -> Math.abs(f.mean(Y, 1) - p.mean(Y, 1)))
                .max()
                .orElseThrow();
        assertThat(spread).isGreaterThan(0.5 * Math.sqrt(p.variance(Y, 1)));
    }

    @Test
    void plansUnderDifferentOutcomesAreAveraged() {
        FidelityProcess p = process();
        List<FidelityPlan> plans = List.of(
                new FidelityPlan(p, (x, level) -> Math.log(0.1 + x[0]), Optional.empty()),
                new FidelityPlan(p, (x, level) -> Math.log(0.5), Optional.empty()));
        double[] x = {0.3};
        assertThat(FidelityPlan.average(p, plans, true, Optional.empty())
                        .worth()
                        .value(x, 1))
                .isEqualTo(Math.log(0.45), within(1e-12));
        assertThat(FidelityPlan.average(p, plans, false, Optional.empty())
                        .worth()
                        .value(x, 1))
                .isEqualTo((Math.log(0.4) + Math.log(0.5)) / 2, within(1e-12));
    }

    /** At the truth it is single-fidelity search; a level that is nearly the truth tells nearly as much. */
    @Test
    void predictiveEntropyAtTheTruthIsThatOfOneFidelity() {
        FidelityProcess p = continuous();
        double[] place = {0.62};
        EvaluationCost free = (x, s) -> 1;
        LevelAcquisition worth = InformationAcquisitions.predictiveEntropy(p, List.of(place), true, 0.6, free);
        PredictiveEntropySearch single =
                new PredictiveEntropySearch(p.posterior(), List.of(new double[] {0.62, 1}), new int[] {0}, 0.6, 1e-3);
        for (double at : new double[] {0.2, 0.5, 0.9}) {
            double[] x = {at};
            double truth = single.value(new double[] {at, 1}, null);
            assertThat(Math.exp(worth.value(x, 1))).isEqualTo(truth, within(1e-6));
            assertThat(Math.exp(worth.value(x, 0.999))).isEqualTo(truth, within(0.02 * truth));
            assertThat(worth.value(x, 0.3)).isLessThan(worth.value(x, 1));
        }
    }

    /** Without derivatives only f_L(x) <= f_L(x*) is known: variances of a truncated normal, by rejection. */
    @Test
    void whatAMaximumElsewhereSaysOfALowerLevelIsATruncation() {
        FidelityProcess p = process();
        double[] o = {0.3, 0};
        double[] t = {0.3, 1};
        double[] place = {0.7, 1};
        PredictiveEntropySearch search =
                new PredictiveEntropySearch(p.posterior(), List.of(place), new int[0], 0, 1e-4);
        Joint joint = p.posterior().joint(LinearFunctional.values(new double[][] {o, t, place}));
        Cholesky factor = joint.factor();
        Random random = new Random(4);
        double sum = 0;
        double squares = 0;
        int kept = 0;
        for (int i = 0; i < 400_000; i++) {
            double[] f = joint.draw(
                    factor, new double[] {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()});
            if (f[1] <= f[2]) {
                sum += f[0];
                squares += f[0] * f[0];
                kept++;
            }
        }
        double variance = squares / kept - sum * sum / kept / kept;
        double expected = 0.5 * Math.log((joint.covariance()[0][0] + 1e-2) / (variance + 1e-2));
        assertThat(search.value(o, t, 1e-2)).isEqualTo(expected, within(5e-3));
    }

    /** Each of the five outcomes is added to the data and the model asked anew. */
    @Test
    void lookaheadIsWhatTheModelWouldSayAfterEachOutcome() {
        FidelityProcess p = process();
        double[] best = {0.9};
        List<double[]> next = List.of(new double[] {0.2}, new double[] {0.6});
        double[] levels = {0, 1};
        LevelAcquisition lookahead = LookaheadAcquisitions.twoSteps(p, best, COSTS, next, levels);
        for (int level = 0; level < 2; level++) {
            double sd = Math.sqrt(p.variance(X, level) + p.noise(level));
            double expected = 0;
            if (level == 1) {
                double s = Math.sqrt(p.variance(X, 1));
                double z = (p.mean(X, 1) - p.mean(best, 1)) / s;
                expected = s * (Normal.pdf(z) + z * Normal.cdf(z));
            }
            for (int k = 0; k < 5; k++) {
                List<LevelObservation> more = new ArrayList<>(DATA);
                more.add(new LevelObservation(
                        X,
                        level,
                        p.mean(X, level) + sd * LookaheadAcquisitions.OUTCOMES.nodes()[k]));
                FidelityProcess after = FidelityProcess.of(model(), 1, more);
                double reached = after.mean(best, 1);
                if (level == 1) {
                    reached = Math.max(reached, after.mean(X, 1));
                }
                LevelAcquisition then = LevelAcquisitions.augmentedExpectedImprovement(after, reached, COSTS);
                double greatest = 0;
                for (double[] x : next) {
                    for (double l : levels) {
                        greatest = Math.max(greatest, Math.exp(then.value(x, l)));
                    }
                }
                expected += LookaheadAcquisitions.OUTCOMES.weights()[k] * greatest;
            }
            assertThat(Math.exp(lookahead.value(X, level))).isEqualTo(expected / COSTS.of(X, level), within(1e-8));
        }
    }

    /** One fidelity told of, Z on a fine grid of quantiles: the exact knowledge gradient; with a trace it is worth more. */
    @Test
    void aTraceIsWorthMoreThanTheEvaluationAlone() {
        FidelityProcess p = continuous();
        List<double[]> targets = List.of(new double[] {0.1}, new double[] {0.35}, new double[] {0.9});
        EvaluationCost cost = (x, s) -> 0.2 + s;
        double[][] draws = new double[4000][1];
        for (int i = 0; i < draws.length; i++) {
            draws[i][0] = Normal.quantile((i + 0.5) / draws.length);
        }
        double[] at = {0.5};
        double exact =
                Math.exp(LevelAcquisitions.knowledgeGradient(p, targets, cost).value(at, 0.8));
        double alone =
                Math.exp(LookaheadAcquisitions.traceKnowledgeGradient(p, targets, cost, s -> new double[] {s}, draws)
                        .value(at, 0.8));
        assertThat(alone).isEqualTo(exact, within(1e-3 * exact));
        Random random = new Random(1);
        double[][] pairs = new double[40_000][2];
        for (int i = 0; i < pairs.length; i++) {
            for (int j = 0; j < 2; j++) {
                pairs[i][j] = i % 2 == 0 ? random.nextGaussian() : -pairs[i - 1][j];
            }
        }
        double traced = Math.exp(LookaheadAcquisitions.traceKnowledgeGradient(
                        p, targets, cost, s -> new double[] {s, s / 2}, pairs)
                .value(at, 0.8));
        assertThat(traced).isGreaterThan(alone);
        assertThat(p.trace(0.8)).containsExactly(new double[] {0.8, 0.6, 0.4}, within(1e-12));
        assertThat(p.at(0.2, 0.5, 0.7, 1).trace(3)).containsExactly(3, 2, 1);
        assertThat(p.at(0.2, 1).trace(0)).containsExactly(0);
    }

    @Test
    void costsThatDependOnThePointAreLearned() {
        List<LearnedCost.Paid> paid = new ArrayList<>();
        for (int i = 0; i <= 6; i++) {
            double x = i / 6.0;
            paid.add(new LearnedCost.Paid(new double[] {x}, 1, Math.exp(1 + 2 * x)));
        }
        paid.add(new LearnedCost.Paid(X, 0, 7));
        LearnedCost cost = LearnedCost.fit(2, paid, COSTS, Smoothness.RBF, new Random(1));
        assertThat(cost.of(new double[] {0.25}, 1)).isEqualTo(Math.exp(1.5), within(0.05 * Math.exp(1.5)));
        assertThat(cost.of(new double[] {0.75}, 1)).isEqualTo(Math.exp(2.5), within(0.05 * Math.exp(2.5)));
        assertThat(cost.of(X, 0)).isEqualTo(0.1);
    }

    @Test
    void aContinuousFidelityIsChosenTogetherWithThePoint() {
        FidelityProcess p = continuous();
        List<double[]> candidates = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            candidates.add(new double[] {(i + 0.5) / 20});
        }
        LevelAcquisition worth = (x, s) -> -Math.pow(x[0] - 0.33, 2) - Math.pow(s - 0.61, 2);
        FidelityPoint chosen =
                new FidelityPlan(p, worth, Optional.empty()).chooseContinuous(candidates, 0.1, (x, s) -> 0);
        assertThat(chosen.x()[0]).isEqualTo(0.33, within(1e-3));
        assertThat(chosen.fidelity()).isEqualTo(0.61, within(1e-3));
        FidelityPoint second = new FidelityPlan(p, worth, Optional.of((x, s) -> -Math.abs(s - 0.4)))
                .chooseContinuous(candidates, 0.1, (x, s) -> 0);
        assertThat(second.fidelity()).isEqualTo(0.4, within(0.01));
    }
}
