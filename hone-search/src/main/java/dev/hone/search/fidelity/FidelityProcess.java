package dev.hone.search.fidelity;

import dev.hone.core.Check;
import dev.hone.search.kernel.Kernel;
import dev.hone.search.surrogate.GaussianModel;
import dev.hone.search.surrogate.GaussianPosterior;
import dev.hone.search.surrogate.HyperparameterFit;
import dev.hone.search.surrogate.Joint;
import dev.hone.search.surrogate.LinearFunctional;
import dev.hone.search.surrogate.Observation;
import dev.hone.search.surrogate.Shifts;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * All fidelities in one Gaussian process over (x, fidelity), one Cholesky factor over all observations, which need not be
 * nested. The kernel, whose points end with the fidelity, says how fidelities belong together; {@link ProcessModel} has those
 * of the field.
 */
public final class FidelityProcess implements MultiFidelitySurrogate {

    /** Variances below this are rounding. */
    static final double LEAST_VARIANCE = 1e-14;

    /** Fidelities that a trace tells of, at most. */
    static final int TRACE = 3;

    private static final int ITERATIONS = 50;

    private final GaussianPosterior posterior;
    private final double exact;
    /** What is set at each level; empty where fidelities are those of the kernel. */
    private final double[] settings;

    private FidelityProcess(GaussianPosterior posterior, double exact, double[] settings) {
        this.posterior = posterior;
        this.exact = exact;
        this.settings = settings;
    }

    /**
     * @param model kernel over points that end with the fidelity; noise of one group, or of one for each level
     * @param exact the fidelity that is the truth
     */
    public static FidelityProcess of(GaussianModel model, double exact, List<LevelObservation> data) {
        List<Observation> observations = observations(data, model.noise().length);
        return new FidelityProcess(model.given(observations), exact, new double[0]);
    }

    /** With the hyperparameters of greatest posterior density; {@code draws} of the priors are starts of the search too. */
    public static FidelityProcess fit(
            ProcessModel model, List<LevelObservation> data, int draws, RandomGenerator random) {
        List<Observation> observations = observations(data, model.start().noise().length);
        HyperparameterFit fit = new HyperparameterFit(model.start(), model.priors(), observations);
        return of(fit.mode(draws + 1, ITERATIONS, random), model.exact(), data);
    }

    private static List<Observation> observations(List<LevelObservation> data, int groups) {
        return data.stream()
                .map(o -> new Observation(
                        LinearFunctional.value(FidelityPoint.coordinates(o.x(), o.fidelity())),
                        o.value(),
                        Double.NaN,
                        groups == 1 ? 0 : o.level()))
                .toList();
    }

    /** The same process given joint draws of what evaluations that are pending will say, as many times. */
    List<FidelityProcess> fantasies(List<FidelityPoint> pending, int draws, RandomGenerator random) {
        boolean single = posterior.model().noise().length == 1;
        List<Observation> unknown = pending.stream()
                .map(p -> new Observation(
                        value(p.x(), p.fidelity()), 0, Double.NaN, single ? 0 : (int) Math.rint(p.fidelity())))
                .toList();
        return posterior.fantasies(unknown, draws, random).stream()
                .map(f -> new FidelityProcess(f, exact, settings))
                .toList();
    }

    /**
     * The same process of a continuous fidelity seen through levels, which are its values {@code settings}, the last one the
     * truth.
     */
    public FidelityProcess at(double... settings) {
        Check.that(settings.length > 0, "settings", "none", "at least the truth's");
        Check.that(
                settings[settings.length - 1] == exact,
                "settings",
                settings[settings.length - 1],
                "the last one the truth, which is " + exact);
        return new FidelityProcess(posterior, exact, settings.clone());
    }

    /** The process, whose points are those of {@link #coordinates}. */
    public GaussianPosterior posterior() {
        return posterior;
    }

    /** The point of the kernel. */
    public double[] coordinates(double[] x, double fidelity) {
        return FidelityPoint.coordinates(x, settings.length == 0 ? fidelity : settings[(int) Math.rint(fidelity)]);
    }

    private LinearFunctional value(double[] x, double fidelity) {
        return LinearFunctional.value(coordinates(x, fidelity));
    }

    /** A fidelity and those below it that training on to it passes: two levels, or 3/4 and half of a continuous one. */
    double[] trace(double fidelity) {
        if (settings.length == 0) {
            return new double[] {fidelity, 0.75 * fidelity, 0.5 * fidelity};
        }
        int level = (int) Math.rint(fidelity);
        return IntStream.rangeClosed(0, Math.min(level, TRACE - 1))
                .mapToDouble(i -> level - i)
                .toArray();
    }

    /** Correlation of f_fidelity(x) and the truth before anything was observed. */
    public double priorCorrelation(double[] x, double fidelity) {
        double[] here = coordinates(x, fidelity);
        double[] there = coordinates(x, exact());
        Kernel kernel = posterior.model().kernel();
        return kernel.eval(here, there) / Math.sqrt(kernel.eval(here, here) * kernel.eval(there, there));
    }

    /** Variance of the truth at x before anything was observed. */
    public double priorVariance(double[] x) {
        double[] there = coordinates(x, exact());
        return posterior.model().kernel().eval(there, there);
    }

    @Override
    public double exact() {
        return settings.length == 0 ? exact : settings.length - 1;
    }

    @Override
    public Optional<FidelityProcess> process() {
        return Optional.of(this);
    }

    @Override
    public Joint joint(double[] x, double l, double[] y, double m) {
        Joint joint = posterior.joint(List.of(value(x, l), value(y, m)));
        double[][] c = joint.covariance();
        c[0][0] = Math.max(LEAST_VARIANCE, c[0][0]);
        c[1][1] = Math.max(LEAST_VARIANCE, c[1][1]);
        return joint;
    }

    @Override
    public double mean(double[] x, double fidelity) {
        return posterior.mean(coordinates(x, fidelity), null);
    }

    @Override
    public double variance(double[] x, double fidelity) {
        return Math.max(LEAST_VARIANCE, posterior.variance(value(x, fidelity)));
    }

    @Override
    public double noise(double fidelity) {
        double[] noise = posterior.model().noise();
        return noise.length == 1 ? noise[0] : noise[(int) Math.rint(fidelity)];
    }

    @Override
    public MeanShifts shifts(List<FidelityPoint> targets) {
        Shifts shifts = new Shifts(
                posterior, targets.stream().map(t -> value(t.x(), t.fidelity())).toList());
        return (x, fidelity) ->
                shifts.at(coordinates(x, fidelity), noise(fidelity)).shifts();
    }
}
