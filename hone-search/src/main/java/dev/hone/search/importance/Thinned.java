package dev.hone.search.importance;

import dev.hone.core.Seeds;
import dev.hone.core.analyse.Observations;
import dev.hone.core.analyse.Observations.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Fewer observations where there are too many. */
final class Thinned {

    private Thinned() {}

    /** All of {@code observations}, or {@code limit} of them, every choice being equally likely, in their order. */
    static Observations of(Observations observations, int limit, long seed) {
        if (observations.size() <= limit) {
            return observations;
        }
        RandomGenerator random = Seeds.stream(seed);
        List<Observation> chosen = new ArrayList<>();
        int left = observations.size();
        for (Observation observation : observations.points()) {
            // selection sampling: each of the rest is as likely as any other
            if (random.nextInt(left) < limit - chosen.size()) {
                chosen.add(observation);
            }
            left--;
        }
        return new Observations(observations.space(), observations.direction(), chosen);
    }
}
