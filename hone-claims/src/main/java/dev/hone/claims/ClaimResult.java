package dev.hone.claims;

import java.time.Duration;

/**
 * A claim with its evidence.
 *
 * @param method evidence for the method
 * @param ablation evidence for the ablation
 */
public record ClaimResult(Claim.About about, Evidence method, Evidence ablation, Duration took) {

    public boolean passed() {
        return method.holds() && !ablation.holds();
    }

    /** The result in a sentence. */
    public String summary() {
        if (!method.holds()) {
            return "fails: " + firstFailing(method);
        }
        if (ablation.holds()) {
            return "proves nothing: the ablation holds too";
        }
        return "passes; the ablation fails: " + firstFailing(ablation);
    }

    private static String firstFailing(Evidence evidence) {
        return evidence.verdicts().stream()
                .filter(v -> !v.holds())
                .findFirst()
                .map(v -> v.condition() + " (measured: " + v.measured() + ")")
                .orElse("nothing");
    }
}
