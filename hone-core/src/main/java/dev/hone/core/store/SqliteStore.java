package dev.hone.core.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.hone.core.store.Database.Dialect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;

/**
 * Studies in one SQLite file (write-ahead log), for any number of processes on one machine; artifacts lie in a folder
 * beside it. What was committed survives the death of any process; after a power failure the last commits may be missing,
 * and the file is intact.
 */
public final class SqliteStore {

    /** How long the driver waits for another writer before the wait is told and goes on. */
    private static final int BUSY_TIMEOUT_MILLIS = 1_500;

    private SqliteStore() {}

    /** Opens the file, which is created if it does not exist. */
    public static StudyStore at(Path file) {
        return at(file, new ArtifactFolder(file.resolveSibling(file.getFileName() + ".artifacts")));
    }

    static StudyStore at(Path file, ArtifactFolder artifacts) {
        Path folder = file.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            throw new StoreException("cannot open " + file + ": there is no folder " + folder, false, null);
        }
        if (!Files.exists(file) && !Files.isWritable(folder)) {
            throw new StoreException(
                    "cannot create " + file + ": the folder " + folder
                            + " is read-only; choose another place with --store",
                    false,
                    null);
        }
        if (Files.exists(file) && !Files.isWritable(file)) {
            throw new StoreException(
                    "cannot write to " + file + ": the file is read-only; change its permissions or choose another"
                            + " place with --store",
                    false,
                    null);
        }
        return new JdbcStore(new Database(source(file), new Sqlite(file)), artifacts);
    }

    private static HikariDataSource source(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        config.enforceForeignKeys(true);
        // a transaction that starts as a reader and wants to write later fails at once if another has written meanwhile
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        SQLiteDataSource sqlite = new SQLiteDataSource(config);
        sqlite.setUrl("jdbc:sqlite:" + file);
        HikariConfig pool = new HikariConfig();
        pool.setDataSource(sqlite);
        // SQLite has one writer at a time, and one connection keeps its page cache warm
        pool.setMaximumPoolSize(1);
        pool.setMinimumIdle(1);
        pool.setMaxLifetime(0);
        pool.setIdleTimeout(0);
        pool.setConnectionTimeout(Database.BUSY_PATIENCE.toMillis());
        pool.setInitializationFailTimeout(-1);
        pool.setPoolName("hone-sqlite");
        return new HikariDataSource(pool);
    }

    record Sqlite(Path file) implements Dialect {

        @Override
        public String migrations() {
            return "db/hone/sqlite";
        }

        @Override
        public String location() {
            return file.toString();
        }

        @Override
        public String now() {
            return "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)";
        }

        @Override
        public String lockRow() {
            return "";
        }

        /** Nothing to do: a transaction that writes has the whole file for itself from its start. */
        @Override
        public void lockContent(Handle handle, String sha256) {}

        @Override
        public boolean isBusy(SQLException failure) {
            int code = code(failure);
            return code == SQLiteErrorCode.SQLITE_BUSY.code || code == SQLiteErrorCode.SQLITE_LOCKED.code;
        }

        /** Without the part that tells variants of an error apart. */
        private static int code(SQLException failure) {
            return failure.getErrorCode() & 0xff;
        }

        @Override
        public Optional<StoreException> explain(SQLException failure) {
            int code = code(failure);
            String what = null;
            boolean passing = false;
            if (isBusy(failure)) {
                what = "is locked by another process, for longer than " + Database.BUSY_PATIENCE.toSeconds() + " s";
                passing = true;
            } else if (code == SQLiteErrorCode.SQLITE_FULL.code) {
                what = "cannot grow: the disk is full; make room and resume";
            } else if (code == SQLiteErrorCode.SQLITE_READONLY.code) {
                what = "is read-only; change the permissions of the file and its folder or choose another place with"
                        + " --store";
            } else if (code == SQLiteErrorCode.SQLITE_NOTADB.code) {
                what = "is not an SQLite database; choose another place with --store";
            } else if (code == SQLiteErrorCode.SQLITE_CORRUPT.code) {
                what = "is damaged: " + failure.getMessage();
            } else if (code == SQLiteErrorCode.SQLITE_CANTOPEN.code) {
                what = "cannot be opened: " + failure.getMessage();
            } else if (code == SQLiteErrorCode.SQLITE_IOERR.code) {
                what = "cannot be read or written: " + failure.getMessage();
            }
            return Optional.ofNullable(what).map(new Explanation(file, failure, passing)::exception);
        }
    }

    private record Explanation(Path file, SQLException failure, boolean passing) {
        StoreException exception(String what) {
            return new StoreException("the store " + file + " " + what, passing, failure);
        }
    }
}
