package dev.hone.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.store.StudyStore.NewStudy;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

class SqliteStoreTest extends JdbcStoreContract {

    @Override
    StudyStore open() {
        return SqliteStore.at(folder.resolve("hone.db"));
    }

    @Override
    StudyStore openAnother(ArtifactFolder artifacts) {
        return SqliteStore.at(folder.resolve("hone.db"), artifacts);
    }

    @Override
    Path contents() {
        return folder.resolve("hone.db.artifacts");
    }

    @Test
    void studiesSurviveClosing() {
        store.create(new NewStudy("kept", List.of(Objective.minimize("x")), 1, "random", ""));
        store.close();
        store = open();
        assertThat(store.find("kept")).isPresent();
    }

    @Test
    void artifactContentGoesWithItsLastReference() throws Exception {
        long study = store.create(new NewStudy("s", List.of(Objective.minimize("x")), 1, "random", ""))
                .id();
        store.enqueue(study, List.of(new StudyStore.NewTrial("{}", Origin.USER, Map.of(), List.of())));
        Path file = Files.writeString(folder.resolve("in"), "one");
        store.putArtifact(study, 0, "a", "text/plain", file);
        store.putArtifact(study, 0, "b", "text/plain", file);
        Path contents = folder.resolve("hone.db.artifacts");
        assertThat(contents.toFile().list()).hasSize(1);
        Files.writeString(file, "two");
        store.putArtifact(study, 0, "a", "text/plain", file);
        assertThat(contents.toFile().list()).hasSize(2);
        store.putArtifact(study, 0, "b", "text/plain", file);
        assertThat(contents.toFile().list()).hasSize(1);
        store.removeArtifacts(study, Set.of(0L));
        assertThat(contents.toFile().list()).isEmpty();
        store.putArtifact(study, 0, "a", "text/plain", file);
        store.delete(study);
        assertThat(contents.toFile().list()).isEmpty();
    }

    @Test
    void failedTrialsAreFoundWithoutReadingAllOthers() throws Exception {
        assertThat(planFor(Set.of(TrialState.FAILED))).contains("INDEX trials_failed (study_id=? AND number>?)");
    }

    @Test
    void pendingTrialsAreFoundWithoutReadingAllOthers() throws Exception {
        String index = "INDEX trials_pending (study_id=? AND number>?)";
        assertThat(planFor(Set.of(TrialState.QUEUED, TrialState.RUNNING))).contains(index);
        assertThat(planFor(Set.of(TrialState.QUEUED))).contains(index);
        assertThat(planFor(Set.of(TrialState.RUNNING))).contains(index);
    }

    private String planFor(Set<TrialState> states) throws Exception {
        List<String> plan = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("hone.db"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("EXPLAIN QUERY PLAN SELECT t.* FROM trials t"
                        + " WHERE t.study_id = 1 AND t.number >= 0 AND "
                        + TrialRows.inStates(states) + " ORDER BY t.number LIMIT 200")) {
            while (rows.next()) {
                plan.add(rows.getString("detail"));
            }
        }

        assertThat(plan).hasSize(1);
        return plan.get(0);
    }

    @Test
    void valuesOfAnySizeComeBackAsScores() {
        long study = store.create(new NewStudy(
                        "extremes",
                        List.of(Objective.minimize("a"), Objective.maximize("b"), Objective.minimize("c")),
                        1,
                        "random",
                        ""))
                .id();
        store.enqueue(study, List.of(new StudyStore.NewTrial("{}", Origin.USER, Map.of(), List.of())));
        Trial<String> trial = store.claim(study, "w").orElseThrow();
        store.finish(
                study,
                trial.number(),
                trial.attempt(),
                StudyStore.Outcome.complete(Evaluation.of(-1.5e-300, Double.MAX_VALUE, 0.0)));

        assertThat(store.front(study))
                .containsExactly(new StudyStore.Score(0, List.of(-1.5e-300, Double.MAX_VALUE, 0.0)));
    }

    @Test
    void findsTheFrontOfAStoreFromBeforeFrontsWereKept() throws Exception {
        Path old = folder.resolve("old.db");
        String url = "jdbc:sqlite:" + old;
        Flyway.configure()
                .dataSource(url, null, null)
                .locations("classpath:db/hone/sqlite")
                .table("hone_schema_history")
                .load()
                .migrate();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO studies (id, name, seed, optimizer, definition, created, next_number,"
                    + " finish_counter, complete) VALUES (1, 'old', 1, 'random', '', 0, 4, 4, 4)");
            statement.execute("INSERT INTO objectives VALUES (1, 0, 'loss', 'MINIMIZE'), (1, 1, 'gain', 'MAXIMIZE')");
            statement.execute("INSERT INTO trials (study_id, number, state, candidate, origin, created, feasible,"
                    + " objective_values, evaluation, finish_order) VALUES"
                    + " (1, 0, 'COMPLETE', '{}', 'USER', 0, TRUE, '[1.0,5.0]', '{\"values\":[1.0,5.0]}', 1),"
                    + " (1, 1, 'COMPLETE', '{}', 'USER', 0, TRUE, '[2.0,4.0]', '{\"values\":[2.0,4.0]}', 2),"
                    + " (1, 2, 'COMPLETE', '{}', 'USER', 0, FALSE, '[0.0,9.0]', '{\"values\":[0.0,9.0]}', 3),"
                    + " (1, 3, 'COMPLETE', '{}', 'USER', 0, TRUE, '[2.0,6.0]', '{\"values\":[2.0,6.0]}', 4)");
        }

        try (StudyStore migrated = SqliteStore.at(old)) {
            assertThat(migrated.front(1)).extracting(StudyStore.Score::number).containsExactly(0L, 3L);
            assertThat(migrated.best(1, 1).orElseThrow().number()).isEqualTo(3);
        }
    }

    @Test
    void refusesAStoreOfANewerVersion() throws Exception {
        store.close();
        sql("INSERT INTO hone_schema_history (installed_rank, version, description, type, script, checksum,"
                + " installed_by, execution_time, success) VALUES (99, '99', 'x', 'SQL', 'x', 1, 'x', 1, 1)");
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("newer version of Hone")
                .hasMessageContaining("schema 99");
    }

    @Test
    void refusesWhatIsNoDatabase() throws Exception {
        Path file = Files.writeString(folder.resolve("text.db"), "this is no database, but a text. ".repeat(100));
        assertThatThrownBy(() -> SqliteStore.at(file))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("not an SQLite database");
        assertThat(Files.readString(file)).startsWith("this is no database");
    }

    @Test
    void refusesAMissingFolder() {
        assertThatThrownBy(() -> SqliteStore.at(folder.resolve("no/such/hone.db")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("there is no folder");
    }

    @Test
    void saysThatTheStoreIsLocked() throws Exception {
        SqliteStore.Sqlite dialect = new SqliteStore.Sqlite(folder.resolve("hone.db"));
        StoreException locked =
                dialect.explain(failure(SQLiteErrorCode.SQLITE_BUSY)).orElseThrow();
        assertThat(locked).hasMessageContaining("locked by another process");
        assertThat(locked.isTransient()).isTrue();
        StoreException full =
                dialect.explain(failure(SQLiteErrorCode.SQLITE_FULL)).orElseThrow();
        assertThat(full).hasMessageContaining("disk is full");
        assertThat(full.isTransient()).isFalse();
        StoreException readOnly = dialect.explain(failure(SQLiteErrorCode.SQLITE_READONLY_DIRECTORY))
                .orElseThrow();
        assertThat(readOnly).hasMessageContaining("read-only");
    }

    private static SQLiteException failure(SQLiteErrorCode code) {
        return new SQLiteException(code.message, code);
    }

    @Test
    void locationsAreChecked() {
        assertThat(Stores.open(":memory:")).isInstanceOf(MemoryStore.class);
        try (StudyStore other = Stores.open("sqlite:" + folder.resolve("other.db"))) {
            assertThat(other.location()).endsWith("other.db");
        }
        assertThatThrownBy(() -> Stores.open("mysql://x/y"))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("postgresql://HOST/NAME");
        assertThatThrownBy(() -> Stores.open("postgresql://me:secret@host/db"))
                .hasMessageContaining("HONE_STORE_PASSWORD")
                .hasMessageNotContaining("secret@");
    }

    private void sql(String statement) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("hone.db"));
                Statement work = connection.createStatement()) {
            work.execute(statement);
        }
    }
}
