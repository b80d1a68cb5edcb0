package dev.hone.claims.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hone.core.InvalidFieldException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NamedArgumentsTest {

    private static final Map<String, String> DEFAULTS = Map.of("runs", "30", "store", "", "n", "1,2");

    @Test
    void whatIsGivenReplacesDefaults() {
        NamedArguments given = NamedArguments.of(DEFAULTS, List.of("store=a=b", "n=5, 7"));
        assertThat(given.whole("runs")).isEqualTo(30);
        assertThat(given.text("store")).isEqualTo("a=b");
        assertThat(given.wholes("n", 1)).containsExactly(5, 7);
    }

    @Test
    void whatCannotBeReadIsNamed() {
        assertThatThrownBy(() -> NamedArguments.of(DEFAULTS, List.of("rums=3")))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessage(
                        "argument: is 'rums=3'; did you mean 'runs'?, expected NAME=VALUE with one of [n, runs, store]");
        assertThatThrownBy(() -> NamedArguments.of(DEFAULTS, List.of("runs")))
                .hasMessageContaining("argument: is 'runs'");
        assertThatThrownBy(
                        () -> NamedArguments.of(DEFAULTS, List.of("runs=many")).whole("runs"))
                .hasMessage("runs: is 'many', expected a whole number");
        assertThatThrownBy(() -> NamedArguments.of(DEFAULTS, List.of("n=3,")).wholes("n", 1))
                .hasMessageContaining("n: is '3,', expected whole numbers");
    }
}
