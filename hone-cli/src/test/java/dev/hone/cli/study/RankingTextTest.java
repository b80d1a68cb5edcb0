package dev.hone.cli.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RankingTextTest {

    private static final Map<String, Long> NAMES = new TreeMap<>(Map.of("A", 7L, "B", 8L, "C", 9L));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            C A        | [[9], [7]]
            c          | [[9]]
            A=B C      | [[7, 8], [9]]
            a = b  c   | [[7, 8], [9]]
            C > A > B  | [[9], [7], [8]]
            C,A        | [[9], [7]]
            -          | []
            A=B=C      | [[7, 8, 9]]
            """)
    void readsWhatPeopleType(String text, String tiers) {
        assertThat(RankingText.tiers(text, NAMES)).hasToString(tiers);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            C D     | has 'D', expected some of A B C
            A B A   | has 'A' twice
            A=A     | has 'A' twice
            A==B    | has '', expected some of
            =A      | has '', expected
            A - B   | has '-', expected some of A B C
            ''      | is empty, expected some of A B C
            """)
    void namesWhatIsNoCandidate(String text, String message) {
        assertThatThrownBy(() -> RankingText.tiers(text, NAMES)).hasMessageContaining(message);
    }

    @Test
    void lettersGoOnAfterZ() {
        assertThat(List.of(
                        RankingText.letter(0), RankingText.letter(25), RankingText.letter(26), RankingText.letter(53)))
                .containsExactly("A", "Z", "AA", "BB");
    }

    @Test
    void writesTiers() {
        assertThat(RankingText.text(List.of(List.of(9L), List.of(7L, 8L)), Map.of(7L, "A", 8L, "B", 9L, "C")))
                .isEqualTo("C > A = B");
    }
}
