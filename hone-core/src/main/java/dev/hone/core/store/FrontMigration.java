package dev.hone.core.store;

import dev.hone.core.pareto.ParetoArchive;
import dev.hone.core.trial.Direction;
import dev.hone.core.trial.Objective;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;

/**
 * Schema 3: marks the trials on the Pareto front of studies with several objectives, and indexes pending trials by number.
 * The same in all databases.
 */
final class FrontMigration implements JavaMigration {

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion("3");
    }

    @Override
    public String getDescription() {
        return "fronts";
    }

    @Override
    public Integer getChecksum() {
        return null;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }

    @Override
    public void migrate(Context context) throws SQLException {
        Connection connection = context.getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("ALTER TABLE trials ADD COLUMN on_front BOOLEAN NOT NULL DEFAULT FALSE");
            statement.execute("CREATE INDEX trials_front ON trials (study_id, number) WHERE on_front");
            // ordered by state first, it was passed over for queries of both states in the order of numbers
            statement.execute("DROP INDEX trials_pending");
            statement.execute("CREATE INDEX trials_pending ON trials (study_id, number)"
                    + " WHERE state IN ('QUEUED', 'RUNNING')");
        }
        for (Map.Entry<Long, List<Objective>> study : studies(connection).entrySet()) {
            if (study.getValue().size() > 1) {
                mark(connection, study.getKey(), front(connection, study.getKey(), study.getValue()));
            }
        }
    }

    private static Map<Long, List<Objective>> studies(Connection connection) throws SQLException {
        Map<Long, List<Objective>> studies = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet r = statement.executeQuery(
                        "SELECT study_id, name, direction FROM objectives ORDER BY study_id, position")) {
            while (r.next()) {
                Objective objective = new Objective(r.getString(2), Direction.valueOf(r.getString(3)));
                studies.computeIfAbsent(r.getLong(1), id -> new ArrayList<>()).add(objective);
            }
        }
        return studies;
    }

    private static ParetoArchive front(Connection connection, long studyId, List<Objective> objectives)
            throws SQLException {
        ParetoArchive front = new ParetoArchive();
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT number, objective_values FROM trials" + " WHERE study_id = ? AND feasible ORDER BY number")) {
            query.setLong(1, studyId);
            try (ResultSet r = query.executeQuery()) {
                while (r.next()) {
                    front.add(r.getLong(1), Fronts.losses(Fronts.numbers(r.getString(2)), objectives));
                }
            }
        }
        return front;
    }

    private static void mark(Connection connection, long studyId, ParetoArchive front) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE trials SET on_front = TRUE WHERE study_id = ? AND number = ?")) {
            for (ParetoArchive.Entry entry : front.entries()) {
                update.setLong(1, studyId);
                update.setLong(2, entry.id());
                update.addBatch();
            }
            update.executeBatch();
        }
    }
}
