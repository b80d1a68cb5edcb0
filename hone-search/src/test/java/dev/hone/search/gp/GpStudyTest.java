package dev.hone.search.gp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hone.core.execute.TrialExecutor;
import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.Problem;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.study.Budget;
import dev.hone.core.study.Study;
import dev.hone.core.study.StudyResult;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import dev.hone.search.kernel.Smoothness;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The sampler in the engine's loop, and with the kinds of trials that only an engine produces. */
class GpStudyTest {

    private static final SearchSpace SQUARE = Loop.box(2, 0, 1);
    private static final Objective LOSS = Objective.minimize("loss");

    @Test
    void twoThreadsFindTheFeasibleOptimumOfAnOutcomeConstraint() {
        try (TrialExecutor executor = TrialExecutor.threads(2);
                Study<Configuration> study = Study.named("constrained")
                        .minimize("loss")
                        .seed(3)
                        .optimizer(GpSampler.over(SQUARE))
                        .parallelism(2)
                        .constrained(true)
                        .plannedTrials(45)
                        .create()) {
            // least x + y with x y >= 0.25: 1 at (0.5, 0.5)
            StudyResult<Configuration> result = study.run(
                    (configuration, context) -> {
                        double[] x = Loop.point(configuration);
                        return Evaluation.of(x[0] + x[1]).withConstraint("product", 0.25 - x[0] * x[1]);
                    },
                    Budget.trials(45),
                    executor);
            assertThat(result.end()).isEqualTo(StudyResult.End.BUDGET);
            List<Trial<Configuration>> trials = study.trials();
            assertThat(trials).hasSize(45).allMatch(Trial::isComplete);
            assertThat(new HashSet<>(trials.stream().map(Trial::candidate).toList()))
                    .hasSizeGreaterThan(40);
            assertThat(result.best().isFeasible()).isTrue();
            assertThat(result.best().value()).isBetween(1.0 - 1e-9, 1.05);
        }
    }

    @Test
    void reportedVariancesDecideWhatTheModelBelieves() {
        // one exact and one hopelessly noisy report of the same two outcomes
        Embedding embedding = new Embedding(Loop.box(1, 0, 1), Smoothness.MATERN_52);
        for (boolean firstIsNoisy : new boolean[] {true, false}) {
            Model model = new Model(embedding, Model.Kind.OBJECTIVE, Double.NaN, 2000);
            List<Model.Point> points = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                double x = i / 11.0;
                points.add(new Model.Point(new double[] {x}, Math.sin(5 * x), 1e-6, true, 0));
            }
            points.add(new Model.Point(new double[] {0.5}, 3, firstIsNoisy ? 1e4 : 1e-6, true, 0));
            points.add(new Model.Point(new double[] {0.5}, -3, firstIsNoisy ? 1e-6 : 1e4, true, 0));
            model.refit(points, null);
            double mean = model.posterior().at(new double[] {0.5}, false).mean();
            double exact = model.transform().apply(firstIsNoisy ? -3 : 3);
            double noisy = model.transform().apply(firstIsNoisy ? 3 : -3);
            assertThat(Math.abs(mean - exact)).isLessThan(0.1 * Math.abs(mean - noisy));
        }
    }

    @Test
    void prunedTrialsWarnOfTheirRegionButAreNeverTheIncumbent() {
        Embedding embedding = new Embedding(SQUARE, Smoothness.MATERN_52);
        History history = new History(List.of(LOSS), embedding);
        List<Trial<Configuration>> complete = Loop.run(
                GpSampler.over(SQUARE).create(Problem.of(1, LOSS)), 0, 5, c -> Evaluation.of(10 + Loop.point(c)[0]));
        complete.forEach(history::add);
        history.add(Loop.trial(5, SQUARE.decode(new double[] {0.9, 0.9}), TrialState.PRUNED, null));
        History.Row pruned = history.rows().get(5);
        double[] losses = complete.stream().mapToDouble(Trial::value).sorted().toArray();
        assertThat(pruned.losses()).containsExactly(losses[2]);
        assertThat(pruned.incumbent()).isFalse();
        assertThat(pruned.failed()).isFalse();
    }

    @Test
    void runsWherePruningIsCommonReachTheOptimum() {
        Optimizer<Configuration> optimizer = GpSampler.over(SQUARE).create(Problem.of(14, LOSS));
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < 45; i++) {
            Configuration next =
                    optimizer.ask(new Ask<>(1, i, List.of())).get(0).candidate();
            double loss = Math.pow(Loop.point(next)[0] - 0.3, 2) + Math.pow(Loop.point(next)[1] - 0.6, 2);
            boolean prune = i > 5 && loss > 0.2;
            TrialState state = prune ? TrialState.PRUNED : TrialState.COMPLETE;
            optimizer.tell(List.of(Loop.trial(i, next, state, prune ? null : Evaluation.of(loss))));
            best = prune ? best : Math.min(best, loss);
        }
        assertThat(best).isLessThan(1e-3);
    }

    @Test
    void moreTrialsThanMaxPointsKeepTheBestAndTheMostRecent() {
        GpSampler sampler = GpSampler.over(
                SQUARE,
                new GpSampler.Options(OptionalInt.of(5), Smoothness.MATERN_52, GpSampler.Noise.INFER, 8, 20, 50, true));
        List<Trial<Configuration>> trials =
                Loop.run(sampler.create(Problem.of(15, LOSS)), 0, 90, c -> Evaluation.of(Loop.branin(Loop.point(c))));
        assertThat(trials.stream().mapToDouble(Trial::value).min().orElseThrow())
                .isLessThan(0.397888 + 1e-3);

        List<Model.Point> points = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            points.add(new Model.Point(new double[] {i}, 10 - i % 7, Double.NaN, true, i % 7));
        }
        assertThat(Model.select(points, 5, 2, false))
                .extracting(p -> p.x()[0])
                .containsExactly(0.0, 6.0, 7.0, 8.0, 9.0);
    }
}
