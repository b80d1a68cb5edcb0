package dev.hone.search.consensus;

import dev.hone.core.Check;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Options of {@link ConsensusOptimization} and {@link ConsensusSampler}, in the papers' symbols.
 *
 * @param particles N, at least 5
 * @param alpha weight exponent, at least 0; large numbers follow the best particle
 * @param adaptiveAlpha whether alpha is doubled in each step until the effective sample size is below 5% of N
 * @param lambda drift towards the consensus, above 0
 * @param sigma noise, at least 0
 * @param dt step size, above 0 and at most 1
 * @param diffusion what scales the noise
 * @param truncation M: the most that a distance counts in the noise; infinite for no limit
 * @param ballRadius the consensus is projected to a ball of this radius around the mean of the initial law; infinite for no ball
 * @param gradient drift along the negative gradient
 * @param memory of each particle's best position; empty for none
 * @param batches random mini-batches
 * @param coolingSteps steps of an epoch, after each of which sigma shrinks and alpha doubles; 0 for no cooling
 * @param reduction mu, from 0 to 1: how much the number of particles follows their variance; 0 for not at all
 * @param kick whether all particles are jolted when the consensus stands still
 * @param hop s of consensus hopping: particles are drawn from N(consensus, s^2 I) anew in each step; 0 for the dynamics above
 */
public record ConsensusOptions(
        int particles,
        double alpha,
        boolean adaptiveAlpha,
        double lambda,
        double sigma,
        double dt,
        Diffusion diffusion,
        double truncation,
        double ballRadius,
        Gradient gradient,
        Optional<Memory> memory,
        Batches batches,
        int coolingSteps,
        double reduction,
        boolean kick,
        double hop) {

    /** Fewest particles for which a weighted mean and its noise make sense. */
    static final int LEAST_PARTICLES = 5;

    public ConsensusOptions {
        Check.atLeast("particles", particles, LEAST_PARTICLES);
        Check.within("alpha", alpha, 0, 1e15);
        Check.positive("lambda", lambda);
        Check.within("sigma", sigma, 0, 1e6);
        Check.that(dt > 0 && dt <= 1, "dt", dt, "a number above 0 and at most 1");
        Check.that(truncation > 0, "truncation", truncation, "a number above 0");
        Check.that(ballRadius > 0, "ball_radius", ballRadius, "a number above 0");
        Check.that(
                batches.particles() <= particles,
                "batch",
                batches.particles(),
                "at most the number of particles, " + particles);
        Check.that(coolingSteps >= 0, "cooling", coolingSteps, "a whole number of at least 0");
        Check.within("reduction", reduction, 0, 1);
        Check.that(hop >= 0 && Double.isFinite(hop), "hop", hop, "a finite number of at least 0");
    }

    /**
     * Drift - gamma dt eta grad E.
     *
     * @param gamma its weight; 0 for none
     * @param eta its learning rate
     * @param h step of central differences, where no gradient is given
     */
    public record Gradient(double gamma, double eta, double h) {

        /** No drift. */
        public static final Gradient NONE = new Gradient(0, 1, 1e-3);

        public Gradient {
            Check.within("gradient", gamma, 0, 1e6);
            Check.positive("gradient_rate", eta);
            Check.positive("gradient_step", h);
        }
    }

    /**
     * Memory of the best position Y of each particle.
     *
     * @param kappa rate at which Y follows a better V
     * @param beta sharpness of "better"; infinite for replacing Y when V is better, in which case kappa does not matter
     * @param theta share of V that Y takes anyhow
     * @param lambda2 drift towards Y
     * @param sigma2 noise scaled with the distance to Y
     */
    public record Memory(double kappa, double beta, double theta, double lambda2, double sigma2) {

        public Memory {
            Check.positive("memory.kappa", kappa);
            Check.that(beta > 0, "memory.beta", beta, "a number above 0");
            Check.within("memory.theta", theta, 0, 1);
            Check.that(
                    Double.isFinite(beta) || theta == 0,
                    "memory.theta",
                    theta,
                    "0, because an infinite beta replaces the memory");
            Check.within("memory.lambda2", lambda2, 0, 1e6);
            Check.within("memory.sigma2", sigma2, 0, 1e6);
        }

        /** Y is the best position so far, and only the consensus uses it. */
        public static Memory best() {
            return new Memory(1, Double.POSITIVE_INFINITY, 0, 0, 0);
        }
    }

    /**
     * Random mini-batches.
     *
     * @param particles n_N whose energies make up the consensus of a step; 0 for all
     * @param partial whether only they move
     * @param data number of parts of the data that the energy is evaluated on in turn
     */
    public record Batches(int particles, boolean partial, int data) {

        /** Every step uses everything. */
        public static final Batches NONE = new Batches(0, false, 1);

        public Batches {
            Check.that(
                    particles == 0 || particles >= 2, "batch", particles, "0 for all, or a whole number of at least 2");
            Check.atLeast("data_batches", data, 1);
        }
    }

    /** Those of the paper's experiment in two dimensions: N = 200, alpha = 100, lambda = 1, dt = 0.01, sigma = 1.6. */
    public static ConsensusOptions paper() {
        return new ConsensusOptions(
                200,
                100,
                false,
                1,
                1.6,
                0.01,
                Diffusion.ISOTROPIC,
                Double.POSITIVE_INFINITY,
                Double.POSITIVE_INFINITY,
                Gradient.NONE,
                Optional.empty(),
                Batches.NONE,
                0,
                0,
                false,
                0);
    }

    /**
     * Those of the related work for training networks: N = 100 in batches of 10, alpha = 50, sigma = sqrt(0.4), dt = 0.1,
     * anisotropic, full update, cooling.
     *
     * @param dataBatches parts of the data; an epoch is one pass over data and particles
     */
    public static ConsensusOptions networks(int dataBatches) {
        return paper().withParticles(100)
                .withAlpha(50, false)
                .withNoise(Diffusion.ANISOTROPIC, Math.sqrt(0.4), 0.1)
                .withBatches(new Batches(10, false, dataBatches))
                .withCooling(10 * dataBatches);
    }

    /** The default number of particles in {@code dimensions}: 10 for each, from 100 to 1000. */
    public static int defaultParticles(int dimensions) {
        return Math.min(1000, Math.max(100, 10 * dimensions));
    }

    /** The default diffusion: anisotropic above 20 dimensions. */
    public static Diffusion defaultDiffusion(int dimensions) {
        return dimensions > 20 ? Diffusion.ANISOTROPIC : Diffusion.ISOTROPIC;
    }

    /**
     * The largest sigma with which particles are sure to agree in the end: 2 lambda &gt; d sigma^2 for isotropic noise, 2
     * lambda &gt; sigma^2 for anisotropic.
     */
    public double safeSigma(int dimensions) {
        return Math.sqrt(2 * lambda / (diffusion == Diffusion.ISOTROPIC ? dimensions : 1));
    }

    /** What is doubtful about these options in {@code dimensions}; empty if nothing is. */
    public Optional<String> warning(int dimensions) {
        double safe = safeSigma(dimensions);
        if (hop > 0 || sigma < safe) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "sigma %.4g is not below %.4g, above which %s noise may keep particles from agreeing (lambda %.4g, %d axes)",
                sigma,
                safe,
                diffusion.name().toLowerCase(Locale.ROOT),
                lambda,
                dimensions));
    }

    public ConsensusOptions withParticles(int count) {
        return with(d -> d.particles = count);
    }

    public ConsensusOptions withAlpha(double exponent, boolean adaptive) {
        return with(d -> {
            d.alpha = exponent;
            d.adaptiveAlpha = adaptive;
        });
    }

    public ConsensusOptions withDrift(double drift) {
        return with(d -> d.lambda = drift);
    }

    public ConsensusOptions withNoise(Diffusion kind, double noise, double step) {
        return with(d -> {
            d.sigma = noise;
            d.dt = step;
            d.diffusion = kind;
        });
    }

    /** With noise that counts distances up to {@code most}, and a consensus within {@code radius} of the start. */
    public ConsensusOptions withTruncation(double most, double radius) {
        return with(d -> {
            d.truncation = most;
            d.ballRadius = radius;
        });
    }

    public ConsensusOptions withGradient(Gradient drift) {
        return with(d -> d.gradient = drift);
    }

    public ConsensusOptions withMemory(Memory best) {
        return with(d -> d.memory = Optional.of(best));
    }

    public ConsensusOptions withBatches(Batches mini) {
        return with(d -> d.batches = mini);
    }

    public ConsensusOptions withCooling(int stepsPerEpoch) {
        return with(d -> d.coolingSteps = stepsPerEpoch);
    }

    public ConsensusOptions withReduction(double mu) {
        return with(d -> d.reduction = mu);
    }

    public ConsensusOptions withKick(boolean jolt) {
        return with(d -> d.kick = jolt);
    }

    /** As consensus hopping with deviation {@code s}. */
    public ConsensusOptions withHop(double s) {
        return with(d -> d.hop = s);
    }

    private ConsensusOptions with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.options();
    }

    /** Options while some of them are replaced. */
    private static final class Draft {

        private int particles;
        private double alpha;
        private boolean adaptiveAlpha;
        private double lambda;
        private double sigma;
        private double dt;
        private Diffusion diffusion;
        private double truncation;
        private double ballRadius;
        private Gradient gradient;
        private Optional<Memory> memory;
        private Batches batches;
        private int coolingSteps;
        private double reduction;
        private boolean kick;
        private double hop;

        Draft(ConsensusOptions from) {
            particles = from.particles;
            alpha = from.alpha;
            adaptiveAlpha = from.adaptiveAlpha;
            lambda = from.lambda;
            sigma = from.sigma;
            dt = from.dt;
            diffusion = from.diffusion;
            truncation = from.truncation;
            ballRadius = from.ballRadius;
            gradient = from.gradient;
            memory = from.memory;
            batches = from.batches;
            coolingSteps = from.coolingSteps;
            reduction = from.reduction;
            kick = from.kick;
            hop = from.hop;
        }

        ConsensusOptions options() {
            return new ConsensusOptions(
                    particles,
                    alpha,
                    adaptiveAlpha,
                    lambda,
                    sigma,
                    dt,
                    diffusion,
                    truncation,
                    ballRadius,
                    gradient,
                    memory,
                    batches,
                    coolingSteps,
                    reduction,
                    kick,
                    hop);
        }
    }
}
