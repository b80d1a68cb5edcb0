package dev.hone.search.local;

import dev.hone.core.method.Method;
import dev.hone.core.method.Option;
import dev.hone.core.method.OptionValues;
import dev.hone.core.method.SamplerProvider;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import java.util.List;
import java.util.Optional;

/** Catalogue entry of {@link NelderMead}. */
public final class NelderMeadProvider implements SamplerProvider {

    @Override
    public Method method() {
        NelderMead.Options defaults = NelderMead.Options.defaults();
        return new Method(
                NelderMead.ID,
                Method.OPTIMIZER,
                "Nelder-Mead simplex search",
                "Moves a simplex downhill by comparing its vertices. For one objective over up to about ten numbers with one"
                        + " valley, from a good start, with a hundred trials or more one after the other.",
                "Nelder, Mead, A Simplex Method for Function Minimization, 1965; Gao, Han, Implementing the Nelder-Mead Simplex"
                        + " Algorithm with Adaptive Parameters, 2012",
                "numbers",
                "one value; constraints",
                List.of(
                        Option.number("size", defaults.size(), "Size of the first simplex, in ranges.")
                                .atLeast(1e-6)
                                .atMost(0.5),
                        Option.number("tolerance", defaults.tolerance(), "Size at which a simplex is a point.")
                                .atLeast(1e-15)
                                .atMost(0.5),
                        Option.flag("restart", defaults.restart(), "Start again then.")),
                "optimizer: {name: nelder-mead, size: 0.1}",
                Optional.empty());
    }

    @Override
    public OptimizerFactory<Configuration> create(SearchSpace space, OptionValues options) {
        return NelderMead.over(
                space,
                new NelderMead.Options(options.number("size"), options.number("tolerance"), options.flag("restart")));
    }
}
