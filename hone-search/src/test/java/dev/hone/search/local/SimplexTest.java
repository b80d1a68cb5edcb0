package dev.hone.search.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hone.search.population.Standing;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Steps in the plane, where beta = 2, gamma = 1/2 and delta = 1/2. */
class SimplexTest {

    private static Standing loss(double value) {
        return new Standing(0, 0, new double[] {value});
    }

    /** Vertices (0, 0), (1, 0), (0, 1) with losses 1, 2, 3: the centre is (1/2, 0), the reflection (1, -1). */
    private static Simplex simplex() {
        Simplex simplex = new Simplex(new double[] {0, 0}, 1);
        for (int i = 0; i < 3; i++) {
            assertThat(simplex.needed()).isEqualTo("vertex " + i);
            simplex.give(loss(i + 1));
        }
        return simplex;
    }

    private static double[] next(Simplex simplex) {
        return simplex.candidates().get(simplex.needed());
    }

    @Test
    void knowsWhatItMayNeed() {
        Simplex simplex = simplex();
        assertThat(simplex.candidates().keySet()).containsExactly("reflection", "expansion", "outside", "inside");
        assertThat(simplex.candidates().get("reflection")).containsExactly(1, -1);
        assertThat(simplex.candidates().get("expansion")).containsExactly(1.5, -2);
        assertThat(simplex.candidates().get("outside")).containsExactly(0.75, -0.5);
        assertThat(simplex.candidates().get("inside")).containsExactly(0.25, 0.5);
    }

    @Test
    void expands() {
        Simplex simplex = simplex();
        assertThat(simplex.give(loss(0.5))).isFalse();
        assertThat(next(simplex)).containsExactly(1.5, -2);
        assertThat(simplex.give(loss(0.4))).isTrue();
        assertThat(simplex.best()).containsExactly(1.5, -2);
        simplex = simplex();
        simplex.give(loss(0.5));
        simplex.give(loss(0.6));
        assertThat(simplex.best()).containsExactly(1, -1);
    }

    @Test
    void reflects() {
        Simplex simplex = simplex();
        assertThat(simplex.give(loss(1.5))).isTrue();
        // (1, 0) is the worst now: centre (1/2, -1/2), reflection (0, -1)
        assertThat(next(simplex)).containsExactly(0, -1);
    }

    @Test
    void contractsOutside() {
        Simplex simplex = simplex();
        simplex.give(loss(2.5));
        assertThat(simplex.needed()).isEqualTo("outside");
        simplex.give(loss(2.5));
        assertThat(simplex.points()[2]).containsExactly(0.75, -0.5);
    }

    @Test
    void contractsInside() {
        Simplex simplex = simplex();
        simplex.give(loss(3));
        assertThat(simplex.needed()).isEqualTo("inside");
        simplex.give(loss(2.9));
        assertThat(simplex.points()[2]).containsExactly(0.25, 0.5);
    }

    @Test
    void shrinks() {
        Simplex simplex = simplex();
        simplex.give(new Standing(3, 0, new double[0]));
        assertThat(simplex.give(loss(3))).isTrue();
        assertThat(simplex.isComplete()).isFalse();
        assertThat(simplex.needed()).isEqualTo("vertex 1");
        assertThat(simplex.candidates().get("vertex 1")).containsExactly(0.5, 0);
        assertThat(simplex.candidates().get("vertex 2")).containsExactly(0, 0.5);
        simplex.give(loss(5));
        simplex.give(loss(4));
        assertThat(simplex.points()[0]).containsExactly(0, 0);
        assertThat(simplex.points()[1]).containsExactly(0, 0.5);
        assertThat(simplex.size()).isEqualTo(0.5);
        assertThat(simplex.spread()).isEqualTo(4);
    }

    @Test
    void descends() {
        ToDoubleFunction<double[]> rosenbrock = x -> 100 * Math.pow(x[1] - x[0] * x[0], 2) + Math.pow(1 - x[0], 2);
        Simplex simplex = new Simplex(new double[] {-1.2, 1}, 0.5);
        int evaluations = 0;
        while (simplex.bestStanding() == null || simplex.bestStanding().losses()[0] > 1e-10) {
            simplex.give(loss(rosenbrock.applyAsDouble(next(simplex))));
            evaluations++;
        }
        assertThat(simplex.best()).containsExactly(new double[] {1, 1}, within(1e-4));
        // The literature reports 85 to 240 evaluations to high accuracy, depending on the first simplex.
        assertThat(evaluations).isLessThan(240);
    }
}
