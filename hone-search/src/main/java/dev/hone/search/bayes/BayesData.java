package dev.hone.search.bayes;

import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.Parameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Direction;
import dev.hone.search.gp.History;
import dev.hone.search.surrogate.LinearFunctional;
import dev.hone.search.surrogate.Observation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows of a history as observations of the processes: the outcome as a gain, y = -(loss - mean) / sd, with its derivatives by
 * cube coordinates where trials report gradients; constraints as g = -c / rms, so that they hold where g is at least 0.
 *
 * @param rows those with losses that the model holds
 * @param points of these rows, in the coordinates of the kernel
 * @param mean of the losses
 * @param sd of the losses
 */
record BayesData(List<History.Row> rows, List<double[]> points, double mean, double sd) {

    private static final double LEAST_NOISE = 1e-8;
    /** @param limit rows held: beyond, the best half and others far from those already chosen */
    static BayesData of(List<History.Row> all, PointCoding coding, int limit) {
        List<History.Row> rows =
                select(all.stream().filter(row -> row.losses() != null).toList(), limit);
        double[] losses = rows.stream().mapToDouble(row -> row.losses()[0]).toArray();
        double mean = Arrays.stream(losses).average().orElse(0);
        double squares = Arrays.stream(losses).map(v -> (v - mean) * (v - mean)).sum();
        double sd = Math.sqrt(squares / Math.max(1, losses.length));
        List<double[]> points = rows.stream().map(row -> coding.of(row.point())).toList();
        return new BayesData(rows, points, mean, sd > 0 ? sd : 1);
    }

    /** At most {@code limit} rows: half of them by least loss, then one after the other the one farthest from all chosen. */
    static List<History.Row> select(List<History.Row> rows, int limit) {
        if (rows.size() <= limit) {
            return rows;
        }
        List<History.Row> sorted = new ArrayList<>(rows);
        sorted.sort(Comparator.comparingDouble(row -> row.losses()[0]));
        List<History.Row> chosen = new ArrayList<>(sorted.subList(0, limit / 2));
        List<History.Row> rest = new ArrayList<>(sorted.subList(limit / 2, sorted.size()));
        double[] distance = rest.stream()
                .mapToDouble(row ->
                        chosen.stream().mapToDouble(c -> distance(row, c)).min().orElse(0))
                .toArray();
        while (chosen.size() < limit) {
            int farthest = 0;
            for (int i = 1; i < distance.length; i++) {
                farthest = distance[i] > distance[farthest] ? i : farthest;
            }
            History.Row next = rest.get(farthest);
            chosen.add(next);
            distance[farthest] = -1;
            for (int i = 0; i < distance.length; i++) {
                distance[i] = Math.min(distance[i], distance(rest.get(i), next));
            }
        }
        return chosen;
    }

    private static double distance(History.Row a, History.Row b) {
        double sum = 0;
        for (int c = 0; c < a.point().length; c++) {
            sum += (a.point()[c] - b.point()[c]) * (a.point()[c] - b.point()[c]);
        }
        return sum;
    }

    /** Coordinates of the parameters by which there are derivatives, each with a group of noise, which begin at 1. */
    static int[] slopeAxes(SearchSpace space) {
        return IntStream.range(0, space.parameters().size())
                .filter(i -> isSmooth(space.parameters().get(i)))
                .map(space::offset)
                .toArray();
    }

    private static boolean isSmooth(Parameter parameter) {
        return parameter instanceof FloatParameter f && f.step() == 0 && f.dimensions() == 1;
    }

    /** The loss of a gain. */
    double loss(double gain) {
        return mean - sd * gain;
    }

    double gain(History.Row row) {
        return -(row.losses()[0] - mean) / sd;
    }

    /** Observations of the gain, and of its derivatives if {@code slopes}. */
    List<Observation> gains(SearchSpace space, Direction direction, boolean slopes) {
        List<Observation> data = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            History.Row row = rows.get(i);
            double noise = row.variances() == null ? Double.NaN : Math.max(LEAST_NOISE, row.variances()[0] / (sd * sd));
            data.add(Observation.of(points.get(i), gain(row), noise));
            if (slopes && row.evaluation() != null) {
                addSlopes(space, direction, row, points.get(i), data);
            }
        }
        return data;
    }

    /** dg/du = -dl/dp (dp/du) / sd for each continuous parameter p with cube coordinate u. */
    private void addSlopes(
            SearchSpace space, Direction direction, History.Row row, double[] point, List<Observation> data) {
        int group = 0;
        for (int i = 0; i < space.parameters().size(); i++) {
            if (!isSmooth(space.parameters().get(i))) {
                continue;
            }
            FloatParameter f = (FloatParameter) space.parameters().get(i);
            group++;
            Double derivative = row.evaluation().gradient().get(f.name());
            if (derivative != null && row.configuration().isActive(f.name())) {
                double byCube = f.log()
                        ? row.configuration().getDouble(f.name()) * Math.log(f.high() / f.low())
                        : f.high() - f.low();
                LinearFunctional slope = LinearFunctional.derivative(point, space.offset(i));
                data.add(new Observation(slope, -direction.asLoss(derivative) * byCube / sd, Double.NaN, group));
            }
        }
    }
}
