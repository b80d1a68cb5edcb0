package dev.hone.search.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.optimize.Problem;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Origin;
import dev.hone.search.evolution.Simulation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ParticleSwarmTest {

    private static final Problem MINIMIZE = Problem.of(1, Objective.minimize("y"));
    private static final SearchSpace SPACE = SearchSpace.of(
            FloatParameter.linear("x", -5, 5), FloatParameter.log("rate", 1e-4, 1), IntParameter.linear("n", 0, 20));

    private static Simulation study(Map<String, Object> options) {
        return new Simulation(
                MethodCatalogue.load().sampler("optimizer", "pso", SPACE, options),
                MINIMIZE,
                c -> Optional.of(Evaluation.of(Math.pow(c.getDouble("x") - 1.3, 2)
                        + Math.pow(Math.log10(c.getDouble("rate")) + 2.5, 2)
                        + Math.pow(c.getLong("n") - 7, 2) / 10.0)));
    }

    @Test
    void oneMove() {
        ParticleSwarm.Options options = new ParticleSwarm.Options(5, 0.5, 1, 2, 0.25, true);
        double[][] next = ParticleSwarm.move(
                new double[] {0.5, 0.5, 0.9},
                new double[] {0.1, 0, 0.4},
                new double[] {0.4, 0.7, 0.9},
                new double[] {0.6, 0.9, 0.9},
                new double[] {0.5, 1, 1},
                new double[] {0.25, 1, 1},
                options);
        // 0.05 - 0.05 + 0.05; 0.2 + 0.8, limited to 0.25; 0.2, out of the cube, so back with half of it
        assertThat(next[0]).containsExactly(new double[] {0.55, 0.75, 1}, within(1e-12));
        assertThat(next[1]).containsExactly(new double[] {0.05, 0.25, -0.1}, within(1e-12));
    }

    @Test
    void bothTopologiesDescendAndAreRestored() {
        for (String topology : List.of("ring", "global")) {
            for (int parallel : new int[] {1, 6}) {
                Simulation study = study(Map.of("topology", topology, "particles", 15));
                for (int i = 0; i < 10; i++) {
                    study.run(90, parallel);
                    study.assertRestoredProposesTheSame();
                }
                assertThat(study.best())
                        .as("%s, %d parallel", topology, parallel)
                        .isLessThan(1e-3);
            }
        }
    }

    @Test
    void aGivenPointLeads() {
        Simulation study = study(Map.of("particles", 10, "topology", "global"));
        study.give(SPACE.configuration(Map.of("x", 1.3, "rate", Math.pow(10, -2.5), "n", 7)), Origin.USER);
        study.run(100, 1);
        Simulation without = study(Map.of("particles", 10, "topology", "global"));
        without.run(100, 1);
        double with = mean(study);
        assertThat(with).isLessThan(mean(without));
    }

    private static double mean(Simulation study) {
        return study.told.subList(study.told.size() - 40, study.told.size()).stream()
                .mapToDouble(t -> t.value())
                .average()
                .orElseThrow();
    }

    @Test
    void constraintsAndFailures() {
        SearchSpace space = SearchSpace.builder()
                .add(FloatParameter.linear("x", -5, 5))
                .add(FloatParameter.linear("z", -5, 5))
                .constraint("x + z < 4")
                .build();
        Simulation study =
                new Simulation(MethodCatalogue.load().sampler("optimizer", "pso", space, Map.of()), MINIMIZE, c -> {
                    double x = c.getDouble("x");
                    double z = c.getDouble("z");
                    return x < -2
                            ? Optional.empty()
                            : Optional.of(Evaluation.of(x * x + z * z).withConstraint("x", 1 - x));
                });
        study.run(1500, 3);
        assertThat(study.told).allMatch(t -> space.isFeasible(t.candidate()));
        assertThat(study.best()).isCloseTo(1, within(0.01));
    }

    @Test
    void nothingButFailuresKeepsSearching() {
        Simulation study = new Simulation(
                MethodCatalogue.load().sampler("optimizer", "pso", SPACE, Map.of()), MINIMIZE, c -> Optional.empty());
        study.run(90, 1);
        assertThat(study.told.stream().map(t -> t.candidate()).distinct()).hasSizeGreaterThan(60);
    }

    @Test
    void refusesWhatItCannotDo() {
        assertThatThrownBy(() -> ParticleSwarm.over(SearchSpace.of(CategoricalParameter.of("colour", "red", "green"))))
                .hasMessageContaining("'colour'");
        assertThatThrownBy(() -> study(Map.of("particles", 1)))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("particles");
        assertThatThrownBy(() -> study(Map.of("topology", "star"))).hasMessageContaining("topology");
    }
}
