package dev.hone.server.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Json;
import dev.hone.core.store.StudyStore.NewStudy;
import dev.hone.core.store.StudyStore.NewTrial;
import dev.hone.core.store.StudyStore.Outcome;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.TrialState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Charts of values, times and costs, by hand. */
class ResultChartsTest {

    private static JsonNode json(String text) {
        return Json.parse(text.replace('\'', '"'));
    }

    @Test
    void historyHasValuesTheBestSoFarAndItsNoise() {
        Evaluation noisy = Evaluation.of(3).withVariances(List.of(0.25));
        try (Charted s = Charted.plain(Objective.minimize("loss"))
                .complete("{}", 5)
                .failed()
                .complete("{}", noisy)
                .complete("{}", Evaluation.of(1).withConstraint("c", 1))
                .pruned(Map.of(1L, 9.0, 2L, 8.0))
                .complete("{}", 4)
                .stored()) {
            assertThat(s.chart("history"))
                    .isEqualTo(json(
                            "{'objective': {'name': 'loss', 'direction': 'minimize'}, 'points': [[0, 5.0, 'complete'],"
                                    + " [1, null, 'failed'], [2, 3.0, 'complete'], [3, 1.0, 'complete'], [4, 8.0, 'pruned'],"
                                    + " [5, 4.0, 'complete']], 'best': [[0, 5.0], [2, 3.0], [5, 3.0]],"
                                    + " 'band': [[0, 5.0, 5.0], [2, 5.0, 5.0], [2, 2.0, 4.0], [5, 2.0, 4.0]]}"));
        }
    }

    @Test
    void historyOfAnObjectiveThatIsMaximized() {
        try (Charted s = Charted.plain(Objective.minimize("loss"), Objective.maximize("gain"))
                .complete("{}", 1, 1)
                .complete("{}", 2, 3)
                .pruned(Map.of(1L, 9.0))
                .complete("{}", 3, 2)
                .stored()) {
            JsonNode chart = s.chart("history", "objective", "1");
            assertThat(chart.get("best")).isEqualTo(json("[[0, 1.0], [1, 3.0], [3, 3.0]]"));
            assertThat(chart.get("points").get(2))
                    .as("reports are of the first objective")
                    .isEqualTo(json("[2, null, 'pruned']"));
            assertThat(chart.get("band").isNull()).isTrue();
        }
    }

    @Test
    void chartsOfStudiesWithoutTrialsAreEmpty() {
        try (Charted s =
                Charted.plain(Objective.minimize("a"), Objective.minimize("b")).stored()) {
            for (String name : Charts.names()) {
                JsonNode chart = s.chart(name);
                for (String list : List.of("points", "rows", "workers", "best")) {
                    assertThat(chart.path(list).size()).as(name + " " + list).isZero();
                }
                assertThat(chart.findValues("points")).as(name).allMatch(JsonNode::isEmpty);
                assertThat(chart.findValues("values")).as(name).allMatch(JsonNode::isEmpty);
            }
            assertThat(s.compare(List.of(s.study), "history").at("/series/0/best"))
                    .isEmpty();
        }
    }

    @Test
    void theFrontIsMarkedAmongFeasibleTrials() {
        try (Charted s = Charted.plain(Objective.minimize("loss"), Objective.maximize("gain"))
                .complete("{}", 1, 1)
                .complete("{}", 2, 3)
                .complete("{}", 2, 2)
                .complete("{}", Evaluation.of(0, 9).withConstraint("c", 1))
                .failed()
                .stored()) {
            assertThat(s.chart("front"))
                    .isEqualTo(
                            json(
                                    "{'axes': [{'name': 'loss', 'direction': 'minimize'}, {'name': 'gain', 'direction':"
                                            + " 'maximize'}], 'points': [[0, 1.0, 1.0, true], [1, 2.0, 3.0, true], [2, 2.0, 2.0, false]]}"));
        }
    }

    @Test
    void ofManyObjectivesThreeAreAxes() {
        Objective[] four = {
            Objective.minimize("a"), Objective.minimize("b"), Objective.minimize("c"), Objective.minimize("d")
        };
        try (Charted s = Charted.plain(four)
                .complete("{}", 1, 1, 1, 2)
                .complete("{}", 1, 1, 1, 1)
                .complete("{}", 2, 2, 2, 0)
                .stored()) {
            JsonNode chart = s.chart("front");
            assertThat(chart.get("axes")).hasSize(3);
            assertThat(chart.get("points"))
                    .isEqualTo(json("[[0, 1.0, 1.0, 1.0, false], [1, 1.0, 1.0, 1.0, true], [2, 2.0, 2.0, 2.0, true]]"));
            assertThat(chart.get("note").asText()).contains("first three of 4");
        }
    }

    @Test
    void hypervolumeGrowsWithTheFront() {
        // front in losses: (1, -1), (2, -3); reference 0.1 of the extent beyond the worst: (2.1, -0.8), gain 0.8
        try (Charted s = Charted.plain(Objective.minimize("loss"), Objective.maximize("gain"))
                .complete("{}", 2, 2)
                .complete("{}", 1, 1)
                .complete("{}", 5, 0.5)
                .complete("{}", 2, 3)
                .complete("{}", 6, 0.1)
                .stored()) {
            JsonNode chart = s.chart("hypervolume");
            assertThat(chart.at("/reference/0").asDouble()).isCloseTo(2.1, within(1e-12));
            assertThat(chart.at("/reference/1").asDouble()).isCloseTo(0.8, within(1e-12));
            List<List<Double>> points = rows(chart.get("points"));
            assertThat(points).extracting(p -> p.get(0)).containsExactly(0.0, 1.0, 3.0, 4.0);
            // 0.1 * 1.2; plus 1 * 0.2; then 0.1 * 2.2 + 1 * 0.2
            assertThat(points.get(0).get(1)).isCloseTo(0.12, within(1e-12));
            assertThat(points.get(1).get(1)).isCloseTo(0.32, within(1e-12));
            assertThat(points.get(2).get(1)).isCloseTo(0.42, within(1e-12));
            assertThat(points.get(3).get(1)).isCloseTo(0.42, within(1e-12));
        }
    }

    @Test
    void hypervolumeOfThreeObjectivesIsExactAndOfFourIsClose() {
        Objective[] all = {
            Objective.minimize("a"), Objective.minimize("b"), Objective.minimize("c"), Objective.minimize("d")
        };
        try (Charted three = Charted.plain(all[0], all[1], all[2])
                        .complete("{}", 0, 1, 1)
                        .complete("{}", 1, 0, 1)
                        .complete("{}", 1, 1, 0)
                        .stored();
                Charted four = Charted.plain(all)
                        .complete("{}", 0, 1, 1, 1)
                        .complete("{}", 1, 0, 1, 1)
                        .complete("{}", 1, 1, 0, 1)
                        .complete("{}", 1, 1, 1, 0)
                        .stored()) {
            // reference 1.1 everywhere; three slabs of 1.1 * 0.1 * 0.1 that share the cube 0.1^3
            List<List<Double>> exact = rows(three.chart("hypervolume").get("points"));
            assertThat(exact.get(0).get(1)).isCloseTo(0.011, within(1e-12));
            assertThat(exact.get(2).get(1)).isCloseTo(3 * 0.011 - 2 * 0.001, within(1e-12));
            JsonNode estimate = four.chart("hypervolume");
            // a box of 1.1^4, of which 4 * 1.1 * 0.001 - 3 * 0.0001 is dominated
            double truth = 4 * 1.1 * 0.001 - 3 * 0.0001;
            double share = truth / Math.pow(1.1, 4);
            double error = Math.pow(1.1, 4) * Math.sqrt(share * (1 - share) / 20_000);
            assertThat(rows(estimate.get("points")).get(3).get(1)).isCloseTo(truth, within(4 * error));
            assertThat(estimate.get("note").asText()).contains("20000 random points");
        }
    }

    @Test
    void aFrontOfOnePointHasAVolume() {
        try (Charted s = Charted.plain(Objective.minimize("a"), Objective.maximize("b"))
                .complete("{}", 2, 0)
                .complete("{}", 2, 0)
                .stored()) {
            JsonNode chart = s.chart("hypervolume");
            assertThat(chart.at("/reference/0").asDouble()).isCloseTo(2.2, within(1e-12));
            assertThat(chart.at("/reference/1").asDouble()).isCloseTo(-0.1, within(1e-12));
            assertThat(rows(chart.get("points")).get(0).get(1)).isCloseTo(0.02, within(1e-12));
        }
    }

    @Test
    void theDistributionCountsEqualValuesOnce() {
        try (Charted s = Charted.plain(Objective.minimize("loss"))
                .complete("{}", 2)
                .complete("{}", 1)
                .failed()
                .complete("{}", 2)
                .complete("{}", 4)
                .stored()) {
            assertThat(s.chart("edf"))
                    .isEqualTo(json("{'series': [{'study': 's', 'points': [[1.0, 0.25], [2.0, 0.75], [4.0, 1.0]]}]}"));
        }
    }

    @Test
    void theDistributionIsOfTrialsThatMayBeTheBest() {
        try (Charted s = Charted.plain(Objective.minimize("loss"))
                .complete("{}", 2)
                .complete("{}", Evaluation.of(1).withFidelity(Optional.of("half")))
                .complete("{}", Evaluation.of(0).withConstraint("c", 1))
                .complete("{}", 4)
                .stored()) {
            assertThat(s.chart("edf"))
                    .isEqualTo(json("{'series': [{'study': 's', 'points': [[2.0, 0.5], [4.0, 1.0]]}]}"));
        }
    }

    @Test
    void costsAndSecondsAddUp() {
        try (Charted s = Charted.plain(Objective.minimize("loss"))
                .complete("{}", Evaluation.of(1).withCost(0.5))
                .failed()
                .complete("{}", Evaluation.of(1).withCost(1.5))
                .stored()) {
            assertThat(s.chart("cost")).isEqualTo(json("{'points': [[0, 0.5, 4.0], [1, 0.5, 8.0], [2, 2.0, 12.0]]}"));
        }
    }

    @Test
    void theTimelineHasASpanForEachTrialAlsoForThoseThatRun() {
        try (Charted s = Charted.plain(Objective.minimize("loss"))
                .complete("{}", 1)
                .failed()
                .complete("{}", 1)
                .stored()) {
            s.store.enqueue(s.study.id(), List.of(new NewTrial("{}", Origin.USER, Map.of(), List.of())));
            s.store.claim(s.study.id(), "c");
            JsonNode workers = s.chart("timeline").get("workers");
            assertThat(workers.get(0))
                    .isEqualTo(json("{'name': 'a', 'spans': [[0, '2026-01-01T00:00:00Z', '2026-01-01T00:00:04Z',"
                            + " 'complete'], [2, '2026-01-01T00:00:20Z', '2026-01-01T00:00:24Z', 'complete']]}"));
            assertThat(workers.get(1).get("spans")).hasSize(1);
            assertThat(workers.get(1).at("/spans/0/3").asText()).isEqualTo("failed");
            assertThat(workers.get(2).get("name").asText()).isEqualTo("c");
            assertThat(workers.get(2).at("/spans/0/2").isNull()).isTrue();
            assertThat(workers.get(2).at("/spans/0/3").asText()).isEqualTo("running");
        }
    }

    @Test
    void curvesAreThoseOfTrialsThatReported() {
        try (Charted s = Charted.plain(Objective.minimize("loss"))
                .add(TrialState.COMPLETE, "{}", Optional.of(Evaluation.of(1)), Map.of(1L, 3.0, 5L, 2.0))
                .complete("{}", 1)
                .pruned(Map.of(2L, 7.0))
                .stored()) {
            s.store.enqueue(s.study.id(), List.of(new NewTrial("{}", Origin.USER, Map.of(), List.of())));
            s.store.claim(s.study.id(), "c");
            s.store.report(s.study.id(), 3, 1, 0.5);
            assertThat(s.chart("intermediate"))
                    .isEqualTo(json("{'series': [{'number': 0, 'state': 'complete', 'points': [[1, 3.0], [5, 2.0]]},"
                            + " {'number': 2, 'state': 'pruned', 'points': [[2, 7.0]]},"
                            + " {'number': 3, 'state': 'running', 'points': [[1, 0.5]]}]}"));
        }
    }

    @Test
    void studiesAreCompared() {
        try (Charted a = Charted.plain(Objective.minimize("x"), Objective.minimize("y"))
                        .complete("{}", 1, 3)
                        .complete("{}", 2, 1)
                        .complete("{}", 2, 4)
                        .stored();
                Charted b = Charted.plain(Objective.minimize("x"), Objective.maximize("z"))
                        .complete("{}", 5, 5)
                        .stored()) {
            var both = List.of(a.study, a.store.create(new NewStudy("t", a.study.objectives(), 1, "random", "")));
            assertThat(a.compare(both, "history", "objective", "1"))
                    .isEqualTo(json("{'objective': {'name': 'y', 'direction': 'minimize'}, 'series': [{'study': 's',"
                            + " 'best': [[0, 3.0], [1, 1.0], [2, 1.0]]}, {'study': 't', 'best': []}]}"));
            assertThat(a.compare(both, "front").at("/series/0/points"))
                    .isEqualTo(json("[[0, 1.0, 3.0], [1, 2.0, 1.0]]"));
            assertThat(a.compare(both, "edf").at("/series/0/points/1/0").asDouble())
                    .isEqualTo(2);
            assertThat(b.chart("front").get("points")).hasSize(1);
            assertThatThrownBy(() -> a.compare(List.of(), "edf"))
                    .isInstanceOf(InvalidFieldException.class)
                    .hasMessageContaining("study");
        }
    }

    @Test
    void unlikeObjectivesAreSaid() {
        try (Charted s =
                Charted.plain(Objective.minimize("x")).complete("{}", 1).stored()) {
            var other = s.store.create(new NewStudy("t", List.of(Objective.maximize("x")), 1, "random", ""));
            JsonNode chart = s.compare(List.of(s.study, other), "history");
            assertThat(chart.get("objective").isNull()).isTrue();
            assertThat(chart.get("note").asText()).contains("different objectives");
        }
    }

    @Test
    void badQueriesNameWhatIsWrong() {
        try (Charted s = Charted.plain(Objective.minimize("loss"))
                .complete("{\"rate\": 1}", 1)
                .stored()) {
            assertThatThrownBy(() -> s.chart("history", "objective", "1"))
                    .isInstanceOf(InvalidFieldException.class)
                    .hasMessageContaining("objective: is '1'")
                    .hasMessageContaining("from 0 to 0");
            assertThatThrownBy(() -> s.chart("history", "max_points", "many")).hasMessageContaining("'many'");
            assertThatThrownBy(() -> s.chart("history", "max_points", "1000000"))
                    .hasMessageContaining("20000");
            assertThatThrownBy(() -> s.chart("histori")).hasMessageContaining("'history'");
            assertThatThrownBy(() -> s.chart("slice", "parameter", "rat"))
                    .isInstanceOf(InvalidFieldException.class)
                    .hasMessageContaining("'rat'")
                    .hasMessageContaining("rate");
        }
    }

    @Test
    void whatIsNewIsSeen() {
        try (Charted s =
                Charted.plain(Objective.minimize("loss")).complete("{}", 2).stored()) {
            assertThat(s.chart("history").get("points")).hasSize(1);
            s.store.enqueue(s.study.id(), List.of(new NewTrial("{}", Origin.USER, Map.of(), List.of())));
            s.store.claim(s.study.id(), "c");
            s.store.finish(s.study.id(), 1, 1, Outcome.complete(Evaluation.of(1)));
            assertThat(s.chart("history").get("best")).isEqualTo(json("[[0, 2.0], [1, 1.0]]"));
        }
    }

    private static List<Double> numbers(JsonNode list) {
        List<Double> numbers = new ArrayList<>();
        list.forEach(n -> numbers.add(n.asDouble()));
        return numbers;
    }

    private static List<List<Double>> rows(JsonNode list) {
        List<List<Double>> rows = new ArrayList<>();
        list.forEach(row -> rows.add(numbers(row)));
        return rows;
    }
}
