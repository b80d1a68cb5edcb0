package dev.hone.search.bayes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.analyse.SurrogateAnalysis.Prediction;
import dev.hone.core.analyse.SurrogateAnalysis.Surrogate;
import dev.hone.core.space.Configuration;
import dev.hone.core.trial.Direction;
import dev.hone.search.acquisition.PointAcquisition;
import dev.hone.search.gp.Embedding;
import dev.hone.search.surrogate.GaussianPosterior;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The processes of a sampler after some trials, and its acquisition, as something to look at: the outcome itself, also where the
 * goal is an average of it. Not thread-safe.
 *
 * @param described hyperparameters by the names that {@link BayesModels#describe} gives them
 */
record BayesView(
        Embedding embedding,
        PointCoding coding,
        Direction direction,
        BayesModels.Posteriors posteriors,
        PointAcquisition acquisition,
        ObjectNode described)
        implements Surrogate {

    private static final String LENGTHSCALE = "lengthscale ";

    private double[] point(Configuration configuration) {
        return coding.of(embedding.embed(configuration));
    }

    @Override
    public List<Prediction> predict(List<Configuration> configurations) {
        List<Prediction> all = new ArrayList<>();
        for (Configuration configuration : configurations) {
            double mean = 0;
            double square = 0;
            for (GaussianPosterior posterior : posteriors.outcome()) {
                GaussianPosterior.Marginal at = posterior.at(point(configuration), false);
                mean += at.mean() / posteriors.outcome().size();
                square += (at.mean() * at.mean() + at.sd() * at.sd())
                        / posteriors.outcome().size();
            }
            double sd = Math.sqrt(Math.max(0, square - mean * mean));
            BayesData data = posteriors.data();
            all.add(new Prediction(direction.asLoss(data.loss(mean)), sd * data.sd()));
        }
        return all;
    }

    @Override
    public List<Double> acquisition(List<Configuration> configurations) {
        return configurations.stream()
                .map(c -> acquisition.value(point(c), null))
                .toList();
    }

    @Override
    public Map<String, Double> lengthscales() {
        Map<String, Double> all = new TreeMap<>();
        described.properties().forEach(entry -> {
            if (entry.getKey().startsWith(LENGTHSCALE)) {
                all.put(
                        entry.getKey().substring(LENGTHSCALE.length()),
                        entry.getValue().asDouble());
            }
        });
        return all;
    }
}
