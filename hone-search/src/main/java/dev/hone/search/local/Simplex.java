package dev.hone.search.local;

import dev.hone.search.population.Standing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The simplex of Nelder and Mead (1965) with the rules of Lagarias et al. (SIAM J. Optimization 1998) and, in two dimensions
 * and more, the adaptive factors of Gao and Han (2012):
 * <pre>
 * c = mean of the n best vertices,   x_r = c + (c - x_(n+1))
 * expansion x_e = c + beta (x_r - c), contractions x_oc = c + gamma (x_r - c) and x_ic = c - gamma (x_r - c),
 * shrinking x_i &lt;- x_1 + delta (x_i - x_1)
 * beta = 1 + 2/n, gamma = 3/4 - 1/(2n), delta = 1 - 1/n     (n = 1: 2, 1/2, 1/2)
 * </pre>
 *
 * <p>It asks for one point at a time by name: {@link #needed}, and goes on when {@link #give given} its standing. Points are
 * unbounded. Not thread-safe.
 */
final class Simplex {

    private static final String REFLECTION = "reflection";
    private static final String EXPANSION = "expansion";
    private static final String OUTSIDE = "outside";
    private static final String INSIDE = "inside";
    private static final String VERTEX = "vertex ";

    private record Vertex(double[] x, Standing standing) {}

    private static final Comparator<Vertex> ORDER = Comparator.comparing(Vertex::standing, Standing.ORDER);

    private final int n;
    private final double expansion;
    private final double contraction;
    private final double shrinkage;
    /** Best first once all are known. */
    private final List<Vertex> vertices = new ArrayList<>();
    /** Vertices that are to be evaluated before the next step, in order. */
    private final List<double[]> waiting = new ArrayList<>();

    private String needed = VERTEX + 0;
    private Vertex reflection;

    /** The vertices {@code start} and {@code start} + {@code size} along each axis. */
    Simplex(double[] start, double size) {
        n = start.length;
        expansion = n > 1 ? 1 + 2.0 / n : 2;
        contraction = n > 1 ? 0.75 - 0.5 / n : 0.5;
        shrinkage = n > 1 ? 1 - 1.0 / n : 0.5;
        waiting.add(start.clone());
        for (int i = 0; i < n; i++) {
            double[] x = start.clone();
            // Towards the middle of the unit cube, where there is room.
            x[i] += x[i] > 0.5 ? -size : size;
            waiting.add(x);
        }
    }

    /** Name of the point that has to be given next. */
    String needed() {
        return needed;
    }

    /** Points that are needed now or may be before the simplex changes, the one needed now first. */
    Map<String, double[]> candidates() {
        Map<String, double[]> points = new LinkedHashMap<>();
        if (!waiting.isEmpty()) {
            int first = index(needed);
            for (int i = 0; i < waiting.size(); i++) {
                points.put(VERTEX + (first + i), waiting.get(i));
            }
        } else {
            points.put(needed, point(needed));
            if (needed.equals(REFLECTION)) {
                for (String name : List.of(EXPANSION, OUTSIDE, INSIDE)) {
                    points.put(name, point(name));
                }
            }
        }
        return points;
    }

    private static int index(String vertex) {
        return Integer.parseInt(vertex.substring(VERTEX.length()));
    }

    private double[] point(String name) {
        double[] centre = centre();
        double[] worst = vertices.get(n).x();
        double factor = switch (name) {
            case REFLECTION -> 1;
            case EXPANSION -> expansion;
            case OUTSIDE -> contraction;
            default -> -contraction;
        };
        double[] x = new double[n];
        for (int k = 0; k < n; k++) {
            x[k] = centre[k] + factor * (centre[k] - worst[k]);
        }
        return x;
    }

    private double[] centre() {
        double[] centre = new double[n];
        for (Vertex vertex : vertices.subList(0, n)) {
            for (int k = 0; k < n; k++) {
                centre[k] += vertex.x()[k] / n;
            }
        }
        return centre;
    }

    /** Goes on with the standing of the point {@link #needed}; returns whether the simplex changed. */
    boolean give(Standing standing) {
        if (!waiting.isEmpty()) {
            vertices.add(new Vertex(waiting.remove(0), standing));
            if (waiting.isEmpty()) {
                settle();
                return true;
            }
            needed = VERTEX + (index(needed) + 1);
            return false;
        }
        Vertex vertex = new Vertex(point(needed), standing);
        return switch (needed) {
            case REFLECTION -> reflected(vertex);
            case EXPANSION -> replace(ORDER.compare(vertex, reflection) < 0 ? vertex : reflection);
            case OUTSIDE -> ORDER.compare(vertex, reflection) <= 0 ? replace(vertex) : shrink();
            default -> ORDER.compare(vertex, vertices.get(n)) < 0 ? replace(vertex) : shrink();
        };
    }

    private boolean reflected(Vertex vertex) {
        reflection = vertex;
        if (ORDER.compare(vertex, vertices.get(0)) < 0) {
            needed = EXPANSION;
        } else if (ORDER.compare(vertex, vertices.get(n - 1)) < 0) {
            return replace(vertex);
        } else {
            needed = ORDER.compare(vertex, vertices.get(n)) < 0 ? OUTSIDE : INSIDE;
        }
        return false;
    }

    private boolean replace(Vertex vertex) {
        vertices.set(n, vertex);
        settle();
        return true;
    }

    private boolean shrink() {
        double[] best = vertices.get(0).x();
        for (Vertex vertex : vertices.subList(1, n + 1)) {
            double[] x = new double[n];
            for (int k = 0; k < n; k++) {
                x[k] = best[k] + shrinkage * (vertex.x()[k] - best[k]);
            }
            waiting.add(x);
        }
        vertices.subList(1, n + 1).clear();
        needed = VERTEX + 1;
        return true;
    }

    private void settle() {
        vertices.sort(ORDER);
        needed = REFLECTION;
    }

    /** Whether every vertex has a standing. */
    boolean isComplete() {
        return waiting.isEmpty();
    }

    /** The best vertex so far, or null before the first. */
    double[] best() {
        return vertices.isEmpty() ? null : vertices.get(0).x().clone();
    }

    /** Its standing, or null before the first. */
    Standing bestStanding() {
        return vertices.isEmpty() ? null : vertices.get(0).standing();
    }

    /** Vertices with a standing, [m][n]. */
    double[][] points() {
        return vertices.stream().map(Vertex::x).toArray(double[][]::new);
    }

    /** The greatest distance of a vertex to the best one along an axis. */
    double size() {
        double size = 0;
        for (Vertex vertex : vertices) {
            for (int k = 0; k < n; k++) {
                size = Math.max(size, Math.abs(vertex.x()[k] - vertices.get(0).x()[k]));
            }
        }
        return size;
    }

    /** The difference of the losses of the worst and the best vertex; infinite where they have none. */
    double spread() {
        double[] losses = vertices.stream()
                .mapToDouble(v -> v.standing().isFeasible() ? v.standing().losses()[0] : Double.POSITIVE_INFINITY)
                .toArray();
        double low = Arrays.stream(losses).min().orElse(0);
        double high = Arrays.stream(losses).max().orElse(0);
        return high == Double.POSITIVE_INFINITY ? high : high - low;
    }
}
