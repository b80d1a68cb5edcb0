package dev.hone.core.preference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hone.core.trial.Comparison;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairwiseJudgeTest {

    private static Trial<Integer> trial(long number, int candidate) {
        return new Trial<>(
                number,
                TrialState.COMPLETE,
                candidate,
                Origin.OPTIMIZER,
                1,
                Optional.empty(),
                Optional.of(Evaluation.of()),
                Optional.empty(),
                new TreeMap<>(),
                Map.of(),
                List.of(),
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                number + 1);
    }

    /** Merge sort asks at most m ceil(log2 m) - 2^ceil(log2 m) + 1 times. */
    @ParameterizedTest
    @CsvSource({"2, 1", "3, 3", "5, 8", "8, 17", "10, 25", "16, 49"})
    void ranksWithFewQuestions(int m, int most) throws Exception {
        List<Trial<Integer>> screen =
                IntStream.range(0, m).mapToObj(i -> trial(i, (i * 7 + 3) % m)).toList();
        int[] questions = new int[1];

        Comparison comparison = new PairwiseJudge<Integer>("duel", (a, b) -> {
                    questions[0]++;
                    return a.candidate() < b.candidate();
                })
                .compare(screen);

        assertThat(comparison.trials())
                .isEqualTo(screen.stream()
                        .sorted((a, b) -> a.candidate() - b.candidate())
                        .map(Trial::number)
                        .toList());
        assertThat(comparison.tiers()).hasSize(m);
        assertThat(questions[0]).isBetween(1, most);
    }
}
