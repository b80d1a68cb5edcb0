package dev.hone.claims;

import java.time.Duration;

/** Runs claims one after the other. */
public final class ClaimHarness {

    private ClaimHarness() {}

    /** Runs the method and its ablation; each takes half of the progress. */
    public static ClaimResult run(Claim claim, ClaimRun.Progress progress) throws Exception {
        long start = System.nanoTime();
        Evidence method = measure(claim, Claim.Variant.METHOD, (done, step) -> progress.at(done / 2, step));
        Evidence ablation = measure(
                claim, Claim.Variant.ABLATION, (done, step) -> progress.at(0.5 + done / 2, "ablation: " + step));
        return new ClaimResult(claim.about(), method, ablation, Duration.ofNanos(System.nanoTime() - start));
    }

    private static Evidence measure(Claim claim, Claim.Variant variant, ClaimRun.Progress progress) throws Exception {
        try (TemporaryFolder folder = TemporaryFolder.create("claim")) {
            return claim.measure(variant, new ClaimRun(folder.path(), progress));
        }
    }
}
