package dev.hone.search.bayes;

import dev.hone.search.acquisition.AveragedAcquisition;
import dev.hone.search.acquisition.BatchExpectedImprovement;
import dev.hone.search.acquisition.ConstrainedBatchImprovement;
import dev.hone.search.acquisition.EntropySearch;
import dev.hone.search.acquisition.FeasibleAcquisition;
import dev.hone.search.acquisition.GumbelMaxima;
import dev.hone.search.acquisition.JointKnowledgeGradient;
import dev.hone.search.acquisition.KnowledgeGradient;
import dev.hone.search.acquisition.LogarithmicAcquisition;
import dev.hone.search.acquisition.MarginalAcquisition;
import dev.hone.search.acquisition.NoisyExpectedImprovement;
import dev.hone.search.acquisition.Peaks;
import dev.hone.search.acquisition.PointAcquisition;
import dev.hone.search.acquisition.PredictiveEntropySearch;
import dev.hone.search.acquisition.SimulatedKnowledgeGradient;
import dev.hone.search.numeric.Normal;
import dev.hone.search.qmc.QuasiNormal;
import dev.hone.search.qmc.Sobol;
import dev.hone.search.surrogate.GaussianPosterior;
import dev.hone.search.surrogate.LinearFunctional;
import dev.hone.search.surrogate.Observation;
import dev.hone.search.surrogate.PathSample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Builds what a proposal maximises: the chosen acquisition under each set of hyperparameters and each fantasy of what is
 * pending, averaged, and the probability that the constraints hold.
 *
 * @param evaluated points that may be reported: feasible, as far as is known
 * @param spread points all over the space, where the maximum is looked for
 * @param axes coordinates along which a point can be moved
 * @param next what the next trial will tell
 */
record Criterion(
        BayesSampler.Options options,
        Goal goal,
        List<double[]> evaluated,
        List<double[]> spread,
        int[] axes,
        JointKnowledgeGradient.Measurement next,
        RandomGenerator random) {

    private static final int MAXIMA = 16;
    private static final int FEATURES = 500;
    private static final int TARGETS = 500;
    private static final int SIMULATIONS = 64;
    private static final int REPRESENTERS = 50;
    private static final int DRAWS = 1000;
    private static final int CLIMBS = 3;
    private static final int BATCH_DRAWS = 256;

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
        if (evaluated.isEmpty()) {
            return new FeasibleAcquisition(null, feasibilities(constraints, failures));
        }
        boolean joint =
                isJoint(constraints) && !(options.knowledge() == BayesSampler.Knowledge.GRADIENT && axes.length > 0);
        List<PointAcquisition> feasibilities =
                new ArrayList<>(feasibilities(joint ? inWeights(constraints) : constraints, failures));
        if (options.chosen() == BayesSampler.Acquisition.EI && !goal.isPlain()) {
            // the condition is chosen later: constraints are to hold on the average over it, too
            for (int i = 0; i < constraints.size(); i++) {
                feasibilities.set(i, goal.by(constraints.get(i), MarginalAcquisition.logProbability(0)));
            }
        }
        List<double[]> reportable = new ArrayList<>(evaluated);
        reportable.addAll(pending);
        List<PointAcquisition> parts = new ArrayList<>();
        for (GaussianPosterior imagined : imagined(posteriors, pending)) {
            parts.add(
                    joint
                            ? perCost(jointly(imagined, inDraws(constraints), reportable, 1, SIMULATIONS))
                            : single(imagined, reportable));
        }
        PointAcquisition worth = new AveragedAcquisition(parts, options.chosen().isLogarithm());
        if (feasibilities.isEmpty()) {
            return worth;
        }
        return new FeasibleAcquisition(
                options.chosen().isInformation() ? new LogarithmicAcquisition(worth) : worth, feasibilities);
    }

    /** Whether the knowledge gradient is one of more than a value: of constraints or derivatives as well. */
    boolean isJoint(List<GaussianPosterior> constraints) {
        return options.chosen() == BayesSampler.Acquisition.KG
                && (next.slopes().length > 0 || !inDraws(constraints).isEmpty());
    }

    /** Constraints that the knowledge gradient draws together with the outcome: goals average the outcome alone. */
    List<GaussianPosterior> inDraws(List<GaussianPosterior> constraints) {
        return goal.isPlain() ? constraints : List.of();
    }

    /** Constraints that weight the knowledge gradient by the probability that they hold. */
    List<GaussianPosterior> inWeights(List<GaussianPosterior> constraints) {
        return goal.isPlain() ? List.of() : constraints;
    }

    /** The knowledge gradient of {@code points} trials together, with all that they will tell. */
    JointKnowledgeGradient jointly(
            GaussianPosterior posterior,
            List<GaussianPosterior> constraints,
            List<double[]> reportable,
            int points,
            int draws) {
        JointKnowledgeGradient.Measurement measurement =
                new JointKnowledgeGradient.Measurement(points, next.slopes(), next.groups());
        double floor = posterior.observations().stream()
                .filter(o -> o.group() == 0)
                .mapToDouble(Observation::value)
                .min()
                .orElse(0);
        Peaks where = peaks(reportable);
        return new JointKnowledgeGradient(
                posterior,
                constraints,
                goal::at,
                floor,
                options.knowledge() == BayesSampler.Knowledge.DISCRETE ? new Peaks(where.points(), new int[0]) : where,
                measurement,
                normals(draws, measurement.normals(constraints.size())));
    }

    private double[][] normals(int draws, int dimensions) {
        double[][] normals = new double[draws][];
        if (dimensions <= Sobol.MAX_DIMENSIONS) {
            Sobol sobol = new Sobol(dimensions, random.nextLong());
            Arrays.setAll(normals, i -> QuasiNormal.point(sobol, i));
        } else {
            Arrays.setAll(
                    normals,
                    i -> random.doubles(dimensions)
                            .map(u -> Normal.quantile(Math.max(0x1p-53, u)))
                            .toArray());
        }
        return normals;
    }

    /** log P that each constraint holds and that no failure comes. */
    static List<PointAcquisition> feasibilities(
            List<GaussianPosterior> constraints, Optional<GaussianPosterior> failures) {
        List<PointAcquisition> feasibilities = new ArrayList<>();
        for (GaussianPosterior constraint : constraints) {
            feasibilities.add(marginal(constraint, MarginalAcquisition.logProbability(0)));
        }
        failures.ifPresent(f -> feasibilities.add(marginal(f, MarginalAcquisition.logSuccess())));
        return feasibilities;
    }

    /** Under each set of hyperparameters, each fantasy of what is pending. */
    List<GaussianPosterior> imagined(List<GaussianPosterior> posteriors, List<double[]> pending) {
        return posteriors.stream()
                .flatMap(posterior -> imagined(posterior, pending, posteriors.size()).stream())
                .toList();
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
            case EI ->
                goal.by(posterior, MarginalAcquisition.logExpectedImprovement(improvedOn(posterior, reportable)));
            case PI -> marginal(posterior, MarginalAcquisition.logProbability(improvedOn(posterior, reportable)));
            case UCB -> marginal(posterior, MarginalAcquisition.upperConfidenceBound(options.beta()));
            case MES -> marginal(posterior, MarginalAcquisition.maxValueEntropy(maxima(posterior, reportable)));
            case THOMPSON -> new PathSample(posterior, FEATURES, random)::value;
            case ES -> new EntropySearch(posterior, representers(posterior, reportable), noise, DRAWS, random);
            case PES ->
                new PredictiveEntropySearch(
                        posterior,
                        places(posterior, reportable),
                        options.localConditions() && options.smoothness().hasCurvatures() ? axes : new int[0],
                        best(posterior, reportable),
                        noise);
            case KG ->
                perCost(
                        options.knowledge() == BayesSampler.Knowledge.SIMULATED
                                ? simulated(posterior, reportable, SIMULATIONS)
                                : new KnowledgeGradient(posterior, targets(reportable), noise));
        };
    }

    /**
     * Where a climb from {@code starts} ends of what the batch is worth together, by q-EI or by q-KG, averaged over
     * hyperparameters and fantasies.
     */
    List<double[]> batch(
            List<GaussianPosterior> posteriors,
            List<GaussianPosterior> constraints,
            List<double[]> pending,
            List<double[]> starts) {
        int q = starts.size();
        int d = starts.get(0).length;
        List<double[]> reportable = new ArrayList<>(evaluated);
        reportable.addAll(pending);
        List<GaussianPosterior> imagined = imagined(posteriors, pending);
        boolean knowledge = options.chosen() == BayesSampler.Acquisition.KG;
        int draws = Math.max(16, SIMULATIONS / imagined.size());
        double[][] normals = knowledge ? new double[0][] : normals(BATCH_DRAWS, q * (1 + constraints.size()));
        List<PointAcquisition> parts = new ArrayList<>();
        for (GaussianPosterior posterior : imagined) {
            if (knowledge) {
                parts.add(jointly(posterior, constraints, reportable, q, draws));
            } else if (constraints.isEmpty()) {
                parts.add(new BatchExpectedImprovement(posterior, improvedOn(posterior, reportable), normals));
            } else {
                double best = improvedOn(posterior, reportable);
                parts.add(new ConstrainedBatchImprovement(posterior, constraints, best, normals));
            }
        }
        double[] all = new double[q * d];
        int[] moving = new int[q * axes.length];
        for (int j = 0; j < q; j++) {
            System.arraycopy(starts.get(j), 0, all, j * d, d);
            for (int k = 0; k < axes.length; k++) {
                moving[j * axes.length + k] = j * d + axes[k];
            }
        }
        double[] end = new Peaks(List.of(), moving).climb(new AveragedAcquisition(parts, knowledge), all);
        List<double[]> points = new ArrayList<>();
        for (int j = 0; j < q; j++) {
            points.add(Arrays.copyOfRange(end, j * d, (j + 1) * d));
        }
        return points;
    }

    SimulatedKnowledgeGradient simulated(GaussianPosterior posterior, List<double[]> reportable, int draws) {
        Sobol sobol = new Sobol(1, random.nextLong());
        double[] normals = new double[draws];
        Arrays.setAll(normals, i -> QuasiNormal.point(sobol, i)[0]);
        double noise = posterior.model().noise()[0];
        return new SimulatedKnowledgeGradient(posterior, goal::at, peaks(reportable), noise, normals);
    }

    private Peaks peaks(List<double[]> reportable) {
        List<double[]> points = new ArrayList<>(reportable);
        points.addAll(spread.subList(0, Math.min(TARGETS, spread.size())));
        return new Peaks(points, goal.free(axes));
    }

    /** Points drawn without replacement with probabilities in proportion to expected improvement. */
    private List<double[]> representers(GaussianPosterior posterior, List<double[]> reportable) {
        PointAcquisition improvement =
                marginal(posterior, MarginalAcquisition.logExpectedImprovement(best(posterior, reportable)));
        List<double[]> points = peaks(reportable).points();
        double[] keys = new double[points.size()];
        Integer[] order = new Integer[keys.length];
        for (int i = 0; i < keys.length; i++) {
            // the greatest of log weight + Gumbel noise are such a draw
            keys[i] = improvement.value(points.get(i), null)
                    - Math.log(-Math.log(Math.max(Double.MIN_NORMAL, random.nextDouble())));
            order[i] = i;
        }
        Arrays.sort(order, (a, b) -> Double.compare(keys[b], keys[a]));
        return Arrays.stream(order).limit(REPRESENTERS).map(points::get).toList();
    }

    /** Draws of where the maximum is: maxima of draws of the function. */
    private List<double[]> places(GaussianPosterior posterior, List<double[]> reportable) {
        List<double[]> places = new ArrayList<>();
        for (int k = 0; k < MAXIMA; k++) {
            PathSample path = new PathSample(posterior, FEATURES, random);
            places.add(peaks(reportable).maximise(path::value, List.of(), CLIMBS));
        }
        return places;
    }

    private static PointAcquisition marginal(GaussianPosterior posterior, MarginalAcquisition.Rule rule) {
        return new MarginalAcquisition(posterior, rule);
    }

    /** Greatest posterior mean of the goal among the points that may be reported. */
    private double best(GaussianPosterior posterior, List<double[]> reportable) {
        return reportable.stream()
                .mapToDouble(x -> goal.isPlain() ? posterior.mean(x, null) : posterior.mean(goal.at(x)))
                .max()
                .orElseThrow();
    }

    /** f* of the improvement: as {@link #best}, or the greatest value observed there. */
    private double improvedOn(GaussianPosterior posterior, List<double[]> reportable) {
        if (options.incumbent() == BayesSampler.Incumbent.MEAN) {
            return best(posterior, reportable);
        }
        Set<double[]> points = Collections.newSetFromMap(new IdentityHashMap<>());
        points.addAll(reportable);
        return posterior.observations().stream()
                .filter(o -> o.group() == 0
                        && points.contains(o.what().terms().get(0).point()))
                .mapToDouble(Observation::value)
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
