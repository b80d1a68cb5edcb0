package dev.hone.search.surrogate;

import dev.hone.search.kernel.Hyperparameter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Densities for all hyperparameters of a model, for inputs in the unit cube and standardised outcomes.
 *
 * @param kernel by what a hyperparameter of the kernel is
 * @param noise of the logarithm of a noise variance
 * @param coefficient of the prior mean's coefficients
 */
public record Priors(Function<Hyperparameter, Density> kernel, Density noise, Density coefficient) {

    /**
     * Log-normal: lengthscales have median 0.5 and log-sd 0.8, variances median 1 and log-sd 1, noise median 1e-3 and log-sd
     * 1.5; weights, coefficients and the lengthscales of choices N(0, 1), exponents of warpings N(0, 0.75^2).
     */
    public static Priors logNormal() {
        return new Priors(
                h -> switch (h.kind()) {
                    case LENGTHSCALE -> Density.normal(Math.log(0.5), 0.8).within(Math.log(5e-3), Math.log(1e2));
                    case VARIANCE -> Density.normal(0, 1).within(Math.log(1e-3), Math.log(1e3));
                    case CATEGORICAL_LENGTHSCALE, WEIGHT -> Density.normal(0, 1);
                    case WARP -> Density.normal(0, 0.75).within(-2.5, 2.5);
                },
                Density.normal(Math.log(1e-3), 1.5).within(Math.log(1e-8), Math.log(10)),
                Density.normal(0, 1));
    }

    /** Lengthscales Gamma(3, 6), variances Gamma(2, 0.15), noise Gamma(1.1, 0.05), the rest as in {@link #logNormal}. */
    public static Priors gamma() {
        Priors other = logNormal();
        return new Priors(
                h -> switch (h.kind()) {
                    case LENGTHSCALE -> Density.gamma(3, 6).within(Math.log(5e-3), Math.log(1e2));
                    case VARIANCE -> Density.gamma(2, 0.15).within(Math.log(1e-3), Math.log(1e3));
                    default -> other.kernel.apply(h);
                },
                Density.gamma(1.1, 0.05).within(Math.log(1e-8), Math.log(10)),
                other.coefficient);
    }

    /** Flat within the same bounds: the mode is then the point of greatest likelihood. */
    public static Priors flat() {
        Priors other = logNormal();
        return new Priors(h -> flat(other.kernel.apply(h)), flat(other.noise), flat(other.coefficient));
    }

    private static Density flat(Density of) {
        return Density.flat(of.low(), of.high());
    }

    /** The same with known noise for every group. */
    public Priors withNoise(double variance) {
        return new Priors(kernel, Density.fixed(Math.log(variance)), coefficient);
    }

    /** One density for each element of the model's theta. */
    public List<Density> of(GaussianModel model) {
        List<Density> all = new ArrayList<>();
        model.kernel().hyperparameters().forEach(h -> all.add(kernel.apply(h)));
        for (int g = 0; g < model.noise().length; g++) {
            all.add(noise);
        }
        for (int j = 0; j < model.mean().size(); j++) {
            all.add(coefficient);
        }
        return all;
    }
}
