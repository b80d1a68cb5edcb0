package dev.hone.search.ranking;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The gradient estimate of ZO-RankSGD (Tang, Rybin, Chang, Zeroth-Order Optimization Meets Human Feedback, ICLR 2024,
 * section 3). An answer to "which of these m points are best, in order" proves for some pairs which point is better; these
 * are the edges E of a graph over the points. With perturbations xi_i ~ N(0, I) of the present point
 * <pre> g = 1/|E| sum over edges (i better than j) of (xi_j - xi_i) </pre>
 * points from better towards worse, like the gradient of whatever loss the answers order.
 */
final class RankGradient {

    private RankGradient() {}

    /** Point {@code better} is better than point {@code worse}; indices. */
    record Edge(int better, int worse) {}

    /** Everything that one answer proves: each point against those of later tiers. {@code tiers}: indices, best first. */
    static List<Edge> edges(List<List<Integer>> tiers) {
        List<Edge> edges = new ArrayList<>();
        for (int i = 0; i < tiers.size(); i++) {
            for (int better : tiers.get(i)) {
                for (List<Integer> later : tiers.subList(i + 1, tiers.size())) {
                    later.forEach(worse -> edges.add(new Edge(better, worse)));
                }
            }
        }
        return edges;
    }

    /**
     * What most of several answers over the same points prove: an edge stands where more answers have it than have its
     * reverse. A pair that is answered as often one way as the other has none.
     */
    static List<Edge> majority(List<List<Edge>> answers) {
        Map<Edge, Integer> votes = new HashMap<>();
        answers.forEach(answer -> answer.forEach(edge -> votes.merge(edge, 1, Integer::sum)));
        return votes.keySet().stream()
                .filter(edge -> votes.get(edge) > votes.getOrDefault(new Edge(edge.worse(), edge.better()), 0))
                .sorted((a, b) ->
                        a.better() != b.better() ? a.better() - b.better() : Integer.compare(a.worse(), b.worse()))
                .toList();
    }

    /**
     * Coefficient of each perturbation in |E| g: how many points are known to be better, less how many are known to be
     * worse. [m]
     */
    static int[] weights(int m, List<Edge> edges) {
        int[] weights = new int[m];
        for (Edge edge : edges) {
            weights[edge.better()]--;
            weights[edge.worse()]++;
        }
        return weights;
    }

    /** The estimate; zero if there is no edge. {@code directions}: [m][d]. Returns [d]. */
    static double[] estimate(double[][] directions, List<Edge> edges) {
        double[] gradient = new double[directions.length == 0 ? 0 : directions[0].length];
        if (edges.isEmpty()) {
            return gradient;
        }
        int[] weights = weights(directions.length, edges);
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] != 0) {
                for (int k = 0; k < gradient.length; k++) {
                    gradient[k] += weights[i] * directions[i][k];
                }
            }
        }
        Arrays.setAll(gradient, k -> gradient[k] / edges.size());
        return gradient;
    }
}
