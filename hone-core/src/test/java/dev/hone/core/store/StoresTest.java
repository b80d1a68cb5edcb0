package dev.hone.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StoresTest {

    @Test
    void artifactsOfEachDatabaseHaveAFolderOfTheirOwn() {
        Path folder = Path.of(System.getProperty("user.home"), ".hone", "artifacts");
        assertThat(Stores.artifacts("postgresql://db.example:5433/tuning?ssl=true"))
                .isEqualTo(folder.resolve("db.example_5433_tuning"));
        assertThat(Stores.artifacts("postgresql://db.example:5433/other"))
                .isEqualTo(folder.resolve("db.example_5433_other"));
        assertThat(Stores.artifacts("postgresql://db.example/../../tuning").getParent())
                .isEqualTo(folder);
    }
}
