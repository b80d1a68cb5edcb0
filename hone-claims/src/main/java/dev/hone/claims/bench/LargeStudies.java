package dev.hone.claims.bench;

import dev.hone.core.Json;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.NewStudy;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Studies of very many trials in five parameters, one of them conditional, as a long tuning leaves them: better with time,
 * one of ten pruned, one of fifty failed, a twentieth with intermediate values, four workers.
 */
final class LargeStudies {

    private static final int BATCH = 5_000;
    private static final int CURVE = 8;
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private static final String PARAMETERS = """
            parameters:
              learning_rate: {type: float, low: 1e-5, high: 0.1, log: true}
              dropout: {type: float, low: 0, high: 0.9}
              layers: {type: int, low: 1, high: 12}
              solver: {type: categorical, choices: [adam, sgd, lion], ordered: false}
              momentum: {type: float, low: 0, high: 0.99, when: {solver: [sgd]}}
            evaluator: external
            """;

    private LargeStudies() {}

    /** A study of one objective. */
    static StudyRecord one(StudyStore store, String name, int trials) {
        return fill(store, name, List.of(Objective.minimize("loss")), "objectives: [{minimize: loss}]\n", trials);
    }

    /** A study of two objectives in conflict. */
    static StudyRecord two(StudyStore store, String name, int trials) {
        return fill(
                store,
                name,
                List.of(Objective.minimize("loss"), Objective.maximize("throughput")),
                "objectives: [{minimize: loss}, {maximize: throughput}]\n",
                trials);
    }

    private static StudyRecord fill(
            StudyStore store, String name, List<Objective> objectives, String definition, int trials) {
        StudyRecord study = store.create(new NewStudy(
                name,
                objectives,
                1,
                "tpe",
                "study: " + name + "\n" + definition + "budget: {trials: " + trials + "}\n" + PARAMETERS));
        SplittableRandom random = new SplittableRandom(name.hashCode());
        for (int from = 0; from < trials; from += BATCH) {
            List<Trial<String>> batch = new ArrayList<>();
            for (int i = from; i < Math.min(trials, from + BATCH); i++) {
                batch.add(trial(i, trials, objectives.size(), random));
            }
            store.importTrials(study.id(), batch);
        }
        return study;
    }

    private static Trial<String> trial(int number, int trials, int objectives, SplittableRandom random) {
        double done = number / (double) trials;
        Map<String, Object> candidate = new LinkedHashMap<>();
        // proposals close in on the optimum as the study goes on
        double far = (1 - 0.8 * done) * 2 * (random.nextDouble() + random.nextDouble() - 1);
        candidate.put("learning_rate", Math.pow(10, -3 + far));
        candidate.put("dropout", random.nextDouble(0.9));
        candidate.put("layers", 1 + random.nextInt(12));
        String solver = List.of("adam", "sgd", "lion").get(random.nextInt(3));
        candidate.put("solver", solver);
        if (solver.equals("sgd")) {
            candidate.put("momentum", random.nextDouble(0.99));
        }
        double loss = 0.1
                + 0.3 * far * far
                + 0.2 * Math.abs((double) candidate.get("dropout") - 0.3)
                + 0.01 * Math.abs((int) candidate.get("layers") - 7)
                + (solver.equals("adam") ? 0 : 0.1)
                + 0.02 * random.nextDouble();
        int kind = random.nextInt(100);
        TrialState state = kind < 2 ? TrialState.FAILED : kind < 12 ? TrialState.PRUNED : TrialState.COMPLETE;
        NavigableMap<Long, Double> curve = new TreeMap<>();
        if (state == TrialState.PRUNED || number % 20 == 0) {
            for (long step = 1; step <= (state == TrialState.PRUNED ? 2 : CURVE); step++) {
                curve.put(step, loss + Math.exp(-step / 3.0));
            }
        }
        double[] values = objectives == 1
                ? new double[] {loss}
                : new double[] {loss, 10 + 20 * Math.sqrt(loss) - (int) candidate.get("layers") + random.nextDouble()};
        Instant started = BEGIN.plusMillis(number * 500L + random.nextInt(200));
        return new Trial<>(
                number,
                state,
                Json.write(candidate),
                Origin.OPTIMIZER,
                1,
                Optional.of("worker-" + number % 4),
                state == TrialState.COMPLETE ? Optional.of(Evaluation.of(values).withCost(0.01)) : Optional.empty(),
                state == TrialState.FAILED ? Optional.of("exit status 137: out of memory") : Optional.empty(),
                curve,
                Map.of(),
                List.of(),
                started,
                Optional.of(started),
                Optional.of(started.plusMillis(1_000 + random.nextInt(700))),
                0);
    }
}
