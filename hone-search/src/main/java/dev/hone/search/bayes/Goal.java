package dev.hone.search.bayes;

import dev.hone.search.acquisition.FunctionalAcquisition;
import dev.hone.search.acquisition.MarginalAcquisition;
import dev.hone.search.acquisition.PointAcquisition;
import dev.hone.search.surrogate.GaussianPosterior;
import dev.hone.search.surrogate.LinearFunctional;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is maximised at the design of a point: sum_k weights_k f(x with some coordinates set to settings_k). Without such
 * coordinates it is f(x); an average over an environment, one target task and the sum over tasks are others.
 *
 * @param coordinates that the goal sets
 * @param settings their values, [k][coordinate]
 * @param weights [k]
 * @param costs of one evaluation at each setting, [k]
 */
record Goal(int[] coordinates, double[][] settings, double[] weights, double[] costs) {

    static Goal plain() {
        return new Goal(new int[0], new double[][] {{}}, new double[] {1}, new double[] {1});
    }

    boolean isPlain() {
        return coordinates.length == 0;
    }

    /** Whether the goal sets coordinate {@code c}, so that it does not depend on it. */
    boolean sets(int c) {
        for (int coordinate : coordinates) {
            if (coordinate == c) {
                return true;
            }
        }
        return false;
    }

    /** Those of {@code axes} that the goal depends on. */
    int[] free(int[] axes) {
        return Arrays.stream(axes).filter(c -> !sets(c)).toArray();
    }

    /** The functional at the design of {@code x}; settings of weight 0 are left out. */
    LinearFunctional at(double[] x) {
        if (isPlain()) {
            return LinearFunctional.value(x);
        }
        List<double[]> points = new ArrayList<>();
        List<Double> used = new ArrayList<>();
        for (int k = 0; k < settings.length; k++) {
            if (weights[k] != 0) {
                points.add(with(x, k));
                used.add(weights[k]);
            }
        }
        return LinearFunctional.average(
                points.toArray(double[][]::new),
                used.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** By mean and standard deviation of this at the design of a point. */
    PointAcquisition by(GaussianPosterior posterior, MarginalAcquisition.Rule rule) {
        return isPlain()
                ? new MarginalAcquisition(posterior, rule)
                : new FunctionalAcquisition(posterior, this::at, coordinates, rule);
    }

    /** {@code x} with the coordinates of setting {@code k}. */
    double[] with(double[] x, int k) {
        double[] point = x.clone();
        for (int i = 0; i < coordinates.length; i++) {
            point[coordinates[i]] = settings[k][i];
        }
        return point;
    }

    /** Cost of an evaluation at {@code x}. */
    double cost(double[] x) {
        for (int k = 0; k < settings.length && !isPlain(); k++) {
            boolean here = true;
            for (int i = 0; i < coordinates.length; i++) {
                here &= x[coordinates[i]] == settings[k][i];
            }
            if (here) {
                return costs[k];
            }
        }
        return 1;
    }
}
