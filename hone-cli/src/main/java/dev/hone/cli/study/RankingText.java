package dev.hone.cli.study;

import dev.hone.core.InvalidFieldException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Rankings as people type them: names of candidates, best first, {@code =} between those of equal quality. {@code C A=B}
 * says that C is best and that A and B are equally good; {@code -} says that none is better than another. Whatever is not
 * mentioned is worse.
 */
final class RankingText {

    private static final String NO_DIFFERENCE = "-";

    private RankingText() {}

    /** A, B, ..., Z, AA, AB, ...: the name of the candidate at {@code index}. */
    static String letter(int index) {
        String last = String.valueOf((char) ('A' + index % 26));
        return index < 26 ? last : letter(index / 26 - 1) + last;
    }

    /**
     * The tiers that a text means, best first; none for no difference.
     *
     * @param names trials by what they are called here, in upper case
     * @throws InvalidFieldException naming the word that is no candidate, or is there twice
     */
    static List<List<Long>> tiers(String text, Map<String, Long> names) {
        String line = text.strip().toUpperCase(Locale.ROOT);
        if (line.equals(NO_DIFFERENCE)) {
            return List.of();
        }
        List<List<Long>> tiers = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String group : line.replaceAll("\\s*=\\s*", "=").split("[\\s,>]+", -1)) {
            if (group.isEmpty()) {
                continue;
            }
            List<Long> tier = new ArrayList<>();
            for (String name : group.split("=", -1)) {
                Long number = names.get(name);
                if (number == null) {
                    throw new InvalidFieldException(
                            "ranking",
                            "has '" + name + "', expected some of " + String.join(" ", names.keySet())
                                    + ", best first");
                }
                if (!seen.add(name)) {
                    throw new InvalidFieldException("ranking", "has '" + name + "' twice");
                }
                tier.add(number);
            }
            tiers.add(tier);
        }
        if (tiers.isEmpty()) {
            throw new InvalidFieldException(
                    "ranking", "is empty, expected some of " + String.join(" ", names.keySet()) + ", best first");
        }
        return tiers;
    }

    /** The tiers in the names of the candidates: {@code C > A = B}. */
    static String text(List<List<Long>> tiers, Map<Long, String> names) {
        return String.join(
                " > ",
                tiers.stream()
                        .map(tier ->
                                String.join(" = ", tier.stream().map(names::get).toList()))
                        .toList());
    }
}
