package dev.hone.search.swarm;

import dev.hone.core.method.Method;
import dev.hone.core.method.Option;
import dev.hone.core.method.OptionValues;
import dev.hone.core.method.SamplerProvider;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import java.util.List;
import java.util.Optional;

/** Catalogue entry of {@link ParticleSwarm}. */
public final class ParticleSwarmProvider implements SamplerProvider {

    @Override
    public Method method() {
        ParticleSwarm.Options defaults = ParticleSwarm.Options.defaults();
        return new Method(
                ParticleSwarm.ID,
                Method.OPTIMIZER,
                "Particle swarm optimization",
                "Particles that keep their speed and are pulled to the best points that they and their neighbours found. For"
                        + " one objective over numbers, and thousands of trials; de and cmaes usually get further.",
                "Kennedy, Eberhart, Particle Swarm Optimization, 1995; Bratton, Kennedy, Defining a Standard for Particle"
                        + " Swarm Optimization, 2007",
                "numbers",
                "one value; constraints",
                List.of(
                        Option.integer("particles", defaults.particles(), "N.")
                                .atLeast(2)
                                .atMost(100_000),
                        Option.number("inertia", defaults.inertia(), "w, share of the speed that is kept.")
                                .atLeast(0)
                                .atMost(2),
                        Option.number("cognition", defaults.cognition(), "c1, pull of a particle's own best point.")
                                .atLeast(0)
                                .atMost(10),
                        Option.number("social", defaults.social(), "c2, pull of its neighbours' best point.")
                                .atLeast(0)
                                .atMost(10),
                        Option.number("speed", defaults.speed(), "The greatest speed, in ranges an iteration.")
                                .atLeast(1e-6)
                                .atMost(1),
                        Option.choice("topology", "global", List.of("global", "ring"), "Who is whose neighbour.")),
                "optimizer: {name: pso, particles: 20}",
                Optional.empty());
    }

    @Override
    public OptimizerFactory<Configuration> create(SearchSpace space, OptionValues options) {
        return ParticleSwarm.over(
                space,
                new ParticleSwarm.Options(
                        options.intValue("particles"),
                        options.number("inertia"),
                        options.number("cognition"),
                        options.number("social"),
                        options.number("speed"),
                        options.text("topology").equals("ring")));
    }
}
