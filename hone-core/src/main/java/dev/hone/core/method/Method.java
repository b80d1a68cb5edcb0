package dev.hone.core.method;

import dev.hone.core.Check;
import java.util.List;
import java.util.Optional;

/**
 * A catalogue entry.
 *
 * @param id what users write, such as {@code gp}
 * @param kind what sort of part it is, such as {@code optimizer} or {@code pruner}
 * @param title one line
 * @param description what it does, for whom, in a few sentences
 * @param paper where it comes from
 * @param improves what it can improve, such as {@code numbers and choices}
 * @param feedback what it needs to be told, such as {@code one value; constraints}
 * @param options with defaults
 * @param example YAML that uses it
 * @param claim slug of the claim that proves it, if there is one
 */
public record Method(
        String id,
        String kind,
        String title,
        String description,
        String paper,
        String improves,
        String feedback,
        List<Option> options,
        String example,
        Optional<String> claim) {

    public static final String OPTIMIZER = "optimizer";
    public static final String PRUNER = "pruner";
    /** Updates weights, within one trial. */
    public static final String TRAINER = "trainer";

    public Method {
        Check.notBlank("method.id", id);
        options = List.copyOf(options);
    }
}
