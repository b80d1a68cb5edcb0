package dev.hone.search.fidelity;

import dev.hone.core.Check;
import dev.hone.search.kernel.Kernel;
import dev.hone.search.kernel.ProductKernel;
import dev.hone.search.numeric.Cholesky;
import dev.hone.search.surrogate.GaussianModel;
import dev.hone.search.surrogate.GaussianPosterior;
import dev.hone.search.surrogate.Joint;
import dev.hone.search.surrogate.LinearFunctional;
import dev.hone.search.surrogate.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The predictor of a level is the trend of the next, {@code hierarchical-kriging}: y_l = beta yhat_l-1(x) + Z(x), Z of
 * variance s^2 and correlation R, with F = yhat_l-1(X_l) and r the correlations of x with X_l
 * <pre>
 *   beta = (F^T R^-1 F)^-1 F^T R^-1 y,   s^2 = (y - beta F)^T R^-1 (y - beta F) / n
 *   mean = beta yhat(x) + r^T R^-1 (y - beta F)
 *   var  = s^2 (1 - r^T R^-1 r + (yhat(x) - r^T R^-1 F)^2 / (F^T R^-1 F))
 * </pre>
 * Levels need not be nested. The predictor below counts as known, so that the levels' covariance is 0 and only acquisitions
 * that do without it can choose the level. Source: Han and Goertz, AIAA Journal 50, 2012.
 */
public final class HierarchicalKriging implements MultiFidelitySurrogate, LevelChain {

    private final GaussianPosterior base;
    private final List<Trend> trends;

    private HierarchicalKriging(GaussianPosterior base, List<Trend> trends) {
        this.base = base;
        this.trends = trends;
    }

    /**
     * With known correlations.
     *
     * @param base model of level 0
     * @param correlations R of the levels above, 1 at distance 0
     * @param nugget added to the diagonal of each R
     */
    public static HierarchicalKriging of(
            GaussianModel base, List<Kernel> correlations, double nugget, List<LevelObservation> data) {
        GaussianPosterior lowest = base.given(
                at(data, 0).stream().map(o -> Observation.of(o.x(), o.value())).toList());
        HierarchicalKriging built = new HierarchicalKriging(lowest, List.of());
        for (int l = 1; l <= correlations.size(); l++) {
            built = built.above(correlations.get(l - 1), nugget, at(data, l));
        }
        return built;
    }

    /** With correlations of greatest posterior density given the predictors below. */
    public static HierarchicalKriging fit(
            LevelModel levels, List<LevelObservation> data, int draws, RandomGenerator random) {
        List<RecursiveProcess.Paired> lowest = at(data, 0).stream()
                .map(o -> new RecursiveProcess.Paired(o.x(), o.value(), 0))
                .toList();
        GaussianModel base = RecursiveProcess.fitLevel(levels, 0, lowest, draws, random);
        HierarchicalKriging built = of(base, List.of(), 0, data);
        for (int l = 1; l < levels.levels(); l++) {
            HierarchicalKriging below = built;
            List<LevelObservation> here = at(data, l);
            List<RecursiveProcess.Paired> paired = here.stream()
                    .map(o -> new RecursiveProcess.Paired(o.x(), o.value(), below.mean(o.x(), below.exact())))
                    .toList();
            GaussianModel fitted = RecursiveProcess.fitLevel(levels, l, paired, draws, random);
            // the variance in front of the correlation is estimated anew, in closed form
            ProductKernel scaled = (ProductKernel) fitted.kernel();
            double variance = Math.exp(scaled.theta()[0]);
            built = below.above(scaled.second(), fitted.noise()[0] / variance, here);
        }
        return built;
    }

    private static List<LevelObservation> at(List<LevelObservation> data, int level) {
        List<LevelObservation> found =
                data.stream().filter(o -> o.level() == level).toList();
        Check.that(!found.isEmpty(), "observations", "without level " + level, "at least one of every level");
        return found;
    }

    private HierarchicalKriging above(Kernel correlation, double nugget, List<LevelObservation> data) {
        int n = data.size();
        double[] packed = new double[Cholesky.length(n)];
        double[] y = new double[n];
        double[] trend = new double[n];
        for (int i = 0; i < n; i++) {
            double[] x = data.get(i).x();
            y[i] = data.get(i).value();
            trend[i] = mean(x, exact());
            for (int j = 0; j <= i; j++) {
                packed[i * (i + 1) / 2 + j] = correlation.eval(x, data.get(j).x()) + (i == j ? nugget : 0);
            }
        }
        List<Trend> more = new ArrayList<>(trends);
        more.add(Trend.of(correlation, nugget, data, Cholesky.factor(packed, n, 1e-10), trend, y));
        return new HierarchicalKriging(base, more);
    }

    /** One level over its trend; {@code byTrend} is R^-1 F, {@code byResidual} R^-1 (y - beta F). */
    private record Trend(
            Kernel correlation,
            double nugget,
            List<LevelObservation> data,
            Cholesky factor,
            double beta,
            double variance,
            double information,
            double[] byTrend,
            double[] byResidual) {

        static Trend of(
                Kernel correlation,
                double nugget,
                List<LevelObservation> data,
                Cholesky factor,
                double[] trend,
                double[] y) {
            double[] byTrend = trend.clone();
            factor.solve(byTrend);
            double information = dot(trend, byTrend);
            Check.that(information > 0, "trend", "0 at every point", "a level below that differs from its mean");
            double beta = dot(byTrend, y) / information;
            double[] residual = new double[y.length];
            for (int i = 0; i < y.length; i++) {
                residual[i] = y[i] - beta * trend[i];
            }
            double[] byResidual = residual.clone();
            factor.solve(byResidual);
            double variance = dot(residual, byResidual) / y.length;
            return new Trend(correlation, nugget, data, factor, beta, variance, information, byTrend, byResidual);
        }

        private double[] correlations(double[] x) {
            return data.stream().mapToDouble(o -> correlation.eval(o.x(), x)).toArray();
        }

        double mean(double[] x, double below) {
            return beta * below + dot(correlations(x), byResidual);
        }

        double covariance(double[] x, double belowX, double[] y, double belowY) {
            double[] rx = correlations(x);
            double[] ry = correlations(y);
            double wx = belowX - dot(rx, byTrend);
            double wy = belowY - dot(ry, byTrend);
            factor.solveLower(rx);
            factor.solveLower(ry);
            return variance * (correlation.eval(x, y) - dot(rx, ry) + wx * wy / information);
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    @Override
    public boolean correlated() {
        return false;
    }

    @Override
    public double exact() {
        return trends.size();
    }

    @Override
    public Optional<LevelChain> chain() {
        return Optional.of(this);
    }

    @Override
    public double mean(double[] x, double level) {
        double mean = base.mean(LinearFunctional.value(x));
        for (int l = 1; l <= level; l++) {
            mean = trends.get(l - 1).mean(x, mean);
        }
        return mean;
    }

    private double covariance(double[] x, double[] y, double at) {
        int level = (int) Math.rint(at);
        double covariance = level == 0
                ? base.covariance(LinearFunctional.value(x), LinearFunctional.value(y))
                : trends.get(level - 1).covariance(x, mean(x, level - 1), y, mean(y, level - 1));
        return x == y ? Math.max(FidelityProcess.LEAST_VARIANCE, covariance) : covariance;
    }

    @Override
    public double variance(double[] x, double level) {
        return covariance(x, x, level);
    }

    @Override
    public Joint joint(double[] x, double l, double[] y, double m) {
        double across = l == m ? covariance(x, y, l) : 0;
        return new Joint(new double[] {mean(x, l), mean(y, m)}, new double[][] {
            {variance(x, l), across}, {across, variance(y, m)}
        });
    }

    @Override
    public double noise(double at) {
        int level = (int) Math.rint(at);
        return level == 0
                ? base.model().noise()[0]
                : trends.get(level - 1).nugget() * trends.get(level - 1).variance();
    }

    @Override
    public double factor(int level) {
        double product = 1;
        for (int l = level; l < trends.size(); l++) {
            product *= trends.get(l).beta();
        }
        return product;
    }

    @Override
    public double ownVariance(double[] x, int level) {
        return variance(x, level);
    }
}
