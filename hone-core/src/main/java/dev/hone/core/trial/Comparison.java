package dev.hone.core.trial;

import dev.hone.core.Check;
import java.util.HashSet;
import java.util.List;

/**
 * Relative feedback over trials of a study: a ranking, best first. A pairwise preference is a ranking of two.
 *
 * @param ranking trial numbers, best first, at least two, none twice
 * @param degree how strongly the first is preferred over the last, in (0, 1]; 1 where only the order is known
 * @param judge who or what compared
 */
public record Comparison(List<Long> ranking, double degree, String judge) {

    public Comparison {
        ranking = List.copyOf(ranking);
        Check.that(ranking.size() >= 2, "ranking", ranking, "at least two trials");
        Check.that(new HashSet<>(ranking).size() == ranking.size(), "ranking", ranking, "no trial twice");
        Check.that(degree > 0 && degree <= 1, "degree", degree, "a number above 0 and at most 1");
        Check.notBlank("judge", judge);
    }

    public static Comparison prefer(long better, long worse) {
        return new Comparison(List.of(better, worse), 1, "user");
    }
}
