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

    /** One posterior for each set of hyperparameters. */
    List<GaussianPosterior> posteriors(List<Observation> observations) {
        return models.stream().map(model -> model.given(observations)).toList();
    }
}
