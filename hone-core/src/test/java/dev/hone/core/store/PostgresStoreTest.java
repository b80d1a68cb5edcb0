package dev.hone.core.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against a real server. */
class PostgresStoreTest extends JdbcStoreContract {

    private static EmbeddedPostgres server;

    @BeforeAll
    static void startServer() throws IOException {
        server = EmbeddedPostgres.builder().start();
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    @Override
    StudyStore open() {
        return openAnother(new ArtifactFolder(contents()));
    }

    @Override
    StudyStore openAnother(ArtifactFolder artifacts) {
        return PostgresStore.at("postgresql://localhost:" + server.getPort() + "/postgres", "postgres", "", artifacts);
    }

    @Override
    Path contents() {
        return folder.resolve("artifacts");
    }

    @Test
    void saysWhatIsWrongWithAServer() {
        String missing = "postgresql://localhost:" + server.getPort() + "/nowhere";
        assertThatThrownBy(() -> PostgresStore.at(missing, "postgres", "", folder))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("nowhere")
                .matches(e -> !((StoreException) e).isTransient());
        assertThatThrownBy(() -> PostgresStore.at("postgresql://localhost:1/x", "postgres", "secret", folder))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("localhost:1")
                .hasMessageNotContaining("secret")
                .matches(e -> ((StoreException) e).isTransient());
    }
}
