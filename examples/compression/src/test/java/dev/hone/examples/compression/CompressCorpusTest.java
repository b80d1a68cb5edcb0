package dev.hone.examples.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompressCorpusTest {

    @TempDir
    Path folder;

    @Test
    void theCorpusDependsOnTheSeedAlone() throws Exception {
        byte[] corpus = Corpus.generate(200_000, 1);

        assertThat(corpus).hasSize(200_000).isEqualTo(Corpus.generate(200_000, 1));
        assertThat(corpus).isNotEqualTo(Corpus.generate(200_000, 2));
    }

    @Test
    void measuresARoundTrip() throws Exception {
        Path original = Files.write(folder.resolve("original"), Corpus.generate(200_000, 1));

        String result = CompressCorpus.measure(original, "gzip", List.of("-1"));

        assertThat(result).matches("\\{\"ratio\": [1-9][0-9.]*, \"compress_s\": [0-9.]+, \"decompress_s\": [0-9.]+}");
    }

    @Test
    void saysWhichToolIsMissingAndHowToGetIt() throws Exception {
        Path original = Files.write(folder.resolve("original"), new byte[10]);

        assertThatThrownBy(() -> CompressCorpus.measure(original, "no-such-tool", List.of()))
                .hasMessageContaining("no-such-tool")
                .hasMessageContaining("apt-get install");
    }

    @Test
    void saysWhyAToolFailed() throws Exception {
        Path original = Files.write(folder.resolve("original"), new byte[10]);

        assertThatThrownBy(() -> CompressCorpus.measure(original, "gzip", List.of("--no-such-option")))
                .hasMessageContaining("exit code 1")
                .hasMessageContaining("no-such-option");
    }
}
