package dev.hone.cli.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hone.cli.Cli;
import dev.hone.cli.ExitCode;
import dev.hone.core.store.SqliteStore;
import dev.hone.core.store.StudyStore;
import dev.hone.core.trial.TrialState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users hear when a real disk is full or read-only, or another process holds the store. */
class TroubledStoreTest {

    /** Each trial leaves about 60 KB of output, which is kept with it. */
    private static final String TALKATIVE = StudyFile.PARABOLA
            .replaceAll(
                    "  command: .*",
                    "  command: [sh, -c, 'seq 1 11000; echo {x} >&2; echo \"{{\\\\\"y\\\\\": {x}}}\"']")
            .replace("trials: 8", "trials: 40");

    @TempDir
    Path folder;

    private Path disk;

    /** A small file system; needs the right to mount one, which root in a container may lack. */
    private void mount() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=8m", "hone-test", disk.toString()), "may not mount");
    }

    @AfterEach
    void unmount() throws Exception {
        if (disk != null) {
            run("umount", disk.toString());
        }
    }

    @Test
    void aRunThatFillsTheDiskSaysSoAndGoesOnWhenThereIsRoom() throws Exception {
        mount();
        Path ballast = Files.write(disk.resolve("ballast"), new byte[6_500_000]);
        Path store = disk.resolve("hone.db");
        String file = StudyFile.write(folder, TALKATIVE).toString();
        try (HoneProcess first =
                HoneProcess.start(folder, "first", Map.of(), "tune", file, "--store", store.toString())) {
            assertThat(first.status()).as(first.said()).isEqualTo(ExitCode.USAGE);
            assertThat(first.said())
                    .containsPattern("the disk is full|No space left on device")
                    .contains("Go on with: ")
                    .contains("--resume")
                    .doesNotContain("\tat ");
        }

        Files.delete(ballast);
        try (HoneProcess second =
                HoneProcess.start(folder, "second", Map.of(), "tune", file, "--resume", "--store", store.toString())) {
            assertThat(second.status()).as(second.said()).isEqualTo(ExitCode.DONE);
        }
        try (StudyStore reopened = SqliteStore.at(store)) {
            long study = reopened.find("parabola").orElseThrow().id();
            assertThat(reopened.counts(study))
                    .containsEntry(TrialState.COMPLETE, 40L)
                    .containsEntry(TrialState.FAILED, 0L);
        }
    }

    @Test
    void aReadOnlyFolderIsSaidAndNothingIsWritten() throws Exception {
        mount();
        assumeTrue(run("mount", "-o", "remount,ro", disk.toString()), "may not remount");
        Path store = disk.resolve("hone.db");
        Cli cli = Cli.run("tune", StudyFile.write(folder, StudyFile.PARABOLA).toString(), "--store", store.toString());
        assertThat(cli.status()).as(cli.err()).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err())
                .contains(store.toString())
                .contains("read-only")
                .contains("--store")
                .doesNotContain("\tat ");
        assertThat(disk.toFile().list()).isEmpty();
    }

    @Test
    void whoeverWaitsForAnotherProcessSaysSoBeforeTheEnd() throws Exception {
        String store = folder.resolve("hone.db").toString();
        Cli.run("tune", StudyFile.write(folder, StudyFile.PARABOLA).toString(), "--store", store, "--trials", "1");
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + store);
                var statement = other.createStatement();
                HoneProcess waiting = renameWhile(() -> statement.execute("BEGIN IMMEDIATE"), store)) {
            waiting.awaitSaid("another process is writing to " + store + "; waiting for it, up to 10 s");
            statement.execute("ROLLBACK");
            assertThat(waiting.status()).as(waiting.said()).isEqualTo(ExitCode.DONE);
        }
        try (StudyStore reopened = SqliteStore.at(Path.of(store))) {
            assertThat(reopened.find("other")).isPresent();
        }
    }

    private interface Action {
        void run() throws Exception;
    }

    private HoneProcess renameWhile(Action locked, String store) throws Exception {
        locked.run();
        return HoneProcess.start(folder, "rename", Map.of(), "study", "rename", "parabola", "other", "--store", store);
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
