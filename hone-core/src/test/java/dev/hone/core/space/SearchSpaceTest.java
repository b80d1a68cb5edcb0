package dev.hone.core.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Seeds;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SearchSpaceTest {

    private static final SearchSpace SPACE = SearchSpace.of(
            CategoricalParameter.of("gc", "serial", "parallel"),
            IntParameter.linear("threads", 1, 4).when(Condition.on("gc", "parallel")),
            ConstantParameter.of("port", 8080));

    @Test
    void decodingLeavesOutInactiveParameters() {
        assertThat(SPACE.decode(new double[] {0.1, 0.9}).values())
                .containsExactly(Map.entry("gc", "serial"), Map.entry("port", 8080L));
        assertThat(SPACE.decode(new double[] {0.9, 0.9}).values())
                .containsExactly(Map.entry("gc", "parallel"), Map.entry("threads", 4L), Map.entry("port", 8080L));
    }

    @Test
    void inactiveCoordinatesAreOneHalf() {
        assertThat(SPACE.encode(SPACE.configuration(Map.of("gc", "serial")))).containsExactly(0.25, 0.5);
        assertThat(SPACE.encode(SPACE.configuration(Map.of("gc", "parallel", "threads", 1))))
                .containsExactly(0.75, 0.125);
    }

    @Test
    void configurationsAreRefusedByTheNameOfTheParameter() {
        assertField("threads", Map.of("gc", "serial", "threads", 2), "inactive here");
        assertField("threads", Map.of("gc", "parallel"), "missing");
        assertField("heap", Map.of("gc", "serial", "heap", 2), "not a parameter");
        assertField("gc", Map.of("gc", "zgc"), "expected one of [serial, parallel]");
        assertField("port", Map.of("gc", "serial", "port", 80), "the constant 8080");
        Map<String, Object> nothing = new HashMap<>();
        nothing.put("gc", null);
        assertField("gc", nothing, "missing");
    }

    private static void assertField(String field, Map<String, ?> values, String message) {
        assertThatThrownBy(() -> SPACE.configuration(values))
                .isInstanceOfSatisfying(
                        InvalidFieldException.class, e -> assertThat(e.field()).isEqualTo(field))
                .hasMessageContaining(message);
    }

    @Test
    void cyclesOfConditionsAreNamed() {
        assertThatThrownBy(() -> SearchSpace.of(
                        IntParameter.linear("a", 1, 2).when(Condition.on("c", 1)),
                        IntParameter.linear("b", 1, 2).when(Condition.on("a", 1)),
                        IntParameter.linear("c", 1, 2).when(Condition.on("b", 1))))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("parameters.a.when: is a cycle of conditions a -> c -> b -> a");
        assertThatThrownBy(() -> SearchSpace.of(IntParameter.linear("a", 1, 2).when(Condition.on("a", 1))))
                .hasMessageContaining("a -> a");
    }

    @Test
    void conditionsMustNameAParentAndItsValues() {
        assertThatThrownBy(() -> SearchSpace.of(IntParameter.linear("a", 1, 2).when(Condition.on("b", 1))))
                .hasMessageContaining("parameters.a.when: is 'b', expected a parameter");
        assertThatThrownBy(() -> SearchSpace.of(
                        IntParameter.linear("a", 1, 2).when(Condition.on("b", 7)), IntParameter.linear("b", 1, 2)))
                .hasMessageContaining("parameters.a.when")
                .hasMessageContaining("is 7, expected a whole number from 1 to 2");
    }

    @Test
    void conditionValuesTakeTheFormOfTheParent() {
        SearchSpace space = SearchSpace.of(
                IntParameter.linear("n", 1, 2), FloatParameter.linear("x", 0, 1).when(Condition.on("n", 1)));
        assertThat(space.configuration(Map.of("n", 1, "x", 0.5)).isActive("x")).isTrue();
    }

    @Test
    void namesAreDeclaredOnce() {
        assertThatThrownBy(() -> SearchSpace.of(IntParameter.linear("a", 1, 2), IntParameter.linear("a", 1, 3)))
                .hasMessage("parameters.a: is declared twice, expected every name once");
        assertThatThrownBy(() -> SearchSpace.of()).isInstanceOf(InvalidFieldException.class);
    }

    @Test
    void samplingGivesUpOnConstraintsThatNothingSatisfies() {
        SearchSpace space = SearchSpace.builder()
                .add(IntParameter.linear("a", 1, 2))
                .constraint("a > 2")
                .build();
        assertThatThrownBy(() -> space.sample(Seeds.stream(1)))
                .isInstanceOf(HoneException.class)
                .hasMessageContaining("satisfies the constraints [a > 2]");
    }

    @Test
    void samplingIsAFunctionOfTheSeed() {
        assertThat(SPACE.sample(Seeds.stream(5))).isEqualTo(SPACE.sample(Seeds.stream(5)));
    }

    @Test
    void codecRefusesWhatTheSpaceDoesNotHold() {
        SearchSpace space = SearchSpace.builder()
                .add(IntParameter.linear("a", 1, 9))
                .constraint("a != 5")
                .build();
        ConfigurationCodec codec = new ConfigurationCodec(space);
        assertThat(codec.decode("{\"a\":4}").getLong("a")).isEqualTo(4);
        assertThatThrownBy(() -> codec.decode("{\"a\":5}")).hasMessageContaining("violates the constraint a != 5");
        assertThatThrownBy(() -> codec.decode("{\"a\":10}")).hasMessageContaining("from 1 to 9");
        assertThatThrownBy(() -> codec.decode("[1]")).hasMessageContaining("not a configuration");
        assertThatThrownBy(() -> codec.decode("{\"a\":4,\"a\":4}")).isInstanceOf(HoneException.class);
        assertThatThrownBy(() -> codec.decode("null")).isInstanceOf(HoneException.class);
    }

    @Test
    void enumerationCountsConditionalSpacesAndKeepsItsOrder() {
        Enumeration all = new Enumeration(SPACE);
        assertThat(all.size()).isEqualTo(1 + 4);
        assertThat(all.at(0).values()).isEqualTo(Map.of("gc", "serial", "port", 8080L));
        assertThat(all.at(1).values()).isEqualTo(Map.of("gc", "parallel", "threads", 1L, "port", 8080L));
        assertThat(all.at(4).values()).isEqualTo(Map.of("gc", "parallel", "threads", 4L, "port", 8080L));
        assertThatThrownBy(() -> all.at(5)).hasMessageContaining("from 0 to 4");
        assertThatThrownBy(() -> all.at(-1)).isInstanceOf(InvalidFieldException.class);
    }

    @Test
    void firstRootVariesFastest() {
        Enumeration all = new Enumeration(
                SearchSpace.of(IntParameter.linear("a", 1, 2), CategoricalParameter.of("b", "x", "y", "z")));
        assertThat(all.size()).isEqualTo(6);
        assertThat(List.of(all.at(0), all.at(1), all.at(2)))
                .extracting(c -> c.get("a") + "" + c.get("b"))
                .containsExactly("1x", "2x", "1y");
    }

    @Test
    void continuaAndHugeSpacesHaveNoSize() {
        assertThat(SearchSpace.of(FloatParameter.linear("x", 0, 1)).cardinality())
                .isEqualTo(Long.MAX_VALUE);
        assertThat(SearchSpace.of(FloatParameter.linear("x", 1, 1)).cardinality())
                .isEqualTo(1);
        long big = 1L << 40;
        SearchSpace huge = SearchSpace.of(IntParameter.linear("a", 0, big), IntParameter.linear("b", 0, big));
        assertThat(huge.cardinality()).isEqualTo(Long.MAX_VALUE);
        assertThatThrownBy(() -> new Enumeration(huge).at(0)).hasMessageContaining("a finite space");
    }

    @Test
    void drawsWhatAPartialConfigurationLeavesOut() {
        SearchSpace space = SearchSpace.builder()
                .add(CategoricalParameter.of("gc", "serial", "parallel", "g1"))
                .add(IntParameter.linear("threads", 1, 8).when(Condition.on("gc", "parallel")))
                .add(IntParameter.linear("heap", 1, 100))
                .constraint("heap >= 50")
                .build();
        RandomGenerator random = Seeds.stream(1);

        for (int i = 0; i < 50; i++) {
            Configuration drawn = space.sample(random, Map.of("threads", 3));
            assertThat(drawn.values()).containsEntry("gc", "parallel").containsEntry("threads", 3L);
            assertThat((Long) drawn.values().get("heap")).isGreaterThanOrEqualTo(50);
        }
        assertThatThrownBy(() -> space.sample(random, Map.of("heap", 3)))
                .isInstanceOf(HoneException.class)
                .hasMessageContaining("{heap=3}")
                .hasMessageContaining("heap >= 50");
        assertThatThrownBy(() -> space.sample(random, Map.of("threads", 3, "gc", "serial")))
                .hasMessageContaining("has all of these active");
        assertThatThrownBy(() -> space.sample(random, Map.of("heap", 300))).hasMessageContaining("heap");
        assertThatThrownBy(() -> space.sample(random, Map.of("hep", 3))).hasMessageContaining("not a parameter");
    }
}
