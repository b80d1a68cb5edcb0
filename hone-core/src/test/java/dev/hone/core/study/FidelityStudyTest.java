package dev.hone.core.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.HoneException;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.Fidelity;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.store.MemoryStore;
import dev.hone.core.store.StudyStore;
import dev.hone.core.trial.CandidateCodec;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Studies with a fidelity, whatever chooses it. */
class FidelityStudyTest {

    private static final SearchSpace SPACE =
            SearchSpace.of(FloatParameter.linear("x", 0, 1), CategoricalParameter.ordered("mesh", "coarse", "fine"));
    private static final Fidelity FIDELITY =
            Fidelity.ordered(SPACE, "mesh", "fine", Map.of("coarse", 0.25, "fine", 1.0));

    private final StudyStore store = new MemoryStore();

    /** Draws the fidelity like any parameter. */
    private record Choosing(UniformSampling sampling) implements OptimizerFactory<Configuration> {

        @Override
        public String id() {
            return sampling.id();
        }

        @Override
        public CandidateCodec<Configuration> codec() {
            return sampling.codec();
        }

        @Override
        public Optimizer<Configuration> create(Problem problem) {
            assertThat(problem.fidelity()).contains(FIDELITY);
            return sampling.create(problem);
        }

        @Override
        public boolean choosesFidelity() {
            return true;
        }
    }

    private Study<Configuration> study(String name) {
        return Study.named(name)
                .minimize("loss")
                .optimizer(new Choosing(new UniformSampling(SPACE)))
                .fidelity(FIDELITY)
                .store(store)
                .create();
    }

    private static Configuration at(String mesh, double x) {
        return SPACE.configuration(Map.of("x", x, "mesh", mesh));
    }

    private static boolean isCoarse(Configuration c) {
        return c.get("mesh").equals("coarse");
    }

    @Test
    void resultsAreExactAndLowerLevelsSaySo() {
        try (Study<Configuration> study = study("s")) {
            study.run(c -> Evaluation.of(c.getDouble("x") - (isCoarse(c) ? 5 : 0)), Budget.trials(30));
            assertThat(study.trials()).anyMatch(t -> isCoarse(t.candidate()));
            assertThat(study.best().candidate().get("mesh")).isEqualTo("fine");
            assertThat(study.trials())
                    .allSatisfy(t -> assertThat(t.evaluation().orElseThrow().fidelity())
                            .isEqualTo(isCoarse(t.candidate()) ? Optional.of("coarse") : Optional.empty()));
        }
    }

    @Test
    void costsAreReportedOrThoseOfTheLevelForFailuresToo() {
        try (Study<Configuration> study = study("s")) {
            study.enqueue(List.of(at("coarse", 0), at("fine", 0), at("coarse", 1), at("fine", 1)));
            study.run(
                    c -> {
                        if (c.getDouble("x") == 1 && isCoarse(c)) {
                            throw new IllegalStateException("no mesh");
                        }
                        Evaluation evaluation = Evaluation.of(1);
                        return c.getDouble("x") == 1 ? evaluation.withCost(3) : evaluation;
                    },
                    Budget.trials(4));
            assertThat(study.trials())
                    .extracting(t -> t.evaluation().orElseThrow().cost())
                    .containsExactly(0.25, 1.0, 0.25, 3.0);
            Trial<Configuration> failed = study.trial(2).orElseThrow();
            assertThat(failed.state()).isEqualTo(TrialState.FAILED);
            assertThat(failed.failure())
                    .hasValueSatisfying(reason -> assertThat(reason).contains("no mesh"));
            assertThat(store.cost(study.id())).isEqualTo(4.5, within(1e-12));
        }
    }

    @Test
    void trialsOfARangeSayTheirValueAndCostWhatItsFunctionGives() {
        SearchSpace space = SearchSpace.of(FloatParameter.linear("x", 0, 1), FloatParameter.linear("share", 0.1, 1));
        Fidelity fidelity = Fidelity.range(space, "share", Optional.empty(), "0.5 + share * share");
        Evaluation part = fidelity.applied(space.configuration(Map.of("x", 0.5, "share", 1.0 / 3)), Evaluation.of(1));
        assertThat(part.fidelity()).contains("share=0.3333");
        assertThat(part.cost()).isEqualTo(0.5 + 1.0 / 9, within(1e-12));
        assertThat(part.isEligible()).isFalse();
        assertThat(fidelity.applied(space.configuration(Map.of("x", 0.5, "share", 1.0)), Evaluation.of(1)))
                .satisfies(e -> assertThat(e.isEligible()).isTrue())
                .satisfies(e -> assertThat(e.cost()).isEqualTo(1.5));
    }

    @Test
    void aBudgetOfCostEndsWhereTheTruthCannotBePaid() {
        try (Study<Configuration> study = study("s")) {
            StudyResult<Configuration> result = study.run(c -> Evaluation.of(c.getDouble("x")), Budget.cost(6.4));
            assertThat(result.message()).contains("leaves too little for a trial at 'fine'");
            assertThat(store.cost(study.id())).isGreaterThan(5.4).isLessThanOrEqualTo(6.4);
        }
    }

    @Test
    void aWarmStartIsReadWithTheFidelityOfTheStudyThatStarts() {
        try (Study<Configuration> old = Study.named("old")
                .minimize("loss")
                .optimizer(new UniformSampling(SPACE))
                .store(store)
                .create()) {
            old.enqueue(List.of(at("coarse", 0), at("fine", 0.5)));
            old.run(c -> Evaluation.of(c.getDouble("x")), Budget.trials(2));
            assertThat(old.best().candidate().get("mesh")).isEqualTo("coarse");
        }
        try (Study<Configuration> study = study("new")) {
            study.warmStart(store, "old");
            assertThat(study.best().candidate().get("mesh")).isEqualTo("fine");
        }
    }

    @Test
    void optimizersThatDoNotChooseFidelitiesAreRefused() {
        var described = Study.named("s")
                .minimize("loss")
                .optimizer(new UniformSampling(SPACE))
                .fidelity(FIDELITY)
                .store(store);
        assertThatThrownBy(described::create)
                .isInstanceOf(HoneException.class)
                .hasMessageContaining("'mesh'")
                .hasMessageContaining("multi-fidelity");
        assertThat(store.studies()).isEmpty();
    }
}
