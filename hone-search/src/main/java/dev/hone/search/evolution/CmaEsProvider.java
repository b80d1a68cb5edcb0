package dev.hone.search.evolution;

import dev.hone.core.method.Method;
import dev.hone.core.method.Option;
import dev.hone.core.method.OptionValues;
import dev.hone.core.method.SamplerProvider;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import java.util.List;
import java.util.Optional;

/** Catalogue entry of {@link CmaEsSampler}. */
public final class CmaEsProvider implements SamplerProvider {

    private static final List<String> RESTARTS = List.of("none", "ipop", "bipop");

    @Override
    public Method method() {
        return new Method(
                "cmaes",
                Method.OPTIMIZER,
                "Covariance matrix adaptation evolution strategy",
                "Learns the shape of the valley that it descends. For one objective over some to a hundred numbers that"
                        + " interact, with hundreds of trials or more. Ints and steps carry a margin, unordered choices are"
                        + " learnt one by one, converged runs start again.",
                "Hansen, The CMA Evolution Strategy: A Tutorial, 2016; Hamano et al., CMA-ES with Margin, GECCO 2022",
                "numbers; some choices",
                "one value; constraints",
                List.of(
                        Option.integer("population_size", 0, "Trials a generation; 0 for 4 + 3 ln(number of axes).")
                                .atLeast(0),
                        Option.number(
                                        "sigma",
                                        CmaEsSampler.Options.defaults().sigma(),
                                        "Initial step in units of ranges.")
                                .atLeast(1e-6)
                                .atMost(10),
                        Option.flag("active", true, "Learn from the worse half too."),
                        Option.choice("restarts", "bipop", RESTARTS, "How to start again after convergence.")),
                "optimizer: {name: cmaes, sigma: 0.2}",
                Optional.empty());
    }

    @Override
    public OptimizerFactory<Configuration> create(SearchSpace space, OptionValues options) {
        Restarts restarts = Restarts.of(options.text("restarts"));
        return CmaEsSampler.over(
                space,
                new CmaEsSampler.Options(
                        options.intValue("population_size"),
                        options.number("sigma"),
                        options.flag("active"),
                        restarts != Restarts.NONE,
                        restarts == Restarts.BIPOP));
    }
}
