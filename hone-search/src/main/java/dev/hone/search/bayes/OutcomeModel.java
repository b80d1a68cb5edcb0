package dev.hone.search.bayes;

import dev.hone.search.surrogate.GaussianModel;
import dev.hone.search.surrogate.GaussianPosterior;
import dev.hone.search.surrogate.HyperparameterFit;
import dev.hone.search.surrogate.Observation;
import dev.hone.search.surrogate.Priors;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One outcome's process with its hyperparameters, of which there is one set or, where these are integrated out, several
 * draws. Not thread-safe.
 */
final class OutcomeModel {

    private static final int DRAWS = 5;
    private static final int ITERATIONS = 60;
    private static final int BURN_IN = 50;
    private static final int KEEP = 10;
    private static final int THIN = 5;
    /** Trajectories before the first draw, and from one to the next. */
    private static final int WARM_UP = 100;

    private static final int APART = 3;

    /** How hyperparameters are found. */
    enum Fit {
        MAP,
        MLE,
        BAYES,
        NUTS,
        /** They stay as they are. */
        NONE
    }

    private final GaussianModel template;
    private final Fit fit;
    /** What the models are made from: a state that holds it makes the same models, bit for bit. */
    private double[][] theta;

    private List<GaussianModel> models;

    OutcomeModel(GaussianModel template, Fit fit) {
        this.template = template;
        this.fit = fit;
        restore(new double[][] {template.theta()});
    }

    /** Hyperparameters anew from {@code observations}, starting where they are. */
    void refit(List<Observation> observations, Priors priors, RandomGenerator random) {
        GaussianModel from = latest();
        List<GaussianModel> found = switch (fit) {
            case MAP, MLE -> List.of(new HyperparameterFit(from, priors, observations).mode(DRAWS, ITERATIONS, random));
            case BAYES -> new HyperparameterFit(from, priors, observations).sample(BURN_IN, KEEP, THIN, random);
            case NUTS -> new HyperparameterFit(from, priors, observations).trajectories(WARM_UP, KEEP, APART, random);
            case NONE -> List.of(template);
        };
        restore(found.stream().map(GaussianModel::theta).toArray(double[][]::new));
    }

    /** The model, or the last draw. */
    GaussianModel latest() {
        return models.get(models.size() - 1);
    }

    /** Hyperparameters, [draw][theta]. */
    double[][] theta() {
        return theta;
    }

    void restore(double[][] known) {
        theta = known;
        models = Arrays.stream(known).map(template::with).toList();
    }

    /** Whether {@code theta} has as many hyperparameters as this model. */
    boolean fits(double[] theta) {
        return theta.length == template.parameters();
    }

    /**
     * One posterior for each set of hyperparameters. The first noise of its model is that of the next value: the mean of those
     * that came with values where at least half of them did, from which none is learned, else the learned one.
     */
    List<GaussianPosterior> posteriors(List<Observation> observations) {
        double[] reported = observations.stream()
                .filter(o -> o.group() == 0 && !Double.isNaN(o.noise()))
                .mapToDouble(Observation::noise)
                .toArray();
        long values = observations.stream().filter(o -> o.group() == 0).count();
        if (reported.length == 0 || 2L * reported.length < values) {
            return models.stream().map(model -> model.given(observations)).toList();
        }
        double next = Arrays.stream(reported).average().orElseThrow();
        return models.stream().map(model -> given(model, observations, next)).toList();
    }

    private static GaussianPosterior given(GaussianModel model, List<Observation> observations, double next) {
        double[] noise = model.noise().clone();
        noise[0] = next;
        return new GaussianModel(model.kernel(), model.mean(), noise)
                .given(observations.stream()
                        .map(o -> new Observation(o.what(), o.value(), model.noiseOf(o), o.group()))
                        .toList());
    }
}
