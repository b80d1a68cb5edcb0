package dev.hone.search.tpe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hone.core.evaluate.Evaluator;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.prune.HyperbandPruner;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.study.Budget;
import dev.hone.core.study.Study;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Trial;
import dev.hone.search.random.RandomSampler;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BohbSamplerTest {

    private static final SearchSpace SPACE =
            SearchSpace.of(FloatParameter.linear("x", 0, 1), FloatParameter.linear("y", 0, 1));

    /** Falls from 10 towards the distance from (0.2, 0.7) in nine steps. */
    private static final Evaluator<Configuration> TRAINING = (c, trial) -> {
        double distance = Math.hypot(c.getDouble("x") - 0.2, c.getDouble("y") - 0.7);
        for (int step = 1; step <= 9; step++) {
            trial.reportOrPrune(step, distance + 10.0 / (1 + step * step));
        }
        return Evaluation.of(distance);
    };

    private static List<Trial<Configuration>> run(OptimizerFactory<Configuration> factory, int trials) {
        return run(factory, trials, 2);
    }

    private static List<Trial<Configuration>> run(OptimizerFactory<Configuration> factory, int trials, long seed) {
        try (Study<Configuration> study = Study.named("s")
                .minimize("loss")
                .seed(seed)
                .optimizer(factory)
                .pruner(new HyperbandPruner(1, OptionalLong.of(9), 3, 0))
                .create()) {
            study.run(TRAINING, Budget.trials(trials));
            return study.trials();
        }
    }

    @Test
    void theModelMovesToLargerStepsAsTrialsReachThem() {
        List<Trial<Configuration>> trials = run(BohbSampler.over(SPACE, BohbSampler.Options.defaults()), 60);
        assertThat(BohbOptimizer.step(trials.subList(0, 4), 5)).isEmpty();
        long whole = trials.stream().filter(Trial::isComplete).count();
        assertThat(whole).isBetween(6L, 50L);
        assertThat(BohbOptimizer.step(trials, 5)).hasValue(BohbOptimizer.WHOLE);
        // more than reached any step
        assertThat(BohbOptimizer.step(trials, 61)).isEmpty();
        // more than were whole: a step that pruned trials reached too
        assertThat(BohbOptimizer.step(trials, (int) whole + 1).getAsLong()).isLessThanOrEqualTo(9);
        assertThat(BohbOptimizer.step(trials, 60)).hasValue(1);
    }

    /** Over 20 seeds, as the distances of one seed's proposals scatter by 0.05 around 0.41, and random ones are 0.47 away. */
    @Test
    void itLearnsFromTrialsThatNeverEnded() {
        double learned = 0;
        double random = 0;
        for (long seed = 0; seed < 20; seed++) {
            List<Trial<Configuration>> pruned =
                    run(BohbSampler.over(SPACE, BohbSampler.Options.defaults()), 40, seed).stream()
                            .filter(t -> !t.isComplete())
                            .toList();
            Problem problem = Problem.of(5 + seed, Objective.minimize("loss"));
            var optimizer = BohbSampler.over(SPACE, new BohbSampler.Options(0, 0.15, 64))
                    .create(problem);
            optimizer.tell(pruned);
            learned += meanDistance(optimizer) / 20;
            random += meanDistance(RandomSampler.over(SPACE).create(problem)) / 20;
        }
        assertThat(learned).isLessThan(random);
    }

    private static double meanDistance(Optimizer<Configuration> optimizer) {
        return optimizer.ask(new Ask<>(30, 100, List.of())).stream()
                .mapToDouble(p -> Math.hypot(
                        p.candidate().getDouble("x") - 0.2, p.candidate().getDouble("y") - 0.7))
                .average()
                .orElseThrow();
    }

    @Test
    void byNameWithItsOptions() {
        OptimizerFactory<Configuration> byName =
                MethodCatalogue.load().sampler("optimizer", "bohb", SPACE, Map.of("random_share", 0.5));
        assertThat(run(byName, 30).stream().map(Trial::candidate).toList())
                .isEqualTo(run(BohbSampler.over(SPACE, new BohbSampler.Options(0.5, 0.15, 64)), 30).stream()
                        .map(Trial::candidate)
                        .toList());
        assertThatThrownBy(() -> MethodCatalogue.load().sampler("optimizer", "bohb", SPACE, Map.of("random_share", 2)))
                .hasMessageContaining("optimizer.random_share");
        assertThatThrownBy(() -> byName.create(Problem.of(1, Objective.minimize("a"), Objective.minimize("b"))))
                .hasMessageContaining("one objective");
    }
}
