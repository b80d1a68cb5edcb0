package dev.hone.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Trial;
import dev.hone.search.annealing.SimulatedAnnealing;
import dev.hone.search.consensus.ConsensusSampler;
import dev.hone.search.evolution.DifferentialEvolution;
import dev.hone.search.exhaustive.GridSampler;
import dev.hone.search.local.NelderMead;
import dev.hone.search.local.QuadraticTrustRegion;
import dev.hone.search.qmc.QmcSampler;
import dev.hone.search.swarm.ParticleSwarm;
import dev.hone.search.tpe.TpeSampler;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options as a study file gives them reach the samplers; what they do not take is refused by name. */
class CatalogueOptionsTest {

    private static final MethodCatalogue CATALOGUE = MethodCatalogue.load();

    private static final SearchSpace SPACE = SearchSpace.of(
            FloatParameter.linear("x", 0, 1),
            IntParameter.linear("n", 1, 9),
            CategoricalParameter.of("c", "p", "q", "r"));

    private static final SearchSpace NUMBERS =
            SearchSpace.of(FloatParameter.linear("x", 0, 1), IntParameter.linear("n", 1, 9));

    @Test
    void tpeWithoutOptionsHasTheDefaultsOfItsRecord() {
        assertThat(proposals(sampler("tpe", Map.of()), 40)).isEqualTo(proposals(TpeSampler.over(SPACE), 40));
    }

    @Test
    void everyOptionOfTpeReachesIt() {
        Map<String, Object> given = Map.ofEntries(
                Map.entry("startup_trials", 4),
                Map.entry("candidates", 7),
                Map.entry("gamma", 0.3),
                Map.entry("max_best", 5),
                Map.entry("prior_weight", 2),
                Map.entry("rank_weights", false),
                Map.entry("bandwidth", "rate"),
                Map.entry("bandwidth_factor", 1.5),
                Map.entry("clip", 0.9),
                Map.entry("multivariate", false),
                Map.entry("constant_liar", false));
        TpeSampler.Options expected =
                new TpeSampler.Options(4, 7, 0.3, 5, 2, false, TpeSampler.Bandwidth.RATE, 1.5, 0.9, false, false);
        List<Configuration> proposed = proposals(sampler("tpe", given), 40);
        assertThat(proposed).isEqualTo(proposals(TpeSampler.over(SPACE, expected), 40));
        assertThat(proposed).isNotEqualTo(proposals(TpeSampler.over(SPACE), 40));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rate", "scott", "neighbours"})
    void everyBandwidthOfTheCatalogueExists(String bandwidth) {
        assertThat(proposals(sampler("tpe", Map.of("bandwidth", bandwidth)), 20))
                .hasSize(20)
                .allMatch(SPACE::isFeasible);
    }

    @Test
    void gridTakesPointsAndShuffle() {
        // 3 of the reals, 3 of the 9 ints, all 3 choices
        List<Configuration> ordered = proposals(sampler("grid", Map.of("points", 3)), 27);
        List<Configuration> shuffled = proposals(sampler("grid", Map.of("points", 3, "shuffle", true)), 27);
        assertThat(ordered).doesNotHaveDuplicates().hasSize(27);
        assertThat(ordered).isEqualTo(proposals(GridSampler.over(SPACE, OptionalInt.of(3), false), 27));
        assertThat(shuffled).isNotEqualTo(ordered);
        assertThat(new HashSet<>(shuffled)).isEqualTo(new HashSet<>(ordered));
    }

    @Test
    void gridWithoutPointsRefusesRealNumbers() {
        assertThatThrownBy(() -> sampler("grid", Map.of()))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("points");
    }

    @Test
    void withoutOptionsSearchesOfNumbersHaveTheDefaultsOfTheirRecords() {
        Map<String, OptimizerFactory<Configuration>> defaults = Map.of(
                "annealing", SimulatedAnnealing.over(NUMBERS),
                "bobyqa", QuadraticTrustRegion.over(NUMBERS),
                "consensus", ConsensusSampler.over(NUMBERS),
                "de", DifferentialEvolution.over(NUMBERS),
                "nelder-mead", NelderMead.over(NUMBERS),
                "pso", ParticleSwarm.over(NUMBERS));
        defaults.forEach((id, factory) -> assertThat(
                        proposals(CATALOGUE.sampler("optimizer", id, NUMBERS, Map.of()), 250))
                .as(id)
                .isEqualTo(proposals(factory, 250)));
    }

    @ParameterizedTest
    @CsvSource({
        "annealing, startup_trials, 3",
        "annealing, temperature, 0.001",
        "annealing, cooling, 0.9",
        "annealing, horizon, 50",
        "annealing, step, 0.01",
        "bobyqa, radius, 0.02",
        "bobyqa, tolerance, 0.03",
        "consensus, alpha, 3",
        "consensus, lambda, 2",
        "consensus, sigma, 0.2",
        "consensus, dt, 0.05",
        "consensus, truncation, 0.05",
        "consensus, ball_radius, 0.01",
        "consensus, memory_drift, 0.5",
        "consensus, memory_noise, 0.5",
        "consensus, batch, 20",
        "consensus, cooling, 1",
        "consensus, reduction, 0.2",
        "consensus, hop, 0.1",
        "consensus, deviation, 0.1",
        "consensus, consensus_every, 1",
        "de, population_size, 11",
        "de, best, 0.9",
        "de, archive, 0",
        "nelder-mead, size, 0.05",
        "nelder-mead, tolerance, 0.1",
        "pso, particles, 7",
        "pso, inertia, 0.2",
        "pso, cognition, 0.3",
        "pso, social, 0.3",
        "pso, speed, 0.05",
    })
    void everyNumberReachesTheSearch(String id, String option, double value) {
        Object given = value == Math.rint(value) ? (Object) Long.valueOf((long) value) : Double.valueOf(value);
        assertThat(proposals(CATALOGUE.sampler("optimizer", id, NUMBERS, Map.of(option, given)), 250))
                .isNotEqualTo(proposals(CATALOGUE.sampler("optimizer", id, NUMBERS, Map.of()), 250));
    }

    @Test
    void sobolAndHaltonAreDifferentSequences() {
        List<Configuration> sobol = proposals(sampler("sobol", Map.of()), 8);
        assertThat(sobol).isEqualTo(proposals(QmcSampler.over(SPACE, QmcSampler.Sequence.SOBOL), 8));
        List<Configuration> halton = proposals(sampler("halton", Map.of()), 8);
        assertThat(halton).isEqualTo(proposals(QmcSampler.over(SPACE, QmcSampler.Sequence.HALTON), 8));
        assertThat(halton).isNotEqualTo(sobol);
    }

    @ParameterizedTest
    @CsvSource({
        "tpe, gamma, 1.5",
        "tpe, gamma, 0",
        "tpe, startup_trials, 0",
        "tpe, candidates, many",
        "tpe, bandwidth, wide",
        "tpe, magic_clip, 3",
        "tpe, candidate, 24",
        "grid, points, 1",
        "grid, shuffle, 2",
        "sobol, scramble, true",
        "halton, points, 5",
    })
    void badOptionsAreRefusedByName(String method, String option, String value) {
        Object given = value.matches("[0-9]+")
                ? Long.valueOf(value)
                : value.matches("[0-9.]+") ? Double.valueOf(value) : value;
        assertThatThrownBy(() -> sampler(method, Map.of(option, given)))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("optimizer." + option);
    }

    private static OptimizerFactory<Configuration> sampler(String id, Map<String, Object> options) {
        return CATALOGUE.sampler("optimizer", id, SPACE, options);
    }

    private static List<Configuration> proposals(OptimizerFactory<Configuration> factory, int count) {
        return Told.run(factory.create(Problem.of(3, Objective.minimize("loss"))), 0, count, c ->
                        new double[] {Math.abs(c.getDouble("x") - 0.3) + Math.abs(c.getLong("n") - 4)})
                .stream()
                .map(Trial::candidate)
                .toList();
    }
}
