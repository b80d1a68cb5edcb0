package dev.hone.core.evaluate;

import dev.hone.core.Check;
import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Instance;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A text file with placeholders, written with a trial's values into its working folder. A line that mentions an inactive
 * parameter is left out. Immutable; the file is read once, here.
 */
public final class FileTemplate {

    private final List<Placeholders> lines;
    private final boolean endsWithNewline;
    private final String to;

    /**
     * @param file the template, UTF-8
     * @param to where to write, relative to the working folder
     * @param space whose parameters it may mention
     * @throws InvalidFieldException if the file cannot be read or mentions an unknown parameter
     */
    public FileTemplate(Path file, String to, SearchSpace space) {
        this(file, to, space, Set.of());
    }

    /** {@link #FileTemplate(Path, String, SearchSpace)} with {@code {instance.NAME}} for each of {@code instance}. */
    public FileTemplate(Path file, String to, SearchSpace space, Set<String> instance) {
        this.to = inside("template.to", to);
        String text;
        try {
            text = Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new InvalidFieldException("template.file", "is " + file + ", expected a text file in UTF-8");
        } catch (IOException e) {
            throw new InvalidFieldException(
                    "template.file", "is " + file + ", which cannot be read: " + e.getMessage());
        }
        endsWithNewline = text.endsWith("\n");
        List<String> raw = text.lines().toList();
        lines = IntStream.range(0, raw.size())
                .mapToObj(i ->
                        Placeholders.line(raw.get(i), "template.file (" + file + ":" + (i + 1) + ")", space, instance))
                .toList();
    }

    /** A relative path that does not leave its folder. */
    static String inside(String field, String path) {
        Check.notBlank(field, path);
        Path normal = Path.of(path).normalize();
        Check.that(
                !normal.isAbsolute()
                        && !normal.startsWith("..")
                        && !normal.toString().isEmpty(),
                field,
                "'" + path + "'",
                "a path inside the working folder");
        return path;
    }

    String render(Configuration configuration, Instance instance) {
        String text = lines.stream()
                .flatMap(line -> line.fill(configuration, instance).stream())
                .collect(Collectors.joining("\n"));
        return endsWithNewline ? text + "\n" : text;
    }

    /** Writes beside the target and renames, so that nobody reads half a file. */
    void write(Configuration configuration, Instance instance, Path folder) {
        Path target = folder.resolve(to);
        try {
            Files.createDirectories(target.toAbsolutePath().getParent());
            Path draft = Files.createTempFile(target.toAbsolutePath().getParent(), ".hone", ".tmp");
            try {
                Files.writeString(draft, render(configuration, instance));
                move(draft, target);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw new HoneException("template.to: could not write " + target + ": " + e.getMessage(), e);
        }
    }

    private static void move(Path draft, Path target) throws IOException {
        try {
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
