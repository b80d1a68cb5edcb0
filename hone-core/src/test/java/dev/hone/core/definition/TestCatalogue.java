package dev.hone.core.definition;

import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.method.Method;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.method.Option;
import dev.hone.core.method.OptionValues;
import dev.hone.core.method.PrunerProvider;
import dev.hone.core.method.SamplerProvider;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.prune.Pruner;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.ConfigurationCodec;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.CandidateCodec;
import java.util.List;
import java.util.Optional;

/** Optimizers {@code auto}, {@code cheb-cb}, {@code gp} and {@code picky}, and a pruner {@code median}, that only carry their options. */
public final class TestCatalogue {

    public static final MethodCatalogue CATALOGUE = MethodCatalogue.of(
            List.of(
                    sampler("auto"),
                    sampler(
                            "cheb-cb",
                            Option.text("context", "context", "Number of each instance."),
                            Option.number("context_low", 0, "Least.").unset(),
                            Option.number("context_high", 1, "Greatest.").unset(),
                            Option.integer("points", 20, "Points."),
                            Option.number("min_cost", 1, "Least cost.").unset(),
                            Option.number("max_cost", 1, "Greatest cost.").unset()),
                    sampler(
                            "gp",
                            Option.integer("startup_trials", 10, "Random trials first.")
                                    .atLeast(1),
                            Option.number("noise", 0.1, "Noise level.")
                                    .atLeast(0)
                                    .atMost(1),
                            Option.flag("restarts", false, "Whether to restart."),
                            Option.choice("kernel", "matern", List.of("matern", "rbf"), "Kernel.")),
                    picky()),
            List.of(pruner()));

    private TestCatalogue() {}

    private static Method method(String id, String kind, Option... options) {
        return new Method(id, kind, id + " for tests", "", "", "", "", List.of(options), "", Optional.empty());
    }

    private static SamplerProvider sampler(String id, Option... options) {
        return new SamplerProvider() {
            @Override
            public Method method() {
                return TestCatalogue.method(id, Method.OPTIMIZER, options);
            }

            @Override
            public OptimizerFactory<Configuration> create(SearchSpace space, OptionValues values) {
                return new Named(id + values, space);
            }
        };
    }

    /** Refuses spaces of more than two parameters, and the combination a = 1, b = 1. */
    private static SamplerProvider picky() {
        return new SamplerProvider() {
            @Override
            public Method method() {
                return TestCatalogue.method(
                        "picky", Method.OPTIMIZER, Option.integer("a", 0, "A."), Option.integer("b", 0, "B."));
            }

            @Override
            public OptimizerFactory<Configuration> create(SearchSpace space, OptionValues values) {
                if (space.parameters().size() > 2) {
                    throw new HoneException("picky searches at most two parameters, use auto");
                }
                if (values.integer("a") == 1 && values.integer("b") == 1) {
                    throw new InvalidFieldException("b", "is 1, expected 0 because a is 1");
                }
                return new Named("picky", space);
            }
        };
    }

    private static PrunerProvider pruner() {
        return new PrunerProvider() {
            @Override
            public Method method() {
                return TestCatalogue.method(
                        "median",
                        Method.PRUNER,
                        Option.integer("warmup_steps", 0, "Steps first.").atLeast(0));
            }

            @Override
            public Pruner create(OptionValues options) {
                long warmup = options.integer("warmup_steps");
                return progress -> progress.own().size() > warmup;
            }
        };
    }

    private record Named(String id, SearchSpace space) implements OptimizerFactory<Configuration> {
        @Override
        public CandidateCodec<Configuration> codec() {
            return new ConfigurationCodec(space);
        }

        @Override
        public Optimizer<Configuration> create(Problem problem) {
            if (problem.objectives().size() > 2) {
                throw new InvalidFieldException("objectives", "has 3, expected at most 2");
            }
            return null;
        }

        @Override
        public boolean learnsFromComparisons() {
            return id.startsWith("auto");
        }

        @Override
        public boolean choosesFidelity() {
            return id.startsWith("auto");
        }
    }
}
