package dev.hone.search.kernel;

import dev.hone.core.Check;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * k(x, x') = B[s, s'], B = W W^T + diag(v), s the task that coordinate {@code coordinate} names by its number: what several
 * tasks share (Bonilla, Chai and Williams, "Multi-task Gaussian process prediction", NeurIPS 2007). Times a kernel over the
 * inputs it is the intrinsic coregionalisation model; a sum of such products is the linear model of coregionalisation.
 * theta: W by rows, then log v.
 *
 * @param weights W, [task][rank]
 * @param own v, the variance of each task that no other shares
 */
public record CoregionalisationKernel(int coordinate, double[][] weights, double[] own) implements Kernel {

    public CoregionalisationKernel {
        Check.that(
                weights.length == own.length && own.length > 0,
                "tasks",
                weights.length,
                "at least one row of weights, with as many own variances");
        for (double v : own) {
            Check.positive("own variance", v);
        }
    }

    public int tasks() {
        return own.length;
    }

    private int rank() {
        return weights[0].length;
    }

    private int task(double[] x) {
        int task = (int) Math.rint(x[coordinate]);
        Check.that(
                task >= 0 && task < own.length, "task", x[coordinate], "a whole number from 0 to " + (own.length - 1));
        return task;
    }

    @Override
    public double eval(double[] x, double[] y) {
        return between(task(x), task(y));
    }

    /** B[s, t]. */
    private double between(int s, int t) {
        double sum = s == t ? own[s] : 0;
        for (int r = 0; r < rank(); r++) {
            sum += weights[s][r] * weights[t][r];
        }
        return sum;
    }

    @Override
    public double derivative(double[] x, int[] byX, double[] y, int[] byY) {
        return byX.length + byY.length == 0 ? eval(x, y) : 0;
    }

    @Override
    public void thetaDerivative(double[] x, int[] byX, double[] y, int[] byY, double[] out, int from) {
        int count = parameters();
        for (int i = 0; i < count; i++) {
            out[from + i] = 0;
        }
        if (byX.length + byY.length > 0) {
            return;
        }
        int s = task(x);
        int t = task(y);
        for (int r = 0; r < rank(); r++) {
            out[from + s * rank() + r] += weights[t][r];
            out[from + t * rank() + r] += weights[s][r];
        }
        if (s == t) {
            out[from + own.length * rank() + s] = own[s];
        }
    }

    @Override
    public void row(double[] x, Points points, int n, double[] out) {
        int s = task(x);
        double[] covariance = new double[own.length];
        for (int t = 0; t < covariance.length; t++) {
            covariance[t] = between(s, t);
        }
        double[] column = points.column(coordinate);
        for (int i = 0; i < n; i++) {
            out[i] = covariance[(int) Math.rint(column[i])];
        }
    }

    @Override
    public void addSlopes(double[] x, Points points, int n, double[][] weights, double[][] out) {
        // flat
    }

    @Override
    public boolean isFlat() {
        return true;
    }

    @Override
    public Gram gram(Points points) {
        int[] tasks = new int[points.size()];
        for (int i = 0; i < tasks.length; i++) {
            tasks[i] = task(points.row(i));
        }
        return new TaskGram(tasks, own.length, rank());
    }

    @Override
    public RandomFeature feature(RandomGenerator random) {
        double[] shared = new double[rank()];
        double[] table = new double[own.length];
        Arrays.setAll(shared, r -> random.nextGaussian());
        for (int s = 0; s < table.length; s++) {
            table[s] = Math.sqrt(own[s]) * random.nextGaussian();
            for (int r = 0; r < shared.length; r++) {
                table[s] += weights[s][r] * shared[r];
            }
        }
        return (x, gradient) -> {
            if (gradient != null) {
                Arrays.fill(gradient, 0);
            }
            return table[task(x)];
        };
    }

    @Override
    public int parameters() {
        return own.length * (rank() + 1);
    }

    @Override
    public List<Hyperparameter> hyperparameters() {
        List<Hyperparameter> all = new ArrayList<>();
        for (int s = 0; s < own.length; s++) {
            for (int r = 0; r < rank(); r++) {
                all.add(new Hyperparameter("weight " + s + "," + r, Hyperparameter.Kind.WEIGHT));
            }
        }
        for (int s = 0; s < own.length; s++) {
            all.add(new Hyperparameter("own variance " + s, Hyperparameter.Kind.VARIANCE));
        }
        return all;
    }

    @Override
    public double[] theta() {
        double[] theta = new double[parameters()];
        for (int s = 0; s < own.length; s++) {
            System.arraycopy(weights[s], 0, theta, s * rank(), rank());
            theta[own.length * rank() + s] = Math.log(own[s]);
        }
        return theta;
    }

    @Override
    public Kernel with(double[] theta) {
        double[][] w = new double[own.length][rank()];
        double[] v = new double[own.length];
        for (int s = 0; s < own.length; s++) {
            System.arraycopy(theta, s * rank(), w[s], 0, rank());
            v[s] = Math.exp(theta[own.length * rank() + s]);
        }
        return new CoregionalisationKernel(coordinate, w, v);
    }

    /** All pairs of two tasks have one covariance: weights are summed by pair of tasks, their derivatives follow. */
    private static final class TaskGram implements Gram {

        private final int[] task;
        private final int tasks;
        private final int rank;
        private final double[][] w;
        private final double[] own;

        TaskGram(int[] task, int tasks, int rank) {
            this.task = task;
            this.tasks = tasks;
            this.rank = rank;
            w = new double[tasks][rank];
            own = new double[tasks];
        }

        @Override
        public void fill(double[] theta, int from, double[] out) {
            double[][] covariance = new double[tasks][tasks];
            for (int s = 0; s < tasks; s++) {
                System.arraycopy(theta, from + s * rank, w[s], 0, rank);
                own[s] = Math.exp(theta[from + tasks * rank + s]);
            }
            for (int s = 0; s < tasks; s++) {
                for (int t = 0; t < tasks; t++) {
                    double sum = s == t ? own[s] : 0;
                    for (int r = 0; r < rank; r++) {
                        sum += w[s][r] * w[t][r];
                    }
                    covariance[s][t] = sum;
                }
            }
            int at = 0;
            for (int i = 0; i < task.length; i++) {
                double[] row = covariance[task[i]];
                for (int j = 0; j <= i; j++) {
                    out[at++] = row[task[j]];
                }
            }
        }

        @Override
        public void addGradient(double[] weights, double[] gradient, int from) {
            double[][] sums = new double[tasks][tasks];
            int at = 0;
            for (int i = 0; i < task.length; i++) {
                double[] row = sums[task[i]];
                for (int j = 0; j <= i; j++) {
                    row[task[j]] += weights[at++];
                }
            }
            for (int s = 0; s < tasks; s++) {
                for (int t = 0; t < tasks; t++) {
                    for (int r = 0; r < rank; r++) {
                        gradient[from + s * rank + r] += sums[s][t] * w[t][r];
                        gradient[from + t * rank + r] += sums[s][t] * w[s][r];
                    }
                }
                gradient[from + tasks * rank + s] += sums[s][s] * own[s];
            }
        }
    }
}
