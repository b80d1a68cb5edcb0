package dev.hone.search.gp;

import dev.hone.core.analyse.Observations;
import dev.hone.core.analyse.Observations.Observation;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import dev.hone.search.kernel.Smoothness;
import dev.hone.search.surrogate.Marginals;
import java.util.ArrayList;
import java.util.List;

/**
 * A Gaussian process of one objective's losses over a search space, for looking at a study from outside: predictions are in
 * the unit of the loss. Hyperparameters are found on few points from several starts, and followed from there on more. Not
 * thread-safe.
 */
final class LossModel {

    private static final int FIRST_FIT = 60;

    private final Embedding embedding;
    private final Model model;
    private Marginals marginals;

    LossModel(SearchSpace space, int maxPoints) {
        embedding = new Embedding(space, Smoothness.MATERN_52);
        model = new Model(embedding, Model.Kind.LINEAR_OBJECTIVE, Double.NaN, maxPoints);
    }

    /** Learns {@code losses} at the configurations of {@code observations}; hyperparameters start where they were before. */
    void fit(Observations observations, double[] losses) {
        List<Model.Point> points = new ArrayList<>();
        for (int i = 0; i < losses.length; i++) {
            Observation o = observations.points().get(i);
            double variance = o.variance().orElse(Double.NaN);
            points.add(new Model.Point(embedding.embed(o.configuration()), losses[i], variance, true, losses[i]));
        }
        if (model.theta() == null && points.size() > FIRST_FIT) {
            model.refit(Model.select(points, FIRST_FIT, FIRST_FIT / 3, true), null);
        }
        model.refit(points, null);
        marginals = new Marginals(List.of(model.posterior()), points.get(0).x().length);
    }

    SearchSpace space() {
        return embedding.space();
    }

    /** Mean and standard deviation of the loss, without noise. */
    double[] predict(Configuration configuration) {
        marginals.at(embedding.embed(configuration), false);
        OutcomeTransform t = model.transform();
        return new double[] {t.mean() + t.sd() * marginals.mean(0), t.sd() * marginals.sd()};
    }
}
