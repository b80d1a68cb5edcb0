package dev.hone.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

    @Test
    void aBarShowsDoneTotalRateTimeLeftAndMessage() {
        String bar = ProgressLine.render("t", 30, 60, 10, Duration.ofSeconds(10), "best x=1", 200);
        assertThat(bar)
                .startsWith("t " + "█".repeat(12) + "░".repeat(12) + " 30/60")
                .contains("2.0/s")
                .contains("ETA 0:15")
                .contains("  0:10")
                .endsWith("best x=1");
    }

    @Test
    void slowWorkIsCountedByTheMinute() {
        assertThat(ProgressLine.render("t", 1, 3, 0, Duration.ofSeconds(30), "", 200))
                .contains("2.0/min")
                .contains("ETA 1:00");
    }

    @Test
    void anUnknownTotalHasNoBarAndNoEta() {
        assertThat(ProgressLine.render("t", 7, -1, 0, Duration.ofSeconds(7), "", 200))
                .contains("7 done")
                .doesNotContain("ETA");
    }

    @Test
    void neverWiderThanTheTerminal() {
        assertThat(ProgressLine.render("t", 7, 9, 0, Duration.ofSeconds(7), "x".repeat(300), 79))
                .hasSize(79);
    }

    @Test
    void onATerminalLinesStandAboveTheBarAndNothingIsLeftBehind() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        Terminal tty = new Terminal(
                new ByteArrayInputStream(new byte[0]), stream, stream, false, false, true, true, 80, false);
        try (ProgressLine progress = new ProgressLine(tty, "t", 2, 0, false)) {
            progress.at(1, "half");
            progress.line("a line");
        }
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("\r\u001b[Ka line\n")
                .endsWith("\r\u001b[K");
    }

    @Test
    void elsewhereOnlyLinesAreWritten() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal pipe = Terminal.plain(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        try (ProgressLine progress = new ProgressLine(pipe, "t", 2, 0, false)) {
            progress.at(1, "half");
            progress.line("a line");
        }
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("a line\n");
    }
}
