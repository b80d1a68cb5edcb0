package dev.hone.search.preference;

import dev.hone.core.trial.Comparison;
import dev.hone.core.trial.Comparison.Preference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Points and what is known about their utilities. Points that are equal are one point.
 *
 * <p>A comparison of m trials is taken apart into the P pairs that its tiers order or tie. They are not independent: all of
 * them come from m - 1 differences. So the likelihood is a composite one, in which each pair weighs (m - 1) / P: 1 for a
 * pair and for the best of m, 2 / m for a full ranking, for which that is the ratio of the variances of an estimate from
 * independent pairs and from m noisy utilities. A degree d is evidence of (1 + d) / 2 games won and (1 - d) / 2 lost. A tier of
 * several is a tie of degree 0, but for a last one after others: who ends there was worse, and not told apart.
 *
 * @param points [n], coordinates of the kernel
 */
record Evidence(List<double[]> points, List<Duel> duels) {

    Evidence {
        points = List.copyOf(points);
        duels = List.copyOf(duels);
    }

    /** The latest {@code limit} duels with the points that they are about. */
    Evidence latest(int limit) {
        if (duels.size() <= limit) {
            return this;
        }
        Map<Integer, Integer> index = new LinkedHashMap<>();
        List<double[]> kept = new ArrayList<>();
        List<Duel> some = new ArrayList<>();
        for (Duel duel : duels.subList(duels.size() - limit, duels.size())) {
            int[] ends = {duel.better(), duel.worse()};
            for (int k = 0; k < 2; k++) {
                int old = ends[k];
                ends[k] = index.computeIfAbsent(old, i -> {
                    kept.add(points.get(i));
                    return kept.size() - 1;
                });
            }
            some.add(new Duel(ends[0], ends[1], duel.won(), duel.weight()));
        }
        return new Evidence(kept, some);
    }

    /** Gathers duels between trials. Not thread-safe. */
    static final class Gathering {

        /** What tells one point from others, such as a configuration, with its coordinates. */
        record Place(Object key, double[] point) {}

        private final LongFunction<Optional<Place>> places;
        private final Map<Object, Integer> index = new LinkedHashMap<>();
        private final List<double[]> points = new ArrayList<>();
        private final List<Duel> duels = new ArrayList<>();

        /** @param places where a trial is; empty if that is unknown: then nothing is learned about it */
        Gathering(LongFunction<Optional<Place>> places) {
            this.places = places;
        }

        void add(long better, long worse, double won, double weight) {
            Optional<Place> winner = places.apply(better);
            Optional<Place> loser = places.apply(worse);
            if (winner.isPresent() && loser.isPresent()) {
                int a = index(winner.get());
                int b = index(loser.get());
                if (a != b) {
                    duels.add(new Duel(a, b, won, weight));
                }
            }
        }

        void add(Comparison comparison) {
            List<Preference> strict = comparison.preferences();
            List<Preference> tied = ties(comparison.tiers());
            double weight = (comparison.trials().size() - 1.0) / (strict.size() + tied.size());
            double won = (1 + comparison.degree()) / 2;
            strict.forEach(pair -> add(pair.better(), pair.worse(), won, weight));
            tied.forEach(pair -> add(pair.better(), pair.worse(), 0.5, weight));
        }

        private static List<Preference> ties(List<List<Long>> tiers) {
            List<Preference> ties = new ArrayList<>();
            for (int t = 0; t < Math.max(1, tiers.size() - 1); t++) {
                List<Long> tier = tiers.get(t);
                for (int i = 0; i < tier.size(); i++) {
                    for (int j = i + 1; j < tier.size(); j++) {
                        ties.add(new Preference(tier.get(i), tier.get(j)));
                    }
                }
            }
            return ties;
        }

        private int index(Place place) {
            return index.computeIfAbsent(place.key(), key -> {
                points.add(place.point());
                return points.size() - 1;
            });
        }

        Evidence evidence() {
            return new Evidence(points, duels);
        }
    }
}
