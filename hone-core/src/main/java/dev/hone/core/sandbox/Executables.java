package dev.hone.core.sandbox;

import dev.hone.core.HoneException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds programs as {@code execvp} does, with reasons when it does not. */
public final class Executables {

    /** What a shell searches when there is no PATH. */
    private static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";

    private static final List<String> WINDOWS_SUFFIXES = List.of("", ".exe", ".cmd", ".bat");

    private Executables() {}

    /**
     * The file that {@code command} names: relative to {@code directory} if it contains a slash, else searched in
     * {@code path}.
     *
     * @param path folders separated as in the variable PATH; null for the usual ones
     * @throws HoneException if there is no such file or it may not be executed
     */
    public static Path resolve(String command, Path directory, String path) {
        if (command.isBlank()) {
            throw new HoneException("command not found: the name is empty");
        }
        if (command.indexOf('/') >= 0 || command.indexOf(File.separatorChar) >= 0) {
            Path file = directory.resolve(command).toAbsolutePath().normalize();
            if (!Files.exists(file)) {
                throw new HoneException("command not found: there is no file " + file);
            }
            if (Files.isDirectory(file) || !Files.isExecutable(file)) {
                throw new HoneException("command not executable: " + file
                        + (Files.isDirectory(file) ? " is a folder" : " lacks the permission; try chmod +x"));
            }
            return file;
        }
        String searched = path == null ? DEFAULT_PATH : path;
        return find(command, searched)
                .orElseThrow(() -> new HoneException(
                        "command not found: '" + command + "' is in none of the folders of PATH (" + searched + ")"));
    }

    static Optional<Path> find(String command, String path) {
        for (String folder : path.split(File.pathSeparator)) {
            for (String suffix : File.separatorChar == '\\' ? WINDOWS_SUFFIXES : List.of("")) {
                try {
                    Path file = Path.of(folder.isEmpty() ? "." : folder, command + suffix);
                    if (Files.isRegularFile(file) && Files.isExecutable(file)) {
                        return Optional.of(file.toAbsolutePath());
                    }
                } catch (InvalidPathException e) {
                    // a folder of PATH that cannot exist holds no program
                }
            }
        }
        return Optional.empty();
    }
}
