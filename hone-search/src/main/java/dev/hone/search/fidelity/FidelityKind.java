package dev.hone.search.fidelity;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.space.Fidelity;
import dev.hone.core.space.FidelityLevels;
import dev.hone.core.space.FidelityRange;
import dev.hone.search.fidelity.MultiFidelityOptions.Acquisition;
import dev.hone.search.fidelity.MultiFidelityOptions.Surrogate;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a fidelity of a study is, and which options suit it. */
enum FidelityKind {
    /** Each level is closer to the truth than those before. */
    LEVELS(
            "levels in order",
            Surrogate.AR1,
            EnumSet.complementOf(EnumSet.of(Surrogate.AUTO, Surrogate.CONTINUOUS)),
            EnumSet.of(Acquisition.CF_KG, Acquisition.TA_KG)),
    /** None is above another. */
    SOURCES(
            "sources without order",
            Surrogate.MISO_KG,
            EnumSet.of(
                    Surrogate.MISO_KG,
                    Surrogate.FUSION,
                    Surrogate.ICM,
                    Surrogate.LMC,
                    Surrogate.CONVOLVED,
                    Surrogate.LATENT,
                    Surrogate.GRAPH),
            EnumSet.of(Acquisition.CF_KG, Acquisition.TA_KG, Acquisition.MF_GP_UCB)),
    /** A number. */
    RANGE("a range", Surrogate.CONTINUOUS, EnumSet.of(Surrogate.CONTINUOUS), EnumSet.of(Acquisition.MF_GP_UCB));

    private static final String TRACES = "trace_observations";

    private final String phrase;
    private final Surrogate first;
    private final Set<Surrogate> surrogates;
    private final Set<Acquisition> unsuited;

    FidelityKind(String phrase, Surrogate first, Set<Surrogate> surrogates, Set<Acquisition> unsuited) {
        this.phrase = phrase;
        this.first = first;
        this.surrogates = surrogates;
        this.unsuited = unsuited;
    }

    private static FidelityKind of(Fidelity fidelity) {
        if (fidelity instanceof FidelityLevels choice) {
            return choice.ordered() ? LEVELS : SOURCES;
        }
        return RANGE;
    }

    /**
     * The options with a surrogate chosen, if they suit.
     *
     * @throws InvalidFieldException naming the option that does not
     */
    static MultiFidelityOptions resolve(MultiFidelityOptions options, Fidelity fidelity) {
        return of(fidelity).resolved(options, fidelity);
    }

    private MultiFidelityOptions resolved(MultiFidelityOptions options, Fidelity fidelity) {
        Surrogate surrogate = options.surrogate() == Surrogate.AUTO ? first : options.surrogate();
        if (!surrogates.contains(surrogate)) {
            refuse(
                    "surrogate",
                    surrogate,
                    this == RANGE || surrogate == Surrogate.CONTINUOUS
                            ? "continuous is for a fidelity that is a float or an int, the others for choices"
                            : "it takes each level for closer to the truth than those before",
                    surrogates);
        }
        if (unsuited.contains(options.acquisition())) {
            Set<Acquisition> suited = EnumSet.complementOf(EnumSet.copyOf(unsuited));
            suited.removeIf(a -> !surrogate.serves(a));
            refuse(
                    "acquisition",
                    options.acquisition(),
                    options.acquisition() == Acquisition.MF_GP_UCB
                            ? "it climbs from level to level"
                            : "it is for a fidelity that is a float or an int",
                    suited);
        }
        if (this != LEVELS && options.nested()) {
            throw new InvalidFieldException(
                    "nested",
                    "is true, and the fidelity is " + phrase + ", of which none is below another; expected false");
        }
        if (options.traces() && !(fidelity instanceof FidelityRange range && range.hasSteps())) {
            throw new InvalidFieldException(
                    TRACES,
                    "is true, and no step of an intermediate value names a value of '" + fidelity.parameter()
                            + "'; expected false, or a fidelity that is an int or a float with a step");
        }
        if (surrogate != Surrogate.CONTINUOUS && options.fidelityKernel() != FidelityKernel.SQUARED_EXPONENTIAL) {
            throw new InvalidFieldException(
                    "fidelity_kernel",
                    "is '" + name(options.fidelityKernel()) + "', and the fidelity is " + phrase
                            + "; expected none but for a fidelity that is a float or an int");
        }
        if (options.acquisition() == Acquisition.TA_KG && !options.traces()) {
            throw new InvalidFieldException(
                    TRACES, "is false, and ta-kg counts on the values of lower fidelities; expected true, or cf-kg");
        }
        return options.with(surrogate, options.acquisition());
    }

    private void refuse(String option, Enum<?> value, String reason, Set<? extends Enum<?>> expected) {
        throw new InvalidFieldException(
                option,
                "is '" + name(value) + "', and the fidelity is " + phrase + ": " + reason + "; expected one of "
                        + expected.stream().map(FidelityKind::name).collect(Collectors.joining(", ")));
    }

    /** As users write a constant. */
    static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
