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

/** Catalogue entry of {@link QuadraticTrustRegion}. */
public final class QuadraticTrustRegionProvider implements SamplerProvider {

    @Override
    public Method method() {
        QuadraticTrustRegion.Options defaults = QuadraticTrustRegion.Options.defaults();
        return new Method(
                QuadraticTrustRegion.ID,
                Method.OPTIMIZER,
                "Trust region on quadratic models, in the manner of BOBYQA",
                "Fits a quadratic to the points near the best one and goes to its minimum. For one smooth objective over up to"
                        + " some tens of numbers with one valley; needs the fewest trials of the local searches, and no noise.",
                "Powell, The BOBYQA Algorithm for Bound Constrained Optimization without Derivatives, 2009; Conn, Scheinberg,"
                        + " Vicente, Introduction to Derivative-Free Optimization, 2009",
                "numbers",
                "one value; constraints",
                List.of(
                        Option.number("radius", defaults.radius(), "Radius of the region at the start, in ranges.")
                                .atLeast(1e-6)
                                .atMost(0.25),
                        Option.number("tolerance", defaults.tolerance(), "Radius at which a search starts elsewhere.")
                                .atLeast(1e-14)
                                .atMost(0.25)),
                "optimizer: {name: bobyqa, radius: 0.05}",
                Optional.empty());
    }

    @Override
    public OptimizerFactory<Configuration> create(SearchSpace space, OptionValues options) {
        return QuadraticTrustRegion.over(
                space, new QuadraticTrustRegion.Options(options.number("radius"), options.number("tolerance")));
    }
}
