package dev.hone.core.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hone.core.HoneException;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Comparison;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class CommandJudgeTest {

    private static final SearchSpace SPACE = SearchSpace.of(FloatParameter.linear("x", 0, 1));

    @TempDir
    Path folder;

    private static Trial<Configuration> trial(long number, double x) {
        return new Trial<>(
                number,
                TrialState.COMPLETE,
                SPACE.configuration(Map.of("x", x)),
                Origin.OPTIMIZER,
                1,
                Optional.of("w"),
                Optional.of(Evaluation.of().withMetric("y", 2 * x)),
                Optional.empty(),
                new TreeMap<>(),
                Map.of(),
                List.of(),
                Instant.EPOCH,
                Optional.of(Instant.EPOCH),
                Optional.of(Instant.EPOCH),
                number + 1);
    }

    private Comparison judge(String script, Optional<Duration> timeout) throws Exception {
        return new CommandJudge(SPACE, List.of("sh", "-c", script), Optional.of(folder), timeout)
                .compare(List.of(trial(4, 0.5), trial(7, 0.25), trial(9, 1)));
    }

    @Test
    void asksOnStandardInputAndReadsTheLastObject() throws Exception {
        Comparison comparison =
                judge("cat > question.json; echo thinking; echo '{\"ranking\": [7, [4, 9]]}'", Optional.empty());

        assertThat(comparison.tiers()).isEqualTo(List.of(List.of(7L), List.of(4L, 9L)));
        assertThat(comparison.judge()).isEqualTo("sh");
        assertThat(Files.readString(folder.resolve("question.json")))
                .isEqualTo("{\"candidates\":[{\"trial\":4,\"configuration\":{\"x\":0.5},\"metrics\":{\"y\":1.0}},"
                        + "{\"trial\":7,\"configuration\":{\"x\":0.25},\"metrics\":{\"y\":0.5}},"
                        + "{\"trial\":9,\"configuration\":{\"x\":1.0},\"metrics\":{\"y\":2.0}}]}");
    }

    @Test
    void thoseLeftOutAreWorse() throws Exception {
        assertThat(judge("echo '{\"ranking\": [9]}'", Optional.empty()).tiers())
                .isEqualTo(List.of(List.of(9L), List.of(4L, 7L)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    echo nonsense                  | expected a JSON object such as {"ranking": [3, 1, [0, 2]]}
                    echo '{"ranking": [5]}'        | ranking: is 5, expected trials of those shown, [4, 7, 9]
                    echo '{"ranking": [4, 4]}'     | has trial 4 twice
                    echo '{"ranking": ["a"]}'      | expected the number of a trial
                    echo cannot see >&2; exit 3    | exit status 3; standard error ends with: cannot see
                    sleep 30                       | killed: TIMEOUT
                    """, quoteCharacter = '^')
    void saysWhatWentWrong(String script, String message) {
        assertThatThrownBy(() -> judge(script, Optional.of(Duration.ofSeconds(2))))
                .isInstanceOf(HoneException.class)
                .hasMessageContaining(message);
    }
}
