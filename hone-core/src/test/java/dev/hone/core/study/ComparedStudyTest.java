package dev.hone.core.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Seeds;
import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.optimize.Proposal;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.ConfigurationCodec;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.store.MemoryStore;
import dev.hone.core.study.StudyResult.End;
import dev.hone.core.trial.CandidateCodec;
import dev.hone.core.trial.Comparison;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Trial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ComparedStudyTest {

    private static final SearchSpace SPACE = SearchSpace.of(FloatParameter.linear("x", -1, 1));

    private final MemoryStore store = new MemoryStore();

    /** Two random points at a time, which must be compared. */
    private static final class Duels implements OptimizerFactory<Configuration>, Optimizer<Configuration> {

        private final List<Long> told = new ArrayList<>();
        private int comparisons;

        @Override
        public String id() {
            return "duels";
        }

        @Override
        public CandidateCodec<Configuration> codec() {
            return new ConfigurationCodec(SPACE);
        }

        @Override
        public Optimizer<Configuration> create(Problem problem) {
            return new Duels();
        }

        @Override
        public boolean learnsFromComparisons() {
            return true;
        }

        @Override
        public List<Proposal<Configuration>> ask(Ask<Configuration> request) {
            List<Proposal<Configuration>> proposals = new ArrayList<>();
            long next = request.firstNumber();
            while (next < 2L * (comparisons + 1) && proposals.size() < request.count()) {
                proposals.add(Proposal.of(SPACE.sample(Seeds.stream(1, next++))));
            }
            return proposals;
        }

        @Override
        public void tell(List<Trial<Configuration>> finished) {
            finished.forEach(t -> told.add(t.number()));
        }

        @Override
        public void tellComparisons(List<Comparison> news) {
            comparisons += news.size();
        }

        @Override
        public List<Long> screen() {
            return told.size() == 2 * (comparisons + 1) ? told.subList(told.size() - 2, told.size()) : List.of();
        }
    }

    private StudyBuilder.Typed<Configuration> study() {
        return Study.named("s").compared().optimizer(new Duels()).store(store);
    }

    private static Comparison closestToZero(List<Trial<Configuration>> screen) {
        return Comparison.ranking(
                screen.stream()
                        .sorted(Comparator.comparingDouble(
                                t -> Math.abs(t.candidate().getDouble("x"))))
                        .map(Trial::number)
                        .toList(),
                "rule");
    }

    @Test
    void theJudgeIsAskedForEveryScreenAndTheLastOne() {
        try (Study<Configuration> study =
                study().judge(ComparedStudyTest::closestToZero).create()) {
            StudyResult<Configuration> result = study.run(x -> Evaluation.of(), Budget.trials(6));

            assertThat(result.end()).isEqualTo(End.BUDGET);
            assertThat(study.trials()).hasSize(6).allMatch(Trial::isComplete);
            assertThat(study.comparisons()).hasSize(3);
            assertThat(study.screen()).isEmpty();
            assertThat(study.front()).isEmpty();
            assertThat(study.comparisons())
                    .as("the best won its comparison")
                    .anyMatch(c -> c.tiers().get(0).equals(List.of(result.best().number())));
        }
    }

    @Test
    void aRunWaitsForSomebodyToCompareAndStopsMeanwhileWhenAsked() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        AtomicInteger told = new AtomicInteger();
        StudyListener listener = new StudyListener() {
            @Override
            public void comparing(List<? extends Trial<?>> screen) {
                told.incrementAndGet();
                waiting.countDown();
            }
        };
        try (Study<Configuration> study = study().listener(listener).create();
                Study<Configuration> other = study().load()) {
            CompletableFuture<StudyResult<Configuration>> run =
                    CompletableFuture.supplyAsync(() -> study.run(x -> Evaluation.of(), Budget.trials(4)));
            waiting.await();
            Thread.sleep(300);
            assertThat(other.screen()).extracting(Trial::number).containsExactly(0L, 1L);
            assertThat(told).as("once a screen").hasValue(1);
            assertThatThrownBy(other::ask)
                    .isInstanceOf(HoneException.class)
                    .hasMessageContaining("waits until trials are compared: [0, 1]");

            other.compare(Comparison.prefer(1, 0, "somebody"));
            while (other.screen().isEmpty()) {
                Thread.sleep(20);
            }
            assertThat(other.screen()).extracting(Trial::number).containsExactly(2L, 3L);
            study.stop();
            assertThat(run.get(5, TimeUnit.SECONDS).end()).isEqualTo(End.STOPPED);
            assertThat(study.best().number()).isEqualTo(1);
        }
    }

    @Test
    void aJudgeThatFailsIsAskedAgainAndThenTheRunEnds() {
        AtomicInteger calls = new AtomicInteger();
        try (Study<Configuration> study = study().judge(screen -> {
                    if (calls.incrementAndGet() % 2 == 1) {
                        return Comparison.prefer(0, 99, "wrong");
                    }
                    return closestToZero(screen);
                })
                .create()) {
            study.run(x -> Evaluation.of(), Budget.trials(4));
            assertThat(study.comparisons()).hasSize(2);
        }
        try (Study<Configuration> study = study().judge(screen -> {
                    throw new IllegalStateException("no idea");
                })
                .load()) {
            assertThatThrownBy(() -> study.run(x -> Evaluation.of(), Budget.trials(6)))
                    .isInstanceOf(HoneException.class)
                    .hasMessageContaining("failed 3 times on trials [4, 5]")
                    .hasMessageContaining("no idea");
            assertThat(study.comparisons()).hasSize(2);
        }
    }

    @Test
    void timeEndsARunThatWaits() {
        try (Study<Configuration> study = study().create()) {
            assertThat(study.run(x -> Evaluation.of(), Budget.duration(Duration.ofMillis(300)))
                            .end())
                    .isEqualTo(End.BUDGET);
        }
    }

    @Test
    void isEitherMeasuredOrCompared() {
        assertThatThrownBy(() -> Study.named("s")
                        .compared()
                        .optimizer(new UniformSampling(SPACE))
                        .create())
                .hasMessageContaining("optimizer 'uniform' learns from values");
        assertThatThrownBy(() -> Study.named("s")
                        .compared()
                        .minimize("y")
                        .optimizer(new Duels())
                        .create())
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("objectives");
        assertThatThrownBy(() -> Study.named("s").optimizer(new Duels()).create())
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("at least one");
    }
}
