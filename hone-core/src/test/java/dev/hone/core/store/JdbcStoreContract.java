package dev.hone.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hone.core.store.StudyStore.NewStudy;
import dev.hone.core.store.StudyStore.NewTrial;
import dev.hone.core.trial.Artifact;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Origin;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** What stores in a database do beside: one process must not remove the contents that another one puts. */
abstract class JdbcStoreContract extends StudyStoreContract {

    /** The same store as another process sees it, its contents in {@code artifacts}, a view of {@link #contents}. */
    abstract StudyStore openAnother(ArtifactFolder artifacts);

    abstract Path contents();

    @Test
    void contentStaysIfItsLastOwnerGoesWhileItIsPutAgain() throws Exception {
        Path file = Files.writeString(folder.resolve("in.txt"), "same");
        long gone = studyWithTrial("gone");
        long kept = studyWithTrial("kept");
        store.putArtifact(gone, 0, "a", "text/plain", file);
        ArtifactFolder slow = new ArtifactFolder(contents()) {
            @Override
            Incoming receive(String name, String mediaType, Path from) {
                Incoming incoming = super.receive(name, mediaType, from);
                store.delete(gone);
                return incoming;
            }
        };

        try (StudyStore another = openAnother(slow)) {
            another.putArtifact(kept, 0, "b", "text/plain", file);
        }

        assertThat(content(kept, "b")).isEqualTo("same");
    }

    @Test
    void contentStaysIfItIsPutAgainWhileItIsRemoved() throws Exception {
        Path file = Files.writeString(folder.resolve("in.txt"), "same");
        long gone = studyWithTrial("gone");
        long kept = studyWithTrial("kept");
        store.putArtifact(gone, 0, "a", "text/plain", file);
        CompletableFuture<Artifact> put = new CompletableFuture<>();
        ArtifactFolder slow = new ArtifactFolder(contents()) {
            @Override
            void delete(String sha256) {
                put.completeAsync(() -> store.putArtifact(kept, 0, "b", "text/plain", file));
                letEndUnlessItWaits(put);
                super.delete(sha256);
            }
        };

        try (StudyStore another = openAnother(slow)) {
            another.delete(gone);
        }

        put.get();
        assertThat(content(kept, "b")).isEqualTo("same");
    }

    /** A put that has to wait for the removal ends after it, however long this takes. */
    private static void letEndUnlessItWaits(CompletableFuture<Artifact> put) {
        try {
            put.get(1, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            // it waits, as it should
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private long studyWithTrial(String name) {
        long study = store.create(new NewStudy(name, List.of(Objective.minimize("x")), 1, "random", ""))
                .id();
        store.enqueue(study, List.of(new NewTrial("{}", Origin.USER, Map.of(), List.of())));
        return study;
    }

    private String content(long study, String name) throws Exception {
        try (InputStream in = store.openArtifact(study, 0, name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
