package dev.hone.core.space;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hone.core.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class SpacePropertiesTest {

    private static Object roundTrip(Parameter parameter, Object value) {
        double[] cube = new double[parameter.dimensions()];
        parameter.encode(value, cube, 0);
        for (double u : cube) {
            assertThat(u).isBetween(0.0, 1.0);
        }
        return parameter.decode(cube, 0);
    }

    @Property
    void intsSurvive(
            @ForAll @LongRange(min = -1_000_000, max = 1_000_000) long low,
            @ForAll @IntRange(max = 5000) int width,
            @ForAll @IntRange(min = 1, max = 70) int step,
            @ForAll @DoubleRange(max = 1) double u) {
        IntParameter parameter = IntParameter.stepped("n", low, low + width, step);
        long value = parameter.decode(new double[] {u}, 0);
        assertThat(value).isBetween(low, low + width);
        assertThat((value - low) % step).isZero();
        assertThat(roundTrip(parameter, value)).isEqualTo(value);
    }

    @Property
    void logIntsSurvive(
            @ForAll @LongRange(min = 1, max = 1_000_000) long low,
            @ForAll @LongRange(max = 10_000_000) long width,
            @ForAll @DoubleRange(max = 1) double u) {
        IntParameter parameter = IntParameter.log("n", low, low + width);
        long value = parameter.decode(new double[] {u}, 0);
        assertThat(value).isBetween(low, low + width);
        assertThat(roundTrip(parameter, value)).isEqualTo(value);
        assertThat(roundTrip(parameter, low)).isEqualTo(low);
        assertThat(roundTrip(parameter, low + width)).isEqualTo(low + width);
    }

    @Property
    void floatsSurviveToRounding(
            @ForAll @DoubleRange(min = -9, max = 3) double log10Low,
            @ForAll @DoubleRange(min = 1.1, max = 1e6) double ratio,
            @ForAll @DoubleRange(max = 1) double u,
            @ForAll boolean log) {
        double low = Math.pow(10, log10Low);
        double high = low * ratio;
        FloatParameter parameter = log ? FloatParameter.log("x", low, high) : FloatParameter.linear("x", low, high);
        double value = parameter.decode(new double[] {u}, 0);
        assertThat(value).isBetween(low, high);
        double scale = log ? value : high;
        assertThat((Double) roundTrip(parameter, value))
                .isCloseTo(value, org.assertj.core.data.Offset.offset(1e-12 * scale * (1 + Math.log(ratio))));
        assertThat(parameter.canonical(value)).isEqualTo(value);
    }

    @Property
    void steppedFloatsSurviveExactly(
            @ForAll @IntRange(min = -1000, max = 1000) int low,
            @ForAll @IntRange(min = 1, max = 1000) int steps,
            @ForAll @IntRange(min = 1, max = 999) int thousandths,
            @ForAll @DoubleRange(max = 1) double u) {
        double step = thousandths / 1000.0;
        FloatParameter parameter = FloatParameter.stepped("x", low / 10.0, low / 10.0 + step * (steps + 0.5), step);
        assertThat(parameter.cardinality()).isEqualTo(steps + 1L);
        Double value = parameter.decode(new double[] {u}, 0);
        assertThat(roundTrip(parameter, value)).isEqualTo(value);
        assertThat(parameter.canonical(value)).isEqualTo(value);
    }

    /** Every value of a finite domain owns an interval of the same length: the cell with its index. */
    @Property(tries = 200)
    void cellsHaveEqualWidth(
            @ForAll("finite") Parameter parameter, @ForAll @DoubleRange(min = 0.01, max = 0.99) double within) {
        long count = parameter.cardinality();
        for (long i = 0; i < count; i++) {
            Object value = parameter.decode(new double[] {(i + within) / count}, 0);
            assertThat(value).isEqualTo(parameter.valueAt(i));
        }
    }

    @Provide
    Arbitrary<Parameter> finite() {
        Arbitrary<Integer> size = Arbitraries.integers().between(1, 60);
        return Arbitraries.oneOf(
                Combinators.combine(size, Arbitraries.integers().between(1, 9))
                        .as((n, step) -> IntParameter.stepped("n", -7, -7 + (long) (n - 1) * step, step)),
                size.map(n -> FloatParameter.stepped("x", 0, (n - 1) * 0.1 + 0.05, 0.1)),
                size.map(n -> {
                    List<Object> choices = new ArrayList<>();
                    for (int i = 0; i < n; i++) {
                        choices.add("c" + i);
                    }
                    return CategoricalParameter.of("c", choices.toArray());
                }));
    }

    @Property
    void permutationsSurvive(@ForAll @IntRange(min = 1, max = 12) int size, @ForAll long seed) {
        List<String> items = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            items.add("item" + i);
        }
        List<String> shuffled = new ArrayList<>(items);
        Collections.shuffle(shuffled, new Random(seed));
        PermutationParameter parameter = PermutationParameter.of("p", items.toArray(String[]::new));
        assertThat(roundTrip(parameter, parameter.canonical(shuffled))).isEqualTo(shuffled);
    }

    private static SearchSpace conditional() {
        return SearchSpace.of(
                IntParameter.linear("depth", 1, 4).when(Condition.on("kind", "tree", "forest")),
                CategoricalParameter.of("kind", "tree", "forest", "linear"),
                IntParameter.log("trees", 10, 1000).when(Condition.on("kind", "forest")),
                FloatParameter.log("l2", 1e-6, 1).when(Condition.on("kind", "linear")),
                PermutationParameter.of("order", "a", "b", "c").when(Condition.on("trees", 10, 11, 12)),
                ConstantParameter.of("port", 8080));
    }

    @Property
    void configurationsSurviveAndInactiveParametersAreAbsent(@ForAll long seed) {
        SearchSpace space = conditional();
        Configuration configuration = space.sample(Seeds.stream(seed));
        String kind = configuration.getString("kind");
        assertThat(configuration.isActive("depth")).isEqualTo(!kind.equals("linear"));
        assertThat(configuration.isActive("trees")).isEqualTo(kind.equals("forest"));
        assertThat(configuration.isActive("l2")).isEqualTo(kind.equals("linear"));
        assertThat(configuration.isActive("order"))
                .isEqualTo(kind.equals("forest") && configuration.getLong("trees") <= 12);
        assertThat(configuration.getLong("port")).isEqualTo(8080);

        double[] cube = space.encode(configuration);
        assertThat(cube).hasSize(1 + 1 + 1 + 1 + 3);
        Configuration back = space.decode(cube);
        Map<String, Object> exact = new HashMap<>(configuration.values());
        Map<String, Object> returned = new HashMap<>(back.values());
        if (exact.remove("l2") instanceof Double l2) {
            assertThat((Double) returned.remove("l2"))
                    .isCloseTo(l2, org.assertj.core.data.Percentage.withPercentage(1e-9));
        }
        assertThat(returned).isEqualTo(exact);
        assertThat(space.configuration(configuration.values())).isEqualTo(configuration);
        ConfigurationCodec codec = new ConfigurationCodec(space);
        assertThat(codec.decode(codec.encode(configuration))).isEqualTo(configuration);
    }

    @Property(tries = 100)
    void samplesKeepKnownConstraints(@ForAll long seed) {
        SearchSpace space = SearchSpace.builder()
                .add(IntParameter.linear("low", 0, 100))
                .add(IntParameter.linear("high", 0, 100))
                .constraint("low + 10 <= high")
                .build();
        Configuration configuration = space.sample(Seeds.stream(seed));
        assertThat(configuration.getLong("low") + 10).isLessThanOrEqualTo(configuration.getLong("high"));
    }

    /** Walks a random finite space and finds each configuration exactly once. */
    @Property(tries = 100)
    void enumerationIsABijection(
            @ForAll @IntRange(min = 1, max = 3) int kinds,
            @ForAll @IntRange(min = 1, max = 4) int first,
            @ForAll @IntRange(min = 1, max = 3) int second) {
        Object[] choices = new Object[kinds];
        for (int i = 0; i < kinds; i++) {
            choices[i] = "k" + i;
        }
        SearchSpace space = SearchSpace.of(
                IntParameter.linear("a", 1, first).when(Condition.on("kind", "k0")),
                CategoricalParameter.of("kind", choices),
                IntParameter.linear("b", 1, second).when(Condition.on("a", 1)),
                FloatParameter.stepped("x", 0, 1, 0.5));
        long expected = 3L * ((second + first - 1) + (kinds - 1));
        Enumeration enumeration = new Enumeration(space);
        assertThat(space.cardinality()).isEqualTo(expected);
        Map<Configuration, Long> seen = new LinkedHashMap<>();
        for (long i = 0; i < enumeration.size(); i++) {
            assertThat(seen.put(enumeration.at(i), i)).isNull();
        }
        assertThat(seen).hasSize((int) expected);
    }
}
