package dev.hone.search.fidelity;

import dev.hone.search.surrogate.GaussianPosterior;
import dev.hone.search.surrogate.Joint;
import dev.hone.search.surrogate.LinearFunctional;
import dev.hone.search.surrogate.Shifts;
import java.util.Arrays;
import java.util.List;

/**
 * A process of all fidelities with one fidelity more, above the truth f_L, which is the truth here and cannot be observed: the
 * {@link RobustValue} of f_L, the same for all points of a design. With mu_k and s_kk mean and variance of f_L(x, w_k), and m
 * and V those of T = sum_k p_k f_L(x, w_k),
 * <pre>
 * E sd^2 = sum_k p_k (mu_k - m)^2 + sum_k p_k s_kk - V
 * mean   = m - kappa sqrt(E sd^2)
 * g_k    = p_k (1 - kappa (mu_k - m) / sqrt(E sd^2))
 * </pre>
 * and variance and covariances are those of sum_k g_k f_L(x, w_k): exact for kappa = 0, where g = p, and else by the slopes g of
 * the robust value at the means (delta method). Immutable and thread-safe.
 */
final class RobustSurrogate implements MultiFidelitySurrogate {

    private final FidelityProcess process;
    private final RobustValue value;

    RobustSurrogate(FidelityProcess process, RobustValue value) {
        this.process = process;
        this.value = value;
    }

    /** Mean and slopes g of the robust value at a design. */
    record Slopes(double mean, double[] weights) {}

    @Override
    public double exact() {
        return process.exact() + 1;
    }

    private GaussianPosterior posterior() {
        return process.posterior();
    }

    /** The robust value of the design of {@code x} by its slopes. */
    Slopes slopes(double[] x) {
        double[] p = value.weights();
        if (value.aversion() == 0) {
            return new Slopes(posterior().mean(weighted(x, p)), p);
        }
        Joint joint = posterior().joint(LinearFunctional.values(points(x)));
        double mean = 0;
        for (int k = 0; k < p.length; k++) {
            mean += p[k] * joint.mean()[k];
        }
        double squares = 0;
        for (int k = 0; k < p.length; k++) {
            double apart = joint.mean()[k] - mean;
            squares += p[k] * (apart * apart + joint.covariance()[k][k]);
            for (int j = 0; j < p.length; j++) {
                squares -= p[k] * p[j] * joint.covariance()[k][j];
            }
        }
        double sd = Math.sqrt(Math.max(FidelityProcess.LEAST_VARIANCE, squares));
        double centre = mean;
        double[] weights = new double[p.length];
        Arrays.setAll(weights, k -> p[k] * (1 - value.aversion() * (joint.mean()[k] - centre) / sd));
        return new Slopes(mean - value.aversion() * sd, weights);
    }

    /** f_L at the design of {@code x} under each value of the environment, in the process's coordinates. */
    private double[][] points(double[] x) {
        double[][] points = new double[value.nodes().length][];
        Arrays.setAll(points, k -> process.coordinates(value.under(x, k), process.exact()));
        return points;
    }

    private LinearFunctional weighted(double[] x, double[] weights) {
        return LinearFunctional.average(points(x), weights);
    }

    private boolean isRobust(double fidelity) {
        return fidelity > process.exact();
    }

    /** What is asked for, and its mean. */
    private record Target(LinearFunctional functional, double mean) {}

    private Target target(double[] x, double fidelity) {
        if (isRobust(fidelity)) {
            Slopes slopes = slopes(x);
            return new Target(weighted(x, slopes.weights()), slopes.mean());
        }
        return new Target(LinearFunctional.value(process.coordinates(x, fidelity)), process.mean(x, fidelity));
    }

    @Override
    public Joint joint(double[] x, double l, double[] y, double m) {
        Target here = target(x, l);
        Target there = target(y, m);
        double[][] c = posterior()
                .joint(List.of(here.functional(), there.functional()))
                .covariance();
        c[0][0] = Math.max(FidelityProcess.LEAST_VARIANCE, c[0][0]);
        c[1][1] = Math.max(FidelityProcess.LEAST_VARIANCE, c[1][1]);
        return new Joint(new double[] {here.mean(), there.mean()}, c);
    }

    @Override
    public double mean(double[] x, double fidelity) {
        return isRobust(fidelity) ? slopes(x).mean() : process.mean(x, fidelity);
    }

    @Override
    public double variance(double[] x, double fidelity) {
        return Math.max(
                FidelityProcess.LEAST_VARIANCE,
                posterior().variance(target(x, fidelity).functional()));
    }

    /** 0 of what cannot be observed. */
    @Override
    public double noise(double fidelity) {
        return isRobust(fidelity) ? 0 : process.noise(fidelity);
    }

    @Override
    public MeanShifts shifts(List<FidelityPoint> targets) {
        Shifts shifts = new Shifts(
                posterior(),
                targets.stream()
                        .map(t -> target(t.x(), t.fidelity()).functional())
                        .toList());
        return (x, fidelity) ->
                shifts.at(process.coordinates(x, fidelity), noise(fidelity)).shifts();
    }
}
