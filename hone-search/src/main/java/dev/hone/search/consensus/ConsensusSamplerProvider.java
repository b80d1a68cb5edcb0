package dev.hone.search.consensus;

import dev.hone.core.method.Method;
import dev.hone.core.method.Option;
import dev.hone.core.method.OptionValues;
import dev.hone.core.method.SamplerProvider;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import dev.hone.search.population.NumberAxes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Catalogue entry of {@link ConsensusSampler}. */
public final class ConsensusSamplerProvider implements SamplerProvider {

    private static final String AUTO = "auto";

    @Override
    public Method method() {
        return new Method(
                ConsensusSampler.ID,
                Method.OPTIMIZER,
                "Consensus-based optimization",
                "A swarm that is drawn to the weighted mean of its particles and scattered by its distance from it: gradient"
                        + " descent on the large-scale shape of the objective, without a gradient. For one rugged objective"
                        + " over 2 to some thousand numbers, many parallel evaluations, and thousands of trials.",
                "Riedl, Klock, Geldhauser, Fornasier, Gradient is All You Need?, arXiv 2306.09778; Carrillo et al., arXiv"
                        + " 2103.15130; Riedl, arXiv 2211.12184",
                "numbers",
                "one value; constraints; gradients",
                options(),
                "optimizer: {name: consensus, particles: 50}",
                Optional.of("consensus"));
    }

    private static List<Option> options() {
        List<Option> options = new ArrayList<>(List.of(
                Option.integer("particles", 0, "N, from 5; 0 for 10 an axis, from 100 to 1000.")
                        .atLeast(0)
                        .atMost(1_000_000),
                Option.number("alpha", 100, "Weight exponent; large follows the best particle.")
                        .atLeast(0)
                        .atMost(1e15),
                Option.flag("adaptive_alpha", true, "Double alpha until the effective sample size is below 5% of N."),
                Option.number("lambda", 1, "Drift towards the consensus.")
                        .atLeast(1e-6)
                        .atMost(1e6),
                Option.number("sigma", 0, "Noise; unset: within the condition for consensus.")
                        .unset()
                        .atLeast(0)
                        .atMost(1e6),
                Option.number("dt", 0.3, "Step size.").atLeast(1e-6).atMost(1),
                Option.choice(
                        "diffusion",
                        AUTO,
                        List.of(AUTO, "isotropic", "anisotropic"),
                        "Scale of the noise; auto: anisotropic above 20 axes.")));
        options.addAll(ConsensusTerms.options(0, false));
        options.addAll(List.of(
                Option.integer("cooling", 0, "Steps of an epoch, after which sigma shrinks and alpha doubles; 0: none.")
                        .atLeast(0)
                        .atMost(1_000_000_000),
                Option.number("deviation", 0.3, "Standard deviation of the start, in ranges.")
                        .atLeast(1e-9)
                        .atMost(10),
                Option.flag("asynchronous", false, "Go on when 80% of the particles are back."),
                Option.integer("consensus_every", 10, "Iterations between trials of the consensus; 0: never.")
                        .atLeast(0)
                        .atMost(1_000_000_000)));
        return options;
    }

    @Override
    public OptimizerFactory<Configuration> create(SearchSpace space, OptionValues values) {
        int d = NumberAxes.of(ConsensusSampler.ID, space).size();
        int particles = values.intValue("particles");
        Diffusion diffusion = values.text("diffusion").equals(AUTO)
                ? ConsensusOptions.defaultDiffusion(d)
                : values.constant("diffusion", Diffusion.class);
        double lambda = values.number("lambda");
        double sigma = values.isSet("sigma")
                ? values.number("sigma")
                : ConsensusSampler.Options.defaultSigma(lambda, diffusion, d);
        ConsensusOptions dynamics = ConsensusTerms.apply(
                values,
                ConsensusOptions.paper()
                        .withParticles(particles == 0 ? ConsensusOptions.defaultParticles(d) : particles)
                        .withAlpha(values.number("alpha"), values.flag("adaptive_alpha"))
                        .withDrift(lambda)
                        .withNoise(diffusion, sigma, values.number("dt"))
                        .withCooling(values.intValue("cooling")));
        return ConsensusSampler.over(
                space,
                new ConsensusSampler.Options(
                        dynamics,
                        Optional.empty(),
                        values.number("deviation"),
                        values.flag("asynchronous"),
                        values.intValue("consensus_every")));
    }
}
