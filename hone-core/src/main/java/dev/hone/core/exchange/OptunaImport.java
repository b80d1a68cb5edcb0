package dev.hone.core.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.HoneException;
import dev.hone.core.Json;
import dev.hone.core.exchange.StudyExchange.Imported;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.ConfigurationCodec;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.NewStudy;
import dev.hone.core.trial.Direction;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * Reads a study from a database of Optuna (its RDB storage on SQLite). The search space is derived from the domains that
 * Optuna stores with its trials ({@link OptunaSpace}) and kept in the study's attribute {@value #PARAMETERS}, in the form
 * of a study file's {@code parameters}, ready to be pasted into one. Waiting trials are queued; running ones, and failed
 * ones without all of their parameters, are skipped.
 */
final class OptunaImport {

    static final String PARAMETERS = "parameters";

    /** System attribute with a list of constraints, as a sampler's {@code constraints_func} gives them. */
    static final String CONSTRAINTS = "constraints";

    /** Before the name of a constraint of {@code Trial.set_constraint} (Optuna 5), each a system attribute of its own. */
    private static final String NAMED_CONSTRAINT = CONSTRAINTS + ":";

    private final Handle handle;
    private final long studyId;

    private OptunaImport(Handle handle, long studyId) {
        this.handle = handle;
        this.studyId = studyId;
    }

    static Imported read(StudyStore store, Path file, Optional<String> source, Optional<String> name)
            throws IOException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        SQLiteDataSource database = new SQLiteDataSource(config);
        database.setUrl("jdbc:sqlite:" + file);
        try (Handle handle = Jdbi.create(database).open()) {
            Map<String, Long> studies = new LinkedHashMap<>();
            handle.createQuery("SELECT study_name, study_id FROM studies ORDER BY study_id")
                    .map((r, context) -> studies.put(r.getString(1), r.getLong(2)))
                    .list();
            String chosen = choose(studies, source);
            return new OptunaImport(handle, studies.get(chosen)).take(store, name.orElse(chosen));
        } catch (JdbiException e) {
            throw new IOException("it is not a database of Optuna (" + innermost(e) + ")", e);
        } catch (HoneException e) {
            throw new HoneException(file + ": " + e.getMessage(), e);
        }
    }

    private static String innermost(Throwable e) {
        return e.getCause() == null ? e.getMessage() : innermost(e.getCause());
    }

    private static String choose(Map<String, Long> studies, Optional<String> source) {
        if (source.isPresent() && studies.containsKey(source.get())) {
            return source.get();
        }
        if (source.isEmpty() && studies.size() == 1) {
            return studies.keySet().iterator().next();
        }
        String found = source.map(s -> "no study '" + s + "'").orElse(studies.size() + " studies");
        throw new HoneException("has " + found + ", expected the name of one (--source): " + studies.keySet());
    }

    private Imported take(StudyStore store, String name) {
        List<Objective> objectives = objectives();
        OptunaSpace derived = OptunaSpace.read(handle, studyId);
        long skipped = 0;
        try (StudyIntake intake = new StudyIntake(store, new NewStudy(name, objectives, 0, "", ""))) {
            Map<String, String> attributes = attributes("study", studyId);
            attributes.keySet().removeAll(StudyExchange.OF_THE_RUN);
            attributes.forEach((key, json) -> store.putAttribute(intake.studyId(), key, json));
            store.putAttribute(
                    intake.studyId(),
                    PARAMETERS,
                    SpaceJson.write(derived.space()).toString());
            List<Long> ids = handle.createQuery("SELECT trial_id FROM trials WHERE study_id = :study ORDER BY number")
                    .bind("study", studyId)
                    .mapTo(Long.class)
                    .list();
            for (long id : ids) {
                Optional<Trial<String>> trial = trial(id, derived, objectives);
                trial.ifPresent(intake::add);
                skipped += trial.isPresent() ? 0 : 1;
            }
            return new Imported(intake.complete(), intake.trials(), skipped);
        }
    }

    private List<Objective> objectives() {
        List<Direction> directions = handle.createQuery(
                        "SELECT direction FROM study_directions WHERE study_id = :study ORDER BY objective")
                .bind("study", studyId)
                .map((r, context) -> r.getString(1).equals("MAXIMIZE") ? Direction.MAXIMIZE : Direction.MINIMIZE)
                .list();
        JsonNode names = handle.createQuery("SELECT value_json FROM study_system_attributes"
                        + " WHERE study_id = :study AND \"key\" = 'study:metric_names'")
                .bind("study", studyId)
                .mapTo(String.class)
                .findOne()
                .map(Json::parse)
                .orElse(Json.MAPPER.createArrayNode());
        List<Objective> objectives = new ArrayList<>();
        for (int i = 0; i < directions.size(); i++) {
            String fallback = directions.size() == 1 ? "value" : "value_" + i;
            objectives.add(new Objective(names.path(i).asText(fallback), directions.get(i)));
        }
        return objectives;
    }

    /** The trial, or empty if it does not hold a whole configuration. */
    private Optional<Trial<String>> trial(long id, OptunaSpace derived, List<Objective> objectives) {
        Map<String, JsonNode> system = parsed(attributes("trial_system", id));
        Map<String, String> user = attributes("trial", id);
        return handle.createQuery(
                        "SELECT number, state, datetime_start, datetime_complete FROM trials WHERE trial_id = :id")
                .bind("id", id)
                .map((r, context) -> {
                    String optunaState = r.getString(2);
                    boolean waiting = optunaState.equals("WAITING");
                    Optional<Configuration> configuration = waiting
                            ? configuration(derived.space(), system.get("fixed_params"))
                            : configuration(derived.space(), derived.values(handle, id));
                    if (configuration.isEmpty() || optunaState.equals("RUNNING")) {
                        return Optional.<Trial<String>>empty();
                    }
                    Optional<Evaluation> evaluation = evaluation(id, objectives.size(), system, user);
                    TrialState state = switch (optunaState) {
                        case "WAITING" -> TrialState.QUEUED;
                        case "COMPLETE" -> evaluation.isPresent() ? TrialState.COMPLETE : TrialState.FAILED;
                        case "PRUNED" -> TrialState.PRUNED;
                        default -> TrialState.FAILED;
                    };
                    Optional<String> failure = switch (state) {
                        case FAILED ->
                            Optional.of(
                                    system.containsKey("fail_reason")
                                            ? system.get("fail_reason").asText()
                                            : "failed in Optuna, which kept no reason");
                        case PRUNED -> Optional.of("pruned in Optuna");
                        default -> Optional.<String>empty();
                    };
                    Optional<Instant> started = time(r.getString(3));
                    return Optional.of(new Trial<>(
                            r.getLong(1),
                            state,
                            new ConfigurationCodec(derived.space()).encode(configuration.get()),
                            system.containsKey("fixed_params") ? Origin.USER : Origin.OPTIMIZER,
                            waiting ? 0 : 1,
                            Optional.empty(),
                            waiting ? Optional.empty() : evaluation,
                            failure,
                            intermediate(id),
                            user,
                            List.of(),
                            started.orElseGet(Instant::now),
                            started,
                            time(r.getString(4)),
                            0));
                })
                .one();
    }

    private static Optional<Configuration> configuration(SearchSpace space, JsonNode values) {
        if (values == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ConfigurationCodec(space).decode(values.toString()));
        } catch (HoneException e) {
            return Optional.empty();
        }
    }

    /** The evaluation, or empty unless there is one finite value per objective. */
    private Optional<Evaluation> evaluation(
            long id, int objectives, Map<String, JsonNode> system, Map<String, String> user) {
        List<Double> values = handle.createQuery(
                        "SELECT value FROM trial_values WHERE trial_id = :id AND value_type = 'FINITE' ORDER BY objective")
                .bind("id", id)
                .mapTo(Double.class)
                .list();
        if (values.size() != objectives) {
            return Optional.empty();
        }
        Evaluation evaluation = Evaluation.of().withValues(values);
        if (user.containsKey("hone:constraints")) {
            for (Map.Entry<String, JsonNode> constraint :
                    Json.parse(user.get("hone:constraints")).properties()) {
                evaluation = evaluation.withConstraint(
                        constraint.getKey(), constraint.getValue().asDouble());
            }
            return Optional.of(evaluation);
        }
        int i = 0;
        for (JsonNode constraint : system.getOrDefault(CONSTRAINTS, Json.MAPPER.createArrayNode())) {
            evaluation = evaluation.withConstraint("constraint_" + i++, constraint.asDouble());
        }
        for (Map.Entry<String, JsonNode> attribute : new TreeMap<>(system).entrySet()) {
            if (attribute.getKey().startsWith(NAMED_CONSTRAINT)) {
                evaluation = evaluation.withConstraint(
                        attribute.getKey().substring(NAMED_CONSTRAINT.length()),
                        attribute.getValue().asDouble());
            }
        }
        return Optional.of(evaluation);
    }

    private NavigableMap<Long, Double> intermediate(long id) {
        NavigableMap<Long, Double> reports = new TreeMap<>();
        handle.createQuery("SELECT step, intermediate_value FROM trial_intermediate_values"
                        + " WHERE trial_id = :id AND intermediate_value_type = 'FINITE'")
                .bind("id", id)
                .map((r, context) -> reports.put(r.getLong(1), r.getDouble(2)))
                .list();
        return reports;
    }

    /** Attributes of a trial or study; {@code owner}: {@code study}, {@code trial} (both of users) or {@code trial_system}. */
    private Map<String, String> attributes(String owner, long id) {
        String table = owner.equals("trial_system") ? owner + "_attributes" : owner + "_user_attributes";
        String column = owner.equals("study") ? "study_id" : "trial_id";
        Map<String, String> attributes = new HashMap<>();
        handle.createQuery("SELECT \"key\", value_json FROM " + table + " WHERE " + column + " = :id")
                .bind("id", id)
                .map((r, context) -> attributes.put(r.getString(1), r.getString(2)))
                .list();
        return attributes;
    }

    private static Map<String, JsonNode> parsed(Map<String, String> attributes) {
        Map<String, JsonNode> parsed = new HashMap<>();
        attributes.forEach((key, json) -> {
            try {
                parsed.put(key, Json.parse(json));
            } catch (HoneException e) {
                // Python writes NaN and Infinity, which are not JSON; such an attribute says nothing to Hone
            }
        });
        return parsed;
    }

    /** Optuna writes local time without a zone. */
    private static Optional<Instant> time(String text) {
        return Optional.ofNullable(text)
                .map(t -> LocalDateTime.parse(t.replace(' ', 'T'))
                        .atZone(ZoneId.systemDefault())
                        .toInstant());
    }

    /** An object with the given values. */
    static ObjectNode object(Map<String, JsonNode> values) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        values.forEach(node::set);
        return node;
    }
}
