package dev.hone.search.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.trial.Comparison;
import dev.hone.search.preference.Evidence.Gathering;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EvidenceTest {

    private static Gathering gathering() {
        return new Gathering(number -> number == 99
                ? Optional.empty()
                : Optional.of(new Gathering.Place(number % 50, new double[] {number % 50})));
    }

    private static List<Duel> duels(Comparison comparison) {
        Gathering gathering = gathering();
        gathering.add(comparison);
        return gathering.evidence().duels();
    }

    @Test
    void aPreferenceIsOneDuelWhoseDegreeSharesTheGame() {
        assertThat(duels(Comparison.prefer(7, 3, "me"))).containsExactly(new Duel(0, 1, 1, 1));
        assertThat(duels(new Comparison(List.of(List.of(7L), List.of(3L)), 0.5, "me")))
                .containsExactly(new Duel(0, 1, 0.75, 1));
    }

    @Test
    void theBestOfFourBeatsThreeAndNothingIsSaidOfThese() {
        assertThat(duels(Comparison.partial(List.of(1L), List.of(2L, 3L, 4L), "me")))
                .containsExactly(new Duel(0, 1, 1, 1), new Duel(0, 2, 1, 1), new Duel(0, 3, 1, 1));
    }

    @Test
    void aRankingOfFourWeighsAsMuchAsThreeDifferences() {
        List<Duel> duels = duels(Comparison.ranking(List.of(4L, 3L, 2L, 1L), "me"));
        assertThat(duels).hasSize(6).allSatisfy(duel -> {
            assertThat(duel.weight()).isEqualTo(0.5);
            assertThat(duel.better()).isLessThan(duel.worse());
        });
    }

    @Test
    void equalOnesTieUnlessTheyAreTheRest() {
        assertThat(duels(new Comparison(List.of(List.of(1L, 2L)), 1, "me"))).containsExactly(new Duel(0, 1, 0.5, 1));
        List<Duel> duels = duels(new Comparison(List.of(List.of(1L, 2L), List.of(3L, 4L)), 1, "me"));
        assertThat(duels).hasSize(5);
        assertThat(duels).filteredOn(duel -> duel.won() == 0.5).hasSize(1);
        assertThat(duels.stream().mapToDouble(Duel::weight).sum()).isCloseTo(3, within(1e-12));
    }

    @Test
    void equalConfigurationsAreOnePointAndDoNotMeet() {
        Gathering gathering = gathering();
        gathering.add(Comparison.prefer(1, 51, "me"));
        gathering.add(Comparison.prefer(51, 2, "me"));
        gathering.add(Comparison.prefer(99, 2, "me"));
        assertThat(gathering.evidence().points()).hasSize(2);
        assertThat(gathering.evidence().duels()).containsExactly(new Duel(0, 1, 1, 1));
    }

    @Test
    void keepsTheLatestWithTheirPoints() {
        Gathering gathering = gathering();
        gathering.add(Comparison.prefer(1, 2, "me"));
        gathering.add(Comparison.prefer(3, 4, "me"));
        gathering.add(Comparison.prefer(2, 3, "me"));
        Evidence latest = gathering.evidence().latest(2);
        assertThat(latest.points()).containsExactly(new double[] {3}, new double[] {4}, new double[] {2});
        assertThat(latest.duels()).containsExactly(new Duel(0, 1, 1, 1), new Duel(2, 0, 1, 1));
    }
}
