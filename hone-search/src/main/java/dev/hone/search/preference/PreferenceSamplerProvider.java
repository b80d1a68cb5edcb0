package dev.hone.search.preference;

import dev.hone.core.method.Method;
import dev.hone.core.method.Option;
import dev.hone.core.method.OptionValues;
import dev.hone.core.method.SamplerProvider;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import dev.hone.search.kernel.Smoothness;
import dev.hone.search.preference.PreferenceSampler.Acquisition;
import dev.hone.search.preference.PreferenceSampler.Options;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The catalogue entry {@code preference-bo}. */
public final class PreferenceSamplerProvider implements SamplerProvider {

    private static final Options DEFAULTS = Options.defaults();

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(v -> v.name().toLowerCase(Locale.ROOT)).toList();
    }

    @Override
    public Method method() {
        return new Method(
                PreferenceSampler.ID,
                Method.OPTIMIZER,
                "Preferential Bayesian optimization",
                "Finds what people or models prefer with few answers: a Gaussian process of a utility that nobody states,"
                        + " learned from pairs, from the best of a few or from rankings, and screens whose best candidate has"
                        + " the greatest expected utility. Contradictions are noise, 'no difference' is evidence too. With an"
                        + " objective it ranks by the values itself. Every trial's attribute 'recommendation' has the best by"
                        + " the model.",
                "Chu, Ghahramani: Preference learning with Gaussian processes, ICML 2005; Astudillo et al.: qEUBO, AISTATS"
                        + " 2023",
                "numbers and choices",
                "pairs and rankings; one value; failures",
                List.of(
                        Option.integer("points", DEFAULTS.points(), "candidates on a screen")
                                .atLeast(2)
                                .atMost(20),
                        Option.choice(
                                "acquisition",
                                "eubo",
                                names(Acquisition.values()),
                                "what a screen is chosen for: expected utility of its best, expected improvement, draws of"
                                        + " the utility, or what is known least"),
                        Option.flag("keep_best", DEFAULTS.keepBest(), "the best by the model is on every screen"),
                        Option.integer(
                                        "startup_screens",
                                        3,
                                        "screens of space-filling candidates; unset: enough for axes + 1 candidates, at"
                                                + " most 10")
                                .atLeast(1)
                                .unset(),
                        Option.choice("kernel", "matern_52", names(Smoothness.values()), "covariance of utilities"),
                        Option.number(
                                        "noise",
                                        0.3,
                                        "standard deviation of one comparison, relative to that of the utility; unset:"
                                                + " inferred")
                                .atLeast(0.01)
                                .atMost(100)
                                .unset(),
                        Option.flag("blind", DEFAULTS.blind(), "shuffle screens for whoever compares"),
                        Option.integer("max_pairs", DEFAULTS.maxPairs(), "pairs that the model holds, the latest")
                                .atLeast(10)),
                "optimizer: {name: preference-bo, points: 3}",
                Optional.empty());
    }

    @Override
    public OptimizerFactory<Configuration> create(SearchSpace space, OptionValues options) {
        return PreferenceSampler.over(
                space,
                new Options(
                        options.intValue("points"),
                        options.constant("acquisition", Acquisition.class),
                        options.flag("keep_best"),
                        options.intIfSet("startup_screens"),
                        options.constant("kernel", Smoothness.class),
                        options.numberIfSet("noise"),
                        options.flag("blind"),
                        options.intValue("max_pairs")));
    }
}
