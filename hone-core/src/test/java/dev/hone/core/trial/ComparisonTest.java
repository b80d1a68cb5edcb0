package dev.hone.core.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.Json;
import dev.hone.core.trial.Comparison.Preference;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {

    @Test
    void aPartialRankingSettlesAllPairsButThoseOfTheRest() {
        Comparison comparison = Comparison.partial(List.of(2L, 0L), List.of(1L, 3L), "j");

        assertThat(comparison.preferences())
                .containsExactlyInAnyOrder(
                        new Preference(2, 0),
                        new Preference(2, 1),
                        new Preference(2, 3),
                        new Preference(0, 1),
                        new Preference(0, 3));
        assertThat(comparison.trials()).containsExactly(2L, 0L, 1L, 3L);
    }

    @Test
    void isAnArrayOfNumbersWithArraysForTies() {
        Comparison comparison = Comparison.partial(List.of(2L, 0L), List.of(1L, 3L), "j");

        assertThat(Rankings.json(comparison)).hasToString("[2,0,[1,3]]");
        assertThat(Rankings.read(Json.parse("[2,0,[1,3]]"))).isEqualTo(comparison.tiers());
        assertThat(Rankings.read(Json.parse("[2,[0],1]"))).isEqualTo(List.of(List.of(2L), List.of(0L), List.of(1L)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
                    [2, "a"]    | ranking: has "a", expected the number of a trial
                    [2, 1.5]    | ranking: has 1.5, expected the number of a trial
                    [2, -1]     | ranking: has -1, expected the number of a trial
                    {"best": 2} | ranking: is {"best":2}, expected an array of trial numbers
                    """)
    void refusesWhatIsNoRanking(String json, String message) {
        assertThatThrownBy(() -> Rankings.read(Json.parse(json)))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesRankingsThatSayNothing() {
        assertThatThrownBy(() -> Comparison.ranking(List.of(1L), "j")).hasMessageContaining("at least two");
        assertThatThrownBy(() -> Comparison.ranking(List.of(1L, 1L), "j")).hasMessageContaining("has trial 1 twice");
        assertThatThrownBy(() -> new Comparison(List.of(List.of(1L), List.of()), 1, "j"))
                .hasMessageContaining("no empty group");
        assertThatThrownBy(() -> new Comparison(List.of(List.of(1L), List.of(2L)), 1.5, "j"))
                .hasMessageContaining("degree");
    }
}
