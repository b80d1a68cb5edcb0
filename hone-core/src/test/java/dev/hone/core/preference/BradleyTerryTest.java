package dev.hone.core.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.trial.Comparison;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BradleyTerryTest {

    /** One game: by symmetry the loser has the inverse strength, and p^2 / (p^2 + 1) + p / (p + 1) = 3/2. */
    @Test
    void solvesTheScoreEquationOfOneGame() {
        Map<Long, Double> logs = BradleyTerry.logStrengths(List.of(Comparison.prefer(3, 7, "j")));

        double p = Math.exp(logs.get(3L));
        assertThat(logs.get(7L)).isCloseTo(-logs.get(3L), within(1e-7));
        assertThat(p * p / (p * p + 1) + p / (p + 1)).isCloseTo(1.5, within(1e-7));
    }

    /** Of a times n games won against the imagined trial's weight, the log-odds approach log(a / (1 - a)). */
    @Test
    void approachesTheOddsOfManyGames() {
        List<Comparison> comparisons = java.util.stream.IntStream.range(0, 4_000)
                .mapToObj(i -> i % 4 == 0 ? Comparison.prefer(1, 0, "j") : Comparison.prefer(0, 1, "j"))
                .toList();

        Map<Long, Double> logs = BradleyTerry.logStrengths(comparisons);

        assertThat(logs.get(0L) - logs.get(1L)).isCloseTo(Math.log(3), within(0.01));
    }

    @Test
    void halfAPreferenceIsThreeQuartersOfAGame() {
        Comparison half = new Comparison(List.of(List.of(0L), List.of(1L)), 0.5, "j");
        List<Comparison> games = List.of(
                Comparison.prefer(0, 1, "j"),
                Comparison.prefer(0, 1, "j"),
                Comparison.prefer(0, 1, "j"),
                Comparison.prefer(1, 0, "j"));

        assertThat(BradleyTerry.logStrengths(List.of(half, half, half, half)).get(0L))
                .isCloseTo(BradleyTerry.logStrengths(games).get(0L), within(1e-9));
    }

    @Test
    void prefersTheWinnerOfAChainAndWhatIsAccepted() {
        List<Comparison> chain = List.of(
                Comparison.partial(List.of(2L), List.of(0L, 1L), "j"),
                Comparison.partial(List.of(4L), List.of(2L, 3L), "j"));

        assertThat(BradleyTerry.preferred(chain, n -> true)).hasValue(4L);
        assertThat(BradleyTerry.preferred(chain, n -> n != 4)).hasValue(2L);
        assertThat(BradleyTerry.preferred(List.of(), n -> true)).isEmpty();
    }
}
