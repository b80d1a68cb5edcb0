package dev.hone.core.study;

import dev.hone.core.Seeds;
import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.optimize.Proposal;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.ConfigurationCodec;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.CandidateCodec;
import dev.hone.core.trial.Trial;
import java.util.ArrayList;
import java.util.List;

/**
 * Uniform sampling whose draws also depend on what it was told and on how often it was asked, so that a state or a told
 * trial that gets lost on the way shows in the proposals.
 */
public record UniformSampling(SearchSpace space, long capacity) implements OptimizerFactory<Configuration> {

    public UniformSampling(SearchSpace space) {
        this(space, Long.MAX_VALUE);
    }

    @Override
    public String id() {
        return "uniform";
    }

    @Override
    public CandidateCodec<Configuration> codec() {
        return new ConfigurationCodec(space);
    }

    @Override
    public Optimizer<Configuration> create(Problem problem) {
        return new Optimizer<>() {
            private long asked;
            private long toldHash = 17;

            @Override
            public List<Proposal<Configuration>> ask(Ask<Configuration> request) {
                List<Proposal<Configuration>> proposals = new ArrayList<>();
                for (int i = 0; i < request.count() && asked < capacity; i++) {
                    asked++;
                    proposals.add(Proposal.of(space.sample(Seeds.stream(problem.seed(), asked, toldHash))));
                }
                return proposals;
            }

            @Override
            public void tell(List<Trial<Configuration>> finished) {
                for (Trial<Configuration> trial : finished) {
                    toldHash = 31 * toldHash + trial.number();
                }
            }

            @Override
            public String state() {
                return Long.toString(asked);
            }

            @Override
            public void restore(String state, List<Trial<Configuration>> told) {
                asked = Long.parseLong(state);
                tell(told);
            }
        };
    }
}
