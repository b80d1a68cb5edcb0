package dev.hone.search.preference;

import dev.hone.core.Check;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.ConfigurationCodec;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.CandidateCodec;
import dev.hone.search.kernel.Smoothness;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Preferential Bayesian optimization: learns from which of a few candidates is preferred, with as few answers as it can (Chu
 * and Ghahramani, "Preference learning with Gaussian processes", ICML 2005; Gonzalez et al., "Preferential Bayesian
 * optimization", ICML 2017; Lin et al., "Preference exploration for efficient Bayesian optimization with multiple outcomes",
 * AISTATS 2022; Astudillo et al., "qEUBO", AISTATS 2023).
 *
 * <p>A latent utility u has a Gaussian process, and an answer compares utilities with normal noise ({@link Duel}, {@link
 * Evidence}). Its posterior is {@link LaplaceApproximation Laplace's}, hyperparameters are at their mode. The next screen is
 * the one whose best candidate has the greatest expected utility ({@link ScreenDesign}), of new candidates and, with {@code
 * keepBest}, the one of greatest posterior mean so far, so that a good find meets every challenger. All comparisons of the
 * study teach, also those that nobody asked for; a candidate that fails or breaks an outcome constraint counts as beaten by
 * those that it was to be shown with. Candidates that users gave take part in the next screen.
 *
 * <p>With one objective it compares by the values itself, of which only the order is used: as each trial finishes, it takes
 * its place in the order of all.
 *
 * <p>Immutable and thread-safe; the optimizers it creates are not.
 */
public final class PreferenceSampler implements OptimizerFactory<Configuration> {

    /** What the next screen is chosen for. */
    public enum Acquisition {
        /** Expected utility of the best candidate of the screen. */
        EUBO,
        /** Expected improvement of the best new candidate on the greatest posterior mean. */
        EI,
        /** Maxima of draws of the whole utility. */
        THOMPSON,
        /** Differences of utility that are known least. */
        VARIANCE
    }

    /**
     * @param points candidates on a screen
     * @param keepBest whether the best so far is one of them
     * @param startupScreens screens of space-filling candidates; if empty as many as hold axes + 1 candidates, at most 10
     * @param noise standard deviation of the noise of one comparison, relative to that of the utility; empty to infer it
     * @param blind whether screens are shuffled for whoever compares
     * @param maxPairs pairs that the model holds, the latest
     */
    public record Options(
            int points,
            Acquisition acquisition,
            boolean keepBest,
            OptionalInt startupScreens,
            Smoothness smoothness,
            OptionalDouble noise,
            boolean blind,
            int maxPairs) {

        private static final int MOST_STARTUP = 10;

        public Options {
            Check.atLeast("points", points, 2);
            startupScreens.ifPresent(screens -> Check.positive("startup_screens", screens));
            noise.ifPresent(sd -> Check.within("noise", sd, 1e-2, 1e2));
            Check.atLeast("max_pairs", maxPairs, 10);
        }

        public static Options defaults() {
            return new Options(
                    2,
                    Acquisition.EUBO,
                    true,
                    OptionalInt.empty(),
                    Smoothness.MATERN_52,
                    OptionalDouble.empty(),
                    true,
                    500);
        }

        int startup(SearchSpace space) {
            return startupScreens.orElse(Math.min(MOST_STARTUP, (space.dimensions() + points) / points));
        }
    }

    static final String ID = "preference-bo";

    private final SearchSpace space;
    private final Options options;

    private PreferenceSampler(SearchSpace space, Options options) {
        this.space = space;
        this.options = options;
    }

    public static PreferenceSampler over(SearchSpace space) {
        return over(space, Options.defaults());
    }

    public static PreferenceSampler over(SearchSpace space, Options options) {
        return new PreferenceSampler(space, options);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public CandidateCodec<Configuration> codec() {
        return new ConfigurationCodec(space);
    }

    @Override
    public boolean learnsFromComparisons() {
        return true;
    }

    @Override
    public Optimizer<Configuration> create(Problem problem) {
        problem.checkOneObjective(ID, "use gp, tpe or nsga2");
        return problem.objectives().isEmpty()
                ? new ComparedOptimizer(space, problem, options)
                : new RankedOptimizer(space, problem, options);
    }

    @Override
    public String explain(Problem problem) {
        return "utility with a Gaussian process, "
                + options.acquisition().name().toLowerCase(Locale.ROOT) + ", after " + options.startup(space)
                + " space-filling screens of " + options.points();
    }
}
