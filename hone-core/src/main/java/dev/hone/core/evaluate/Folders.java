package dev.hone.core.evaluate;

import dev.hone.core.sandbox.ProcessResult.Output;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Working folders and what is kept of them. */
final class Folders {

    private static final Logger LOG = LoggerFactory.getLogger(Folders.class);

    private static final int TAIL_BYTES = 64 * 1024;

    private Folders() {}

    /** Deletes a folder with all that is in it; does not follow links. */
    static void delete(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                    Files.delete(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            LOG.warn("could not delete the working folder {}: {}", folder, e.toString());
        }
    }

    /** Keeps the end of {@code output} with the trial, if there is any. */
    static void keepTail(TrialContext context, String name, Output output) throws IOException {
        if (output.bytes() == 0) {
            return;
        }
        byte[] bytes = output.text().getBytes(StandardCharsets.UTF_8);
        Path file = Files.createTempFile("hone-", "-" + name);
        try {
            Files.write(file, Arrays.copyOfRange(bytes, Math.max(0, bytes.length - TAIL_BYTES), bytes.length));
            context.artifact(name, "text/plain", file);
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
