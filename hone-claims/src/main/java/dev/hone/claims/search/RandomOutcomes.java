package dev.hone.claims.search;

import dev.hone.core.Seeds;
import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.optimize.Proposal;
import dev.hone.core.space.Configuration;
import dev.hone.core.trial.CandidateCodec;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Trial;
import java.util.List;
import java.util.Optional;

/** An optimizer that is told normal random numbers instead of the results: whatever it does well then is not learned. */
record RandomOutcomes(OptimizerFactory<Configuration> optimizer) implements OptimizerFactory<Configuration> {

    @Override
    public String id() {
        return optimizer.id();
    }

    @Override
    public CandidateCodec<Configuration> codec() {
        return optimizer.codec();
    }

    @Override
    public Optimizer<Configuration> create(Problem problem) {
        Optimizer<Configuration> inner = optimizer.create(problem);
        return new Optimizer<>() {
            @Override
            public List<Proposal<Configuration>> ask(Ask<Configuration> request) {
                return inner.ask(request);
            }

            @Override
            public void tell(List<Trial<Configuration>> finished) {
                inner.tell(
                        finished.stream().map(t -> scrambled(t, problem.seed())).toList());
            }
        };
    }

    private static Trial<Configuration> scrambled(Trial<Configuration> t, long seed) {
        double noise = Seeds.stream(seed, t.number()).nextGaussian();
        return new Trial<>(
                t.number(),
                t.state(),
                t.candidate(),
                t.origin(),
                t.attempt(),
                t.worker(),
                t.evaluation().map(e -> Evaluation.of(noise)),
                Optional.empty(),
                t.intermediate(),
                t.attributes(),
                t.parents(),
                t.created(),
                t.started(),
                t.finished(),
                t.finishOrder());
    }
}
