package dev.hone.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hone.core.HoneException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void numbersGoRightAndTextsLeft() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Table("NAME", "N")
                .row("a", "1")
                .row("longer", "-20")
                .print(new PrintStream(out, true, StandardCharsets.UTF_8), "  ", new Style(false));
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("  NAME      N\n  a         1\n  longer  -20\n");
    }

    @Test
    void aRowMustFitTheHeader() {
        assertThatThrownBy(() -> new Table("A", "B").row("1"))
                .isInstanceOf(HoneException.class)
                .hasMessageContaining("2 cells");
    }
}
