package dev.hone.core.prune;

import dev.hone.core.method.Method;
import dev.hone.core.method.OptionValues;
import dev.hone.core.method.PrunerProvider;
import java.util.List;
import java.util.Optional;

/** Never stops a trial: {@link Pruner#NONE} under a name. */
public final class NonePruner {

    private NonePruner() {}

    /** Catalogue entry. */
    public static final class Provider implements PrunerProvider {

        @Override
        public Method method() {
            return new Method(
                    "none",
                    Method.PRUNER,
                    "No pruning",
                    "Lets every trial finish. Intermediate values are still recorded.",
                    "",
                    "trials with intermediate values",
                    "none",
                    List.of(),
                    "pruner: none",
                    Optional.empty());
        }

        @Override
        public Pruner create(OptionValues options) {
            return Pruner.NONE;
        }
    }
}
