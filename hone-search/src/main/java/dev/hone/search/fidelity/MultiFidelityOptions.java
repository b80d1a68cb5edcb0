package dev.hone.search.fidelity;

import dev.hone.core.Check;
import dev.hone.search.kernel.Smoothness;
import java.util.List;

/**
 * How {@link MultiFidelityOptimization} searches.
 *
 * @param budget total cost of all evaluations
 * @param initial number of first points of each level; empty: max(2, d) of the exact level, and of each other level as many as
 *     its equal share of {@code initialShare} of the budget pays for
 * @param initialShare of the budget for first points
 * @param nested whether every point is evaluated at all levels below its own too, first the cheapest
 * @param minExactShare least share of the cost that goes to the exact level
 * @param noise variance of the noise, in squared standard deviations of the outcomes; NaN to learn it
 */
public record MultiFidelityOptions(
        Surrogate surrogate,
        Acquisition acquisition,
        double budget,
        List<Integer> initial,
        double initialShare,
        boolean nested,
        double minExactShare,
        Smoothness smoothness,
        double noise) {

    /** Models of the levels. */
    public enum Surrogate {
        /** {@link AutoregressiveProcess}. */
        AR1,
        /** {@link RecursiveProcess}; needs {@code nested}. */
        RECURSIVE,
        /** {@link HierarchicalKriging}; for {@link Acquisition#VF_EI} and {@link Acquisition#EI_PER_COST}. */
        HIERARCHICAL_KRIGING
    }

    /** Choices of point and level. */
    public enum Acquisition {
        /** {@link LevelAcquisitions#augmentedExpectedImprovement}. */
        AUGMENTED_EI,
        /** EI of the truth chooses the point, {@link LevelAcquisitions#removedVariance} the level. */
        TWO_STEP,
        /** {@link LevelAcquisitions#variableFidelityExpectedImprovement} for cost. */
        VF_EI,
        /** {@link LevelAcquisitions#expectedImprovementPerCost}. */
        EI_PER_COST,
        /** {@link LevelAcquisitions#knowledgeGradient}. */
        MF_KG,
        /** {@link LevelAcquisitions#maxValueEntropy}. */
        MF_MES
    }

    public MultiFidelityOptions {
        Check.positive("budget", budget);
        Check.within("initial share", initialShare, 0, 1);
        Check.within("min exact share", minExactShare, 0, 1);
        Check.that(!(noise <= 0), "noise", noise, "a variance above 0, or NaN to learn it");
        initial = List.copyOf(initial);
        initial.forEach(n -> Check.atLeast("initial", n, 1));
        Check.that(
                surrogate != Surrogate.RECURSIVE || nested,
                "nested",
                false,
                "true with the recursive surrogate, which needs every point at all levels below");
        Check.that(
                surrogate != Surrogate.HIERARCHICAL_KRIGING
                        || acquisition == Acquisition.VF_EI
                        || acquisition == Acquisition.EI_PER_COST,
                "acquisition",
                acquisition,
                "VF_EI or EI_PER_COST with hierarchical kriging, which has no covariances between levels");
    }

    /** Joint autoregressive process, augmented EI, 30% of the budget for first points, Gaussian kernels, learned noise. */
    public static MultiFidelityOptions defaults(double budget) {
        return new MultiFidelityOptions(
                Surrogate.AR1,
                Acquisition.AUGMENTED_EI,
                budget,
                List.of(),
                0.3,
                false,
                0.05,
                Smoothness.RBF,
                Double.NaN);
    }

    public MultiFidelityOptions withSurrogate(Surrogate other, boolean nestedPoints) {
        return new MultiFidelityOptions(
                other, acquisition, budget, initial, initialShare, nestedPoints, minExactShare, smoothness, noise);
    }

    public MultiFidelityOptions withAcquisition(Acquisition other) {
        return new MultiFidelityOptions(
                surrogate, other, budget, initial, initialShare, nested, minExactShare, smoothness, noise);
    }

    /** First points of each level. */
    public MultiFidelityOptions withInitial(Integer... points) {
        return new MultiFidelityOptions(
                surrogate,
                acquisition,
                budget,
                List.of(points),
                initialShare,
                nested,
                minExactShare,
                smoothness,
                noise);
    }

    public MultiFidelityOptions withNoise(double variance) {
        return new MultiFidelityOptions(
                surrogate, acquisition, budget, initial, initialShare, nested, minExactShare, smoothness, variance);
    }
}
