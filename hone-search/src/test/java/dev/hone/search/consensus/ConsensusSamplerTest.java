package dev.hone.search.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Json;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.PermutationParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import dev.hone.search.evolution.Simulation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ConsensusSamplerTest {

    private static final Problem MINIMIZE = Problem.of(1, Objective.minimize("y"));

    private static final SearchSpace SPACE = SearchSpace.of(
            FloatParameter.linear("x", -5, 5), FloatParameter.log("rate", 1e-4, 1), IntParameter.linear("n", 0, 20));

    private static double loss(Configuration c) {
        return Math.pow(c.getDouble("x") - 1.3, 2)
                + Math.pow(Math.log10(c.getDouble("rate")) + 2.5, 2)
                + Math.pow(c.getLong("n") - 7, 2) / 10.0;
    }

    private static OptimizerFactory<Configuration> sampler(SearchSpace space, Object... options) {
        Map<String, Object> map = new HashMap<>(Map.of("particles", 20, "consensus_every", 3));
        for (int i = 0; i < options.length; i += 2) {
            map.put((String) options[i], options[i + 1]);
        }
        return MethodCatalogue.load().sampler("optimizer", "consensus", space, map);
    }

    private static Simulation study(OptimizerFactory<Configuration> factory) {
        return new Simulation(factory, MINIMIZE, c -> Optional.of(Evaluation.of(loss(c))));
    }

    @Test
    void findsTheMinimumWithNumbersOfEveryKind() {
        for (int parallel : new int[] {1, 7}) {
            Simulation study = study(sampler(SPACE));
            study.run(600, parallel);
            assertThat(study.best()).as("%d parallel", parallel).isLessThan(1e-3);
            study.assertRestoredProposesTheSame();
        }
    }

    @Test
    void everyOptionKeepsSearchingAndIsRestored() {
        List<Object[]> variants = List.of(
                new Object[] {"asynchronous", true},
                new Object[] {"memory", true},
                new Object[] {"memory_drift", 0.4, "memory_noise", 0.1},
                new Object[] {"batch", 10},
                new Object[] {"batch", 10, "partial", true},
                new Object[] {"cooling", 5},
                new Object[] {"reduction", 0.2},
                new Object[] {"kick", true},
                new Object[] {"diffusion", "anisotropic"},
                new Object[] {"truncation", 0.2, "ball_radius", 0.8},
                new Object[] {"hop", 0.08});
        for (Object[] options : variants) {
            Simulation study = study(sampler(SPACE, options));
            for (int i = 0; i < 8; i++) {
                study.run(75, 3);
                study.assertRestoredProposesTheSame();
            }
            assertThat(study.best()).as("%s", List.of(options)).isLessThan(0.05);
        }
    }

    @Test
    void anIterationMovesAllParticlesOnce() {
        Simulation study = study(sampler(SPACE, "consensus_every", 0));
        study.run(60, 1);
        for (int i = 0; i < 60; i++) {
            JsonNode role = Json.parse(study.told.get(i).attributes().get("consensus"));
            assertThat(role.path("iteration").asInt()).isEqualTo(i / 20);
            assertThat(role.path("member").asInt()).isEqualTo(i % 20);
        }
    }

    @Test
    void theConsensusBecomesATrial() {
        Simulation study = study(sampler(SPACE));
        study.run(200, 1);
        List<Trial<Configuration>> probes =
                study.told.stream().filter(t -> member(t) == -1).toList();
        // Iterations 3, 6 and 9; each one's first member tells where the consensus was.
        assertThat(probes).hasSize(3);
        Trial<Configuration> member = study.told.stream()
                .filter(t -> member(t) == 0 && iteration(t) == 6)
                .findFirst()
                .orElseThrow();
        JsonNode report = Json.parse(member.attributes().get("consensus"));
        assertThat(report.path("consensus").path("x").asDouble())
                .isCloseTo(probes.get(1).candidate().getDouble("x"), within(1e-12));
        assertThat(report.path("spread").asDouble()).isPositive();
        assertThat(report.path("effective_sample_size").asDouble()).isBetween(1.0, 20.0);
    }

    @Test
    void withSlowTrialsTheAsynchronousModeGoesOn() {
        // 8 in parallel: the last of each batch of 20 are out while others come back.
        Simulation waiting = study(sampler(SPACE, "consensus_every", 0));
        waiting.run(400, 8);
        Simulation going = study(sampler(SPACE, "consensus_every", 0, "asynchronous", true));
        going.run(400, 8);
        long last = iteration(going.told.get(399));
        assertThat(last).isGreaterThan(iteration(waiting.told.get(399)));
        assertThat(going.best()).isLessThan(0.01);
    }

    @Test
    void aGoodPointOfAUserPullsTheSwarm() {
        Simulation study = study(sampler(SPACE));
        study.give(SPACE.configuration(Map.of("x", 1.3, "rate", Math.pow(10, -2.5), "n", 7)), Origin.USER);
        study.run(60, 1);
        study.assertRestoredProposesTheSame();
        Simulation without = study(sampler(SPACE));
        without.run(60, 1);
        assertThat(mean(study)).isLessThan(mean(without));
    }

    private static double mean(Simulation study) {
        return study.told.subList(study.told.size() - 20, study.told.size()).stream()
                .mapToDouble(Trial::value)
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
        Simulation study = new Simulation(sampler(space), MINIMIZE, c -> {
            double x = c.getDouble("x");
            double z = c.getDouble("z");
            return x < -2
                    ? Optional.empty()
                    : Optional.of(Evaluation.of(x * x + z * z).withConstraint("x", 1 - x));
        });
        study.run(600, 2);
        assertThat(study.told).allMatch(t -> space.isFeasible(t.candidate()));
        assertThat(study.best()).isCloseTo(1, within(0.01));
    }

    @Test
    void nothingButFailuresKeepsSearching() {
        Simulation study = new Simulation(sampler(SPACE), MINIMIZE, c -> Optional.empty());
        study.run(100, 1);
        assertThat(study.told.stream().map(Trial::candidate).distinct()).hasSize(100);
    }

    @Test
    void reportedGradientsAreFollowed() {
        SearchSpace space = SearchSpace.of(FloatParameter.linear("x", -5, 5), FloatParameter.log("rate", 1e-4, 1));
        double[] mean = new double[2];
        for (int i = 0; i < 2; i++) {
            Simulation study = new Simulation(
                    sampler(space, "gradient", i == 0 ? 0.0 : 0.01, "alpha", 0.0, "adaptive_alpha", false),
                    Problem.of(1, Objective.maximize("y")),
                    c -> {
                        double log = Math.log(c.getDouble("rate") / 0.01);
                        double x = c.getDouble("x") - 2;
                        return Optional.of(Evaluation.of(-x * x - log * log)
                                .withGradient(Map.of("x", -2 * x, "rate", -2 * log / c.getDouble("rate"))));
                    });
            study.run(200, 1);
            mean[i] = -mean(study);
        }
        // With alpha = 0 nothing but the gradient leads to the maximum at (2, 0.01).
        assertThat(mean[0]).isGreaterThan(1);
        assertThat(mean[1]).isLessThan(0.05);
    }

    @Test
    void refusesWhatItCannotDo() {
        assertThatThrownBy(() -> sampler(SearchSpace.of(
                        FloatParameter.linear("x", 0, 1), CategoricalParameter.of("colour", "red", "green"))))
                .isInstanceOf(HoneException.class)
                .hasMessageContaining("'colour'")
                .hasMessageContaining("unordered choice");
        assertThatThrownBy(() -> sampler(SearchSpace.of(PermutationParameter.of("tour", "a", "b"))))
                .hasMessageContaining("'tour'");
        assertThatThrownBy(() -> sampler(SearchSpace.of(FloatParameter.linear("x", 1, 1))))
                .hasMessageContaining("more than one value");
        assertThatThrownBy(() -> sampler(SPACE, "particles", 4))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("particles");
        assertThatThrownBy(() -> sampler(SPACE).create(Problem.of(1, Objective.minimize("a"), Objective.minimize("b"))))
                .hasMessageContaining("nsga2");
        assertThatThrownBy(() -> new ConsensusSampler.Options(
                        ConsensusOptions.paper().withMemory(new ConsensusOptions.Memory(1, 30, 0, 0, 0)),
                        Optional.empty(),
                        0.3,
                        false,
                        10))
                .hasMessageContaining("memory.beta");
    }

    @Test
    void aViolatedConditionIsExplained() {
        assertThat(sampler(SPACE, "sigma", 2.0).explain(MINIMIZE)).contains("warning", "0.8165");
        assertThat(sampler(SPACE).explain(MINIMIZE)).isEqualTo("iterations of 20 trials");
    }

    @Test
    void aBudgetOfFewIterationsIsExplained() {
        Problem few = new Problem(MINIMIZE.objectives(), 1, OptionalLong.of(150), 1, false);
        assertThat(sampler(SPACE).explain(few)).contains("150 trials are 7 of them", "a smaller population");
        assertThat(sampler(SPACE, "particles", 15).explain(few)).isEqualTo("iterations of 15 trials");
        assertThat(sampler(SPACE, "batch", 10).explain(few)).isEqualTo("iterations of 10 trials");
    }

    private static int member(Trial<Configuration> trial) {
        return Json.parse(trial.attributes().get("consensus")).path("member").asInt();
    }

    private static long iteration(Trial<Configuration> trial) {
        return Json.parse(trial.attributes().get("consensus")).path("iteration").asLong();
    }
}
