package dev.hone.core.store;

import dev.hone.core.InvalidFieldException;
import java.nio.file.Path;
import java.util.Optional;

/** Opens stores by their location, as users write it. */
public final class Stores {

    private static final String SQLITE = "sqlite:";
    private static final String POSTGRESQL = "postgresql://";

    private Stores() {}

    /**
     * Opens a store: {@code hone.db} or {@code sqlite:hone.db} for an SQLite file, {@code postgresql://host:port/database}
     * for PostgreSQL (user and password in the environment variables {@code HONE_STORE_USER} and
     * {@code HONE_STORE_PASSWORD}, folder for artifacts in {@code HONE_ARTIFACTS}, by default one for each location), {@code
     * :memory:} for none.
     */
    public static StudyStore open(String location) {
        if (location.equals(":memory:")) {
            return new MemoryStore();
        }
        if (location.startsWith(POSTGRESQL)) {
            if (location.substring(POSTGRESQL.length()).contains("@")) {
                throw new InvalidFieldException(
                        "store",
                        "has a user or password in it, expected " + POSTGRESQL
                                + "host/database with HONE_STORE_USER and HONE_STORE_PASSWORD in the environment");
            }
            return PostgresStore.at(
                    location,
                    variable("HONE_STORE_USER").orElse(System.getProperty("user.name")),
                    variable("HONE_STORE_PASSWORD").orElse(""),
                    variable("HONE_ARTIFACTS").map(Path::of).orElseGet(() -> artifacts(location)));
        }
        if (location.startsWith(SQLITE)) {
            return SqliteStore.at(Path.of(location.substring(SQLITE.length())));
        }
        if (location.matches("[a-z]+:.*")) {
            throw new InvalidFieldException(
                    "store",
                    "is '" + location + "', expected a file, " + SQLITE + "FILE or " + POSTGRESQL + "HOST/NAME");
        }
        return SqliteStore.at(Path.of(location));
    }

    /** A folder of its own for each database, since removing a content asks one database who else has it. */
    static Path artifacts(String location) {
        String database = location.substring(POSTGRESQL.length()).replaceFirst("\\?.*", "");
        return Path.of(
                System.getProperty("user.home"), ".hone", "artifacts", database.replaceAll("[^A-Za-z0-9.-]", "_"));
    }

    private static Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
    }
}
