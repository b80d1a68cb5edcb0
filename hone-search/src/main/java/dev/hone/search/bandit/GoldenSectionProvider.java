package dev.hone.search.bandit;

import dev.hone.core.Check;
import dev.hone.core.method.Method;
import dev.hone.core.method.OptionValues;
import dev.hone.core.method.SamplerProvider;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.SearchSpace;
import java.util.List;

/** The catalogue entry {@code golden-section}. */
public final class GoldenSectionProvider implements SamplerProvider {

    @Override
    public Method method() {
        return BanditMethods.method(
                "golden-section",
                "Golden-section search on a grid",
                "Finds the least of values that fall and then rise along one parameter in about 1.44 log2(points) trials, then plays it. For instances that are alike and values without noise.",
                "Kiefer: Sequential minimax search for a maximum, Proc. AMS 1953",
                false,
                List.of());
    }

    @Override
    public OptimizerFactory<Configuration> create(SearchSpace space, OptionValues options) {
        boolean ordered = space.parameters().size() == 1
                && (space.parameters().get(0) instanceof FloatParameter
                        || space.parameters().get(0) instanceof IntParameter
                        || space.parameters().get(0) instanceof CategoricalParameter choice && choice.ordered());
        Check.that(
                ordered, "parameters", "not one ordered parameter", "a single number, or choices with 'ordered: true'");
        return BanditMethods.create(space, options, GoldenSection.learner());
    }
}
