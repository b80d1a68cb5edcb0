package dev.hone.search.evolution;

import dev.hone.core.HoneException;
import dev.hone.search.evolution.Survival.Selected;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Survival of NSGA-III (Deb and Jain, IEEE TEC 2014): whole fronts, and of the one that does not fit those that serve the
 * emptiest reference directions. Losses are translated to the ideal point and scaled by the intercepts of the plane through
 * the extreme points (by the worst of the first front where there is no such plane).
 */
final class ReferencePoints implements Survival {

    private final double[][] directions;

    ReferencePoints(int objectives, int divisions) {
        directions = dasDennis(objectives, divisions);
    }

    int count() {
        return directions.length;
    }

    /** Das and Dennis's points of the unit simplex with coordinates k/divisions, [C(m + p - 1, p)][m]. */
    static double[][] dasDennis(int objectives, int divisions) {
        List<double[]> points = new ArrayList<>();
        fill(new double[objectives], 0, divisions, divisions, points);
        return points.toArray(double[][]::new);
    }

    private static void fill(double[] point, int axis, int left, int divisions, List<double[]> points) {
        if (points.size() > 1_000_000) {
            throw new HoneException("divisions: " + divisions + " gives more than a million reference points for "
                    + point.length + " objectives; use fewer");
        }
        if (axis == point.length - 1) {
            point[axis] = (double) left / divisions;
            points.add(point.clone());
            return;
        }
        for (int k = 0; k <= left; k++) {
            point[axis] = (double) k / divisions;
            fill(point, axis + 1, left - k, divisions, points);
        }
    }

    @Override
    public Selected select(List<Individual> all, int size, RandomGenerator random) {
        List<Individual> survivors = new ArrayList<>();
        List<Double> fitness = new ArrayList<>();
        int rank = 0;
        for (List<Individual> front : Individual.fronts(all)) {
            int room = size - survivors.size();
            if (room == 0) {
                break;
            }
            List<Individual> chosen = front;
            if (front.size() > room) {
                chosen = front.get(0).standing().isFeasible()
                        ? niche(survivors, front, room, random)
                        : front.subList(0, room);
            }
            survivors.addAll(chosen);
            for (int i = 0; i < chosen.size(); i++) {
                // Infeasible ones compete by violation, feasible ones not at all (section IV-F).
                fitness.add(chosen.get(i).standing().isFeasible() ? 0.0 : rank);
            }
            rank++;
        }
        return new Selected(
                survivors, fitness.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private List<Individual> niche(List<Individual> kept, List<Individual> last, int room, RandomGenerator random) {
        List<Individual> both = new ArrayList<>(kept);
        both.addAll(last);
        double[][] scaled = normalize(Individual.losses(both));
        int[] nearest = new int[both.size()];
        double[] distance = new double[both.size()];
        for (int i = 0; i < scaled.length; i++) {
            distance[i] = Double.POSITIVE_INFINITY;
            for (int r = 0; r < directions.length; r++) {
                double away = perpendicular(scaled[i], directions[r]);
                if (away < distance[i]) {
                    distance[i] = away;
                    nearest[i] = r;
                }
            }
        }
        int[] count = new int[directions.length];
        for (int i = 0; i < kept.size(); i++) {
            count[nearest[i]]++;
        }
        List<Integer> candidates = new ArrayList<>();
        for (int i = kept.size(); i < both.size(); i++) {
            candidates.add(i);
        }
        List<Individual> chosen = new ArrayList<>();
        while (chosen.size() < room) {
            int least =
                    candidates.stream().mapToInt(i -> count[nearest[i]]).min().orElseThrow();
            int[] emptiest = candidates.stream()
                    .mapToInt(i -> nearest[i])
                    .filter(r -> count[r] == least)
                    .distinct()
                    .sorted()
                    .toArray();
            int niche = emptiest[random.nextInt(emptiest.length)];
            List<Integer> members =
                    candidates.stream().filter(i -> nearest[i] == niche).toList();
            Integer pick = members.get(random.nextInt(members.size()));
            if (count[niche] == 0) {
                for (Integer i : members) {
                    pick = distance[i] < distance[pick] ? i : pick;
                }
            }
            count[niche]++;
            candidates.remove(pick);
            chosen.add(both.get(pick));
        }
        return chosen;
    }

    /** Losses relative to the ideal point, in units of the intercepts. */
    static double[][] normalize(double[][] losses) {
        int m = losses[0].length;
        double[] ideal = losses[0].clone();
        double[] worst = losses[0].clone();
        for (double[] point : losses) {
            for (int k = 0; k < m; k++) {
                ideal[k] = Math.min(ideal[k], point[k]);
                worst[k] = Math.max(worst[k], point[k]);
            }
        }
        double[][] moved = Arrays.stream(losses).map(double[]::clone).toArray(double[][]::new);
        for (double[] point : moved) {
            for (int k = 0; k < m; k++) {
                point[k] -= ideal[k];
            }
        }
        double[] intercepts = intercepts(moved);
        for (int k = 0; k < m; k++) {
            double range = worst[k] - ideal[k];
            double unit = intercepts.length == m && intercepts[k] > 1e-6 * range && intercepts[k] <= range * (1 + 1e-9)
                    ? intercepts[k]
                    : range;
            for (double[] point : moved) {
                point[k] = unit > 0 ? point[k] / unit : 0;
            }
        }
        return moved;
    }

    /** Where the plane through the extreme points cuts the axes; empty if there is no such plane. */
    private static double[] intercepts(double[][] moved) {
        int m = moved[0].length;
        double[][] rows = new double[m][m + 1];
        for (int k = 0; k < m; k++) {
            double least = Double.POSITIVE_INFINITY;
            for (double[] point : moved) {
                double scalar = 0;
                for (int j = 0; j < m; j++) {
                    scalar = Math.max(scalar, j == k ? point[j] : point[j] * 1e6);
                }
                if (scalar < least) {
                    least = scalar;
                    System.arraycopy(point, 0, rows[k], 0, m);
                }
            }
            rows[k][m] = 1;
        }
        for (int k = 0; k < m; k++) {
            int pivot = k;
            for (int i = k + 1; i < m; i++) {
                pivot = Math.abs(rows[i][k]) > Math.abs(rows[pivot][k]) ? i : pivot;
            }
            double[] row = rows[pivot];
            rows[pivot] = rows[k];
            rows[k] = row;
            if (Math.abs(row[k]) < 1e-300) {
                return new double[0];
            }
            for (int i = 0; i < m; i++) {
                double factor = i == k ? 0 : rows[i][k] / row[k];
                for (int j = k; j <= m && factor != 0; j++) {
                    rows[i][j] -= factor * row[j];
                }
            }
        }
        double[] intercepts = new double[m];
        for (int k = 0; k < m; k++) {
            intercepts[k] = rows[k][k] / rows[k][m];
        }
        return intercepts;
    }

    /** Distance of {@code point} from the ray through {@code direction}. */
    static double perpendicular(double[] point, double[] direction) {
        double dot = 0;
        double square = 0;
        for (int k = 0; k < point.length; k++) {
            dot += point[k] * direction[k];
            square += direction[k] * direction[k];
        }
        double sum = 0;
        for (int k = 0; k < point.length; k++) {
            double away = point[k] - dot / square * direction[k];
            sum += away * away;
        }
        return Math.sqrt(sum);
    }
}
