package dev.hone.core.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class UsageTest {

    @Test
    void readsTheLastLineAndTheSignal() {
        Usage usage = Usage.parse(List.of("Command terminated by signal 11", "1.25 0.50 0.25 1000"))
                .orElseThrow();

        assertThat(usage.wallSeconds()).isEqualTo(1.25);
        assertThat(usage.userSeconds()).isEqualTo(0.5);
        assertThat(usage.systemSeconds()).isEqualTo(0.25);
        assertThat(usage.peakRssBytes()).isEqualTo(1_024_000);
        assertThat(usage.signal()).hasValue(11);
    }

    @Test
    void anUnfinishedFileIsNoMeasurement() {
        assertThat(Usage.parse(List.of())).isEmpty();
        assertThat(Usage.parse(List.of("Command exited with non-zero status 3")))
                .isEmpty();
        assertThat(Usage.parse(List.of("1.25 0.50"))).isEmpty();
    }

    @Test
    void aLateStartOrEndIsCorrectedToTheResolutionOfGnuTime() {
        Usage usage = Usage.parse(List.of("1.25 0 0 1")).orElseThrow();

        assertThat(usage.refineWall(1.2534)).isEqualTo(1.2534);
        assertThat(usage.refineWall(1.20)).isEqualTo(1.25);
        assertThat(usage.refineWall(1.40)).isEqualTo(1.26);
    }
}
