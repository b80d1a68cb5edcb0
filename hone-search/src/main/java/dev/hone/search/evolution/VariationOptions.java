package dev.hone.search.evolution;

import dev.hone.core.Check;
import dev.hone.core.method.Option;
import dev.hone.core.method.OptionValues;
import java.util.List;

/**
 * How a genetic sampler makes children: probabilities and indices of simulated binary crossover and polynomial mutation
 * (Deb and Agrawal 1995; Deb and Goyal 1996).
 *
 * @param crossoverProbability that a child mixes its parents, 0 to 1
 * @param mutationProbability per parameter, 0 to 1; 0 for one over their number
 * @param crossoverIndex eta_c, 0 to 1000; larger keeps children nearer to a parent
 * @param mutationIndex eta_m, 0 to 1000; larger makes smaller steps
 */
public record VariationOptions(
        double crossoverProbability, double mutationProbability, double crossoverIndex, double mutationIndex) {

    public VariationOptions {
        Check.within("crossover_probability", crossoverProbability, 0, 1);
        Check.within("mutation_probability", mutationProbability, 0, 1);
        Check.within("crossover_index", crossoverIndex, 0, 1000);
        Check.within("mutation_index", mutationIndex, 0, 1000);
    }

    /** Catalogue options with these values as defaults. */
    public List<Option> catalogue() {
        return List.of(
                Option.number(
                                "crossover_probability",
                                crossoverProbability,
                                "Probability that a child mixes its parents.")
                        .atLeast(0)
                        .atMost(1),
                Option.number(
                                "mutation_probability",
                                mutationProbability,
                                "Probability per parameter; 0 for one over their number.")
                        .atLeast(0)
                        .atMost(1),
                Option.number("crossover_index", crossoverIndex, "Larger keeps children nearer to a parent.")
                        .atLeast(0)
                        .atMost(1000),
                Option.number("mutation_index", mutationIndex, "Larger makes smaller steps.")
                        .atLeast(0)
                        .atMost(1000));
    }

    /** What {@link #catalogue} declared, as given. */
    public static VariationOptions of(OptionValues values) {
        return new VariationOptions(
                values.number("crossover_probability"),
                values.number("mutation_probability"),
                values.number("crossover_index"),
                values.number("mutation_index"));
    }
}
