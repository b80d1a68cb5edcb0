package dev.hone.server.chart;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.Seeds;
import dev.hone.core.pareto.Hypervolume;
import dev.hone.core.pareto.ParetoArchive;
import dev.hone.core.store.StudyStore.Ending;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * How much of the objectives' space the front dominates, by trial: {@code {reference: [...], points: [[number, volume]],
 * note}}. The reference point is a tenth of the front's extent worse than the front's worst values, in the objectives' own
 * signs. Exact for two and three objectives; estimated from random points for more.
 */
final class HypervolumeChart {

    private static final double MARGIN = 0.1;
    /** Volumes that are computed with three objectives, where each takes long. */
    private static final int MOST_OF_THREE = 250;

    private static final int DRAWS = 20_000;
    private static final long STREAM = 0x68797065726cL;

    private HypervolumeChart() {}

    static ObjectNode of(ChartInput input) {
        ObjectNode node = Rows.object();
        ArrayNode reference = node.putArray("reference");
        ArrayNode points = node.putArray("points");
        int m = input.study().objectives().size();
        List<Ending> feasible = FrontChart.feasible(input.data());
        if (m < 2) {
            return node.put("note", "The study has one objective: its best value is its hypervolume.");
        }
        if (feasible.isEmpty()) {
            return node;
        }
        double[][] losses = FrontChart.losses(input.study(), feasible);
        double[] limit = reference(losses, FrontChart.front(input.study(), feasible));
        for (int k = 0; k < m; k++) {
            reference.add(
                    Rows.cell(input.study().objectives().get(k).direction().asLoss(limit[k])));
        }
        int[] changes = changes(losses);
        int[] moments = at(
                changes, Thinning.evenly(changes.length, most(m, input.query().maxPoints())));
        double[] volumes = switch (m) {
            case 2 -> areas(losses, limit, moments);
            case 3 -> exact(losses, limit, moments);
            default -> estimated(losses, limit, changes, moments, input.study().seed());
        };
        for (int i = 0; i < moments.length; i++) {
            points.add(Rows.of(feasible.get(moments[i]).number(), volumes[i]));
        }
        long last = feasible.get(feasible.size() - 1).number();
        if (feasible.get(moments[moments.length - 1]).number() < last) {
            points.add(Rows.of(last, volumes[volumes.length - 1]));
        }
        if (m > 3) {
            node.put("note", "Volumes are estimated from " + DRAWS + " random points.");
        }
        return node;
    }

    private static int most(int objectives, int maxPoints) {
        return objectives == 3 ? Math.min(MOST_OF_THREE, maxPoints) : maxPoints;
    }

    private static int[] at(int[] values, int[] positions) {
        int[] chosen = new int[positions.length];
        for (int i = 0; i < positions.length; i++) {
            chosen[i] = values[positions[i]];
        }
        return chosen;
    }

    /** Where the front has no extent, that of all points counts, and where they have none, the value itself. */
    static double[] reference(double[][] losses, BitSet front) {
        int m = losses[0].length;
        double[] reference = new double[m];
        for (int k = 0; k < m; k++) {
            int objective = k;
            double[] onFront = front.stream()
                    .mapToDouble(i -> losses[i][objective])
                    .sorted()
                    .toArray();
            double worst = onFront[onFront.length - 1];
            double extent = worst - onFront[0];
            if (!(extent > 0)) {
                double worstOfAll = worst;
                double bestOfAll = worst;
                for (double[] loss : losses) {
                    worstOfAll = Math.max(worstOfAll, loss[k]);
                    bestOfAll = Math.min(bestOfAll, loss[k]);
                }
                extent = worstOfAll - bestOfAll;
            }
            if (!(extent > 0)) {
                extent = worst == 0 ? 1 : Math.abs(worst);
            }
            reference[k] = worst + MARGIN * extent;
        }
        return reference;
    }

    /** Positions at which the front changed, the first among them. */
    private static int[] changes(double[][] losses) {
        ParetoArchive archive = new ParetoArchive();
        List<Integer> changes = new ArrayList<>();
        for (int i = 0; i < losses.length; i++) {
            if (archive.add(i, losses[i]).kept()) {
                changes.add(i);
            }
        }
        return changes.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Area that the first trials up to each moment dominate with two objectives: each adds what was free before. */
    static double[] areas(double[][] losses, double[] reference, int[] moments) {
        // the front's second losses by its first ones, which fall as those grow
        TreeMap<Double, Double> stairs = new TreeMap<>();
        double[] areas = new double[moments.length];
        double area = 0;
        int next = 0;
        for (int i = 0; next < moments.length; i++) {
            double x = losses[i][0] + 0.0;
            double y = losses[i][1];
            Map.Entry<Double, Double> left = stairs.floorEntry(x);
            double top = left == null ? reference[1] : left.getValue();
            if (x < reference[0] && y < top) {
                double from = x;
                Map.Entry<Double, Double> right = stairs.ceilingEntry(x);
                while (right != null && right.getValue() >= y) {
                    area += (right.getKey() - from) * (top - y);
                    from = right.getKey();
                    top = right.getValue();
                    stairs.remove(from);
                    right = stairs.ceilingEntry(x);
                }
                area += ((right == null ? reference[0] : right.getKey()) - from) * (top - y);
                stairs.put(x, y);
            }
            if (i == moments[next]) {
                areas[next++] = area;
            }
        }
        return areas;
    }

    /** Volume of the front of the first trials up to each moment. */
    private static double[] exact(double[][] losses, double[] reference, int[] moments) {
        ParetoArchive archive = new ParetoArchive();
        double[] volumes = new double[moments.length];
        int next = 0;
        for (int i = 0; next < moments.length; i++) {
            archive.add(i, losses[i]);
            if (i == moments[next]) {
                double[][] front = archive.entries().stream()
                        .map(ParetoArchive.Entry::losses)
                        .toArray(double[][]::new);
                volumes[next++] = Hypervolume.of(front, reference);
            }
        }
        return volumes;
    }

    /** The same draws at all moments, so that the estimate never falls: volume = box * share of draws dominated by then. */
    private static double[] estimated(double[][] losses, double[] reference, int[] changes, int[] moments, long seed) {
        int m = reference.length;
        double[] ideal = reference.clone();
        for (double[] loss : losses) {
            for (int k = 0; k < m; k++) {
                ideal[k] = Math.min(ideal[k], loss[k]);
            }
        }
        double box = 1;
        for (int k = 0; k < m; k++) {
            box *= reference[k] - ideal[k];
        }
        RandomGenerator random = Seeds.stream(seed, STREAM);
        double[][] draws = new double[DRAWS][m];
        for (double[] draw : draws) {
            for (int k = 0; k < m; k++) {
                draw[k] = ideal[k] + random.nextDouble() * (reference[k] - ideal[k]);
            }
        }
        BitSet free = new BitSet();
        free.set(0, DRAWS);
        double[] volumes = new double[moments.length];
        int next = 0;
        for (int change : changes) {
            for (int d = free.nextSetBit(0); d >= 0; d = free.nextSetBit(d + 1)) {
                if (below(losses[change], draws[d])) {
                    free.clear(d);
                }
            }
            if (change == moments[next]) {
                volumes[next++] = box * (DRAWS - free.cardinality()) / DRAWS;
            }
        }
        return volumes;
    }

    private static boolean below(double[] a, double[] b) {
        for (int k = 0; k < a.length; k++) {
            if (a[k] > b[k]) {
                return false;
            }
        }
        return true;
    }
}
