package dev.hone.claims;

import dev.hone.core.Check;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * An executable experiment that shows a method's central effect. It passes if every verdict holds for the method and at
 * least one fails for the ablation: the same experiment without the part that the effect is said to come from.
 */
public interface Claim {

    About about();

    /** Runs the experiment. Deterministic but for what it measures in time; reports progress through {@code run}. */
    Evidence measure(Variant variant, ClaimRun run) throws Exception;

    /** The real thing, or the real thing without its essential part. */
    enum Variant {
        METHOD,
        ABLATION
    }

    /**
     * What a claim says.
     *
     * @param slug its name on the command line and of its files
     * @param row number of the method file it proves, if it proves one
     * @param statement what must hold, with the thresholds
     * @param baseline what the method is compared with
     * @param ablation what is taken away, and why the claim must then fail
     * @param quick whether it is part of every test run
     * @param estimate expected duration on two cores, method and ablation together
     */
    record About(
            String slug,
            OptionalInt row,
            String title,
            String statement,
            String baseline,
            String ablation,
            boolean quick,
            Duration estimate) {

        public About {
            Check.notBlank("slug", slug);
            Check.notBlank("statement", statement);
            Check.notBlank("ablation", ablation);
        }
    }
}
