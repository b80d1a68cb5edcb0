package dev.hone.search.diversity;

import dev.hone.core.Check;
import dev.hone.core.InvalidFieldException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * A measured property by which solutions are told apart, cut into cells of equal width.
 *
 * @param metric name among an evaluation's metrics
 * @param low where the first cell begins; what is below belongs to it
 * @param high where the last cell ends; what is above belongs to it
 * @param cells at least 1
 */
public record Descriptor(String metric, double low, double high, int cells) {

    static final String SYNTAX = "METRIC:LOW:HIGH:CELLS, separated by commas, such as 'size_mb:0:50:10, colours:1:9:8'";

    public Descriptor {
        Check.notBlank("descriptors", metric);
        Check.finite("descriptors." + metric + ".low", low);
        Check.that(high > low, "descriptors." + metric + ".high", high, "a number above low, which is " + low);
        Check.finite("descriptors." + metric + ".high", high);
        Check.that(
                cells >= 1 && cells <= 100_000,
                "descriptors." + metric + ".cells",
                cells,
                "a whole number from 1 to 100000");
    }

    /** Index of the cell of {@code value}, 0 to {@code cells} - 1. */
    public int cell(double value) {
        double index = Math.floor((value - low) / (high - low) * cells);
        return (int) Math.max(0, Math.min(cells - 1, index));
    }

    /** @throws InvalidFieldException if {@code text} is not {@value #SYNTAX} */
    public static List<Descriptor> parse(String text) {
        List<Descriptor> descriptors = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            String[] fields = part.strip().split(":", -1);
            if (fields.length != 4) {
                throw new InvalidFieldException("descriptors", "has '" + part.strip() + "', expected " + SYNTAX);
            }
            try {
                descriptors.add(new Descriptor(
                        fields[0].strip(),
                        Double.parseDouble(fields[1].strip()),
                        Double.parseDouble(fields[2].strip()),
                        Integer.parseInt(fields[3].strip())));
            } catch (NumberFormatException e) {
                throw new InvalidFieldException("descriptors", "has '" + part.strip() + "', expected " + SYNTAX);
            }
        }
        return check(descriptors);
    }

    static List<Descriptor> check(List<Descriptor> descriptors) {
        Check.notEmpty("descriptors", descriptors);
        Check.that(
                new HashSet<>(descriptors.stream().map(Descriptor::metric).toList()).size() == descriptors.size(),
                "descriptors",
                descriptors,
                "no metric twice");
        return List.copyOf(descriptors);
    }
}
