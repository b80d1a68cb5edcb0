package dev.hone.examples.cache;

import dev.hone.core.Seeds;
import dev.hone.core.evaluate.Evaluator;
import dev.hone.core.evaluate.TrialContext;
import dev.hone.core.space.Configuration;
import dev.hone.core.trial.Evaluation;
import java.util.Map;

/**
 * Share of requests that a cache of 1,000 keys misses under a policy and its settings. Counted, not timed: the result depends
 * on the configuration and the seed alone. Each trial gets its own traces, so that no configuration fits just some, and as
 * many that the luck of a trial is small against what policies differ in. Thread-safe.
 */
public final class CacheMisses implements Evaluator<Configuration> {

    private static final int CAPACITY = 1_000;
    private static final int TRACES = 4;
    private static final int REQUESTS = 200_000;

    @Override
    public Evaluation evaluate(Configuration configuration, TrialContext context) {
        return Evaluation.ofMetrics(Map.of("miss_ratio", missRatio(configuration, context.seed())));
    }

    /** Misses divided by requests, over the traces of {@code seed}. */
    static double missRatio(Configuration configuration, long seed) {
        long misses = 0;
        for (int trace = 0; trace < TRACES; trace++) {
            Cache cache = cache(configuration);
            for (long key : Trace.generate(REQUESTS, Seeds.derive(seed, trace))) {
                if (!cache.request(key)) {
                    misses++;
                }
            }
        }
        return (double) misses / (TRACES * REQUESTS);
    }

    private static Cache cache(Configuration c) {
        return switch (c.getString("policy")) {
            case "lru" -> Cache.lru(CAPACITY);
            case "slru" -> Cache.segmented(CAPACITY, c.getDouble("protected_share"));
            case "tinylfu" ->
                Cache.tinyLfu(
                        CAPACITY,
                        c.getDouble("window_share"),
                        c.getDouble("protected_share"),
                        c.getInt("sketch_bits"),
                        c.getInt("age_after"));
            default -> throw new IllegalArgumentException("no policy '" + c.getString("policy") + "'");
        };
    }
}
