package dev.hone.search.gp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hone.core.Seeds;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.search.kernel.Smoothness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SurrogateTest {

    private static final SearchSpace SPACE = SearchSpace.builder()
            .add(FloatParameter.linear("x", 0, 1))
            .add(FloatParameter.linear("y", 0, 1))
            .build();

    private static Model model(Model.Kind kind, List<Model.Point> points) {
        Model model = new Model(new Embedding(SPACE, Smoothness.MATERN_52), kind, Double.NaN, 100);
        model.refit(points, null);
        return model;
    }

    /** With nothing pending and with fantasies; with a constraint that takes some of the worth away. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void noWorthExceedsItsBound(int pending) {
        RandomGenerator random = Seeds.stream(8);
        List<Model.Point> losses = new ArrayList<>();
        List<Model.Point> violations = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            double[] x = {random.nextDouble(), random.nextDouble()};
            double violation = x[0] + x[1] - 1.2;
            losses.add(new Model.Point(x, Math.sin(6 * x[0]) + x[1] * x[1], Double.NaN, violation <= 0, 0));
            violations.add(new Model.Point(x, violation, Double.NaN, false, 0));
        }
        Surrogate surrogate = new Surrogate(
                List.of(model(Model.Kind.OBJECTIVE, losses)), List.of(model(Model.Kind.CONSTRAINT, violations)), false);
        surrogate.open(Arrays.copyOf(new double[][] {{0.5, 0.2}, {0.1, 0.9}}, pending), 4, random);
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < 200; i++) {
            double[] x = {random.nextDouble(), random.nextDouble()};
            double slack = surrogate.bound(x) - surrogate.value(x, null);
            assertThat(slack).isNotNegative().isFinite();
            largest = Math.max(largest, slack);
        }
        assertThat(largest).isGreaterThan(1);
    }
}
