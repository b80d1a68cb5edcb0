package dev.hone.core.store;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database with Hone's schema: opens it, brings the schema up to date, and turns its failures into
 * {@link StoreException}s.
 */
final class Database implements AutoCloseable {

    /** The schema that this version of Hone reads and writes: the number of the last migration. */
    static final int SCHEMA_VERSION = 3;

    /** How long to wait for another process that holds the database. */
    static final Duration BUSY_PATIENCE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private static final String HISTORY = "hone_schema_history";

    /** What differs between database systems. */
    interface Dialect {

        /** Folder of the migrations on the class path. */
        String migrations();

        /** Where the database is, without secrets. */
        String location();

        /** Milliseconds since 1970 by the clock that all users of the database share, as an SQL expression. */
        String now();

        /** Appended to a query of a study's row to lock it until the end of the transaction. */
        String lockRow();

        /** Waits for other transactions that have locked the same content, and locks it until the end of this one. */
        void lockContent(Handle handle, String sha256);

        /** Whether a failure only means that another process writes at the moment: nothing was done, and it may be tried again. */
        boolean isBusy(SQLException failure);

        /** What a failure means for the user; empty if nothing is known about it. */
        Optional<StoreException> explain(SQLException failure);
    }

    private final HikariDataSource source;
    private final Dialect dialect;
    private final Jdbi jdbi;

    Database(HikariDataSource source, Dialect dialect) {
        this.source = source;
        this.dialect = dialect;
        this.jdbi = Jdbi.create(source);
        try {
            migrate();
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
    }

    Dialect dialect() {
        return dialect;
    }

    /** Work in one transaction: all of it happens or nothing. */
    interface Work<T> {
        T in(Handle handle);
    }

    <T> T write(Work<T> work) {
        return translated(() -> jdbi.inTransaction(work::in));
    }

    <T> T read(Work<T> work) {
        return translated(() -> jdbi.withHandle(work::in));
    }

    /** Flyway takes longer to start than most commands take to run, so it only runs where there is something to do. */
    private void migrate() {
        int version = read(this::schemaVersion);
        if (version == SCHEMA_VERSION) {
            return;
        }
        if (version > SCHEMA_VERSION) {
            throw new StoreException(
                    dialect.location() + " was written by a newer version of Hone (schema " + version
                            + ", this version knows up to " + SCHEMA_VERSION + "); update Hone or use another store",
                    false,
                    null);
        }
        try {
            Flyway.configure()
                    .dataSource(source)
                    .locations("classpath:" + dialect.migrations())
                    .javaMigrations(new FrontMigration())
                    .table(HISTORY)
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .load()
                    .migrate();
        } catch (FlywayValidateException e) {
            throw new StoreException(
                    "the schema of " + dialect.location() + " was made by another build of Hone (schema " + version
                            + " there differs from schema " + version
                            + " here); export its studies with that build, or use"
                            + " another store",
                    false,
                    e);
        } catch (FlywayException e) {
            throw cause(e).flatMap(dialect::explain)
                    .orElseGet(() -> new StoreException(
                            "the schema of " + dialect.location() + " could not be brought up to date: "
                                    + e.getMessage(),
                            false,
                            e));
        }
    }

    /** Number of the last migration, 0 for a database that has none. */
    private int schemaVersion(Handle handle) {
        boolean known;
        // left open, the answer would hold SQLite's read snapshot, and no write of this connection would succeed once
        // another process has written
        try (ResultSet tables = handle.getConnection().getMetaData().getTables(null, null, HISTORY, null)) {
            known = tables.next();
        } catch (SQLException e) {
            throw new ConnectionException(e);
        }
        if (!known) {
            return 0;
        }
        List<String> versions = handle.createQuery(
                        "SELECT version FROM " + HISTORY + " WHERE success AND version IS NOT NULL")
                .mapTo(String.class)
                .list();
        return versions.stream().mapToInt(Integer::parseInt).max().orElse(0);
    }

    private interface Operation<T> {
        T run();
    }

    private <T> T translated(Operation<T> operation) {
        long since = System.nanoTime();
        boolean told = false;
        while (true) {
            try {
                return operation.run();
            } catch (JdbiException e) {
                Optional<SQLException> failure = cause(e);
                if (failure.filter(dialect::isBusy).isEmpty() || System.nanoTime() - since > BUSY_PATIENCE.toNanos()) {
                    throw failure.flatMap(dialect::explain)
                            .orElseGet(() -> new StoreException(dialect.location() + ": " + innermost(e), false, e));
                }
                if (!told) {
                    LOG.warn(
                            "another process is writing to {}; waiting for it, up to {} s",
                            dialect.location(),
                            BUSY_PATIENCE.toSeconds());
                    told = true;
                }
            }
        }
    }

    private static String innermost(Throwable e) {
        return e.getCause() == null ? e.getMessage() : innermost(e.getCause());
    }

    private static Optional<SQLException> cause(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return Optional.of(sql);
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        source.close();
    }
}
