package dev.hone.server.chart;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.Json;
import dev.hone.core.analyse.SequenceSummary;
import dev.hone.core.analyse.SequenceSummary.Arm;
import java.util.Arrays;
import java.util.Optional;

/**
 * How a sequence of trials goes: {@code {points: [[number, sum]], fixed: [[number, sum]], others: [[[number, sum]]], arms:
 * [[parameters, trials, recent, mean, probability, mean_if_always]], note}}. {@code fixed} belongs to the arm that would have
 * been best in all trials, {@code others} to the other arms, and both are empty where not all arms were replayed; {@code recent}
 * counts the last tenth of the trials, and {@code probability} is that of the draw for the latest trial.
 */
final class SequenceChart {

    /** Arms beside the best whose sums are drawn, and points of each. */
    private static final int MOST_LINES = 40;

    private static final int LINE_POINTS = 200;

    private SequenceChart() {}

    static ObjectNode of(ChartInput input) {
        ObjectNode node = Rows.object();
        ArrayNode points = node.putArray("points");
        ArrayNode fixed = node.putArray("fixed");
        ArrayNode others = node.putArray("others");
        ArrayNode arms = node.putArray("arms");
        Optional<SequenceSummary> found =
                SequenceSummary.of(input.data().store(), input.data().study());
        if (found.isEmpty()) {
            return node.put("note", "The trials of this study are no sequence.");
        }
        SequenceSummary sequence = found.get();
        Optional<Arm> bestFixed =
                sequence.bestFixed(input.study().objectives().get(0).direction());
        double[] numbers = Arrays.stream(sequence.numbers()).asDoubleStream().toArray();
        for (int i : Thinning.largestTriangles(
                numbers, sequence.sums(), input.query().maxPoints())) {
            points.add(Rows.of(sequence.numbers()[i], sequence.sums()[i]));
            bestFixed.ifPresent(arm -> fixed.add(Rows.of(sequence.numbers()[i], arm.replayed()[i])));
        }
        bestFixed.ifPresent(best -> sequence.arms().stream()
                .filter(arm -> !arm.candidate().equals(best.candidate()))
                .limit(MOST_LINES)
                .forEach(arm -> {
                    ArrayNode line = others.addArray();
                    int most = Math.min(LINE_POINTS, input.query().maxPoints());
                    for (int i : Thinning.largestTriangles(numbers, arm.replayed(), most)) {
                        line.add(Rows.of(sequence.numbers()[i], arm.replayed()[i]));
                    }
                }));
        for (Arm arm : sequence.arms()
                .subList(0, Math.min(sequence.arms().size(), input.query().maxPoints()))) {
            arms.add(Rows.of(
                    Json.parse(arm.candidate()),
                    arm.plays(),
                    arm.recent(),
                    arm.mean(),
                    arm.probability(),
                    arm.meanIfAlways().orElse(Double.NaN)));
        }
        return node;
    }
}
