package dev.hone.server.chart;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.core.Json;
import dev.hone.core.analyse.Analyses;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.store.MemoryStore;
import dev.hone.core.store.StudyStore.NewStudy;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** A study whose trials are given one by one, and its charts. */
final class Charted implements AutoCloseable {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    final MemoryStore store = new MemoryStore();
    final StudyRecord study;
    final Charts charts;
    private final List<Trial<String>> batch = new ArrayList<>();

    private Charted(Analyses analyses, String definition, List<Objective> objectives) {
        study = store.create(new NewStudy("s", objectives, 7, "random", definition));
        charts = new Charts(store, analyses, MethodCatalogue.load());
    }

    /** A study without a definition, and no analyses. */
    static Charted plain(Objective... objectives) {
        return new Charted(Analyses.none(), "", List.of(objectives));
    }

    /** The same with all analyses. */
    static Charted analysed(Objective... objectives) {
        return new Charted(Analyses.load(), "", List.of(objectives));
    }

    /** A study of a loss over the given parameters in YAML, with all analyses. */
    static Charted over(String parameters) {
        return over(parameters, Analyses.load());
    }

    /** The same with the given analyses. */
    static Charted over(String parameters, Analyses analyses) {
        return over(parameters, "", analyses);
    }

    /** The same with more keys of a study file. */
    static Charted over(String parameters, String more, Analyses analyses) {
        String definition = "study: s\nobjectives: [{minimize: loss}]\nparameters:\n"
                + parameters.indent(2)
                + more
                + "evaluator: external\nbudget: {trials: 10}\n";
        return new Charted(analyses, definition, List.of(Objective.minimize("loss")));
    }

    Charted complete(String candidate, double... values) {
        return add(TrialState.COMPLETE, candidate, Optional.of(Evaluation.of(values)), Map.of());
    }

    Charted complete(String candidate, Evaluation evaluation) {
        return add(TrialState.COMPLETE, candidate, Optional.of(evaluation), Map.of());
    }

    Charted failed() {
        return add(TrialState.FAILED, "{}", Optional.empty(), Map.of());
    }

    Charted pruned(Map<Long, Double> reports) {
        return add(TrialState.PRUNED, "{}", Optional.empty(), reports);
    }

    /** Each trial starts 10 s after the one before and takes 4 s; workers a and b take turns. */
    Charted add(TrialState state, String candidate, Optional<Evaluation> evaluation, Map<Long, Double> reports) {
        int i = batch.size();
        Instant started = START.plusSeconds(10L * i);
        NavigableMap<Long, Double> intermediate = new TreeMap<>(reports);
        batch.add(new Trial<>(
                i,
                state,
                candidate,
                Origin.OPTIMIZER,
                1,
                Optional.of(i % 2 == 0 ? "a" : "b"),
                evaluation,
                evaluation.isPresent() ? Optional.empty() : Optional.of("no"),
                intermediate,
                Map.of(),
                List.of(),
                started,
                Optional.of(started),
                Optional.of(started.plusSeconds(4)),
                0));
        return this;
    }

    /** Puts the trials into the store. */
    Charted stored() {
        store.importTrials(study.id(), batch);
        return this;
    }

    /** As a client gets it. */
    JsonNode chart(String name, String... query) {
        return Json.parse(Json.write(charts.chart(study, name, query(query))));
    }

    /** As a client gets it. */
    JsonNode compare(List<StudyRecord> studies, String name, String... query) {
        return Json.parse(Json.write(charts.compare(studies, name, query(query))));
    }

    private static Map<String, String> query(String... query) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < query.length; i += 2) {
            map.put(query[i], query[i + 1]);
        }
        return map;
    }

    @Override
    public void close() {
        charts.close();
        store.close();
    }
}
