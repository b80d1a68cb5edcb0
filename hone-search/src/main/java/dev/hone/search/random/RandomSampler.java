package dev.hone.search.random;

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
 * Independent uniform draws from the unit cube of the space, so log scales are uniform in the logarithm and conditional
 * parameters in each of their parents' cells; draws that violate known constraints are repeated (Bergstra and Bengio,
 * "Random search for hyper-parameter optimization", JMLR 2012). The proposal of trial n depends on the seed and n alone.
 *
 * <p>Immutable and thread-safe.
 */
public final class RandomSampler implements OptimizerFactory<Configuration> {

    private static final long STREAM = 0x72616e646f6dL;

    private final SearchSpace space;

    private RandomSampler(SearchSpace space) {
        this.space = space;
    }

    public static RandomSampler over(SearchSpace space) {
        return new RandomSampler(space);
    }

    @Override
    public String id() {
        return "random";
    }

    @Override
    public CandidateCodec<Configuration> codec() {
        return new ConfigurationCodec(space);
    }

    @Override
    public Optimizer<Configuration> create(Problem problem) {
        return new Draws(space, problem.seed());
    }

    private record Draws(SearchSpace space, long seed) implements Optimizer<Configuration> {

        @Override
        public List<Proposal<Configuration>> ask(Ask<Configuration> request) {
            List<Proposal<Configuration>> proposals = new ArrayList<>();
            for (int i = 0; i < request.count(); i++) {
                proposals.add(Proposal.of(space.sample(Seeds.stream(seed, STREAM, request.firstNumber() + i))));
            }
            return proposals;
        }

        @Override
        public void tell(List<Trial<Configuration>> finished) {}
    }
}
