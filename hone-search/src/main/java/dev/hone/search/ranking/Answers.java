package dev.hone.search.ranking;

import dev.hone.core.optimize.Problem;
import dev.hone.core.space.Configuration;
import dev.hone.core.trial.Trial;
import dev.hone.search.population.Standing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Answers to a screen: tiers of trial numbers, best first. */
final class Answers {

    private Answers() {}

    /** What values say: the first {@code ranked} in order, all others in a last tier; equal ones share a tier. */
    static List<List<Long>> byValues(List<Trial<Configuration>> trials, int ranked, Problem problem) {
        List<Trial<Configuration>> sorted = new ArrayList<>(trials);
        sorted.sort(Comparator.comparing(trial -> Standing.of(trial, problem), Standing.ORDER));
        List<List<Long>> tiers = new ArrayList<>();
        Standing last = null;
        boolean rest = false;
        for (int i = 0; i < sorted.size(); i++) {
            Standing standing = Standing.of(sorted.get(i), problem);
            boolean ties = last != null && Standing.ORDER.compare(last, standing) == 0;
            if (!ties && !rest) {
                tiers.add(new ArrayList<>());
                rest = i >= ranked;
            }
            tiers.get(tiers.size() - 1).add(sorted.get(i).number());
            last = standing;
        }
        return tiers;
    }

    /** The trial that most answers have in their first tier; {@code preferred} of several, else the earliest. */
    static long favourite(List<List<List<Long>>> answers, long preferred) {
        Map<Long, Integer> votes = new HashMap<>();
        answers.forEach(tiers -> tiers.get(0).forEach(number -> votes.merge(number, 1, Integer::sum)));
        int most = Collections.max(votes.values());
        return votes.getOrDefault(preferred, 0) == most
                ? preferred
                : votes.keySet().stream()
                        .filter(number -> votes.get(number) == most)
                        .min(Comparator.naturalOrder())
                        .orElseThrow();
    }
}
