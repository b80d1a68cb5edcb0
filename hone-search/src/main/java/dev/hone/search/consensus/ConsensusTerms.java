package dev.hone.search.consensus;

import dev.hone.core.method.Option;
import dev.hone.core.method.OptionValues;
import java.util.List;

/** The terms of the dynamics that are off by default, as options of methods: for studies and for trainings alike. */
public final class ConsensusTerms {

    private ConsensusTerms() {}

    /**
     * Names, defaults and meanings.
     *
     * @param batch default of particles that a step evaluates
     * @param kick default of the kick
     */
    public static List<Option> options(int batch, boolean kick) {
        return List.of(
                Option.number("truncation", 1, "M, the most that a distance counts in the noise; unset: no limit.")
                        .unset()
                        .atLeast(1e-9),
                Option.number(
                                "ball_radius",
                                1,
                                "Radius around the centre that the consensus is projected to; unset: none.")
                        .unset()
                        .atLeast(1e-9),
                Option.number(
                                "gradient",
                                0,
                                "Drift along the negative of a gradient: one that evaluations report, or"
                                        + " that of a network.")
                        .atLeast(0)
                        .atMost(1e6),
                Option.flag("memory", false, "The consensus is that of the particles' best positions."),
                Option.number("memory_drift", 0, "lambda_2, drift of a particle to its best position.")
                        .atLeast(0)
                        .atMost(1e6),
                Option.number("memory_noise", 0, "sigma_2, noise by the distance to it.")
                        .atLeast(0)
                        .atMost(1e6),
                Option.integer("batch", batch, "Particles that a step evaluates, at random; 0 for all.")
                        .atLeast(0)
                        .atMost(1_000_000),
                Option.flag("partial", false, "Only the batch moves."),
                Option.number("reduction", 0, "mu: how much N follows the variance; 0: not at all.")
                        .atLeast(0)
                        .atMost(1),
                Option.flag("kick", kick, "Jolt all particles when the consensus stands still."),
                Option.number("hop", 0, "Consensus hopping with this deviation; 0: the dynamics.")
                        .atLeast(0)
                        .atMost(10));
    }

    /**
     * {@code base} with these terms.
     *
     * @throws dev.hone.core.InvalidFieldException if they do not go together
     */
    public static ConsensusOptions apply(OptionValues values, ConsensusOptions base) {
        ConsensusOptions options = base.withTruncation(
                        orInfinite(values, "truncation"), orInfinite(values, "ball_radius"))
                .withGradient(new ConsensusOptions.Gradient(values.number("gradient"), 1, 1e-3))
                .withBatches(new ConsensusOptions.Batches(values.intValue("batch"), values.flag("partial"), 1))
                .withReduction(values.number("reduction"))
                .withKick(values.flag("kick"))
                .withHop(values.number("hop"));
        boolean remembers =
                values.flag("memory") || values.number("memory_drift") > 0 || values.number("memory_noise") > 0;
        return remembers
                ? options.withMemory(new ConsensusOptions.Memory(
                        1, Double.POSITIVE_INFINITY, 0, values.number("memory_drift"), values.number("memory_noise")))
                : options;
    }

    private static double orInfinite(OptionValues values, String name) {
        return values.isSet(name) ? values.number(name) : Double.POSITIVE_INFINITY;
    }
}
