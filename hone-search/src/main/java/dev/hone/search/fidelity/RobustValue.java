package dev.hone.search.fidelity;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.space.SearchSpace;
import dev.hone.search.fidelity.FidelityModel.Fitted;
import dev.hone.search.fidelity.FidelityModel.Scale;
import dev.hone.search.fidelity.MultiFidelityOptions.Acquisition;
import dev.hone.search.fidelity.MultiFidelityOptions.Surrogate;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is maximised at the design of a point where one coordinate is an environment w: T - k sd, T = sum_k p_k f(w_k) and sd^2 =
 * sum_k p_k (f(w_k) - T)^2 over its values w_k with probabilities p_k.
 *
 * @param parameter the environment
 * @param coordinate of the environment
 * @param nodes its values in the unit cube
 * @param weights p_k
 * @param aversion k; negative for what is to be small
 */
record RobustValue(String parameter, int coordinate, double[] nodes, double[] weights, double aversion) {

    /** Acquisitions that ask for no more than mean, variance and covariances of what is maximised. */
    private static final Set<Acquisition> SUITED =
            EnumSet.of(Acquisition.AUGMENTED_EI, Acquisition.MF_KG, Acquisition.CF_KG, Acquisition.MF_MES);

    /** Those that are not one Gaussian process. */
    private static final Set<Surrogate> UNSUITED = EnumSet.of(
            Surrogate.RECURSIVE, Surrogate.HIERARCHICAL_KRIGING, Surrogate.NARGP, Surrogate.DEEP_GP, Surrogate.FUSION);

    /**
     * @param designs the space without the fidelity
     * @param options with a surrogate chosen
     * @throws InvalidFieldException naming the option that does not suit an environment
     */
    static RobustValue of(Environment environment, SearchSpace designs, MultiFidelityOptions options, int objectives) {
        if (!SUITED.contains(options.acquisition())) {
            String expected = SUITED.stream()
                    .filter(a -> options.surrogate().serves(a))
                    .map(FidelityKind::name)
                    .collect(Collectors.joining(", "));
            refuse("acquisition", FidelityKind.name(options.acquisition()), "one of " + expected);
        }
        if (UNSUITED.contains(options.surrogate())) {
            refuse("surrogate", FidelityKind.name(options.surrogate()), "one Gaussian process, such as ar1 or miso-kg");
        }
        if (options.trustRegion()) {
            refuse("trust_region", "true", "false, because no single trial is the best point");
        }
        if (options.embedding() > 0) {
            refuse("embedding", String.valueOf(options.embedding()), "none, because its axes would mix with designs");
        }
        if (objectives > 1) {
            refuse("environment", environment.parameter() + "' with several objectives", "one objective");
        }
        return new RobustValue(
                environment.parameter(),
                coordinate(environment.parameter(), designs),
                environment.distribution().cube().stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray(),
                environment.distribution().weights().stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray(),
                environment.aversion());
    }

    private static void refuse(String option, String value, String expected) {
        throw new InvalidFieldException(
                option, "is '" + value + "', and there is an environment; expected " + expected);
    }

    private static int coordinate(String parameter, SearchSpace designs) {
        for (int i = 0; i < designs.parameters().size(); i++) {
            if (designs.parameters().get(i).name().equals(parameter)) {
                if (designs.dimensions() == 1) {
                    throw new InvalidFieldException(
                            "environment",
                            "is '" + parameter + "', the only parameter to search, expected another too");
                }
                return designs.offset(i);
            }
        }
        throw new InvalidFieldException(
                "environment", "is '" + parameter + "', expected a parameter that is searched and not the fidelity");
    }

    /** {@code x} under value {@code k} of the environment. */
    double[] under(double[] x, int k) {
        double[] point = x.clone();
        point[coordinate] = nodes[k];
        return point;
    }

    /** For an output that is to be small, such as a constraint: T + k sd. */
    RobustValue ofLosses() {
        return new RobustValue(parameter, coordinate, nodes, weights, -aversion);
    }

    /** An output whose truth is this value. */
    Fitted of(Fitted output) {
        double exact = output.surrogate().exact();
        Scale scale = output.scale();
        return new Fitted(
                new RobustSurrogate(output.surrogate().process().orElseThrow(), this),
                new Scale(number -> scale.trend().applyAsDouble(Math.min(number, exact)), scale.sd()),
                output.data());
    }
}
