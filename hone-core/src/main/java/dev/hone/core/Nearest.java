package dev.hone.core;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Guesses which valid name was meant by a misspelt one. */
public final class Nearest {

    private Nearest() {}

    /** The valid name with the least edit distance, the one that begins more alike of several, if that is at most a third of its length (but at least 2). */
    public static Optional<String> of(String name, Collection<String> valid) {
        return valid.stream()
                .min(Comparator.<String>comparingInt(candidate -> distance(name, candidate))
                        .thenComparingDouble(candidate -> -likeness(name, candidate)))
                .filter(candidate -> distance(name, candidate) <= Math.max(2, candidate.length() / 3));
    }

    /** {@code "; did you mean 'x'?"}, or nothing. */
    public static String hint(String name, Collection<String> valid) {
        return of(name, valid).map(near -> "; did you mean '" + near + "'?").orElse("");
    }

    private static double likeness(String a, String b) {
        return new JaroWinklerSimilarity().apply(a, b);
    }

    private static int distance(String a, String b) {
        return LevenshteinDistance.getDefaultInstance().apply(a, b);
    }
}
