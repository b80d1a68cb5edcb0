package dev.hone.server.chart;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.trial.Objective;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is asked of a chart.
 *
 * @param objective position of the objective that it is about
 * @param maxPoints most points of a series
 * @param parameter that a slice is along
 * @param x parameter along the horizontal axis of a contour
 * @param y parameter along its vertical axis
 */
record ChartQuery(int objective, int maxPoints, Optional<String> parameter, Optional<String> x, Optional<String> y) {

    static final int DEFAULT_POINTS = 2_000;
    private static final int LEAST_POINTS = 10;
    private static final int MOST_POINTS = 20_000;

    /** @throws InvalidFieldException if a number is none, or out of its range */
    static ChartQuery of(List<Objective> objectives, Map<String, String> query) {
        return new ChartQuery(
                number(query, "objective", 0, 0, Math.max(0, objectives.size() - 1)),
                number(query, "max_points", DEFAULT_POINTS, LEAST_POINTS, MOST_POINTS),
                text(query, "parameter"),
                text(query, "x"),
                text(query, "y"));
    }

    private static Optional<String> text(Map<String, String> query, String name) {
        return Optional.ofNullable(query.get(name)).filter(text -> !text.isBlank());
    }

    private static int number(Map<String, String> query, String name, int absent, int low, int high) {
        Optional<String> text = text(query, name);
        if (text.isEmpty()) {
            return absent;
        }
        try {
            int number = Integer.parseInt(text.get());
            if (number >= low && number <= high) {
                return number;
            }
        } catch (NumberFormatException e) {
            // answered below, as a number that is out of range is
        }
        throw new InvalidFieldException(
                name, "is '" + text.get() + "', expected a whole number from " + low + " to " + high);
    }
}
