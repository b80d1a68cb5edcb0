package dev.hone.core.definition;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.Nearest;
import dev.hone.core.definition.DefinitionException.Problem;
import dev.hone.core.definition.Located.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with a study file, so that all of it can be told at once. */
final class Problems {

    /** More than anybody reads; what comes after is counted only. */
    private static final int LIMIT = 100;

    private final String source;
    private final List<String> lines;
    private final List<Problem> problems = new ArrayList<>();

    Problems(String source, String text) {
        this.source = source;
        this.lines = text.lines().toList();
    }

    void add(Located at, String message) {
        add(at.place(), at.path(), message, "");
    }

    /** @param example the right form, or empty */
    void add(Place place, String path, String message, String example) {
        if (problems.size() < LIMIT) {
            String line = place.line() <= lines.size() ? lines.get(place.line() - 1) : "";
            problems.add(new Problem(source, place.line(), place.column(), path, message, line, example));
        }
    }

    /**
     * Adds what {@code e} says at the place its field names below {@code root}.
     *
     * @param prefix path that the field is relative to, or empty
     */
    void add(Located root, String prefix, InvalidFieldException e) {
        String path = prefix.isEmpty() ? e.field() : prefix + "." + e.field();
        add(root.nearest(path).place(), path, e.reason(), "");
    }

    /** Whether nothing is wrong at or below {@code path}. */
    boolean isClean(String path) {
        return problems.stream().noneMatch(p -> Located.isAtOrAbove(path, p.path()));
    }

    boolean isEmpty() {
        return problems.isEmpty();
    }

    /** Everything that was added, in the order of the file. */
    DefinitionException exception() {
        return new DefinitionException(problems.stream()
                .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
                .toList());
    }

    /** Leads from what was found to what was expected, with the valid name that was probably meant. */
    static String hint(String name, Collection<String> valid) {
        String hint = Nearest.hint(name, valid);
        return hint.isEmpty() ? ", expected " : hint + " Expected ";
    }
}
