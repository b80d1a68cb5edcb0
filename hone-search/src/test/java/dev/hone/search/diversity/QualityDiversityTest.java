package dev.hone.search.diversity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import dev.hone.search.Told;
import dev.hone.search.evolution.Simulation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both searches for the best of each kind, map-elites and cma-me. */
class QualityDiversityTest {

    private static final Problem MINIMIZE = Problem.of(1, Objective.minimize("y"));
    private static final int DIMENSIONS = 20;
    private static final String GRID = "left:-5:5:10, right:-5:5:10";
    private static final List<Descriptor> DESCRIPTORS = Descriptor.parse(GRID);
    private static final SearchSpace SPACE = space();

    private static SearchSpace space() {
        SearchSpace.Builder builder = SearchSpace.builder();
        for (int i = 0; i < DIMENSIONS; i++) {
            builder.add(FloatParameter.linear("x" + i, -5, 5));
        }
        return builder.build();
    }

    /** The sphere, told apart by the means of its even and odd coordinates: most random points are near the middle of the map. */
    private static Optional<Evaluation> evaluate(Configuration c) {
        double loss = 0;
        double left = 0;
        double right = 0;
        for (int i = 0; i < DIMENSIONS; i++) {
            double x = c.getDouble("x" + i);
            loss += x * x;
            left += i % 2 == 0 ? 2 * x / DIMENSIONS : 0;
            right += i % 2 == 0 ? 0 : 2 * x / DIMENSIONS;
        }
        return Optional.of(Evaluation.of(loss).withMetric("left", left).withMetric("right", right));
    }

    private static Simulation study(String id, Function<Configuration, Optional<Evaluation>> evaluator) {
        Map<String, Object> options = id.equals("random") ? Map.of() : Map.of("descriptors", GRID);
        OptimizerFactory<Configuration> factory = MethodCatalogue.load().sampler("optimizer", id, SPACE, options);
        return new Simulation(factory, MINIMIZE, evaluator);
    }

    @Test
    void theArchiveHoldsTheBestOfEachCell() {
        Archive archive = new Archive(Descriptor.parse("m:0:2:2"), MINIMIZE);
        assertThat(archive.add(trial(0, 5, 0.5))).isEqualTo(new Archive.Added(true, -5));
        assertThat(archive.add(trial(1, 6, 0.6))).isEqualTo(new Archive.Added(false, -1));
        assertThat(archive.add(trial(2, 3, 0.7))).isEqualTo(new Archive.Added(false, 2));
        assertThat(archive.coverage()).isEqualTo(0.5);
        assertThat(archive.add(trial(3, 9, 1.5)).isNew()).isTrue();
        assertThat(archive.elites().stream().map(e -> e.trial().number())).containsExactly(2L, 3L);
        assertThat(archive.leastLoss()).hasValue(3);
        Trial<Configuration> unmeasured = Told.complete(4, configuration(), Origin.OPTIMIZER, 1);
        assertThat(archive.add(unmeasured).isElite()).isFalse();
        assertThat(archive.size()).isEqualTo(2);
    }

    private static Configuration configuration() {
        return SearchSpace.of(FloatParameter.linear("x", 0, 1)).configuration(Map.of("x", 0.5));
    }

    private static Trial<Configuration> trial(long number, double loss, double metric) {
        Trial<Configuration> plain = Told.complete(number, configuration(), Origin.OPTIMIZER, loss);
        return new Trial<>(
                number,
                plain.state(),
                plain.candidate(),
                plain.origin(),
                1,
                plain.worker(),
                plain.evaluation().map(e -> e.withMetric("m", metric)),
                plain.failure(),
                plain.intermediate(),
                plain.attributes(),
                plain.parents(),
                plain.created(),
                plain.started(),
                plain.finished(),
                number + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"map-elites", "cma-me"})
    void coversMoreThanRandomTrialsWithBetterElites(String id) {
        Simulation study = study(id, QualityDiversityTest::evaluate);
        study.run(2000, 1);
        Simulation random = study("random", QualityDiversityTest::evaluate);
        random.run(2000, 1);
        Archive map = Archive.of(DESCRIPTORS, MINIMIZE, study.told);
        Archive baseline = Archive.of(DESCRIPTORS, MINIMIZE, random.told);
        assertThat(map.coverage()).isGreaterThan(1.3 * baseline.coverage());
        assertThat(map.leastLoss().getAsDouble())
                .isLessThan(0.5 * baseline.leastLoss().getAsDouble());
    }

    @ParameterizedTest
    @ValueSource(strings = {"map-elites", "cma-me"})
    void isRestoredAtAnyTime(String id) {
        for (int parallel : new int[] {1, 4}) {
            Simulation study = study(id, QualityDiversityTest::evaluate);
            study.assertRestoredProposesTheSame();
            for (int i = 0; i < 40; i++) {
                study.run(13, parallel);
                if (i % 9 == 3) {
                    study.give(study.told.get(i / 2).candidate(), Origin.USER);
                }
                study.assertRestoredProposesTheSame();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"map-elites", "cma-me"})
    void nothingButFailuresKeepsSearching(String id) {
        Simulation study = study(id, c -> Optional.empty());
        study.run(80, 1);
        assertThat(study.told.stream().map(Trial::candidate).distinct()).hasSize(80);
    }

    @ParameterizedTest
    @ValueSource(strings = {"map-elites", "cma-me"})
    void refusesWhatItCannotDo(String id) {
        MethodCatalogue catalogue = MethodCatalogue.load();
        assertThatThrownBy(() -> catalogue.sampler("optimizer", id, SPACE, Map.of()))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("descriptors");
        assertThatThrownBy(() -> catalogue
                        .sampler("optimizer", id, SPACE, Map.of("descriptors", GRID))
                        .create(Problem.of(1, Objective.minimize("a"), Objective.minimize("b"))))
                .hasMessageContaining("metrics");
    }

    @Test
    void cmaMeIsForNumbers() {
        SearchSpace space = SearchSpace.of(CategoricalParameter.of("colour", "red", "green"));
        assertThatThrownBy(() -> CmaMapElites.over(space, CmaMapElites.Options.of(DESCRIPTORS)))
                .hasMessageContaining("'colour'");
    }
}
