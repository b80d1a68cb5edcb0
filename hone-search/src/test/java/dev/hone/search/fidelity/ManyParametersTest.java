package dev.hone.search.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.optimize.Problem;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.Fidelity;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.store.MemoryStore;
import dev.hone.core.store.StudyStore;
import dev.hone.core.study.Budget;
import dev.hone.core.study.Study;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Trial;
import dev.hone.search.fidelity.FidelityHistory.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trust regions and random embeddings. */
class ManyParametersTest {

    private static final SearchSpace SPACE = space(6);

    private static SearchSpace space(int parameters) {
        SearchSpace.Builder builder = SearchSpace.builder();
        for (int i = 0; i < parameters; i++) {
            builder.add(FloatParameter.linear("x" + i, 0, 1));
        }
        return builder.add(CategoricalParameter.ordered("mesh", "coarse", "fine"))
                .build();
    }

    private static Entry told(double[] x, double fidelity, double gain) {
        return new Entry(x, fidelity, fidelity, false, new double[] {gain}, Map.of(), Map.of(), 1);
    }

    /** Two dimensions: it halves after 4 exact trials in a row without an improvement, and the first one fills space. */
    @Test
    void theBoxHalvesAndDoublesWithExactTrialsOnly() {
        Region region = new Region(2, 1);
        List<Entry> told = new ArrayList<>();
        assertThat(region.into(new double[] {0.9, 0.1})).containsExactly(0.9, 0.1);
        told.add(told(new double[] {0.5, 0.5}, 1, 1));
        for (int i = 0; i < 9; i++) {
            told.add(told(new double[] {0.2, 0.2}, 0, 100));
        }
        region.update(told, 1);
        assertThat(region.into(new double[] {0, 1})).containsExactly(new double[] {0.1, 0.9}, within(1e-12));
        assertThat(region.contains(new double[] {0.1, 0.9})).isTrue();
        assertThat(region.contains(new double[] {0.05, 0.9})).isFalse();
        for (int i = 0; i < 4; i++) {
            told.add(told(new double[] {0.4, 0.4}, 1, 0));
        }
        region.update(told, 1);
        assertThat(region.into(new double[] {0, 1})).containsExactly(new double[] {0.3, 0.7}, within(1e-12));
        for (int i = 0; i < 3; i++) {
            told.add(told(new double[] {0.6, 0.9}, 1, 2 + i));
        }
        region.update(told, 1);
        assertThat(region.into(new double[] {0, 1})).containsExactly(new double[] {0.2, 1}, within(1e-12));
        for (int i = 0; i < 4 * 7; i++) {
            told.add(told(new double[] {0.4, 0.4}, 1, 0));
        }
        region.update(told, 1);
        assertThat(region.contains(new double[] {0, 0})).as("starts afresh").isTrue();
    }

    @Test
    void eachParameterFollowsOneAxisOfAnEmbedding() {
        SearchSpace space = SearchSpace.of(
                FloatParameter.linear("a", 0, 1),
                FloatParameter.linear("b", 0, 1),
                FloatParameter.linear("c", 0, 1),
                IntParameter.linear("n", 1, 4),
                FloatParameter.linear("d", 0, 1));
        DesignSpace designs = DesignSpace.embedded(space, 2, new Random(7));
        assertThat(designs.dimensions()).isEqualTo(2);
        double[] z = {0.13, 0.78};
        Configuration design = designs.decode(z);
        int followsFirst = 0;
        for (String name : List.of("a", "b", "c", "d")) {
            double x = design.getDouble(name);
            double unfolded = Math.min(x, 1 - x);
            assertThat(unfolded).isIn(0.13, 1 - 0.78, 1 - (1 - 0.13), 1 - 0.78);
            followsFirst += Math.abs(unfolded - 0.13) < 1e-9 ? 1 : 0;
        }
        assertThat(followsFirst).isBetween(1, 3);
        double[] back = designs.canonical(z);
        assertThat(designs.canonical(z)).containsExactly(designs.encode(design));
        // the axis of the int is off by its rounding, the other is not
        assertThat(Math.min(Math.abs(back[0] - z[0]), Math.abs(back[1] - z[1]))).isLessThan(1e-12);
        assertThat(DesignSpace.of(space).decode(new double[] {0.1, 0.2, 0.3, 0.99, 0.5}))
                .isEqualTo(space.configuration(Map.of("a", 0.1, "b", 0.2, "c", 0.3, "n", 4L, "d", 0.5)));
    }

    /** Little but the first parameter matters; the coarse level is far below the truth. An embedding reaches 0.0002 at most. */
    private static double value(Configuration c) {
        double sum = 0;
        for (int i = 0; i < 6; i++) {
            double difference = c.getDouble("x" + i) - (i == 0 ? 0.6 : 0.5);
            sum += (i == 0 ? 1 : 0.01) * difference * difference;
        }
        return sum - (c.get("mesh").equals("coarse") ? 9 + 0.1 * c.getDouble("x3") : 0);
    }

    private static Study<Configuration> study(Map<String, Object> options, StudyStore store) {
        return Study.named("s")
                .minimize("loss")
                .seed(1)
                .optimizer(MethodCatalogue.load().sampler("optimizer", "multi-fidelity", SPACE, options))
                .fidelity(Fidelity.ordered(SPACE, "mesh", "fine", Map.of("coarse", 0.1, "fine", 1.0)))
                .plannedCost(14)
                .store(store)
                .createOrLoad();
    }

    @ParameterizedTest
    @ValueSource(strings = {"trust_region", "embedding", "both"})
    void findTheMinimumAndAreTakenUpAgain(String what) {
        Map<String, Object> options = what.equals("trust_region")
                ? Map.of("trust_region", true)
                : what.equals("embedding") ? Map.of("embedding", 2) : Map.of("trust_region", true, "embedding", 2);
        List<Configuration> undisturbed;
        try (Study<Configuration> whole = study(options, new MemoryStore())) {
            whole.run(c -> Evaluation.of(value(c)), Budget.trials(50));
            undisturbed =
                    whole.trials().stream().<Configuration>map(Trial::candidate).toList();
            assertThat(whole.best().candidate().get("mesh")).isEqualTo("fine");
            assertThat(whole.best().value()).isLessThan(0.002);
        }
        StudyStore store = new MemoryStore();
        for (int trials : new int[] {38, 50}) {
            try (Study<Configuration> part = study(options, store)) {
                part.run(c -> Evaluation.of(value(c)), Budget.trials(trials));
                assertThat(part.trials().stream().map(Trial::candidate)).isEqualTo(undisturbed.subList(0, trials));
            }
        }
    }

    @Test
    void badInputIsRefusedByName() {
        MethodCatalogue catalogue = MethodCatalogue.load();
        Optional<Fidelity> fidelity =
                Optional.of(Fidelity.ordered(SPACE, "mesh", "fine", Map.of("coarse", 0.1, "fine", 1.0)));
        Problem problem = Problem.of(1, Objective.minimize("y")).with(fidelity, OptionalDouble.of(99));
        assertThatThrownBy(() -> catalogue
                        .sampler("optimizer", "multi-fidelity", SPACE, Map.of("embedding", 6))
                        .create(problem))
                .hasMessageContaining("embedding: is 6, expected fewer than the 6 parameters");
        assertThatThrownBy(() ->
                        catalogue.sampler("optimizer", "multi-fidelity", SPACE, Map.of("embedding", 2, "nested", true)))
                .hasMessageContaining("nested");
        Problem two =
                Problem.of(1, Objective.minimize("y"), Objective.minimize("z")).with(fidelity, OptionalDouble.of(99));
        assertThatThrownBy(() -> catalogue
                        .sampler("optimizer", "multi-fidelity", SPACE, Map.of("trust_region", true))
                        .create(two))
                .hasMessageContaining("trust_region: is true, expected false with several objectives");
    }
}
