package dev.hone.claims.search;

import dev.hone.core.Seeds;
import dev.hone.search.acquisition.KnowledgeGradient;
import dev.hone.search.acquisition.MarginalAcquisition;
import dev.hone.search.acquisition.NoisyExpectedImprovement;
import dev.hone.search.acquisition.PointAcquisition;
import dev.hone.search.kernel.Smoothness;
import dev.hone.search.kernel.StationaryKernel;
import dev.hone.search.surrogate.GaussianModel;
import dev.hone.search.surrogate.GaussianPosterior;
import dev.hone.search.surrogate.Joint;
import dev.hone.search.surrogate.LinearFunctional;
import dev.hone.search.surrogate.Observation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One function of claim 13 (a): a draw of a Gaussian process over 101 points of [0, 1], searched with the kernel known. All
 * rules see the same start points and the same noise.
 */
final class GridSearch {

    static final int STARTUP = 4;
    /** Last states that are scored. */
    static final int SCORED = 17;

    private static final int CHOSEN = 20;
    private static final int POINTS = 101;
    private static final double LENGTHSCALE = 0.1;
    private static final double NOISE = 1;
    private static final long STREAM = 13;

    /** How the next point is chosen. */
    enum Rule {
        RANDOM("random"),
        EI_MAX_Y("EI on max y"),
        PLUG_IN_EI("plug-in EI"),
        NOISY_EI("noisy EI"),
        KG("knowledge gradient");

        private final String title;

        Rule(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    private static final List<double[]> GRID = grid();
    private static final GaussianModel MODEL =
            GaussianModel.of(StationaryKernel.ard(Smoothness.RBF, LENGTHSCALE), NOISE);

    private final double[] truth;
    private final int[] random;
    private final double[] noise;

    GridSearch(long function) {
        RandomGenerator generator = Seeds.stream(STREAM, function);
        Joint prior = MODEL.given(List.of())
                .joint(GRID.stream().map(LinearFunctional::value).toList());
        double[] z = new double[POINTS];
        Arrays.setAll(z, i -> generator.nextGaussian());
        truth = prior.draw(prior.factor(), z);
        random = new int[STARTUP + CHOSEN];
        Arrays.setAll(random, i -> generator.nextInt(POINTS));
        noise = new double[STARTUP + CHOSEN];
        Arrays.setAll(noise, i -> Math.sqrt(NOISE) * generator.nextGaussian());
    }

    private static List<double[]> grid() {
        List<double[]> grid = new ArrayList<>();
        for (int i = 0; i < POINTS; i++) {
            grid.add(new double[] {i / (POINTS - 1.0)});
        }
        return grid;
    }

    /** max f - f(recommended) after {@value #STARTUP}, ..., 24 evaluations. */
    double[] costs(Rule rule) {
        double greatest = Arrays.stream(truth).max().orElseThrow();
        double[] costs = new double[CHOSEN + 1];
        List<Observation> data = new ArrayList<>();
        List<Integer> evaluated = new ArrayList<>();
        for (int i = 0; i < STARTUP + CHOSEN; i++) {
            int next = i < STARTUP ? random[i] : choose(rule, MODEL.given(data), evaluated, random[i]);
            evaluated.add(next);
            data.add(Observation.of(GRID.get(next), truth[next] + noise[i]));
            if (i >= STARTUP - 1) {
                costs[i - STARTUP + 1] = greatest - truth[recommended(rule, MODEL.given(data), evaluated)];
            }
        }
        return costs;
    }

    /** The point of greatest posterior mean: for the knowledge gradient of all, otherwise of those evaluated. */
    private static int recommended(Rule rule, GaussianPosterior posterior, List<Integer> evaluated) {
        int best = -1;
        double greatest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < POINTS; i++) {
            double mean = rule == Rule.KG || evaluated.contains(i) ? posterior.mean(GRID.get(i), null) : greatest;
            if (mean > greatest) {
                best = i;
                greatest = mean;
            }
        }
        return best;
    }

    private static int choose(Rule rule, GaussianPosterior posterior, List<Integer> evaluated, int random) {
        if (rule == Rule.RANDOM) {
            return random;
        }
        PointAcquisition acquisition = acquisition(rule, posterior, evaluated);
        int best = 0;
        double greatest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < POINTS; i++) {
            double value = acquisition.value(GRID.get(i), null);
            if (value > greatest) {
                best = i;
                greatest = value;
            }
        }
        return best;
    }

    private static PointAcquisition acquisition(Rule rule, GaussianPosterior posterior, List<Integer> evaluated) {
        List<double[]> points = evaluated.stream().distinct().map(GRID::get).toList();
        return switch (rule) {
            case EI_MAX_Y -> {
                double best = posterior.observations().stream()
                        .mapToDouble(Observation::value)
                        .max()
                        .orElseThrow();
                yield new MarginalAcquisition(posterior, MarginalAcquisition.logExpectedImprovement(best));
            }
            case PLUG_IN_EI -> {
                double best = points.stream()
                        .mapToDouble(x -> posterior.mean(x, null))
                        .max()
                        .orElseThrow();
                yield new MarginalAcquisition(posterior, MarginalAcquisition.logExpectedImprovement(best));
            }
            case NOISY_EI -> new NoisyExpectedImprovement(posterior, points, NOISE);
            case KG ->
                new KnowledgeGradient(
                        posterior, GRID.stream().map(LinearFunctional::value).toList(), NOISE);
            case RANDOM -> throw new IllegalArgumentException(rule.title());
        };
    }
}
