package dev.hone.examples.cache;

import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Condition;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.study.Budget;
import dev.hone.core.study.Study;
import dev.hone.core.trial.Trial;
import java.util.Map;
import java.util.stream.LongStream;

/** The study of {@code study.yaml}, through the API. */
public final class TuneCache {

    private static final Condition SEGMENTED = Condition.on("policy", "slru", "tinylfu");
    private static final Condition TINY_LFU = Condition.on("policy", "tinylfu");

    static final SearchSpace SPACE = SearchSpace.of(
            CategoricalParameter.of("policy", "lru", "slru", "tinylfu"),
            FloatParameter.linear("protected_share", 0.05, 0.95).when(SEGMENTED),
            FloatParameter.log("window_share", 0.005, 0.9).when(TINY_LFU),
            IntParameter.linear("sketch_bits", 6, 14).when(TINY_LFU),
            IntParameter.log("age_after", 1, 100).when(TINY_LFU));

    private TuneCache() {}

    public static void main(String[] args) {
        Configuration best = tune(60).candidate();
        Configuration lru = SPACE.configuration(Map.of("policy", "lru"));
        System.out.println("best found:  " + best);
        System.out.printf("misses on traces not seen before: %.4f, with plain LRU %.4f%n", unseen(best), unseen(lru));
    }

    static Trial<Configuration> tune(int trials) {
        try (Study<Configuration> study = Study.named("cache")
                .minimize("miss_ratio")
                .seed(1)
                .optimizer(MethodCatalogue.load().sampler("optimizer", "auto", SPACE, Map.of()))
                .plannedTrials(trials)
                .create()) {
            return study.run(new CacheMisses(), Budget.trials(trials)).best();
        }
    }

    /** Mean miss ratio over ten traces that no trial was measured on. */
    static double unseen(Configuration configuration) {
        return LongStream.rangeClosed(1, 10)
                .mapToDouble(seed -> CacheMisses.missRatio(configuration, -seed))
                .average()
                .orElseThrow();
    }
}
