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

    /**
     * Lengthscales that grow with the dimension as distances do: LogNormal(sqrt2 + log(groups) / 2, sqrt3) for numbers
     * (Hvarfner, Hellsten and Nardi, "Vanilla Bayesian optimization performs great in high dimensions", ICML 2024) and
     * LogNormal(0, 1) for choices, both with their modes as those of the lengthscale itself, not of its logarithm. Variances
     * have median 1 and log-sd 1 and at least {@code leastVariance}; noise has median 1e-4 and log-sd 3; coefficients are
     * N(0, 3^2). The variance of the outcomes, 1 if they are standardised, is a good least one: when most outcomes are those
     * of one valley, the rest of the space is far above their mean and, seen from there, flat, and with less variance it would
     * look as if no other valley were possible.
     *
     * @param groups of coordinates with a lengthscale each
     */
    public static Priors byDimension(int groups, double leastVariance) {
        Priors other = logNormal();
        double location = Math.sqrt(2) + 0.5 * Math.log(Math.max(1, groups));
        double low = Math.log(5e-3);
        double high = Math.log(1e3);
        return new Priors(
                h -> switch (h.kind()) {
                    // a density of l of LogNormal(m, s) is, as a function of log l, that of N(m - s^2, s) up to a
                    // constant
                    case LENGTHSCALE ->
                        Density.normal(location - 3, Math.sqrt(3)).within(low, high);
                    case CATEGORICAL_LENGTHSCALE -> Density.normal(-1, 1).within(low, high);
                    case VARIANCE -> Density.normal(0, 1).within(Math.log(leastVariance), Math.log(1e3));
                    case WEIGHT, WARP -> other.kernel.apply(h);
                },
                Density.normal(Math.log(1e-4), 3).within(Math.log(1e-8), Math.log(2)),
                Density.normal(0, 3).within(-5, 5));
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
