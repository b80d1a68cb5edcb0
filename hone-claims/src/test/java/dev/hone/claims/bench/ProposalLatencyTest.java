package dev.hone.claims.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hone.core.InvalidFieldException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProposalLatencyTest {

    @Test
    void aRowForEachOptimizerDimensionAndNumberOfTrials() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        new ProposalLatency()
                .run(List.of("random", "de", "d=2,3", "n=60"), new PrintStream(out, true, StandardCharsets.UTF_8));

        assertThat(out.toString(StandardCharsets.UTF_8)
                        .lines()
                        .map(l -> l.replaceAll("[0-9.]+ \\|", "N |"))
                        .skip(2))
                .hasSize(4)
                .allMatch(l -> l.matches("\\| (random|de) \\| N \\| N \\| N \\| N \\| N \\|"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"map-elites", "cma-me", "pbt", "multi-fidelity", "preference-bo", "ucb", "cheb-cb"})
    void optimizersThatNeedMoreThanValuesGetIt(String optimizer) {
        LatencySubject subject = LatencySubject.of(optimizer, 3);
        ProposalRounds rounds = ProposalRounds.measure(subject, 24, 4, Duration.ZERO);
        // after the limit three rounds are still made
        assertThat(rounds.askMillis()).hasSize(3);
        assertThat(Arrays.stream(rounds.askMillis()).min().orElseThrow()).isPositive();
        assertThat(rounds.tellMillis()).hasSize(3);
    }

    @Test
    void argumentsAreChecked() {
        assertThatThrownBy(() -> ProposalLatency.Plan.parse(List.of("d=10,x")))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("d: is '10,x', expected whole numbers");
        assertThatThrownBy(() -> ProposalLatency.Plan.parse(List.of("d=1"))).hasMessageContaining("at least 2");
        assertThat(ProposalLatency.Plan.parse(List.of("n=5, 7")).sizes()).containsExactly(5, 7);
    }
}
