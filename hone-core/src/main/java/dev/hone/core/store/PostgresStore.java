package dev.hone.core.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import dev.hone.core.store.Database.Dialect;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Studies in a PostgreSQL database, for workers on many machines. */
public final class PostgresStore {

    private static final int CONNECTIONS = 8;
    private static final int CONNECTION_TIMEOUT_MILLIS = 5_000;
    /** No statement takes this long, so an answer that is later was lost with the network. */
    private static final int ANSWER_TIMEOUT_SECONDS = 60;

    /** A worker that was cut off in the middle of a change must not keep the others from theirs. */
    private static final String SESSION = "SET idle_in_transaction_session_timeout = '60s'";

    private PostgresStore() {}

    /**
     * Opens the database.
     *
     * @param location such as {@code postgresql://host:5432/database}; no password in it
     * @param artifacts folder for artifacts, shared by all workers if their artifacts are to be seen everywhere
     */
    public static StudyStore at(String location, String user, String password, Path artifacts) {
        return at(location, user, password, new ArtifactFolder(artifacts));
    }

    static StudyStore at(String location, String user, String password, ArtifactFolder artifacts) {
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl("jdbc:" + location);
        pool.setUsername(user);
        pool.setPassword(password);
        pool.setMaximumPoolSize(CONNECTIONS);
        pool.setMinimumIdle(0);
        pool.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
        pool.setPoolName("hone-postgresql");
        pool.setConnectionInitSql(SESSION);
        pool.addDataSourceProperty("ApplicationName", "hone");
        pool.addDataSourceProperty("tcpKeepAlive", true);
        pool.addDataSourceProperty("connectTimeout", CONNECTION_TIMEOUT_MILLIS / 1_000);
        pool.addDataSourceProperty("socketTimeout", ANSWER_TIMEOUT_SECONDS);
        Dialect dialect = new Postgres(location);
        try {
            return new JdbcStore(new Database(new HikariDataSource(pool), dialect), artifacts);
        } catch (HikariPool.PoolInitializationException e) {
            if (e.getCause() instanceof SQLException failure) {
                throw dialect.explain(failure).orElseThrow(() -> e);
            }
            throw new StoreException("the store " + location + " cannot be reached: " + e.getMessage(), true, e);
        }
    }

    private record Postgres(String location) implements Dialect {

        @Override
        public String migrations() {
            return "db/hone/postgresql";
        }

        @Override
        public String now() {
            return "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)";
        }

        @Override
        public String lockRow() {
            return " FOR UPDATE";
        }

        @Override
        public void lockContent(Handle handle, String sha256) {
            handle.execute("SELECT pg_advisory_xact_lock(?)", Long.parseUnsignedLong(sha256.substring(0, 16), 16));
        }

        /** Transactions queue up for a row and do not fail because of each other. */
        @Override
        public boolean isBusy(SQLException failure) {
            return false;
        }

        @Override
        public Optional<StoreException> explain(SQLException failure) {
            String state = failure.getSQLState() == null ? "08000" : failure.getSQLState();
            String what;
            boolean passing = false;
            switch (state.substring(0, 2)) {
                case "08", "57" -> {
                    what = "cannot be reached: " + failure.getMessage();
                    passing = true;
                }
                case "40", "55" -> {
                    what = "is busy: " + failure.getMessage();
                    passing = true;
                }
                case "53" -> {
                    what = "has no room left: " + failure.getMessage();
                    passing = true;
                }
                case "28" -> what = "refuses the user or password; set HONE_STORE_USER and HONE_STORE_PASSWORD";
                case "3D" -> what = "does not exist: " + failure.getMessage();
                case "42" -> what = "may not be used: " + failure.getMessage();
                default -> {
                    return Optional.empty();
                }
            }
            return Optional.of(new StoreException("the store " + location + " " + what, passing, failure));
        }
    }
}
