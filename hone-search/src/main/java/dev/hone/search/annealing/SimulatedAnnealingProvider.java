package dev.hone.search.annealing;

import dev.hone.core.method.Method;
import dev.hone.core.method.Option;
import dev.hone.core.method.OptionValues;
import dev.hone.core.method.SamplerProvider;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import java.util.List;
import java.util.Optional;

/** Catalogue entry of {@link SimulatedAnnealing}. */
public final class SimulatedAnnealingProvider implements SamplerProvider {

    @Override
    public Method method() {
        SimulatedAnnealing.Options defaults = SimulatedAnnealing.Options.defaults();
        return new Method(
                SimulatedAnnealing.ID,
                Method.OPTIMIZER,
                "Simulated annealing",
                "A walk from neighbour to neighbour that accepts less and less of what is worse. For one objective over orders,"
                        + " choices and numbers in any mix, with many hundreds of trials one after the other.",
                "Kirkpatrick, Gelatt, Vecchi, Optimization by Simulated Annealing, Science 1983",
                "numbers, choices, conditions and orders",
                "one value; constraints",
                List.of(
                        Option.integer("startup_trials", defaults.startup(), "Random trials to start with.")
                                .atLeast(1)
                                .atMost(1_000_000),
                        Option.number(
                                        "temperature",
                                        1,
                                        "At the start, in units of the objective; unset: standard deviation of the startup.")
                                .unset()
                                .atLeast(1e-300),
                        Option.number("cooling", defaults.cooling(), "Temperature at the end, as a share of the start.")
                                .atLeast(1e-300)
                                .atMost(1),
                        Option.integer("horizon", 0, "Trials until the end; 0 for the planned number, or 1000.")
                                .atLeast(0)
                                .atMost(Integer.MAX_VALUE),
                        Option.number("step", defaults.step(), "Initial step of numbers, in ranges; adapts.")
                                .atLeast(1e-9)
                                .atMost(0.5)),
                "optimizer: {name: annealing, cooling: 0.001}",
                Optional.empty());
    }

    @Override
    public OptimizerFactory<Configuration> create(SearchSpace space, OptionValues options) {
        return SimulatedAnnealing.over(
                space,
                new SimulatedAnnealing.Options(
                        options.intValue("startup_trials"),
                        options.isSet("temperature") ? options.number("temperature") : 0,
                        options.number("cooling"),
                        options.intValue("horizon"),
                        options.number("step")));
    }
}
