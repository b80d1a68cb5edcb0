package dev.hone.core.store;

import dev.hone.core.Check;
import dev.hone.core.trial.Artifact;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;

/** Contents of artifacts, each in a file named by its SHA-256, so that no other path can be reached and copies share one. */
final class ArtifactFolder {

    private static final String NAME = "[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}";

    private final Path folder;

    ArtifactFolder(Path folder) {
        this.folder = folder;
    }

    /** Copies {@code file} in, atomically. */
    Artifact put(String name, String mediaType, Path file) {
        Check.that(
                name.matches(NAME),
                "artifact",
                "'" + name + "'",
                "up to 128 letters, digits, dots, dashes, underscores");
        try {
            Files.createDirectories(folder);
            Path copy = Files.createTempFile(folder, "incoming-", ".tmp");
            try {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                long bytes;
                try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest);
                        OutputStream out = Files.newOutputStream(copy)) {
                    bytes = in.transferTo(out);
                }
                String sha256 = HexFormat.of().formatHex(digest.digest());
                Files.move(copy, folder.resolve(sha256), StandardCopyOption.ATOMIC_MOVE);
                return new Artifact(name, mediaType, bytes, sha256);
            } finally {
                Files.deleteIfExists(copy);
            }
        } catch (IOException e) {
            throw new StoreException("artifact '" + name + "' cannot be kept in " + folder + ": " + e, false, e);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    InputStream open(Artifact artifact) {
        try {
            return Files.newInputStream(folder.resolve(artifact.sha256()));
        } catch (IOException e) {
            throw new StoreException("artifact '" + artifact.name() + "' is missing in " + folder, false, e);
        }
    }

    /** Removes the folder with everything in it. */
    void clear() {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new StoreException("artifacts cannot be removed from " + folder + ": " + e, false, e);
        }
    }

    void delete(String sha256) {
        try {
            Files.deleteIfExists(folder.resolve(sha256));
        } catch (IOException e) {
            throw new StoreException("an artifact cannot be removed from " + folder + ": " + e, false, e);
        }
    }
}
