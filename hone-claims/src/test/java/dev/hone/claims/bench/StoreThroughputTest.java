package dev.hone.claims.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hone.core.store.StoreException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreThroughputTest {

    @Test
    void aLocationThatCannotBeOpenedIsToldBeforeAnythingIsMeasured(@TempDir Path folder) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<String> locations = List.of(
                folder.resolve("good.db").toString(),
                folder.resolve("missing/bad.db").toString());

        assertThatThrownBy(
                        () -> new StoreThroughput().run(locations, new PrintStream(out, true, StandardCharsets.UTF_8)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("there is no folder");
        assertThat(out.size()).isZero();
    }
}
