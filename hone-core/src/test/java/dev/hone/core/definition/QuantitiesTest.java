package dev.hone.core.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hone.core.InvalidFieldException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantitiesTest {

    @ParameterizedTest
    @CsvSource({
        "500ms, 500",
        "60s, 60000",
        "10m, 600000",
        "1h30m, 5400000",
        "1.5s, 1500",
        "2d, 172800000",
        "1m1ms, 60001"
    })
    void durations(String text, long millis) {
        assertThat(Quantities.duration("t", text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "60", "s", "1 s", "-1s", "1y", "0s", "1e3s", "1s ", "99999999d", "1ss"})
    void notDurations(String text) {
        assertThatThrownBy(() -> Quantities.duration("t", text))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageStartingWith("t: is '" + text + "', expected a duration");
    }

    @ParameterizedTest
    @CsvSource({"1B, 1", "10MB, 10000000", "2GiB, 2147483648", "1.5kB, 1500", "1KiB, 1024", "1TB, 1000000000000"})
    void sizes(String text, long bytes) {
        assertThat(Quantities.bytes("m", text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "MB", "10 MB", "-1MB", "10mb", "0B", "99999999TiB"})
    void notSizes(String text) {
        assertThatThrownBy(() -> Quantities.bytes("m", text))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageStartingWith("m: is '" + text + "', expected a size");
    }

    @ParameterizedTest
    @CsvSource({"50%, 0.5", "0%, 0", "100%, 1", "12.5%, 0.125"})
    void shares(String text, double fraction) {
        assertThat(Quantities.fraction("f", text)).isEqualTo(fraction);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%", "50", "-1%", "101%", "50 %"})
    void notShares(String text) {
        assertThatThrownBy(() -> Quantities.fraction("f", text)).isInstanceOf(InvalidFieldException.class);
    }
}
