package dev.hone.core.prune;

import dev.hone.core.Check;
import dev.hone.core.method.Method;
import dev.hone.core.method.Option;
import dev.hone.core.method.OptionValues;
import dev.hone.core.method.PrunerProvider;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Asks another pruner only once the trial has stopped improving: with reports v(1) .. v(n), less being better, and
 * patience p, when
 * <pre> min( v(1) .. v(n-p-1) ) + minDelta  &lt;  min( v(n-p) .. v(n) ) </pre>
 * NaN reports are passed over; a window of NaN alone counts as no improvement on earlier numbers. Semantics of Optuna's
 * pruner of this name.
 *
 * @param wrapped decides then
 * @param patience reports without improvement that are tolerated
 * @param minDelta what a change must exceed to count against the trial, at least 0
 */
public record PatientPruner(Pruner wrapped, int patience, double minDelta) implements Pruner {

    public PatientPruner {
        Objects.requireNonNull(wrapped, "wrapped");
        Check.atLeast("patience", patience, 0);
        Check.that(minDelta >= 0 && Double.isFinite(minDelta), "min_delta", minDelta, "a finite number of at least 0");
    }

    /** Stops a trial as soon as it has stopped improving. */
    public static PatientPruner alone(int patience, double minDelta) {
        return new PatientPruner(progress -> true, patience, minDelta);
    }

    @Override
    public boolean shouldPrune(Progress progress) {
        List<Map.Entry<Long, Double>> reports = List.copyOf(progress.own().entrySet());
        int split = reports.size() - patience - 1;
        if (split < 1) {
            return false;
        }
        double before = least(progress, reports.subList(0, split));
        double after = least(progress, reports.subList(split, reports.size()));
        return before + minDelta < after && wrapped.shouldPrune(progress);
    }

    private static double least(Progress progress, Collection<Map.Entry<Long, Double>> reports) {
        return reports.stream()
                .mapToDouble(Map.Entry::getValue)
                .filter(v -> !Double.isNaN(v))
                .map(progress.direction()::asLoss)
                .min()
                .orElse(Double.POSITIVE_INFINITY);
    }

    /** Catalogue entry. */
    public static final class Provider implements PrunerProvider {

        private static final String ALONE = "always";

        @Override
        public Method method() {
            List<String> wrappable = Stream.concat(
                            Stream.of(ALONE),
                            MedianPruner.wrappable().stream()
                                    .map(p -> p.method().id())
                                    .filter(id -> !id.equals("none")))
                    .toList();
            return new Method(
                    "patient",
                    Method.PRUNER,
                    "Patience",
                    "Lets another pruner decide only after a number of reports without improvement, so that noisy or"
                            + " plateauing curves are not cut too soon; alone it is early stopping.",
                    "Akiba et al., Optuna: A Next-generation Hyperparameter Optimization Framework, KDD 2019",
                    "trials with intermediate values",
                    "intermediate values of the first objective",
                    List.of(
                            Option.choice(
                                    "wrapped",
                                    ALONE,
                                    wrappable,
                                    "The pruner that decides, with its defaults; 'always' stops at once."),
                            Option.integer("patience", 3, "Reports without improvement that are tolerated.")
                                    .atLeast(0),
                            Option.number("min_delta", 0, "What a change must exceed to count against the trial.")
                                    .atLeast(0)),
                    "pruner: {name: patient, wrapped: median, patience: 5}",
                    Optional.empty());
        }

        @Override
        public Pruner create(OptionValues options) {
            String id = options.text("wrapped");
            Pruner wrapped = MedianPruner.wrappable().stream()
                    .filter(p -> p.method().id().equals(id))
                    .findFirst()
                    .map(p -> p.create(OptionValues.defaults(p.method().options())))
                    .orElse(progress -> true);
            return new PatientPruner(wrapped, options.intValue("patience"), options.number("min_delta"));
        }
    }
}
