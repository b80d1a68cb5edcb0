package dev.hone.search.bayes;

import dev.hone.search.acquisition.AveragedAcquisition;
import dev.hone.search.acquisition.FeasibleAcquisition;
import dev.hone.search.acquisition.GumbelMaxima;
import dev.hone.search.acquisition.KnowledgeGradient;
import dev.hone.search.acquisition.MarginalAcquisition;
import dev.hone.search.acquisition.NoisyExpectedImprovement;
import dev.hone.search.acquisition.PointAcquisition;
import dev.hone.search.surrogate.GaussianPosterior;
import dev.hone.search.surrogate.LinearFunctional;
import dev.hone.search.surrogate.Observation;
import dev.hone.search.surrogate.PathSample;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Builds what a proposal maximises: the chosen acquisition under each set of hyperparameters and each fantasy of what is
 * pending, averaged, and the probability that the constraints hold.
 *
 * @param evaluated points that may be reported: feasible, as far as is known
 * @param spread points all over the space, where the maximum is looked for
 */
record Criterion(
        BayesSampler.Options options, Goal goal, List<double[]> evaluated, List<double[]> spread, RandomGenerator random) {

    private static final int MAXIMA = 16;
    private static final int FEATURES = 500;
    private static final int TARGETS = 500;

    /**
     * @param posteriors of the outcome, one for each set of hyperparameters
     * @param constraints posteriors of the constraints, each under one set
     * @param failures posterior of the labels of success, if any trial failed
     * @param pending points
     */
    PointAcquisition of(
            List<GaussianPosterior> posteriors,
            List<GaussianPosterior> constraints,
            Optional<GaussianPosterior> failures,
            List<double[]> pending) {
        List<PointAcquisition> feasibilities = new ArrayList<>();
        for (GaussianPosterior constraint : constraints) {
            feasibilities.add(marginal(constraint, MarginalAcquisition.logProbability(0)));
        }
        failures.ifPresent(f -> feasibilities.add(marginal(f, MarginalAcquisition.logSuccess())));
        if (evaluated.isEmpty()) {
            return new FeasibleAcquisition(null, feasibilities);
        }
        List<double[]> reportable = new ArrayList<>(evaluated);
        reportable.addAll(pending);
        List<PointAcquisition> parts = new ArrayList<>();
        for (GaussianPosterior posterior : posteriors) {
            for (GaussianPosterior imagined : imagined(posterior, pending, posteriors.size())) {
                parts.add(single(imagined, reportable));
            }
        }
        PointAcquisition worth = new AveragedAcquisition(parts, options.chosen().isLogarithm());
        return feasibilities.isEmpty() ? worth : new FeasibleAcquisition(worth, feasibilities);
    }

    private List<GaussianPosterior> imagined(GaussianPosterior posterior, List<double[]> pending, int models) {
        if (pending.isEmpty()) {
            return List.of(posterior);
        }
        if (options.pending() == BayesSampler.Pending.FANTASIES) {
            List<Observation> unknown =
                    pending.stream().map(x -> Observation.of(x, 0)).toList();
            return posterior.fantasies(unknown, Math.max(2, options.fantasies() / models), random);
        }
        double[] values = posterior.observations().stream()
                .filter(o -> o.group() == 0)
                .mapToDouble(Observation::value)
                .sorted()
                .toArray();
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        double mean = sum / values.length;
        return List.of(posterior.condition(pending.stream()
                .map(x -> Observation.of(
                        x,
                        switch (options.pending()) {
                            case BELIEVER -> posterior.mean(x, null);
                            case LIAR_MIN -> values[0];
                            case LIAR_MAX -> values[values.length - 1];
                            case LIAR_MEAN, FANTASIES -> mean;
                        }))
                .toList()));
    }

    private PointAcquisition single(GaussianPosterior posterior, List<double[]> reportable) {
        double noise = posterior.model().noise()[0];
        return switch (options.chosen()) {
            case AUTO, NOISY_EI -> new NoisyExpectedImprovement(posterior, reportable, noise);
            case EI -> marginal(posterior, MarginalAcquisition.logExpectedImprovement(best(posterior, reportable)));
            case PI -> marginal(posterior, MarginalAcquisition.logProbability(best(posterior, reportable)));
            case UCB -> marginal(posterior, MarginalAcquisition.upperConfidenceBound(options.beta()));
            case MES -> marginal(posterior, MarginalAcquisition.maxValueEntropy(maxima(posterior, reportable)));
            case THOMPSON -> new PathSample(posterior, FEATURES, random)::value;
            case KG -> perCost(new KnowledgeGradient(posterior, targets(reportable), noise));
        };
    }

    private static PointAcquisition marginal(GaussianPosterior posterior, MarginalAcquisition.Rule rule) {
        return new MarginalAcquisition(posterior, rule);
    }

    /** Greatest posterior mean among the points that may be reported. */
    private static double best(GaussianPosterior posterior, List<double[]> reportable) {
        return reportable.stream()
                .mapToDouble(x -> posterior.mean(x, null))
                .max()
                .orElseThrow();
    }

    private double[] maxima(GaussianPosterior posterior, List<double[]> reportable) {
        List<double[]> grid = new ArrayList<>(spread);
        grid.addAll(reportable);
        double[] mean = new double[grid.size()];
        double[] sd = new double[grid.size()];
        for (int i = 0; i < mean.length; i++) {
            GaussianPosterior.Marginal at = posterior.at(grid.get(i), false);
            mean[i] = at.mean();
            sd[i] = at.sd();
        }
        return GumbelMaxima.draw(mean, sd, best(posterior, reportable), MAXIMA, random);
    }

    private List<LinearFunctional> targets(List<double[]> reportable) {
        List<LinearFunctional> targets = new ArrayList<>();
        for (double[] x : reportable) {
            targets.add(goal.at(x));
        }
        for (double[] x : spread.subList(0, Math.min(TARGETS, spread.size()))) {
            targets.add(goal.at(x));
        }
        return targets;
    }

    /** log (KG / cost): cost is constant along the coordinates that are climbed. */
    private PointAcquisition perCost(PointAcquisition logarithm) {
        return goal.isPlain() ? logarithm : (x, gradient) -> logarithm.value(x, gradient) - Math.log(goal.cost(x));
    }
}
