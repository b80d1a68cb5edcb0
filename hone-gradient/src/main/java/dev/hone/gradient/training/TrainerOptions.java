package dev.hone.gradient.training;

import dev.hone.core.method.Method;
import dev.hone.core.method.Option;
import dev.hone.core.method.OptionValues;
import dev.hone.gradient.consensus.ConsensusTrainer;
import dev.hone.search.consensus.ConsensusOptions;
import dev.hone.search.consensus.ConsensusTerms;
import dev.hone.search.consensus.Diffusion;
import dev.hone.tensor.nn.Loss;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Training by consensus, by name. */
final class TrainerOptions {

    static final String ID = "consensus";

    private static final String EPOCHS = "epochs";

    private TrainerOptions() {}

    static Method method() {
        return new Method(
                ID,
                Method.TRAINER,
                "Training of networks by consensus-based optimization",
                "Trains a network without gradients: a swarm of parameter vectors is drawn to the mean of those with little"
                        + " loss. For small networks and losses that cannot be differentiated. Studies with 'training' use"
                        + " it; 'hone train' runs them.",
                "Riedl, Klock, Geldhauser, Fornasier, Gradient is All You Need?, arXiv 2306.09778; Carrillo, Jin, Li, Zhu,"
                        + " arXiv 1909.09249; Riedl, arXiv 2211.12184",
                "weights of networks",
                "a loss on examples",
                list(),
                TrainingKind.EXAMPLE,
                Optional.of("consensus"));
    }

    static List<Option> list() {
        List<Option> options = new ArrayList<>(List.of(
                Option.integer(EPOCHS, 100, "Passes over the data.").atLeast(1).atMost(1_000_000),
                Option.integer("batch_size", 60, "Examples that a loss is measured on.")
                        .atLeast(1)
                        .atMost(1_000_000),
                Option.integer("particles", 100, "N, from 5.").atLeast(5).atMost(1_000_000),
                Option.number("alpha", 50, "Weight exponent; large follows the best particle.")
                        .atLeast(0)
                        .atMost(1e15),
                Option.flag("adaptive_alpha", false, "Double alpha until the effective sample size is below 5% of N."),
                Option.number("lambda", 1, "Drift towards the consensus.")
                        .atLeast(1e-6)
                        .atMost(1e6),
                Option.number("sigma", Math.sqrt(0.4), "Noise.").atLeast(0).atMost(1e6),
                Option.number("dt", 0.1, "Step size.").atLeast(1e-6).atMost(1),
                Option.choice("diffusion", "anisotropic", List.of("anisotropic", "isotropic"), "Scale of the noise."),
                Option.flag("cooling", true, "After each epoch sigma shrinks and alpha doubles."),
                Option.number("deviation", 1, "Standard deviation of the first particles around 0.")
                        .atLeast(1e-9)
                        .atMost(1e6)));
        options.addAll(ConsensusTerms.options(10, true));
        return options;
    }

    /** Those values that are not the defaults, and the number of epochs. */
    static Map<String, Object> differing(OptionValues values) {
        Map<String, Object> differing = new LinkedHashMap<>();
        for (Option option : list()) {
            if (values.isSet(option.name())) {
                Object value = switch (option.type()) {
                    case INTEGER -> values.integer(option.name());
                    case NUMBER -> values.number(option.name());
                    case FLAG -> values.flag(option.name());
                    default -> values.text(option.name());
                };
                if (option.name().equals(EPOCHS) || !value.equals(option.defaultValue())) {
                    differing.put(option.name(), value);
                }
            }
        }
        return differing;
    }

    /** @throws dev.hone.core.InvalidFieldException if options do not go together */
    static ConsensusTrainer.Options of(OptionValues values, Loss loss) {
        ConsensusOptions dynamics = ConsensusTerms.apply(
                values,
                ConsensusOptions.networks(1)
                        .withCooling(0)
                        .withBatches(ConsensusOptions.Batches.NONE)
                        .withParticles(values.intValue("particles"))
                        .withAlpha(values.number("alpha"), values.flag("adaptive_alpha"))
                        .withDrift(values.number("lambda"))
                        .withNoise(
                                values.constant("diffusion", Diffusion.class),
                                values.number("sigma"),
                                values.number("dt")));
        return new ConsensusTrainer.Options(
                dynamics,
                values.intValue(EPOCHS),
                values.intValue("batch_size"),
                values.number("deviation"),
                values.flag("cooling"),
                loss);
    }
}
