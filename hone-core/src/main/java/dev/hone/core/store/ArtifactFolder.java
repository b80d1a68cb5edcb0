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
class ArtifactFolder {

    private static final String NAME = "[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}";

    private final Path folder;

    ArtifactFolder(Path folder) {
        this.folder = folder;
    }

    /** A copied file that has no place among the contents yet. Closing removes the copy if it was not given one. */
    final class Incoming implements AutoCloseable {
        private final Path copy;
        private final Artifact artifact;

        private Incoming(Path copy, Artifact artifact) {
            this.copy = copy;
            this.artifact = artifact;
        }

        Artifact artifact() {
            return artifact;
        }

        /** Puts the copy in its place, atomically; equal content that is there already is replaced. */
        void keep() {
            try {
                Files.move(copy, folder.resolve(artifact.sha256()), StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw notKept(artifact.name(), e);
            }
        }

        @Override
        public void close() {
            try {
                Files.deleteIfExists(copy);
            } catch (IOException e) {
                throw notKept(artifact.name(), e);
            }
        }
    }

    /** Copies {@code file} in and finds out what it holds. */
    Incoming receive(String name, String mediaType, Path file) {
        Check.that(
                name.matches(NAME),
                "artifact",
                "'" + name + "'",
                "up to 128 letters, digits, dots, dashes, underscores");
        try {
            Files.createDirectories(folder);
            Path copy = Files.createTempFile(folder, "incoming-", ".tmp");
            try {
                return new Incoming(copy, copy(name, mediaType, file, copy));
            } catch (IOException e) {
                Files.deleteIfExists(copy);
                throw e;
            }
        } catch (IOException e) {
            throw notKept(name, e);
        }
    }

    private static Artifact copy(String name, String mediaType, Path from, Path to) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(from), digest);
                OutputStream out = Files.newOutputStream(to)) {
            long bytes = in.transferTo(out);
            return new Artifact(name, mediaType, bytes, HexFormat.of().formatHex(digest.digest()));
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    private StoreException notKept(String name, IOException why) {
        return new StoreException("artifact '" + name + "' cannot be kept in " + folder + ": " + why, false, why);
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
