package dev.hone.core.evaluate;

import dev.hone.core.HoneException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Folders through which the command of a trial gets and leaves files: {@code HONE_CONTINUES_FOLDER} with copies of the artifacts
 * of the trial {@code HONE_CONTINUES} that it goes on from, if it does, and {@code HONE_KEEP}, whose files become artifacts of
 * the trial when the command has succeeded. Both end with the command.
 */
final class Handover implements AutoCloseable {

    private final Path root;
    private final Path keep;
    private final Map<String, String> environment = new HashMap<>();

    private Handover(Path root) {
        this.root = root;
        keep = root.resolve("keep");
    }

    static Handover to(TrialContext context) throws IOException {
        Handover handover = new Handover(Files.createTempDirectory("hone-files-" + context.number() + "-"));
        try {
            handover.prepare(context);
            return handover;
        } catch (IOException | RuntimeException e) {
            handover.close();
            throw e;
        }
    }

    private void prepare(TrialContext context) throws IOException {
        Files.createDirectory(keep);
        environment.put("HONE_KEEP", keep.toString());
        if (context.continues().isPresent()) {
            Path before = Files.createDirectory(root.resolve("continues"));
            context.continuedArtifacts(before);
            environment.put("HONE_CONTINUES", Long.toString(context.continues().getAsLong()));
            environment.put("HONE_CONTINUES_FOLDER", before.toString());
        }
    }

    Map<String, String> environment() {
        return environment;
    }

    /** Keeps what the command has left. */
    void keep(TrialContext context) throws IOException {
        List<Path> files;
        try (Stream<Path> left = Files.list(keep)) {
            files = left.sorted().toList();
        }
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new HoneException(
                        "HONE_KEEP has '" + file.getFileName() + "', expected files and no folders in it");
            }
            String type = Files.probeContentType(file);
            context.artifact(file.getFileName().toString(), type == null ? "application/octet-stream" : type, file);
        }
    }

    @Override
    public void close() {
        Folders.delete(root);
    }
}
