package dev.hone.core.trial;

import dev.hone.core.Check;
import dev.hone.core.InvalidFieldException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Relative feedback over trials of a study: tiers of trials, best tier first. Every trial is better than all those of later
 * tiers; nothing is said about two of the same tier, which are tied or were not compared. A full ranking has tiers of one,
 * a pairwise preference two of them, and a partial ranking, as of "C is best, then A, the rest are worse", ends with a tier
 * of all the rest. A single tier says that its trials were looked at and none was found better.
 *
 * @param tiers trial numbers, at least two in all, no tier empty, no trial twice
 * @param degree how strongly the first is preferred over the last, in (0, 1]; 1 where only the order is known
 * @param judge who or what compared
 */
public record Comparison(List<List<Long>> tiers, double degree, String judge) {

    /** Says that one trial is better than another. */
    public record Preference(long better, long worse) {}

    public Comparison {
        tiers = tiers.stream().map(List::copyOf).toList();
        Check.that(tiers.stream().noneMatch(List::isEmpty), "ranking", tiers, "no empty group");
        List<Long> all = tiers.stream().flatMap(List::stream).toList();
        Check.that(all.size() >= 2, "ranking", tiers, "at least two trials");
        Set<Long> seen = new HashSet<>();
        for (Long number : all) {
            if (!seen.add(number)) {
                throw new InvalidFieldException("ranking", "has trial " + number + " twice");
            }
        }
        Check.that(degree > 0 && degree <= 1, "degree", degree, "a number above 0 and at most 1");
        Check.notBlank("judge", judge);
    }

    /** The first trial is better than the second. */
    public static Comparison prefer(long better, long worse, String judge) {
        return new Comparison(List.of(List.of(better), List.of(worse)), 1, judge);
    }

    /** All trials, best first. */
    public static Comparison ranking(List<Long> bestFirst, String judge) {
        return new Comparison(bestFirst.stream().map(List::of).toList(), 1, judge);
    }

    /** Some trials, best first, and others that are worse than all of them. */
    public static Comparison partial(List<Long> bestFirst, List<Long> rest, String judge) {
        List<List<Long>> tiers = new ArrayList<>();
        bestFirst.forEach(number -> tiers.add(List.of(number)));
        if (!rest.isEmpty()) {
            tiers.add(rest);
        }
        return new Comparison(tiers, 1, judge);
    }

    /**
     * What somebody who was shown some trials said: the tiers, best first; those not mentioned are worse than all that are.
     *
     * @throws dev.hone.core.InvalidFieldException if a trial is ranked that was not shown
     */
    public static Comparison among(List<Long> shown, List<List<Long>> tiers, double degree, String judge) {
        List<Long> rest = new ArrayList<>(shown);
        for (List<Long> tier : tiers) {
            for (Long number : tier) {
                Check.that(shown.contains(number), "ranking", number, "trials of those shown, " + shown);
                rest.remove(number);
            }
        }
        List<List<Long>> all = new ArrayList<>(tiers);
        if (!rest.isEmpty()) {
            all.add(rest);
        }
        return new Comparison(all, degree, judge);
    }

    /** Numbers of all trials that were compared, best tier first. */
    public List<Long> trials() {
        return tiers.stream().flatMap(List::stream).toList();
    }

    /** Everything that follows pair by pair: each trial against every one of a later tier. */
    public List<Preference> preferences() {
        List<Preference> pairs = new ArrayList<>();
        for (int i = 0; i < tiers.size(); i++) {
            for (long better : tiers.get(i)) {
                tiers.subList(i + 1, tiers.size())
                        .forEach(worse -> worse.forEach(number -> pairs.add(new Preference(better, number))));
            }
        }
        return pairs;
    }
}
