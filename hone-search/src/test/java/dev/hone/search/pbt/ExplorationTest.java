package dev.hone.search.pbt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.Seeds;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.Parameter;
import dev.hone.core.space.PermutationParameter;
import dev.hone.core.space.SearchSpace;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ExplorationTest {

    /** All values that the only parameter gets in many draws. */
    private static Set<Object> around(Parameter parameter, Object value, double resample) {
        SearchSpace space = SearchSpace.of(parameter);
        Exploration exploration = new Exploration(space, 0.8, 1.2, resample);
        Configuration from = space.configuration(Map.of("p", value));
        Set<Object> seen = new TreeSet<>();
        for (int i = 0; i < 200; i++) {
            seen.add(exploration.around(from, Seeds.stream(i)).get("p"));
        }
        return seen;
    }

    private static void assertMoves(Parameter parameter, Object value, double... expected) {
        Set<Object> seen = around(parameter, value, 0);
        assertThat(seen).hasSize(expected.length);
        int i = 0;
        for (Object moved : seen) {
            assertThat(((Number) moved).doubleValue()).isCloseTo(expected[i++], within(1e-9));
        }
    }

    @Test
    void numbersAboveZeroAreMultiplied() {
        assertMoves(FloatParameter.linear("p", 0, 10), 5.0, 4, 6);
        assertMoves(FloatParameter.log("p", 1e-4, 1), 0.01, 0.008, 0.012);
        assertMoves(FloatParameter.linear("p", 0, 10), 9.5, 7.6, 10);
        assertMoves(IntParameter.linear("p", 1, 100), 50L, 40, 60);
        assertMoves(IntParameter.log("p", 1, 1000), 100L, 80, 120);
    }

    @Test
    void othersMoveByAShareOfTheirRange() {
        assertMoves(FloatParameter.linear("p", -1, 1), 0.5, 0.1, 0.9);
        assertMoves(FloatParameter.linear("p", 0, 10), 0.0, 0, 2);
    }

    @Test
    void stepsAndPlacesMoveByOneAtLeast() {
        assertMoves(IntParameter.linear("p", 1, 9), 2L, 1, 3);
        assertMoves(FloatParameter.stepped("p", 0, 5, 0.5), 1.0, 0.5, 1.5);
        assertMoves(CategoricalParameter.ordered("p", 1, 2, 4, 8), 4, 2, 8);
        assertMoves(IntParameter.log("p", 1, 64), 2L, 1, 3);
    }

    @Test
    void choicesAndOrdersChangeOnlyWhereTheyAreDrawnAnew() {
        assertThat(around(CategoricalParameter.of("p", "a", "b", "c"), "b", 0)).containsExactly("b");
        assertThat(around(CategoricalParameter.of("p", "a", "b", "c"), "b", 1)).containsExactly("a", "b", "c");
        SearchSpace space = SearchSpace.of(PermutationParameter.of("p", "a", "b", "c"));
        Configuration from = space.sample(Seeds.stream(1));
        assertThat(new Exploration(space, 0.8, 1.2, 0).around(from, Seeds.stream(2)))
                .isEqualTo(from);
    }

    @Test
    void knownConstraintsHold() {
        SearchSpace space = SearchSpace.builder()
                .add(IntParameter.linear("low", 0, 30))
                .add(IntParameter.linear("high", 0, 30))
                .constraint("low <= high")
                .build();
        Exploration exploration = new Exploration(space, 0.8, 1.2, 0.25);
        Configuration from = space.configuration(Map.of("low", 20, "high", 20));
        for (int i = 0; i < 200; i++) {
            assertThat(space.isFeasible(exploration.around(from, Seeds.stream(i))))
                    .isTrue();
        }
    }
}
