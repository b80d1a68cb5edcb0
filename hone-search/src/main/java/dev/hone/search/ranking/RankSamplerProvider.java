package dev.hone.search.ranking;

import dev.hone.core.method.Method;
import dev.hone.core.method.Option;
import dev.hone.core.method.OptionValues;
import dev.hone.core.method.SamplerProvider;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import dev.hone.search.ranking.RankSampler.Options;
import dev.hone.search.ranking.RankSampler.Perturbation;
import java.util.List;
import java.util.Optional;

/** Catalogue entry of {@link RankSampler}. */
public final class RankSamplerProvider implements SamplerProvider {

    private static final Options DEFAULTS = Options.defaults();

    @Override
    public Method method() {
        return new Method(
                "rank-sgd",
                Method.OPTIMIZER,
                "Descent from rankings (ZO-RankSGD)",
                "Learns from nothing but the order of a handful of candidates, as people or models give it; with an"
                        + " objective it ranks by the values itself, and any increasing function of them gives the same"
                        + " search. For tens to thousands of numbers. Screens of directions and line searches take turns.",
                "Tang et al., Zeroth-Order Optimization Meets Human Feedback, ICLR 2024",
                "numbers",
                "rankings; one value",
                List.of(
                        Option.integer("points", DEFAULTS.points(), "m: points on a screen of directions.")
                                .atLeast(2)
                                .atMost(1000),
                        Option.integer("ranked", 0, "k: how many of them values tell apart; 0 for all.")
                                .atLeast(0)
                                .atMost(1000),
                        Option.number(
                                        "smoothing",
                                        RankSampler.VISIBLE,
                                        "mu: perturbation, in units of ranges; unset: 0.01 where values rank, 0.1 where"
                                                + " trials are compared.")
                                .unset()
                                .atLeast(1e-12)
                                .atMost(10),
                        Option.number("step_size", DEFAULTS.stepSize(), "eta: longest step, in units of ranges.")
                                .atLeast(1e-12)
                                .atMost(1000),
                        Option.flag("line_search", true, "Choose among step lengths."),
                        Option.integer("line_search_points", DEFAULTS.lineSearchPoints(), "l: step lengths tried.")
                                .atLeast(1)
                                .atMost(100),
                        Option.number("shrink", DEFAULTS.shrink(), "gamma: ratio of neighbouring step lengths.")
                                .atLeast(1e-6)
                                .atMost(0.999),
                        Option.flag("carry_best", true, "The best of the directions takes part in the line search."),
                        Option.flag("accumulate", true, "Average estimates that led nowhere with the next."),
                        Option.flag("blind", true, "Shuffle screens for whoever compares."),
                        Option.choice(
                                "perturbation",
                                "gaussian",
                                List.of("gaussian", "sphere"),
                                "How perturbations are drawn."),
                        Option.integer("repeats", 1, "Answers to each screen where trials are compared; majority wins.")
                                .atLeast(1)
                                .atMost(100)),
                "optimizer: {name: rank-sgd, points: 6}",
                Optional.of("zo-ranksgd"));
    }

    @Override
    public OptimizerFactory<Configuration> create(SearchSpace space, OptionValues options) {
        return RankSampler.over(
                space,
                new Options(
                        options.intValue("points"),
                        options.intValue("ranked"),
                        options.numberIfSet("smoothing"),
                        options.number("step_size"),
                        options.flag("line_search"),
                        options.intValue("line_search_points"),
                        options.number("shrink"),
                        options.flag("carry_best"),
                        options.flag("accumulate"),
                        options.flag("blind"),
                        options.constant("perturbation", Perturbation.class),
                        options.intValue("repeats")));
    }
}
