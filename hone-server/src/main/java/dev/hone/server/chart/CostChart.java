package dev.hone.server.chart;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.store.StudyStore.Ending;
import java.time.Duration;
import java.util.List;

/**
 * What finished trials have cost, by number: {@code {points: [[number, cumulative_cost, cumulative_seconds]]}}. Seconds are
 * those of evaluating, summed over all workers.
 */
final class CostChart {

    private CostChart() {}

    static ObjectNode of(ChartInput input) {
        List<Ending> trials = input.data().byNumber();
        int n = trials.size();
        double[] numbers = new double[n];
        double[] costs = new double[n];
        double[] seconds = new double[n];
        double cost = 0;
        double time = 0;
        for (int i = 0; i < n; i++) {
            Ending trial = trials.get(i);
            cost += trial.cost();
            time += seconds(trial);
            numbers[i] = trial.number();
            costs[i] = cost;
            seconds[i] = time;
        }
        ObjectNode node = Rows.object();
        ArrayNode points = node.putArray("points");
        // what a study is charged for decides which points show it best
        double[] line = cost > 0 ? costs : seconds;
        for (int i : Thinning.largestTriangles(numbers, line, input.query().maxPoints())) {
            points.add(Rows.of(trials.get(i).number(), costs[i], seconds[i]));
        }
        return node;
    }

    private static double seconds(Ending trial) {
        return trial.started()
                .flatMap(from -> trial.finished().map(to -> Duration.between(from, to)))
                .map(d -> d.toMillis() / 1000.0)
                .orElse(0.0);
    }
}
