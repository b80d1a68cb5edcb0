package dev.hone.search.exhaustive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.Problem;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Condition;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Objective;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BruteForceSamplerTest {

    private static final SearchSpace CONDITIONAL = SearchSpace.builder()
            .add(CategoricalParameter.of("gc", "serial", "parallel"))
            .add(IntParameter.linear("threads", 1, 4).when(Condition.on("gc", "parallel")))
            .constraint("threads != 3")
            .build();

    @Test
    void everyFeasibleConfigurationComesOnce() {
        for (boolean shuffle : new boolean[] {false, true}) {
            List<Configuration> all =
                    all(BruteForceSampler.over(CONDITIONAL, shuffle).create(Problem.of(1, Objective.minimize("x"))));
            assertThat(all).hasSize(4).doesNotHaveDuplicates();
        }
    }

    @Test
    void aContinuumIsRefused() {
        assertThatThrownBy(() -> BruteForceSampler.over(SearchSpace.of(FloatParameter.linear("x", 0, 1))))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("finite space");
    }

    @Test
    void aShuffledOrderIsAPermutationThatTheSeedDecides() {
        for (long size : new long[] {1, 2, 3, 17, 1000}) {
            long[] order = LongStream.range(0, size)
                    .map(IndexOrder.shuffled(size, 5)::at)
                    .toArray();
            assertThat(LongStream.of(order).sorted().toArray())
                    .isEqualTo(LongStream.range(0, size).toArray());
        }
        assertThat(LongStream.range(0, 50).map(IndexOrder.shuffled(50, 1)::at).toArray())
                .isNotEqualTo(LongStream.range(0, 50)
                        .map(IndexOrder.shuffled(50, 2)::at)
                        .toArray());
    }

    private static List<Configuration> all(Optimizer<Configuration> optimizer) {
        return optimizer.ask(new Ask<>(1000, 0, List.of())).stream()
                .map(p -> p.candidate())
                .toList();
    }
}
