package dev.hone.search.gp;

import dev.hone.core.Check;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.ConfigurationCodec;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.CandidateCodec;
import dev.hone.search.kernel.Smoothness;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * Bayesian optimization with Gaussian processes, for evaluations that are expensive.
 *
 * <p>After some space-filling trials each proposal maximises log expected improvement (several objectives: log expected
 * hypervolume improvement) under Gaussian processes of the power-transformed, standardised outcomes, times the probability
 * that all outcome constraints are satisfied and the trial does not fail. Pending trials are replaced by joint draws of
 * their outcomes and the acquisition is averaged over the draws. The first trial is the middle of the ranges, unless a trial was
 * given. Where evaluations are exact, quadratics of the nearest trials find the last digits. Above 20 axes and with one objective, proposals come from
 * a trust region.
 *
 * <p>Sources: Jones, Schonlau and Welch, J. Global Optim. 1998 (expected improvement); Ament et al., NeurIPS 2023 (in
 * logarithms); Hvarfner, Hellsten and Nardi, ICML 2024 (lengthscale prior); Gardner et al., ICML 2014 (constraints);
 * Snoek, Larochelle and Adams, NeurIPS 2012 (fantasies); Daulton, Balandat and Bakshy, NeurIPS 2020 (hypervolume); Eriksson
 * et al., NeurIPS 2019 (trust region).
 *
 * <p>Immutable and thread-safe; the optimizers it creates are not.
 */
public final class GpSampler implements OptimizerFactory<Configuration> {

    /** What is assumed about noise on the objectives. */
    public enum Noise {
        /** One variance per objective is inferred; variances that trials report are used as they are. */
        INFER,
        /** Evaluations are exact. */
        NONE
    }

    /**
     * @param startupTrials space-filling trials before the first model; if empty 2 (axes + 1), at most 20 and at most a
     *     quarter of the trials planned, at least 5
     * @param smoothness of the functions expected
     * @param noise on the objectives
     * @param fantasies joint draws of pending outcomes
     * @param trustRegionAbove axes of the space above which a trust region is used
     * @param maxPoints rows that a model holds at a refit; beyond, the best half and the most recent others
     * @param refine whether quadratics of the nearest trials take steps around the best one; in spaces of floats without
     *     steps or conditions, for one objective without noise
     */
    public record Options(
            OptionalInt startupTrials,
            Smoothness smoothness,
            Noise noise,
            int fantasies,
            int trustRegionAbove,
            int maxPoints,
            boolean refine) {

        public Options {
            startupTrials.ifPresent(trials -> Check.atLeast("startup_trials", trials, 2));
            Objects.requireNonNull(smoothness, "smoothness");
            Objects.requireNonNull(noise, "noise");
            Check.positive("fantasies", fantasies);
            Check.atLeast("trust_region_above", trustRegionAbove, 1);
            Check.atLeast("max_points", maxPoints, 50);
        }

        public static Options defaults() {
            return new Options(OptionalInt.empty(), Smoothness.MATERN_52, Noise.INFER, 8, 20, 2000, true);
        }

        public Options withStartupTrials(int trials) {
            return new Options(
                    OptionalInt.of(trials), smoothness, noise, fantasies, trustRegionAbove, maxPoints, refine);
        }

        public Options withRefine(boolean wanted) {
            return new Options(startupTrials, smoothness, noise, fantasies, trustRegionAbove, maxPoints, wanted);
        }

        int startup(SearchSpace space, Problem problem) {
            int trials = Math.min(20, 2 * (space.dimensions() + 1));
            if (problem.trials().isPresent()) {
                trials = (int) Math.min(trials, problem.trials().getAsLong() / 4);
            }
            return startupTrials.orElse(Math.max(5, trials));
        }
    }

    private final SearchSpace space;
    private final Options options;

    private GpSampler(SearchSpace space, Options options) {
        this.space = space;
        this.options = options;
    }

    public static GpSampler over(SearchSpace space) {
        return new GpSampler(space, Options.defaults());
    }

    public static GpSampler over(SearchSpace space, Options options) {
        return new GpSampler(space, options);
    }

    @Override
    public String id() {
        return "gp";
    }

    @Override
    public CandidateCodec<Configuration> codec() {
        return new ConfigurationCodec(space);
    }

    @Override
    public Optimizer<Configuration> create(Problem problem) {
        return new GpOptimizer(space, problem, options);
    }

    @Override
    public String explain(Problem problem) {
        String acquisition =
                problem.objectives().size() == 1 ? "log expected improvement" : "log expected hypervolume improvement";
        boolean local = problem.objectives().size() == 1 && space.dimensions() > options.trustRegionAbove();
        return "Gaussian process, " + acquisition + (local ? " in a trust region" : "") + ", after "
                + options.startup(space, problem) + " space-filling trials";
    }
}
