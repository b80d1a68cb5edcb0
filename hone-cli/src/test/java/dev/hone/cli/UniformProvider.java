package dev.hone.cli;

import dev.hone.core.Seeds;
import dev.hone.core.method.Method;
import dev.hone.core.method.OptionValues;
import dev.hone.core.method.SamplerProvider;
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
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** Uniform draws that depend on seed and trial number alone, so that tests of the command line depend on no real method. */
public final class UniformProvider implements SamplerProvider {

    @Override
    public Method method() {
        return new Method(
                "uniform",
                Method.OPTIMIZER,
                "uniform draws",
                "Draws from the unit cube.",
                "none",
                "numbers and choices",
                "nothing",
                List.of(),
                "optimizer: uniform",
                Optional.empty());
    }

    @Override
    public OptimizerFactory<Configuration> create(SearchSpace space, OptionValues options) {
        return new OptimizerFactory<>() {
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
                return new Draws(space, problem.seed());
            }

            @Override
            public String explain(Problem problem) {
                return "because tests say so";
            }
        };
    }

    private record Draws(SearchSpace space, long seed) implements Optimizer<Configuration> {

        @Override
        public List<Proposal<Configuration>> ask(Ask<Configuration> request) {
            return LongStream.range(request.firstNumber(), request.firstNumber() + request.count())
                    .mapToObj(n -> Proposal.of(space.sample(Seeds.stream(seed, n))))
                    .toList();
        }

        @Override
        public void tell(List<Trial<Configuration>> finished) {}
    }
}
