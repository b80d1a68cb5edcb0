package dev.hone.server.chart;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.store.StudyStore.Ending;
import java.util.List;

/**
 * The empirical distribution of an objective over the trials that may be the best: {@code {series: [{study, points: [[value, share]]}]}},
 * share being that of trials whose value is at most {@code value}.
 */
final class EdfChart {

    private EdfChart() {}

    static ObjectNode of(List<ChartInput> inputs) {
        ObjectNode node = Rows.object();
        ArrayNode series = node.putArray("series");
        for (ChartInput input : inputs) {
            series.addObject().put("study", input.study().name()).set("points", points(input));
        }
        return node;
    }

    private static ArrayNode points(ChartInput input) {
        int objective = input.query().objective();
        double[] values = input.data().complete().stream()
                .filter(Ending::eligible)
                .mapToDouble(e -> e.values().get(objective))
                .sorted()
                .toArray();
        ArrayNode points = Rows.array();
        int covered = -1;
        for (int i : Thinning.evenly(values.length, input.query().maxPoints())) {
            if (i > covered) {
                covered = lastOfEquals(values, i);
                points.add(Rows.of(values[i], (covered + 1) / (double) values.length));
            }
        }
        return points;
    }

    private static int lastOfEquals(double[] sorted, int from) {
        int last = from;
        while (last + 1 < sorted.length && sorted[last + 1] == sorted[from]) {
            last++;
        }
        return last;
    }
}
