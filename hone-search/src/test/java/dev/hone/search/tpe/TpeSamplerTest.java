package dev.hone.search.tpe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.pareto.Hypervolume;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.store.MemoryStore;
import dev.hone.core.study.Budget;
import dev.hone.core.study.Study;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import dev.hone.search.Told;
import dev.hone.search.random.RandomSampler;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TpeSamplerTest {

    private static final SearchSpace CUBE = SearchSpace.of(
            FloatParameter.linear("x", 0, 1), FloatParameter.linear("y", 0, 1), FloatParameter.linear("z", 0, 1));

    /** Squared distances from two points; the front is the segment between them. */
    private static double[] twoDistances(Configuration c) {
        double beside = square(c.getDouble("y") - 0.5) + square(c.getDouble("z") - 0.5);
        return new double[] {beside + square(c.getDouble("x") - 0.2), beside + square(c.getDouble("x") - 0.8)};
    }

    private static double loss(Configuration c) {
        return square(c.getDouble("x") - 0.3) + square(c.getDouble("y") - 0.3) + square(c.getDouble("z") - 0.3);
    }

    private static double square(double v) {
        return v * v;
    }

    /** Paired by seed; 12 or more of 15 by chance alone has probability 0.018. */
    @Test
    void withTwoObjectivesItDominatesMoreThanRandomSearch() {
        int wins = 0;
        for (long seed = 0; seed < 15; seed++) {
            if (hypervolume(TpeSampler.over(CUBE), seed) > hypervolume(RandomSampler.over(CUBE), seed)) {
                wins++;
            }
        }
        assertThat(wins).isGreaterThanOrEqualTo(12);
    }

    private static double hypervolume(OptimizerFactory<Configuration> factory, long seed) {
        Problem problem = Problem.of(seed, Objective.minimize("left"), Objective.minimize("right"));
        double[][] losses = Told.run(factory.create(problem), 0, 80, TpeSamplerTest::twoDistances).stream()
                .map(t -> twoDistances(t.candidate()))
                .toArray(double[][]::new);
        return Hypervolume.of(losses, new double[] {1, 1});
    }

    @Test
    void trialsOfAnotherStudyReplaceTheStartup() {
        Problem problem = Problem.of(5, Objective.minimize("loss"));
        List<Trial<Configuration>> known = new ArrayList<>();
        Told.run(RandomSampler.over(CUBE).create(problem), 0, 60, c -> new double[] {loss(c)})
                .forEach(t ->
                        known.add(Told.complete(t.number(), t.candidate(), Origin.WARM_START, loss(t.candidate()))));
        Optimizer<Configuration> warm = TpeSampler.over(CUBE).create(problem);
        warm.tell(known);
        Optimizer<Configuration> cold = TpeSampler.over(CUBE).create(problem);
        assertThat(meanLossOfStartup(warm, 60)).isLessThan(0.5 * meanLossOfStartup(cold, 60));
    }

    private static double meanLossOfStartup(Optimizer<Configuration> optimizer, int from) {
        return Told.run(optimizer, from, from + 10, c -> new double[] {loss(c)}).stream()
                .mapToDouble(t -> loss(t.candidate()))
                .average()
                .orElseThrow();
    }

    @Test
    void aStudyThatStartsFromAnotherProposesNearItsBest() {
        try (MemoryStore store = new MemoryStore();
                Study<Configuration> before = study("before", RandomSampler.over(CUBE), store);
                Study<Configuration> after = study("after", TpeSampler.over(CUBE), store)) {
            before.run(c -> Evaluation.of(loss(c)), Budget.trials(60));
            assertThat(after.warmStart(store, "before")).isEqualTo(60);
            after.run(c -> Evaluation.of(loss(c)), Budget.trials(10));
            assertThat(meanLoss(after, Origin.OPTIMIZER)).isLessThan(0.5 * meanLoss(after, Origin.WARM_START));
        }
    }

    private static Study<Configuration> study(String name, OptimizerFactory<Configuration> factory, MemoryStore store) {
        return Study.named(name)
                .minimize("loss")
                .seed(2)
                .optimizer(factory)
                .store(store)
                .create();
    }

    private static double meanLoss(Study<Configuration> study, Origin origin) {
        return study.trials().stream()
                .filter(t -> t.origin() == origin)
                .mapToDouble(t -> loss(t.candidate()))
                .average()
                .orElseThrow();
    }
}
