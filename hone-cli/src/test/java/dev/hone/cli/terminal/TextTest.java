package dev.hone.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "3, 3",
        "-12, -12",
        "1.23456, 1.235",
        "0.0123456, 0.01235",
        "123456.789, 123457",
        "0.00012, 1.200e-04",
        "123456789, 1.235e+08",
        "NaN, NaN"
    })
    void numbersKeepFourDigits(double value, String text) {
        assertThat(Text.number(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"850, 850 ms", "4210, 4.2 s", "185000, 3 min 05 s", "7620000, 2 h 07 min"})
    void durationsAreForPeople(long millis, String text) {
        assertThat(Text.duration(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @Test
    void sizesUseBinaryUnits() {
        assertThat(Text.bytes(512)).isEqualTo("512 B");
        assertThat(Text.bytes(1536L * 1024 * 1024)).isEqualTo("1.500 GiB");
    }

    @Test
    void configurationsAreReadable() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("gc", "");
        values.put("x", 0.5);
        values.put("order", List.of("b", "a"));
        assertThat(Text.pairs(values)).isEqualTo("gc=\"\" x=0.5000 order=b,a");
    }

    @Test
    void longTextsAreCut() {
        assertThat(Text.fit("abcdef", 4)).isEqualTo("abc…");
        assertThat(Text.fit("abcd", 4)).isEqualTo("abcd");
    }
}
