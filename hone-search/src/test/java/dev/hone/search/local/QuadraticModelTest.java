package dev.hone.search.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.Seeds;
import dev.hone.search.numeric.Quadratic;
import dev.hone.search.population.Standing;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class QuadraticModelTest {

    private static double quadratic(double[] z) {
        return 3 + z[0] - 2 * z[1] + 2 * z[0] * z[0] + z[0] * z[1] + 1.5 * z[1] * z[1];
    }

    @Test
    void sixPointsOfThePlaneDetermineAQuadratic() {
        double[][] z = {{0, 0}, {1, 0}, {-1, 0}, {0, 1}, {0, -1}, {0.7, 0.6}};
        Quadratic model = QuadraticModel.fit(
                        z,
                        Arrays.stream(z)
                                .mapToDouble(QuadraticModelTest::quadratic)
                                .toArray())
                .orElseThrow();
        assertThat(model.c()).isCloseTo(3, within(1e-9));
        assertThat(model.g()).containsExactly(new double[] {1, -2}, within(1e-9));
        assertThat(model.h()[0]).containsExactly(new double[] {4, 1}, within(1e-8));
        assertThat(model.h()[1]).containsExactly(new double[] {1, 3}, within(1e-8));
        // grad = 0: 4 a + b = -1, a + 3 b = 2
        double[] low = {-2, -2};
        double[] high = {2, 2};
        assertThat(model.minimum(low, high)).containsExactly(new double[] {-5.0 / 11, 9.0 / 11}, within(1e-6));
        assertThat(model.minimum(low, new double[] {2, 0.5}))
                .containsExactly(new double[] {-1.5 / 4, 0.5}, within(1e-6));
    }

    @Test
    void fewerPointsLeaveTheCurvatureThatTheyNeed() {
        double[][] z = {{0, 0}, {1, 0}, {-1, 0}, {0, 1}, {0, -1}};
        Quadratic model = QuadraticModel.fit(z, new double[] {0, 2, 2, 1, -1}).orElseThrow();
        assertThat(model.g()).containsExactly(new double[] {0, 1}, within(1e-9));
        assertThat(model.h()[0]).containsExactly(new double[] {4, 0}, within(1e-8));
        assertThat(model.h()[1]).containsExactly(new double[] {0, 0}, within(1e-8));
        for (int i = 0; i < z.length; i++) {
            assertThat(model.value(z[i])).isCloseTo(new double[] {0, 2, 2, 1, -1}[i], within(1e-9));
        }
    }

    @Test
    void aModelThatCurvesDownIsMinimisedAtTheBound() {
        Quadratic model = new Quadratic(0, new double[] {0.1}, new double[][] {{-2}});
        assertThat(model.minimum(new double[] {-1}, new double[] {1})).containsExactly(-1);
    }

    @Test
    void pointsThatDoNotSpanAreNoticed() {
        InterpolationSet set = new InterpolationSet(2);
        RandomGenerator random = Seeds.stream(1);
        for (int i = 0; i < 5; i++) {
            double t = random.nextDouble();
            set.add(new double[] {t, t}, new Standing(0, 0, new double[] {t}));
        }
        double[] direction = set.weakestDirection(set.around(0.5).z());
        assertThat(Math.abs(direction[0])).isCloseTo(1, within(1e-9));
        assertThat(direction[0] + direction[1]).isCloseTo(0, within(1e-9));
        set.add(new double[] {0.9, 0.1}, new Standing(0, 0, new double[] {9}));
        assertThat(set.weakestDirection(set.around(0.5).z())).isNull();
    }

    @Test
    void aCrowdDoesNotKeepOutPointsThatSpan() {
        InterpolationSet set = new InterpolationSet(2);
        for (int i = 0; i < 20; i++) {
            set.add(new double[] {0.5 + i * 1e-4, 0.5}, new Standing(0, 0, new double[] {i}));
        }
        set.add(new double[] {0.5, 0.6}, new Standing(0, 0, new double[] {99}));
        InterpolationSet.Neighbourhood near = set.around(0.1);
        assertThat(near.z()).hasDimensions(6, 2);
        assertThat(near.z()[0]).containsExactly(0, 0);
        assertThat(near.z()[1]).containsExactly(new double[] {0, 1}, within(1e-9));
    }

    @Test
    void theDesignStaysInTheCube() {
        assertThat(QuadraticTrustRegion.design(new double[] {0.5, 0.95}, 0.1))
                .usingElementComparator((a, b) -> {
                    double d = Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1]);
                    return d < 1e-12 ? 0 : 1;
                })
                .containsExactly(
                        new double[] {0.5, 0.95},
                        new double[] {0.6, 0.95},
                        new double[] {0.4, 0.95},
                        new double[] {0.5, 0.75},
                        new double[] {0.5, 0.85});
    }
}
