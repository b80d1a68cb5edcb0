package dev.hone.search.bayes;

import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import dev.hone.search.acquisition.AveragedAcquisition;
import dev.hone.search.acquisition.FeasibleAcquisition;
import dev.hone.search.acquisition.JointKnowledgeGradient;
import dev.hone.search.acquisition.PointAcquisition;
import dev.hone.search.acquisition.SimulatedKnowledgeGradient;
import dev.hone.search.surrogate.GaussianPosterior;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Where the knowledge gradient of one trial is greatest, by {@link KnowledgeAscent} under all hyperparameters and fantasies:
 * of the value alone, or by joint draws where trials report derivatives or constraints as well.
 */
record KnowledgeSearch(
        SearchSpace space, Goal goal, PointCoding coding, Criterion criterion, BayesModels.Posteriors posteriors) {

    private static final int STARTS = 10;
    /** Draws of the next observation by which the ends of ascents are ranked. */
    private static final int RANKING = 1000;

    /** The best admissible end of stochastic ascents that start where the discrete knowledge gradient is great, and anywhere. */
    Optional<Configuration> maximise(
            PointAcquisition discrete, List<double[]> pending, Predicate<Configuration> admissible) {
        RandomGenerator random = criterion.random();
        List<double[]> reportable = new ArrayList<>(criterion.evaluated());
        reportable.addAll(pending);
        List<GaussianPosterior> imagined = criterion.imagined(posteriors.outcome(), pending);
        // a mean over many conditions costs as many covariances
        int shares = imagined.size() * Math.max(1, goal.settings().length / 4);
        int draws = Math.max(RANKING / shares, RANKING / 16);
        boolean joint = criterion.isJoint(posteriors.constraints());
        List<PointAcquisition> simulated = new ArrayList<>();
        List<KnowledgeAscent.StochasticSlope> parts = new ArrayList<>();
        for (GaussianPosterior posterior : imagined) {
            if (joint) {
                List<GaussianPosterior> drawn = criterion.inDraws(posteriors.constraints());
                JointKnowledgeGradient part = criterion.jointly(posterior, drawn, reportable, 1, draws);
                int normals = criterion.next().normals(drawn.size());
                simulated.add(part);
                parts.add((x, r) -> part.stochasticGradient(x, gaussians(normals, r)));
            } else {
                SimulatedKnowledgeGradient part = criterion.simulated(posterior, reportable, draws);
                simulated.add(part);
                parts.add((x, r) -> part.stochasticGradient(x, r.nextGaussian()));
            }
        }
        PointAcquisition worth = new AveragedAcquisition(simulated, true);
        PointAcquisition rank = new FeasibleAcquisition(
                (x, gradient) -> worth.value(x, gradient) - Math.log(goal.cost(x)),
                Criterion.feasibilities(
                        joint ? criterion.inWeights(posteriors.constraints()) : posteriors.constraints(),
                        posteriors.failures()));
        List<double[]> starts = new ArrayList<>(criterion.spread());
        double[] scores =
                starts.stream().mapToDouble(x -> discrete.value(x, null)).toArray();
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            order.add(i);
        }
        order.sort(Comparator.comparingDouble(i -> -scores[i]));
        List<double[]> chosen = new ArrayList<>();
        for (int k = 0; k < STARTS && k < scores.length; k++) {
            chosen.add(starts.get(k % 2 == 0 ? order.get(k / 2) : random.nextInt(scores.length)));
        }
        KnowledgeAscent ascent = new KnowledgeAscent(parts, criterion.axes(), random);
        return ascent.best(chosen, rank).stream()
                .map(x -> space.decode(coding.cube(x, space.dimensions())))
                .filter(c -> space.constraints().isEmpty() || space.isFeasible(c))
                .filter(admissible)
                .findFirst();
    }

    private static double[] gaussians(int count, RandomGenerator random) {
        double[] z = new double[count];
        Arrays.setAll(z, i -> random.nextGaussian());
        return z;
    }
}
