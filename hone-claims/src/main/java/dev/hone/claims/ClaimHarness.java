package dev.hone.claims;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;

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
        Path folder = Files.createTempDirectory("hone-claim-");
        try {
            return claim.measure(variant, new ClaimRun(folder, progress));
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
