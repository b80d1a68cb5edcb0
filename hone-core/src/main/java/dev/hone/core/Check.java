package dev.hone.core;

import java.util.Collection;

/** Argument checks at the border; each throws {@link InvalidFieldException} naming the field, the value and the expectation. */
public final class Check {

    private Check() {}

    public static void that(boolean condition, String field, Object value, String expected) {
        if (!condition) {
            throw new InvalidFieldException(field, "is " + value + ", expected " + expected);
        }
    }

    public static int positive(String field, int value) {
        that(value > 0, field, value, "a whole number above 0");
        return value;
    }

    public static double positive(String field, double value) {
        that(value > 0 && Double.isFinite(value), field, value, "a finite number above 0");
        return value;
    }

    public static double finite(String field, double value) {
        that(Double.isFinite(value), field, value, "a finite number");
        return value;
    }

    public static int atLeast(String field, int value, int low) {
        that(value >= low, field, value, "a whole number of at least " + low);
        return value;
    }

    public static double within(String field, double value, double low, double high) {
        that(value >= low && value <= high, field, value, "a number from " + low + " to " + high);
        return value;
    }

    public static String notBlank(String field, String value) {
        that(value != null && !value.isBlank(), field, value == null ? "missing" : "'" + value + "'", "some text");
        return value;
    }

    public static <T extends Collection<?>> T notEmpty(String field, T value) {
        that(value != null && !value.isEmpty(), field, value == null ? "missing" : "empty", "at least one element");
        return value;
    }
}
