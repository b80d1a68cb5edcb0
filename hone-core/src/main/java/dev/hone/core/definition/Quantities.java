package dev.hone.core.definition;

import dev.hone.core.InvalidFieldException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Quantities with units as users write them: durations, sizes, shares. */
public final class Quantities {

    static final String DURATION = "^([0-9]+(\\.[0-9]+)?(ms|s|m|h|d))+$";
    static final String SIZE = "^[0-9]+(\\.[0-9]+)?(B|kB|KB|MB|GB|TB|KiB|MiB|GiB|TiB)$";
    static final String PERCENT = "^[0-9]+(\\.[0-9]+)?%$";

    static final String DURATION_PHRASE = "a duration such as 500ms, 60s, 10m or 1h30m";
    static final String SIZE_PHRASE = "a size such as 10MB or 2GiB";
    static final String PERCENT_PHRASE = "a share such as 50%";

    private static final Pattern DURATION_PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ms|s|m|h|d)");
    private static final Map<String, Double> SECONDS =
            Map.of("ms", 1e-3, "s", 1.0, "m", 60.0, "h", 3600.0, "d", 86400.0);
    private static final Map<String, Double> BYTES = new TreeMap<>(Map.of(
            "B", 1.0,
            "kB", 1e3,
            "KB", 1e3,
            "MB", 1e6,
            "GB", 1e9,
            "TB", 1e12,
            "KiB", 0x1p10,
            "MiB", 0x1p20,
            "GiB", 0x1p30,
            "TiB", 0x1p40));

    private Quantities() {}

    /**
     * A duration above 0 such as {@code 500ms}, {@code 60s}, {@code 10m}, {@code 1h30m} or {@code 2d}.
     *
     * @param field what to call it in an error
     */
    public static Duration duration(String field, String text) {
        Matcher part = DURATION_PART.matcher(text);
        double seconds = 0;
        if (!text.matches(DURATION)) {
            throw new InvalidFieldException(field, "is '" + text + "', expected " + DURATION_PHRASE);
        }
        while (part.find()) {
            seconds += Double.parseDouble(part.group(1)) * SECONDS.get(part.group(2));
        }
        double nanos = seconds * 1e9;
        if (nanos < 1 || nanos > Long.MAX_VALUE) {
            throw new InvalidFieldException(
                    field, "is '" + text + "', expected a duration above 0 and below 292 years");
        }
        return Duration.ofNanos(Math.round(nanos));
    }

    /** A number of bytes above 0 such as {@code 10MB} (10^7) or {@code 2GiB} (2^31). */
    public static long bytes(String field, String text) {
        if (!text.matches(SIZE)) {
            throw new InvalidFieldException(field, "is '" + text + "', expected " + SIZE_PHRASE);
        }
        int unit = 0;
        while (!Character.isLetter(text.charAt(unit))) {
            unit++;
        }
        double bytes = Double.parseDouble(text.substring(0, unit)) * BYTES.get(text.substring(unit));
        if (bytes < 1 || bytes > Long.MAX_VALUE) {
            throw new InvalidFieldException(field, "is '" + text + "', expected a size above 0 and below 8 EiB");
        }
        return Math.round(bytes);
    }

    /** A share of a whole such as {@code 50%}, as a fraction from 0 to 1. */
    public static double fraction(String field, String text) {
        if (!text.matches(PERCENT)) {
            throw new InvalidFieldException(field, "is '" + text + "', expected " + PERCENT_PHRASE);
        }
        double fraction = Double.parseDouble(text.substring(0, text.length() - 1)) / 100;
        if (fraction > 1) {
            throw new InvalidFieldException(field, "is '" + text + "', expected at most 100%");
        }
        return fraction;
    }

    /** Bytes in one {@code unit}: B, kB, MB, GB, TB (powers of 1000), KiB, MiB, GiB, TiB (powers of 1024). */
    public static double bytesPerUnit(String field, String unit) {
        Double bytes = BYTES.get(unit);
        if (bytes == null) {
            throw new InvalidFieldException(field, "is '" + unit + "', expected one of " + BYTES.keySet());
        }
        return bytes;
    }
}
