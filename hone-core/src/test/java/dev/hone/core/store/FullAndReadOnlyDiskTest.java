package dev.hone.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hone.core.store.StudyStore.NewStudy;
import dev.hone.core.store.StudyStore.NewTrial;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.TrialState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real small file system that fills up or is read-only; needs the right to mount one, which root in a container may lack. */
class FullAndReadOnlyDiskTest {

    @TempDir
    Path folder;

    private Path disk;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=1500k", "hone-test", disk.toString()), "may not mount");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", disk.toString());
    }

    @Test
    void aFullDiskIsSaidAndLosesNothing() throws Exception {
        Path ballast = Files.write(disk.resolve("ballast"), new byte[300_000]);
        long id;
        int written = 0;
        try (StudyStore store = SqliteStore.at(disk.resolve("hone.db"))) {
            id = store.create(new NewStudy("s", List.of(Objective.minimize("x")), 1, "random", ""))
                    .id();
            StoreException failure = null;
            while (failure == null && written < 10_000) {
                try {
                    store.enqueue(id, List.of(trial()));
                    written++;
                } catch (StoreException e) {
                    failure = e;
                }
            }
            assertThat(failure).isNotNull();
            assertThat(failure).hasMessageContaining("hone.db").hasMessageContaining("disk is full");
            assertThat(failure.isTransient()).isFalse();
            Files.delete(ballast);
            store.enqueue(id, List.of(trial()));
        }
        try (StudyStore store = SqliteStore.at(disk.resolve("hone.db"))) {
            assertThat(store.trials(id, Set.of(TrialState.QUEUED), 0, Integer.MAX_VALUE))
                    .hasSize(written + 1);
            assertThat(store.counts(id)).containsEntry(TrialState.QUEUED, written + 1L);
        }
    }

    private static NewTrial trial() {
        return new NewTrial("{\"x\":\"" + "a".repeat(2_000) + "\"}", Origin.USER, Map.of(), List.of());
    }

    @Test
    void aReadOnlyFolderIsSaid() throws Exception {
        SqliteStore.at(disk.resolve("old.db")).close();
        assumeTrue(run("mount", "-o", "remount,ro", disk.toString()), "may not remount");
        assertThatThrownBy(() -> SqliteStore.at(disk.resolve("new.db")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("new.db")
                .hasMessageContaining("read-only");
        assertThatThrownBy(() -> SqliteStore.at(disk.resolve("old.db")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("old.db")
                .hasMessageContaining("read-only");
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
