package dev.hone.search.preference;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.Json;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.ConfigurationCodec;
import dev.hone.core.trial.Trial;
import dev.hone.search.gp.Embedding;
import dev.hone.search.preference.PreferenceSampler.Acquisition;
import dev.hone.search.surrogate.GaussianPosterior;
import dev.hone.search.surrogate.LinearFunctional;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The posterior of the utility and the trials that may be recommended.
 *
 * @param ranked feasible trials, greatest posterior mean first; not empty
 */
record Beliefs(Embedding embedding, GaussianPosterior posterior, List<Trial<Configuration>> ranked) {

    /** Attribute of a trial: what was recommended when it was proposed. */
    static final String RECOMMENDATION = "recommendation";

    private static final int INCUMBENTS = 5;

    static Beliefs of(Embedding embedding, GaussianPosterior posterior, List<Trial<Configuration>> feasible) {
        record Valued(Trial<Configuration> trial, double mean) {}
        List<Valued> valued = new ArrayList<>();
        feasible.forEach(t -> valued.add(new Valued(t, posterior.mean(embedding.embed(t.candidate()), null))));
        valued.sort(Comparator.comparingDouble((Valued v) -> -v.mean())
                .thenComparingLong(v -> v.trial().number()));
        return new Beliefs(
                embedding, posterior, valued.stream().map(Valued::trial).toList());
    }

    Trial<Configuration> best() {
        return ranked.get(0);
    }

    ScreenDesign design(Acquisition acquisition, RandomGenerator random) {
        List<double[]> incumbents = ranked.stream()
                .map(Trial::candidate)
                .distinct()
                .limit(INCUMBENTS)
                .map(embedding.space()::encode)
                .toList();
        double floor = posterior.mean(embedding.embed(best().candidate()), null);
        return new ScreenDesign(embedding, acquisition, posterior, incumbents, floor, random);
    }

    /** The best as JSON; its utility is in units of the noise of one comparison, 0 for what nothing is known of. */
    String recommendation() {
        double[] point = embedding.embed(best().candidate());
        ObjectNode node = Json.MAPPER.createObjectNode();
        node.put("trial", best().number());
        node.set("configuration", Json.parse(new ConfigurationCodec(embedding.space()).encode(best().candidate())));
        node.put("mean", posterior.mean(point, null));
        node.put("sd", Math.sqrt(posterior.variance(LinearFunctional.value(point))));
        return Json.write(node);
    }
}
