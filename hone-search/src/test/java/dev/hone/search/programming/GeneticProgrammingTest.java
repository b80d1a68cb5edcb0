package dev.hone.search.programming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.HoneException;
import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.optimize.Proposal;
import dev.hone.core.study.Budget;
import dev.hone.core.study.Study;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Trial;
import dev.hone.search.programming.MateChoice.Child;
import dev.hone.search.programming.MateChoice.Rule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GeneticProgrammingTest {

    private static final double[][] X = {{-1, -0.5, 0, 0.5, 1}};
    private static final SymbolicRegression TASK = new SymbolicRegression(
            List.of("x"), X, new double[] {0, -0.25, 0, 0.75, 2}, SymbolicRegression.Options.defaults());
    private static final TreeRepresentation TREES = new TreeRepresentation(
            TASK.primitives(), TreeRepresentation.Options.defaults().withDepthLimit(7), TreeDistance::structural);

    /** A task that remembers which trees it was asked about. */
    private static final class Recording implements TreeTask {
        private final List<Tree> asked = Collections.synchronizedList(new ArrayList<>());

        @Override
        public double loss(Tree tree) {
            asked.add(tree);
            return TASK.loss(tree);
        }

        @Override
        public double[] outputs(Tree tree) {
            return TASK.outputs(tree);
        }
    }

    private static GeneticProgramming.Options options(int generations, double crossover, double mutation) {
        return new GeneticProgramming.Options(
                30,
                generations,
                Double.NEGATIVE_INFINITY,
                false,
                new MateChoice.Options(Rule.PIMP, 3, 5, crossover, mutation));
    }

    private static Set<Child<Tree>> genomes(List<Mate<Tree>> population) {
        return population.stream()
                .map(m -> new Child<>(m.solution(), m.ideal()))
                .collect(Collectors.toSet());
    }

    @Test
    void idealsAreInheritedAndNeverEvaluated() {
        List<Mate<Tree>> first =
                new GeneticProgramming(TREES, TASK, options(0, 0, 0)).run(4).population();
        Recording recording = new Recording();
        GeneticProgramming.Result copied = new GeneticProgramming(TREES, recording, options(4, 0, 0)).run(4);
        Set<Tree> solutions = first.stream().map(Mate::solution).collect(Collectors.toSet());
        Set<Tree> ideals = first.stream().map(Mate::ideal).collect(Collectors.toSet());
        assertThat(genomes(first)).containsAll(genomes(copied.population()));
        assertThat(recording.asked).containsExactlyInAnyOrderElementsOf(solutions);
        assertThat(recording.asked)
                .doesNotContainAnyElementsOf(
                        ideals.stream().filter(i -> !solutions.contains(i)).toList());
        assertThat(ideals).hasSizeGreaterThan(20).isNotEqualTo(solutions);
    }

    @Test
    void equalTreesAreEvaluatedOnce() {
        Recording recording = new Recording();
        GeneticProgramming.Result result = new GeneticProgramming(TREES, recording, options(8, 0.9, 0.1)).run(5);
        assertThat(recording.asked).doesNotHaveDuplicates().hasSize((int) result.evaluations());
        assertThat(result.evaluations()).isLessThan(30 + 8 * 29);
    }

    @Test
    void theSeedAloneDecides() {
        GeneticProgramming.Options serial = options(8, 0.9, 0.1);
        GeneticProgramming.Options parallel = new GeneticProgramming.Options(
                serial.population(), serial.generations(), serial.target(), true, serial.mating());
        GeneticProgramming.Result a = new GeneticProgramming(TREES, TASK, serial).run(6);
        assertThat(new GeneticProgramming(TREES, TASK, parallel).run(6)).isEqualTo(a);
        assertThat(new GeneticProgramming(TREES, TASK, serial).run(7)).isNotEqualTo(a);
    }

    @Test
    void theBestStaysAndTreesStayWithinTheLimit() {
        GeneticProgramming.Result result = new GeneticProgramming(TREES, TASK, options(12, 0.9, 0.3)).run(8);
        assertThat(result.history().stream().map(Diversity::bestLoss)).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(result.best().loss()).isEqualTo(result.history().get(12).bestLoss());
        assertThat(result.population())
                .hasSize(30)
                .allMatch(m -> m.solution().depth() <= 7 && m.ideal().depth() <= 7);
    }

    @Test
    void stopsAtTheTarget() {
        GeneticProgramming.Options options = options(500, 0.9, 0.1);
        GeneticProgramming.Result result = new GeneticProgramming(
                        TREES, TASK, new GeneticProgramming.Options(30, 500, 0.5, false, options.mating()))
                .run(9);
        assertThat(result.best().loss()).isLessThanOrEqualTo(0.5);
        assertThat(result.history().subList(0, result.history().size() - 1)).allMatch(d -> d.bestLoss() > 0.5);
    }

    @Test
    void entropyAndGini() {
        assertThat(Diversity.entropy(new double[] {0, 1, Double.POSITIVE_INFINITY}))
                .isEqualTo(Math.log(2), within(1e-15));
        assertThat(Diversity.entropy(new double[] {3, 3})).isZero();
        assertThat(Diversity.gini(new int[] {2, 2, 2})).isZero();
        assertThat(Diversity.gini(new int[] {0, 0, 6, 0})).isEqualTo(0.75);
    }

    @Test
    void lossIsTheMeanAbsoluteErrorAndScalingFitsALine() {
        // The target is x^2 + x.
        assertThat(TASK.loss(TASK.primitives().parse("(+ x (* x x))"))).isZero();
        assertThat(TASK.loss(TASK.primitives().parse("x"))).isEqualTo((1 + 0.25 + 0 + 0.25 + 1) / 5);
        SymbolicRegression scaled = new SymbolicRegression(
                List.of("x"),
                X,
                new double[] {5, 4, 3, 2, 1},
                new SymbolicRegression.Options(
                        SymbolicRegression.Options.defaults().functions(), List.of(), true));
        Formula formula = scaled.formula(scaled.primitives().parse("(+ x x)"));
        assertThat(formula.intercept()).isEqualTo(3);
        assertThat(formula.slope()).isEqualTo(-1);
        assertThat(formula.infix()).isEqualTo("3 - (x + x)");
        assertThat(formula.predict(new double[][] {{2}})).containsExactly(-1);
        assertThat(scaled.loss(formula.tree())).isZero();
        // A constant is the mean of the target.
        assertThat(scaled.loss(scaled.primitives().parse("(- x x)"))).isEqualTo(1.2);
    }

    @Test
    void refusesTablesWithHoles() {
        SymbolicRegression.Options options = SymbolicRegression.Options.defaults();
        assertThatThrownBy(() -> new SymbolicRegression(List.of("x"), X, new double[] {1}, options))
                .hasMessageContaining("columns.x: is 5 rows, expected 1");
        assertThatThrownBy(() -> new SymbolicRegression(
                        List.of("x"), new double[][] {{1, Double.NaN}}, new double[] {1, 2}, options))
                .hasMessageContaining("columns.x[1]: is NaN");
    }

    private static OptimizerFactory<Tree> sampler() {
        return GeneticProgrammingSampler.over(TREES, 10, MateChoice.Options.defaults());
    }

    @Test
    void aStudyOfTreesGoesOnFromItsTrials() {
        try (Study<Tree> study = Study.named("formula")
                .minimize("error")
                .seed(3)
                .optimizer(sampler())
                .create()) {
            study.run(tree -> Evaluation.of(TASK.loss(tree)), Budget.trials(60));
            List<Trial<Tree>> trials = study.trials();
            assertThat(trials).hasSize(60);
            for (int told : new int[] {4, 10, 35, 59}) {
                Optimizer<Tree> resumed = sampler().create(study.problem());
                resumed.restore("", trials.subList(0, told));
                Proposal<Tree> next = resumed.ask(new Ask<>(1, told, List.of())).get(0);
                assertThat(next.candidate()).isEqualTo(trials.get(told).candidate());
                assertThat(next.parents()).isEqualTo(trials.get(told).parents());
                Map<String, String> attributes = new HashMap<>(next.attributes());
                // what has been logged is in the state, which is not given here
                attributes.remove(GenerationLog.KEY);
                assertThat(trials.get(told).attributes()).containsAllEntriesOf(attributes);
            }
            assertThat(trials.subList(0, 10)).allMatch(t -> t.parents().isEmpty());
            assertThat(trials.subList(10, 60)).noneMatch(t -> t.parents().isEmpty());
            assertThat(trials.get(35).attributes())
                    .containsEntry("generation", "3")
                    .containsKey("ideal");
        }
    }

    @Test
    void treesFromPeopleAndFailuresJoinThePopulation() {
        try (Study<Tree> study = Study.named("formula")
                .maximize("score")
                .seed(3)
                .optimizer(sampler())
                .create()) {
            Tree given = TASK.primitives().parse("(+ x (* x x))");
            study.enqueue(List.of(given));
            study.run(
                    tree -> {
                        if (tree.size() > 25) {
                            throw new IllegalStateException("too large");
                        }
                        return Evaluation.of(-TASK.loss(tree));
                    },
                    Budget.trials(41));
            assertThat(study.best().candidate()).isEqualTo(given);
            assertThat(study.trials().stream().skip(20).flatMap(t -> t.parents().stream()))
                    .contains(0L);
        }
    }

    @Test
    void refusesWhatItCannotDo() {
        Problem two = Problem.of(1, Objective.minimize("a"), Objective.minimize("b"));
        assertThatThrownBy(() -> sampler().create(two))
                .isInstanceOf(HoneException.class)
                .hasMessageContaining("one objective");
        assertThatThrownBy(() -> GeneticProgrammingSampler.over(TREES, 4, MateChoice.Options.defaults()))
                .hasMessageContaining("population: is 4");
        assertThatThrownBy(() -> sampler().codec().decode("\"(+ x z)\"")).hasMessageContaining("'z' at character 6");
    }
}
