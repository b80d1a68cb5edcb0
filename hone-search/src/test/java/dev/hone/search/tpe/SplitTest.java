package dev.hone.search.tpe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.SearchSpace;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SplitTest {

    private static final Offset<Double> EXACT = within(1e-12);

    @Test
    void ranksWeighTheBetterMore() {
        List<Observation> below = List.of(feasible(0, 7), feasible(1, 2), feasible(2, 5));
        double[] weights = Split.ranks(below);
        // ln 4 - ln r for r = 3, 1, 2, of sum 3 ln 4 - ln 6
        double sum = 3 * Math.log(4) - Math.log(6);
        assertThat(weights)
                .containsExactly(
                        new double[] {3 * Math.log(4 / 3.0) / sum, 3 * Math.log(4) / sum, 3 * Math.log(2) / sum},
                        EXACT);
        assertThat(Split.ranks(List.of(feasible(0, 1)))).containsExactly(new double[] {1}, EXACT);
        assertThat(Split.ranks(List.of())).isEmpty();
    }

    @Test
    void agesRiseToOneAndLeaveTheLatest25Whole() {
        double[] weights = Split.ages(30);
        assertThat(weights[0]).isCloseTo(1.0 / 30, EXACT);
        assertThat(weights[4]).isCloseTo(1, EXACT);
        assertThat(weights[29]).isEqualTo(1);
        assertThat(Split.ages(10)).containsOnly(1);
    }

    @Test
    void contributionsWeighAsMuchAsTheirNumber() {
        // up to the reference (2.2, 2.2) they add 0.2, 1, 0.2 and, dominated, the least share of 1
        List<Observation> below = List.of(feasible(0, 0, 2), feasible(1, 1, 1), feasible(2, 2, 0), feasible(3, 2, 2));
        double sum = 1.41;
        assertThat(Split.contributions(below))
                .containsExactly(new double[] {0.8 / sum, 4 / sum, 0.8 / sum, 0.04 / sum}, EXACT);
    }

    @Test
    void withoutVolumesOfSeveralAllWeighTheSame() {
        assertThat(Split.contributions(List.of(feasible(0, 3, 4), infeasible(1))))
                .containsExactly(1, 1);
        // equal points add nothing to each other
        assertThat(Split.contributions(List.of(feasible(0, 3, 4), feasible(1, 3, 4))))
                .containsExactly(1, 1);
        double[] weights = Split.contributions(List.of(feasible(0, 0, 2), infeasible(1), feasible(2, 2, 0)));
        assertThat(weights).containsExactly(new double[] {1, 1, 1}, EXACT);
    }

    private static Observation feasible(int order, double... losses) {
        return observation(Observation.FEASIBLE, losses, order);
    }

    private static Observation infeasible(int order) {
        return observation(Observation.INFEASIBLE, new double[0], order);
    }

    private static Observation observation(int standing, double[] losses, int order) {
        return new Observation(
                standing,
                losses,
                losses.length > 0 ? losses[0] : 1,
                0,
                new double[0],
                SearchSpace.of(FloatParameter.linear("x", 0, 1)).configuration(Map.of("x", 0.5)),
                order);
    }
}
