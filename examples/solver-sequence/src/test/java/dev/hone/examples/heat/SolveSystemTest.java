package dev.hone.examples.heat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hone.core.definition.StudyDefinition;
import dev.hone.core.trial.Instance;
import dev.hone.search.bandit.ConstantArm;
import dev.hone.search.bandit.TsallisInf;
import java.nio.file.Path;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

class SolveSystemTest {

    @Test
    void theStudyFileIsAcceptedWithAllItsInstances() {
        LongFunction<Instance> instances =
                StudyDefinition.read(Path.of("study.yaml")).instanceStream().orElseThrow();
        for (long n = 0; n < 500; n++) {
            assertThat(instances.apply(n).number("shift")).isBetween(-0.15, 0.45);
        }
        assertThat(instances.apply(500)).isEqualTo(instances.apply(0));
    }

    @Test
    void learningSavesIterations() {
        assertThat(HeatSimulation.learn(TsallisInf.learner(), false))
                .isLessThan(HeatSimulation.learn(ConstantArm.uniform(), false));
    }
}
