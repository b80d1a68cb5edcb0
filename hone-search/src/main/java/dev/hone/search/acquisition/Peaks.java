package dev.hone.search.acquisition;

import dev.hone.search.numeric.BoxLbfgs;
import java.util.Arrays;
import java.util.List;

/**
 * Where a maximum over the space is looked for: points all over it, and the coordinates along which a point may be moved
 * within [0, 1]. Immutable.
 *
 * @param points coordinates of a kernel
 * @param axes coordinates that are numbers and always active
 */
public record Peaks(List<double[]> points, int[] axes) {

    private static final BoxLbfgs.Options CLIMB = new BoxLbfgs.Options(20, 1e-5, 1e-8, 6);

    /** The end of a climb of {@code f} from {@code start}. */
    public double[] climb(PointAcquisition f, double[] start) {
        double[] point = start.clone();
        if (axes.length == 0) {
            return point;
        }
        double[] full = new double[point.length];
        double[] from = new double[axes.length];
        double[] low = new double[axes.length];
        double[] high = new double[axes.length];
        Arrays.fill(high, 1);
        for (int k = 0; k < axes.length; k++) {
            from[k] = point[axes[k]];
        }
        BoxLbfgs.Differentiable objective = (x, gradient) -> {
            place(x, point);
            double value = f.value(point, full);
            for (int k = 0; k < axes.length; k++) {
                gradient[k] = -full[axes[k]];
            }
            return -value;
        };
        place(BoxLbfgs.minimize(objective, from, low, high, CLIMB).x(), point);
        return point;
    }

    private void place(double[] x, double[] point) {
        for (int k = 0; k < axes.length; k++) {
            point[axes[k]] = x[k];
        }
    }

    /** The end of the best of {@code climbs} climbs, from the best points; {@code more} are points to start from as well. */
    public double[] maximise(PointAcquisition f, List<double[]> more, int climbs) {
        double[][] starts = new double[points.size() + more.size()][];
        double[] values = new double[starts.length];
        Integer[] order = new Integer[starts.length];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = i < points.size() ? points.get(i) : more.get(i - points.size());
            values[i] = f.value(starts[i], null);
            order[i] = i;
        }
        Arrays.sort(order, (a, b) -> Double.compare(values[b], values[a]));
        double[] best = starts[order[0]];
        double greatest = values[order[0]];
        for (int k = 0; k < Math.min(climbs, order.length); k++) {
            double[] end = climb(f, starts[order[k]]);
            double value = f.value(end, null);
            if (value > greatest) {
                best = end;
                greatest = value;
            }
        }
        return best;
    }
}
