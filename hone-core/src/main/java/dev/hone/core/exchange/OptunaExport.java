package dev.hone.core.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.hone.core.HoneException;
import dev.hone.core.Json;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * Writes a study as a database of Optuna 4 and 5 (its RDB storage on SQLite), so that Optuna and optuna-dashboard open it. Metrics
 * become user attributes, outcome constraints the constraints that Optuna's samplers read, reasons of failure
 * {@code fail_reason}. Permutations become categorical over the orders that were tried. A parameter that is inactive in a
 * trial has no row there, as in Optuna.
 */
final class OptunaExport {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS").withZone(ZoneId.systemDefault());
    private static final long STUDY = 1;

    private final Handle handle;
    private final Map<String, OptunaDistribution> domains;

    private OptunaExport(Handle handle, Map<String, OptunaDistribution> domains) {
        this.handle = handle;
        this.domains = domains;
    }

    static long write(StudyStore store, StudyRecord study, Path part) throws IOException {
        ObservedDomains observed = new ObservedDomains();
        TrialPages.<HoneException>forEach(store, study.id(), trial -> observed.add(trial.candidate()));
        Map<String, OptunaDistribution> domains = new HashMap<>(observed.distributions());
        domains.putAll(declared(store, study));
        try {
            return Jdbi.create("jdbc:sqlite:" + part).inTransaction(handle -> {
                handle.createScript(schema()).execute();
                OptunaExport export = new OptunaExport(handle, domains);
                export.study(store, study);
                return TrialPages.<HoneException>forEach(store, study.id(), export::trial);
            });
        } catch (JdbiException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Domains from the study's definition, or from where an import has left them. */
    private static Map<String, OptunaDistribution> declared(StudyStore store, StudyRecord study) {
        Map<String, OptunaDistribution> domains = new HashMap<>();
        StudySpace.of(study, store.attributes(study.id()), MethodCatalogue.load())
                .ifPresent(space -> space.parameters()
                        .forEach(parameter ->
                                OptunaDistribution.of(parameter).ifPresent(d -> domains.put(parameter.name(), d))));
        return domains;
    }

    private static String schema() {
        try (InputStream in = OptunaExport.class.getResourceAsStream("optuna.sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new HoneException("the schema of Optuna is missing from this build of Hone", e);
        }
    }

    private void study(StudyStore store, StudyRecord study) {
        handle.execute(
                "INSERT INTO version_info (version_info_id, schema_version, library_version) VALUES (1, 12, ?)",
                "4.9.0");
        handle.execute("INSERT INTO alembic_version (version_num) VALUES ('v3.2.0.a')");
        handle.execute("INSERT INTO studies (study_id, study_name) VALUES (?, ?)", STUDY, study.name());
        for (int i = 0; i < study.objectives().size(); i++) {
            handle.execute(
                    "INSERT INTO study_directions (direction, study_id, objective) VALUES (?, ?, ?)",
                    study.objectives().get(i).direction().name(),
                    STUDY,
                    i);
        }
        handle.execute(
                "INSERT INTO study_system_attributes (study_id, \"key\", value_json) VALUES (?, 'study:metric_names', ?)",
                STUDY,
                Json.write(study.objectives().stream().map(Objective::name).toList()));
        store.attributes(study.id()).forEach((key, value) -> {
            if (!StudyExchange.OF_THE_RUN.contains(key)) {
                handle.execute(
                        "INSERT INTO study_user_attributes (study_id, \"key\", value_json) VALUES (?, ?, ?)",
                        STUDY,
                        key,
                        json(value));
            }
        });
    }

    private void trial(Trial<String> trial) {
        long id = trial.number() + 1;
        handle.execute(
                "INSERT INTO trials (trial_id, number, study_id, state, datetime_start, datetime_complete)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                id,
                trial.number(),
                STUDY,
                state(trial.state()),
                time(trial.started()),
                time(trial.finished()));
        Map<String, JsonNode> parameters = ObservedDomains.parameters(Json.parse(trial.candidate()));
        if (trial.state() == TrialState.QUEUED) {
            // Optuna draws the parameters of a waiting trial from here
            attribute("system", id, "fixed_params", Json.write(parameters));
        } else {
            parameters.forEach((name, value) -> parameter(id, name, value));
        }
        trial.evaluation().ifPresent(evaluation -> evaluation(id, evaluation));
        trial.intermediate()
                .forEach((step, value) -> handle.execute(
                        "INSERT INTO trial_intermediate_values (trial_id, step, intermediate_value, intermediate_value_type)"
                                + " VALUES (?, ?, ?, ?)",
                        id,
                        step,
                        Double.isFinite(value) ? value : null,
                        Double.isFinite(value) ? "FINITE" : value.isNaN() ? "NAN" : value > 0 ? "INF_POS" : "INF_NEG"));
        trial.failure().ifPresent(reason -> attribute("system", id, "fail_reason", Json.write(reason)));
        trial.attributes().forEach((key, value) -> attribute("user", id, key, json(value)));
    }

    private void parameter(long id, String name, JsonNode value) {
        OptunaDistribution domain = domains.get(name);
        handle.execute(
                "INSERT INTO trial_params (trial_id, param_name, param_value, distribution_json) VALUES (?, ?, ?, ?)",
                id,
                name,
                domain.encode(name, value),
                domain.json());
    }

    private void evaluation(long id, Evaluation evaluation) {
        for (int i = 0; i < evaluation.values().size(); i++) {
            handle.execute(
                    "INSERT INTO trial_values (trial_id, objective, value, value_type) VALUES (?, ?, ?, 'FINITE')",
                    id,
                    i,
                    evaluation.values().get(i));
        }
        evaluation.metrics().forEach((name, value) -> attribute("user", id, name, value.toString()));
        if (!evaluation.constraints().isEmpty()) {
            attribute(
                    "system",
                    id,
                    OptunaImport.CONSTRAINTS,
                    Json.write(evaluation.constraints().values()));
            attribute("user", id, "hone:constraints", Json.write(evaluation.constraints()));
        }
    }

    private void attribute(String kind, long id, String key, String json) {
        handle.execute(
                "INSERT INTO trial_" + kind + "_attributes (trial_id, \"key\", value_json) VALUES (?, ?, ?)"
                        + " ON CONFLICT (trial_id, \"key\") DO NOTHING",
                id,
                key,
                json);
    }

    /** Attributes are JSON by convention; whatever is not becomes a JSON text. */
    private static String json(String value) {
        try {
            return Json.parse(value).isMissingNode() ? "\"\"" : value;
        } catch (HoneException e) {
            return TextNode.valueOf(value).toString();
        }
    }

    private static String state(TrialState state) {
        return switch (state) {
            case QUEUED -> "WAITING";
            case RUNNING -> "RUNNING";
            case COMPLETE -> "COMPLETE";
            case PRUNED -> "PRUNED";
            case FAILED -> "FAIL";
        };
    }

    private static String time(Optional<Instant> time) {
        return time.map(TIME::format).orElse(null);
    }
}
