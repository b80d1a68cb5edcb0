package dev.hone.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hone.core.Seeds;
import dev.hone.core.evaluate.CommandEvaluator;
import dev.hone.core.evaluate.Evaluator;
import dev.hone.core.execute.TrialExecutor;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.optimize.Proposal;
import dev.hone.core.prune.MedianPruner;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Condition;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.ConfigurationCodec;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.store.SqliteStore;
import dev.hone.core.store.StudyStore;
import dev.hone.core.study.Budget;
import dev.hone.core.study.Study;
import dev.hone.core.study.StudyListener;
import dev.hone.core.study.StudyResult;
import dev.hone.core.trial.CandidateCodec;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import dev.hone.search.gp.GpSampler;
import dev.hone.search.random.RandomSampler;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/java-api.md shows, compiled and run. */
class JavaApiTest {

    private static final SearchSpace SPACE = SearchSpace.builder()
            .add(FloatParameter.linear("x", 0, 10))
            .add(IntParameter.log("n", 1, 64))
            .add(CategoricalParameter.of("mode", "fast", "safe"))
            .add(IntParameter.linear("retries", 0, 3).when(Condition.on("mode", "safe")))
            .constraint("x + n <= 70")
            .build();

    private static Evaluation measure(Configuration c) {
        double retries = c.isActive("retries") ? c.getInt("retries") : 0;
        double loss = Math.pow(c.getDouble("x") - 3, 2) + Math.log(c.getLong("n")) + retries;
        return Evaluation.ofMetrics(Map.of("loss", loss, "size", c.getDouble("x")));
    }

    @Test
    void aStudyRunsAndGoesOn(@TempDir Path folder) {
        try (StudyStore store = SqliteStore.at(folder.resolve("hone.db"));
                Study<Configuration> study = Study.named("demo")
                        .minimize("loss")
                        .seed(1)
                        .optimizer(GpSampler.over(SPACE))
                        .store(store)
                        .createOrLoad()) {
            StudyResult<Configuration> result = study.run(JavaApiTest::measure, Budget.trials(8));
            assertThat(result.end()).isEqualTo(StudyResult.End.BUDGET);
            Trial<Configuration> best = result.best();
            assertThat(best.evaluation().orElseThrow().value())
                    .isEqualTo(study.trials().stream()
                            .mapToDouble(t -> t.evaluation().orElseThrow().value())
                            .min()
                            .orElseThrow());
        }
        try (StudyStore store = SqliteStore.at(folder.resolve("hone.db"));
                Study<Configuration> study = Study.named("demo")
                        .minimize("loss")
                        .optimizer(GpSampler.over(SPACE))
                        .store(store)
                        .createOrLoad()) {
            study.run(JavaApiTest::measure, Budget.trials(10));
            assertThat(study.counts()).containsEntry(TrialState.COMPLETE, 10L);
        }
    }

    @Test
    void whoOwnsTheLoopAsksAndTells() {
        try (Study<Configuration> study = Study.named("mine")
                .minimize("loss")
                .optimizer(RandomSampler.over(SPACE))
                .create()) {
            study.enqueue(List.of(SPACE.configuration(Map.of("x", 5.0, "n", 8, "mode", "fast"))));
            for (int i = 0; i < 5; i++) {
                Trial<Configuration> trial = study.ask();
                try {
                    study.tell(trial, measure(trial.candidate()));
                } catch (ArithmeticException e) {
                    study.fail(trial, e.getMessage());
                }
            }
            assertThat(study.trials()).hasSize(5);
            assertThat(study.trials().get(0).candidate().getDouble("x")).isEqualTo(5);
        }
    }

    @Test
    void anEvaluatorReportsAndIsPruned() {
        Evaluator<Configuration> evaluator = (candidate, context) -> {
            double loss = measure(candidate).metrics().get("loss");
            for (int step = 1; step <= 5; step++) {
                context.reportOrPrune(step, loss + 1.0 / step);
            }
            return Evaluation.of(loss).withConstraint("size at most 6", candidate.getDouble("x") - 6);
        };
        AtomicInteger finished = new AtomicInteger();
        StudyListener listener = new StudyListener() {
            @Override
            public void finished(Trial<?> trial) {
                finished.incrementAndGet();
            }
        };
        try (Study<Configuration> study = Study.named("curve")
                        .minimize("loss")
                        .optimizer(MethodCatalogue.load().sampler("optimizer", "auto", SPACE, Map.of()))
                        .pruner(MedianPruner.defaults())
                        .listener(listener)
                        .parallelism(2)
                        .constrained(true)
                        .create();
                TrialExecutor executor = TrialExecutor.threads(2)) {
            study.run(evaluator, Budget.trials(30), executor);
            assertThat(finished).hasValue(30);
            assertThat(study.counts()).containsKey(TrialState.PRUNED);
            assertThat(study.best().evaluation().orElseThrow().isFeasible()).isTrue();
        }
    }

    @Test
    void aCommandIsAnEvaluator() {
        Evaluator<Configuration> evaluator = CommandEvaluator.builder(
                        SPACE, List.of("awk", "BEGIN {{ printf \"{{\\\"loss\\\": %f}}\\n\", ({x} - 3) ^ 2 }}"))
                .build();
        try (Study<Configuration> study = Study.named("command")
                .minimize("loss")
                .optimizer(RandomSampler.over(SPACE))
                .create()) {
            study.run(evaluator, Budget.trials(2));
            assertThat(study.counts()).containsEntry(TrialState.COMPLETE, 2L);
        }
    }

    /** Takes a small step from the best trial so far. */
    private record HillClimbing(SearchSpace space) implements OptimizerFactory<Configuration> {

        @Override
        public String id() {
            return "hill-climbing";
        }

        @Override
        public CandidateCodec<Configuration> codec() {
            return new ConfigurationCodec(space);
        }

        @Override
        public Optimizer<Configuration> create(Problem problem) {
            List<Trial<Configuration>> told = new ArrayList<>();
            return new Optimizer<>() {
                @Override
                public List<Proposal<Configuration>> ask(Ask<Configuration> request) {
                    List<Proposal<Configuration>> proposals = new ArrayList<>();
                    for (int i = 0; i < request.count(); i++) {
                        var random = Seeds.stream(problem.seed(), request.firstNumber() + i);
                        var best = told.stream()
                                .filter(t -> t.state() == TrialState.COMPLETE)
                                .min(Comparator.comparing(t -> problem.objectives()
                                        .get(0)
                                        .direction()
                                        .asLoss(t.evaluation().orElseThrow().value())));
                        if (best.isEmpty()) {
                            proposals.add(Proposal.of(space.sample(random)));
                            continue;
                        }
                        Configuration next;
                        do {
                            double[] cube = space.encode(best.get().candidate());
                            for (int axis = 0; axis < cube.length; axis++) {
                                cube[axis] = Math.min(1, Math.max(0, cube[axis] + 0.1 * random.nextGaussian()));
                            }
                            next = space.decode(cube);
                        } while (!space.isFeasible(next));
                        proposals.add(Proposal.childOf(next, List.of(best.get().number())));
                    }
                    return proposals;
                }

                @Override
                public void tell(List<Trial<Configuration>> finished) {
                    told.addAll(finished);
                }
            };
        }
    }

    @Test
    void anOptimizerOfOnesOwn() {
        try (Study<Configuration> study = Study.named("own")
                .minimize("loss")
                .seed(3)
                .optimizer(new HillClimbing(SPACE))
                .create()) {
            study.run(JavaApiTest::measure, Budget.trials(40));
            double first = study.trials().get(0).evaluation().orElseThrow().value();
            assertThat(study.best().evaluation().orElseThrow().value()).isLessThan(first);
            assertThat(study.trials().get(1).parents()).containsExactly(0L);
        }
    }
}
