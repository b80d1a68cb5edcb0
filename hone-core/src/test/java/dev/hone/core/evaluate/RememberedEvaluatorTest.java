package dev.hone.core.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hone.core.HoneException;
import dev.hone.core.execute.TrialExecutor;
import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.optimize.Proposal;
import dev.hone.core.study.Budget;
import dev.hone.core.study.Study;
import dev.hone.core.trial.CandidateCodec;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RememberedEvaluatorTest {

    private static final CandidateCodec<Long> NUMBERS = new CandidateCodec<>() {
        @Override
        public String encode(Long candidate) {
            return candidate.toString();
        }

        @Override
        public Long decode(String json) {
            return Long.valueOf(json);
        }
    };

    /** Proposes 0, 1, 2, 0, 1, 2, ... */
    private static final OptimizerFactory<Long> ROUND = new OptimizerFactory<>() {
        @Override
        public String id() {
            return "round";
        }

        @Override
        public CandidateCodec<Long> codec() {
            return NUMBERS;
        }

        @Override
        public Optimizer<Long> create(Problem problem) {
            return new Optimizer<>() {
                @Override
                public List<Proposal<Long>> ask(Ask<Long> request) {
                    return LongStream.range(request.firstNumber(), request.firstNumber() + request.count())
                            .mapToObj(n -> Proposal.of(n % 3))
                            .toList();
                }

                @Override
                public void tell(List<Trial<Long>> finished) {}
            };
        }
    };

    private final AtomicInteger calls = new AtomicInteger();

    private Evaluation evaluate(Long candidate) throws InterruptedException {
        calls.incrementAndGet();
        Thread.sleep(20);
        if (candidate == 2) {
            throw new HoneException("two is too many");
        }
        return Evaluation.of(candidate).withMetric("twice", 2 * candidate);
    }

    @Test
    void equalCandidatesAreEvaluatedOnceAndSaySo() {
        try (Study<Long> study = Study.named("s").minimize("y").optimizer(ROUND).create();
                TrialExecutor executor = TrialExecutor.threads(4)) {
            study.run(new RememberedEvaluator<>(Evaluator.of(this::evaluate), NUMBERS), Budget.trials(12), executor);

            assertThat(calls).hasValue(3);
            List<Trial<Long>> trials = study.trials();
            assertThat(trials).hasSize(12);
            for (long candidate = 0; candidate < 3; candidate++) {
                long c = candidate;
                List<Trial<Long>> equal =
                        trials.stream().filter(t -> t.candidate() == c).toList();
                List<Trial<Long>> first = equal.stream()
                        .filter(t -> !t.attributes().containsKey(RememberedEvaluator.SAME_AS))
                        .toList();
                assertThat(first).hasSize(1);
                assertThat(equal)
                        .filteredOn(t -> t.number() != first.get(0).number())
                        .allSatisfy(t -> {
                            assertThat(t.attributes())
                                    .containsEntry(
                                            RememberedEvaluator.SAME_AS,
                                            Long.toString(first.get(0).number()));
                            assertThat(t.evaluation()).isEqualTo(first.get(0).evaluation());
                            assertThat(t.failure()).isEqualTo(first.get(0).failure());
                        });
                assertThat(equal).allMatch(t -> t.state() == (c == 2 ? TrialState.FAILED : TrialState.COMPLETE));
            }
        }
    }

    @Test
    void whatAnEarlierRunFoundOutIsLearned() throws Exception {
        try (Study<Long> study = Study.named("s").minimize("y").optimizer(ROUND).create()) {
            study.run(new RememberedEvaluator<>(Evaluator.of(this::evaluate), NUMBERS), Budget.trials(2));
            calls.set(0);
            RememberedEvaluator<Long> next = new RememberedEvaluator<>(Evaluator.of(this::evaluate), NUMBERS);
            study.trials().forEach(next::learn);
            study.run(next, Budget.trials(5));
            assertThat(calls).hasValue(1);
            assertThat(study.trials().get(4).attributes()).containsEntry(RememberedEvaluator.SAME_AS, "1");
        }
    }

    @Test
    void whatBrokeIsTriedAgain() throws Exception {
        RememberedEvaluator<Long> evaluator = new RememberedEvaluator<>(
                (candidate, context) -> {
                    if (calls.incrementAndGet() == 1) {
                        throw new InterruptedException();
                    }
                    return Evaluation.of(candidate);
                },
                NUMBERS);
        assertThatThrownBy(() -> evaluator.evaluate(1L, new RecordingContext()))
                .isInstanceOf(InterruptedException.class);
        assertThat(evaluator.evaluate(1L, new RecordingContext()).value()).isEqualTo(1);
    }
}
