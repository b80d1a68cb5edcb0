package dev.hone.search.fidelity;

import dev.hone.core.Check;
import dev.hone.core.Seeds;
import dev.hone.core.space.SearchSpace;
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
 * @param fidelityKernel of {@link Surrogate#CONTINUOUS}
 * @param traces whether intermediate values of a trial are observations of the lower fidelities at which they were measured;
 *     studies only
 * @param trustRegion whether only a box around the best exact point is searched, {@link Region}
 * @param embedding axes of a random embedding, fewer than the space has, {@link DesignSpace}; 0: all axes
 * @param maxPoints observations that a surrogate holds; beyond, {@link KeptPoints}
 * @param biases how much each level below the truth is off at most, in units of the objective, for {@link
 *     Acquisition#MF_GP_UCB}; empty: learned from exact evaluations
 * @param parents of each source of {@link Surrogate#GRAPH}, of lower number; empty: all others are the truth's
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
        double noise,
        FidelityKernel fidelityKernel,
        CostModel costModel,
        List<List<Integer>> parents,
        boolean traces,
        boolean trustRegion,
        int embedding,
        int maxPoints,
        List<Double> biases) {

    private static final long EMBEDDING_STREAM = 5;

    /** Models of the levels. */
    public enum Surrogate {
        /** {@link #AR1} for levels in order, {@link #MISO_KG} for sources, {@link #CONTINUOUS} for a number. */
        AUTO,
        /** {@link AutoregressiveProcess}. */
        AR1,
        /** {@link RecursiveProcess}; needs {@code nested}. */
        RECURSIVE,
        /** {@link HierarchicalKriging}; for {@link Acquisition#VF_EI} and {@link Acquisition#EI_PER_COST}. */
        HIERARCHICAL_KRIGING,
        /** {@link NonlinearProcess}. */
        NARGP,
        /** {@link DeepProcess}: trained anew, some seconds, before every evaluation. */
        DEEP_GP,
        /** {@link FusionProcess}. */
        FUSION,
        /** {@link ProcessModel#coregionalised} with one term. */
        ICM,
        /** {@link ProcessModel#coregionalised} with two terms. */
        LMC,
        /** {@link ProcessModel#convolved}. */
        CONVOLVED,
        /** {@link ProcessModel#discrepancies}. */
        MISO_KG,
        /** {@link ProcessModel#latent}. */
        LATENT,
        /** {@link ProcessModel#graph} with the {@code parents} of the options. */
        GRAPH,
        /** {@link ProcessModel#continuous} with the {@link FidelityKernel} of the options; levels need settings, studies a number. */
        CONTINUOUS;

        /** Whether {@code acquisition} has what it needs of this model. */
        public boolean serves(Acquisition acquisition) {
            return switch (this) {
                case HIERARCHICAL_KRIGING ->
                    switch (acquisition) {
                        case VF_EI, EI_PER_COST, VF_PI, VF_LCB, MF_GP_UCB -> true;
                        default -> false;
                    };
                case AUTO, CONTINUOUS -> true;
                case RECURSIVE, FUSION ->
                    acquisition != Acquisition.BOCA && acquisition != Acquisition.MF_PES && !acquisition.continuous();
                // covariances between points take samples of both: too dear for all targets
                case NARGP ->
                    switch (acquisition) {
                        case BOCA, MF_KG, CF_KG, TA_KG, MF_PES, LOOKAHEAD -> false;
                        default -> true;
                    };
                default -> !acquisition.continuous();
            };
        }
    }

    /** What evaluations are expected to cost. */
    public enum CostModel {
        /** What was declared, or the mean of what was measured. */
        FIXED,
        /** {@link LearnedCost}: it depends on the point. */
        LEARNED
    }

    /** Choices of point and level. */
    public enum Acquisition {
        /** {@link LevelAcquisitions#augmentedExpectedImprovement}. */
        AUGMENTED_EI,
        /** EI of the truth chooses the point, {@link LevelAcquisitions#removedVariance} the level. */
        TWO_STEP,
        /** The upper bound of the truth chooses the point. */
        TWO_STEP_LCB,
        /** {@link BoundAcquisitions#leastBound} chooses the point, {@link BoundAcquisitions#lowestUncertain} the level. */
        MF_GP_UCB,
        /** The upper bound of the truth chooses the point, {@link BoundAcquisitions#informationGap} the fidelity. */
        BOCA,
        /** {@link LevelAcquisitions#variableFidelityExpectedImprovement} for cost. */
        VF_EI,
        /** {@link BoundAcquisitions#probabilityOfImprovement} for cost. */
        VF_PI,
        /** {@link BoundAcquisitions#variableFidelityBound}. */
        VF_LCB,
        /** {@link LevelAcquisitions#expectedImprovementPerCost}. */
        EI_PER_COST,
        /** {@link LevelAcquisitions#knowledgeGradient}. */
        MF_KG,
        /** The same with a continuous fidelity. */
        CF_KG,
        /** {@link LookaheadAcquisitions#traceKnowledgeGradient} of a continuous fidelity. */
        TA_KG,
        /** {@link LevelAcquisitions#maxValueEntropy}. */
        MF_MES,
        /** {@link InformationAcquisitions#mumbo}. */
        MUMBO,
        /** {@link InformationAcquisitions#gibbon}. */
        GIBBON,
        /** {@link InformationAcquisitions#predictiveEntropy}. */
        MF_PES,
        /** {@link LookaheadAcquisitions#twoSteps}. */
        LOOKAHEAD;

        /** Whether it values only what is learnt and would never evaluate the best known point: the last evaluation is for it. */
        boolean learnsOnly() {
            return switch (this) {
                case MF_KG, CF_KG, TA_KG, MF_MES, MUMBO, GIBBON, MF_PES -> true;
                default -> false;
            };
        }

        /** Whether worths are logarithms; else they are bounds of the truth. */
        boolean isLogarithm() {
            return switch (this) {
                case TWO_STEP_LCB, MF_GP_UCB, BOCA, VF_LCB -> false;
                default -> true;
            };
        }

        /** Whether it is for a continuous fidelity only. */
        boolean continuous() {
            return this == CF_KG || this == TA_KG;
        }
    }

    public MultiFidelityOptions {
        Check.positive("budget", budget);
        Check.within("initial share", initialShare, 0, 1);
        Check.within("min exact share", minExactShare, 0, 1);
        Check.that(!(noise <= 0), "noise", noise, "a variance above 0, or NaN to learn it");
        Check.atLeast("embedding", embedding, 0);
        Check.atLeast("max_points", maxPoints, 50);
        biases = List.copyOf(biases);
        biases.forEach(b -> Check.that(b >= 0 && Double.isFinite(b), "biases", b, "a number, at least 0"));
        Check.that(
                biases.isEmpty() || acquisition == Acquisition.MF_GP_UCB,
                "biases",
                biases,
                "none but with the acquisition mf-gp-ucb");
        Check.that(
                embedding == 0 || !nested,
                "nested",
                true,
                "false with an embedding, where a point stands for several designs");
        initial = List.copyOf(initial);
        initial.forEach(n -> Check.atLeast("initial", n, 1));
        Check.that(
                surrogate != Surrogate.RECURSIVE || nested,
                "nested",
                false,
                "true with the recursive surrogate, which needs every point at all levels below");
        Check.that(
                surrogate.serves(acquisition),
                "acquisition",
                FidelityKind.name(acquisition),
                surrogate == Surrogate.HIERARCHICAL_KRIGING
                        ? "vf-ei, ei-per-cost, vf-pi, vf-lcb or mf-gp-ucb with hierarchical-kriging, which has no"
                                + " covariances between levels"
                        : "one that the surrogate " + FidelityKind.name(surrogate)
                                + " serves: cf-kg and ta-kg need continuous, boca and mf-pes"
                                + " one Gaussian process, mf-kg and lookahead any but nargp and deep-gp");
        List<List<Integer>> graph = parents.stream().map(List::copyOf).toList();
        for (int l = 0; l < graph.size(); l++) {
            int source = l;
            Check.that(
                    graph.get(l).stream().allMatch(p -> p >= 0 && p < source),
                    "parents of source " + l,
                    graph.get(l),
                    "sources of lower number");
        }
        parents = graph;
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
                Double.NaN,
                FidelityKernel.SQUARED_EXPONENTIAL,
                CostModel.FIXED,
                List.of(),
                false,
                false,
                0,
                500,
                List.of());
    }

    public MultiFidelityOptions withSurrogate(Surrogate other, boolean nestedPoints) {
        Draft draft = new Draft(this);
        draft.surrogate = other;
        draft.nested = nestedPoints;
        return draft.options();
    }

    public MultiFidelityOptions withAcquisition(Acquisition other) {
        Draft draft = new Draft(this);
        draft.acquisition = other;
        return draft.options();
    }

    /** Surrogate and acquisition at once, where each alone would not go with what was there. */
    public MultiFidelityOptions with(Surrogate otherSurrogate, Acquisition otherAcquisition) {
        Draft draft = new Draft(this);
        draft.surrogate = otherSurrogate;
        draft.acquisition = otherAcquisition;
        draft.nested = nested || otherSurrogate == Surrogate.RECURSIVE;
        return draft.options();
    }

    /** First points of each level. */
    public MultiFidelityOptions withInitial(Integer... points) {
        Draft draft = new Draft(this);
        draft.initial = List.of(points);
        return draft.options();
    }

    public MultiFidelityOptions withInitialShare(double share) {
        Draft draft = new Draft(this);
        draft.initialShare = share;
        return draft.options();
    }

    public MultiFidelityOptions withMinExactShare(double share) {
        Draft draft = new Draft(this);
        draft.minExactShare = share;
        return draft.options();
    }

    public MultiFidelityOptions withSmoothness(Smoothness other) {
        Draft draft = new Draft(this);
        draft.smoothness = other;
        return draft.options();
    }

    public MultiFidelityOptions withNoise(double variance) {
        Draft draft = new Draft(this);
        draft.noise = variance;
        return draft.options();
    }

    public MultiFidelityOptions withFidelityKernel(FidelityKernel kernel) {
        Draft draft = new Draft(this);
        draft.fidelityKernel = kernel;
        return draft.options();
    }

    public MultiFidelityOptions withCostModel(CostModel model) {
        Draft draft = new Draft(this);
        draft.costModel = model;
        return draft.options();
    }

    public MultiFidelityOptions withParents(List<List<Integer>> of) {
        Draft draft = new Draft(this);
        draft.parents = of;
        return draft.options();
    }

    public MultiFidelityOptions withTraces(boolean observed) {
        Draft draft = new Draft(this);
        draft.traces = observed;
        return draft.options();
    }

    public MultiFidelityOptions withTrustRegion(boolean local) {
        Draft draft = new Draft(this);
        draft.trustRegion = local;
        return draft.options();
    }

    public MultiFidelityOptions withEmbedding(int axes) {
        Draft draft = new Draft(this);
        draft.embedding = axes;
        return draft.options();
    }

    public MultiFidelityOptions withMaxPoints(int most) {
        Draft draft = new Draft(this);
        draft.maxPoints = most;
        return draft.options();
    }

    public MultiFidelityOptions withBiases(List<Double> greatest) {
        Draft draft = new Draft(this);
        draft.biases = greatest;
        return draft.options();
    }

    /** How many axes are searched. */
    int dimensions(SearchSpace space) {
        Check.that(
                embedding == 0 || embedding < space.dimensions(),
                "embedding",
                embedding,
                "fewer than the " + space.dimensions() + " parameters to search");
        return embedding == 0 ? space.dimensions() : embedding;
    }

    /** The designs as they are searched. */
    DesignSpace designs(SearchSpace space, long seed) {
        return embedding == 0
                ? DesignSpace.of(space)
                : DesignSpace.embedded(space, embedding, Seeds.stream(seed, EMBEDDING_STREAM));
    }

    /** Options while they are changed. */
    private static final class Draft {

        private final double budget;
        private Surrogate surrogate;
        private Acquisition acquisition;
        private List<Integer> initial;
        private double initialShare;
        private boolean nested;
        private double minExactShare;
        private Smoothness smoothness;
        private double noise;
        private FidelityKernel fidelityKernel;
        private CostModel costModel;
        private List<List<Integer>> parents;
        private boolean traces;
        private boolean trustRegion;
        private int embedding;
        private int maxPoints;
        private List<Double> biases;

        Draft(MultiFidelityOptions of) {
            budget = of.budget;
            surrogate = of.surrogate;
            acquisition = of.acquisition;
            initial = of.initial;
            initialShare = of.initialShare;
            nested = of.nested;
            minExactShare = of.minExactShare;
            smoothness = of.smoothness;
            noise = of.noise;
            fidelityKernel = of.fidelityKernel;
            costModel = of.costModel;
            parents = of.parents;
            traces = of.traces;
            trustRegion = of.trustRegion;
            embedding = of.embedding;
            maxPoints = of.maxPoints;
            biases = of.biases;
        }

        MultiFidelityOptions options() {
            return new MultiFidelityOptions(
                    surrogate,
                    acquisition,
                    budget,
                    initial,
                    initialShare,
                    nested,
                    minExactShare,
                    smoothness,
                    noise,
                    fidelityKernel,
                    costModel,
                    parents,
                    traces,
                    trustRegion,
                    embedding,
                    maxPoints,
                    biases);
        }
    }
}
