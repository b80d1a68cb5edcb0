package dev.hone.core.store;

import dev.hone.core.store.ArtifactFolder.Incoming;
import dev.hone.core.trial.Artifact;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * The table of artifacts, and their contents in a folder. Equal contents share a file, which goes with the last row that
 * names it. Whoever puts a content, or removes its file, first locks it for a transaction: a file appears together with its
 * row, and is removed only while nobody can add one.
 */
final class Artifacts {

    private final Database database;
    private final ArtifactFolder folder;

    Artifacts(Database database, ArtifactFolder folder) {
        this.database = database;
        this.folder = folder;
    }

    Incoming receive(String name, String mediaType, Path file) {
        return folder.receive(name, mediaType, file);
    }

    /** Keeps an artifact; the content that had its name before, if it is another one. */
    Optional<String> put(Handle handle, long studyId, long number, Incoming incoming) {
        Artifact artifact = incoming.artifact();
        Optional<String> before = handle.createQuery("SELECT sha256 FROM artifacts"
                        + " WHERE study_id = :study AND number = :number AND name = :name")
                .bind("study", studyId)
                .bind("number", number)
                .bind("name", artifact.name())
                .mapTo(String.class)
                .findOne();
        database.dialect().lockContent(handle, artifact.sha256());
        incoming.keep();
        handle.execute(
                "INSERT INTO artifacts (study_id, number, name, media_type, bytes, sha256) VALUES (?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (study_id, number, name) DO UPDATE SET media_type = excluded.media_type,"
                        + " bytes = excluded.bytes, sha256 = excluded.sha256",
                studyId,
                number,
                artifact.name(),
                artifact.mediaType(),
                artifact.bytes(),
                artifact.sha256());
        return before.filter(sha256 -> !sha256.equals(artifact.sha256()));
    }

    List<Artifact> of(Handle handle, long studyId, long number) {
        return handle.createQuery("SELECT name, media_type, bytes, sha256 FROM artifacts"
                        + " WHERE study_id = :study AND number = :number ORDER BY name")
                .bind("study", studyId)
                .bind("number", number)
                .map((r, context) -> new Artifact(r.getString(1), r.getString(2), r.getLong(3), r.getString(4)))
                .list();
    }

    InputStream open(Artifact artifact) {
        return folder.open(artifact);
    }

    /** Contents of all artifacts of a study. */
    List<String> contents(Handle handle, long studyId) {
        return handle.createQuery("SELECT DISTINCT sha256 FROM artifacts WHERE study_id = :id")
                .bind("id", studyId)
                .mapTo(String.class)
                .list();
    }

    /** Which of the trials have artifacts other than their output. */
    List<Long> owners(Handle handle, long studyId, Set<Long> numbers) {
        List<Long> owners = handle.createQuery(
                        "SELECT DISTINCT number FROM artifacts WHERE study_id = :id AND name NOT IN (:out, :err)")
                .bind("id", studyId)
                .bind("out", Artifact.STDOUT)
                .bind("err", Artifact.STDERR)
                .mapTo(Long.class)
                .list();
        owners.retainAll(numbers);
        return owners;
    }

    /** Forgets all artifacts of the trials but their output; the contents. */
    Set<String> forget(Handle handle, long studyId, List<Long> numbers) {
        Set<String> contents = new HashSet<>();
        for (long number : numbers) {
            of(handle, studyId, number).stream()
                    .filter(artifact -> !artifact.isOutput())
                    .forEach(artifact -> contents.add(artifact.sha256()));
            handle.execute(
                    "DELETE FROM artifacts WHERE study_id = ? AND number = ? AND name NOT IN (?, ?)",
                    studyId,
                    number,
                    Artifact.STDOUT,
                    Artifact.STDERR);
        }
        return contents;
    }

    /** Removes the files of those contents that no artifact has any more; after the transaction that removed the artifacts. */
    void sweep(Collection<String> contents) {
        for (String sha256 : contents) {
            database.write(handle -> {
                database.dialect().lockContent(handle, sha256);
                if (!isReferenced(handle, sha256)) {
                    folder.delete(sha256);
                }
                return null;
            });
        }
    }

    private static boolean isReferenced(Handle handle, String sha256) {
        return handle.createQuery("SELECT COUNT(*) FROM artifacts WHERE sha256 = :hash")
                        .bind("hash", sha256)
                        .mapTo(Long.class)
                        .one()
                > 0;
    }
}
