package dev.hone.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.HoneException;
import dev.hone.core.Json;
import dev.hone.core.definition.StoredDefinition;
import dev.hone.core.definition.StudyDefinition;
import dev.hone.core.method.CandidateKind;
import dev.hone.core.method.CandidateTexts;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.ConfigurationCodec;
import dev.hone.core.space.Fidelity;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.Outcome;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.study.Control;
import dev.hone.core.study.Limits;
import dev.hone.core.study.RunState;
import dev.hone.core.study.Study;
import dev.hone.core.trial.Instance;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import dev.hone.server.LiveStudies.Live;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Ask and tell: programs in any language take trials, report on them and tell how they ended. */
final class AskRoutes {

    /** Begins the name of a worker that is a client. */
    static final String WORKER = "rest/";

    private static final int MAX_COUNT = 1_000;
    private static final int MAX_WORKER = 100;
    /** When a client that got nothing may ask again, seconds. */
    private static final int AGAIN_S = 1;

    private final Services services;
    private final StudyStore store;

    AskRoutes(Services services) {
        this.services = services;
        this.store = services.store();
    }

    void register(Routes routes) {
        String trial = "/api/studies/{study}/trials/{trial}";
        routes.add(HandlerType.POST, "/api/studies/{study}/ask", this::ask);
        routes.add(HandlerType.POST, trial + "/tell", this::tell);
        routes.add(HandlerType.POST, trial + "/report", this::report);
        routes.add(HandlerType.POST, trial + "/heartbeat", this::heartbeat);
    }

    private void ask(Context ctx) {
        Recent.Noted noted = services.recent(ctx);
        StudyRecord study = noted.study();
        Map<String, String> attributes = noted.attributes();
        ObjectNode body = Requests.object(ctx, Set.of("count", "worker", "instance"));
        int count = (int) TellBody.whole(body, "count", 1, 1, MAX_COUNT);
        List<Instance> instances = instances(body, count);
        String worker = worker(ctx, body);
        refuseIfHeld(study, attributes);
        Live live = services.live().require(study, attributes);
        StoredDefinition stored = live.stored();
        Optional<String> reason = reasonToEnd(study, stored);
        List<? extends Trial<?>> trials = reason.isPresent()
                ? List.of()
                : live.study().askFor(worker, count, stored.budget().trials().orElse(Long.MAX_VALUE), instances);
        Answers.json(ctx, answer(study, attributes, live, trials, reason));
    }

    /** Why no more trials are given out; empty while there is no such reason. Time counts from the study's creation. */
    private Optional<String> reasonToEnd(StudyRecord study, StoredDefinition stored) {
        StudyDefinition definition = stored.definition();
        return new Limits(stored.budget(), definition.failureLimit(), definition.fidelity())
                .reached(
                        store,
                        study,
                        Duration.between(study.created(), Instant.now()),
                        () -> running(study, definition))
                .map(Limits.Reached::message);
    }

    private List<Configuration> running(StudyRecord study, StudyDefinition definition) {
        ConfigurationCodec codec = new ConfigurationCodec(definition.space());
        return store.trials(study.id(), Set.of(TrialState.RUNNING), 0, Integer.MAX_VALUE).stream()
                .map(trial -> codec.decode(trial.candidate()))
                .toList();
    }

    private static void refuseIfHeld(StudyRecord study, Map<String, String> attributes) {
        String control = attributes.getOrDefault(Control.ATTRIBUTE, Control.RUNNING.text());
        if (!control.equals(Control.RUNNING.text())) {
            throw new ApiException(409, "study '" + study.name() + "' is " + control + "; no trials are started");
        }
    }

    /** What the trial is about, where the client says. */
    private static List<Instance> instances(ObjectNode body, int count) {
        JsonNode node = body.path("instance");
        if (node.isMissingNode() || node.isNull()) {
            return List.of();
        }
        if (count > 1) {
            throw ApiException.badField("instance", "is one, expected count: 1 with it, not " + count);
        }
        try {
            return List.of(Instance.fromJson(node));
        } catch (HoneException e) {
            throw ApiException.badField("instance", e.getMessage());
        }
    }

    private static String worker(Context ctx, ObjectNode body) {
        JsonNode name = body.path("worker");
        if (name.isMissingNode() || name.isNull()) {
            return WORKER + ctx.ip();
        }
        if (!name.isTextual()
                || name.asText().isBlank()
                || name.asText().length() > MAX_WORKER
                || name.asText().chars().anyMatch(Character::isISOControl)) {
            throw ApiException.badField(
                    "worker", "is " + Requests.kind(name) + ", expected a name of up to " + MAX_WORKER + " characters");
        }
        return WORKER + name.asText();
    }

    private ObjectNode answer(
            StudyRecord study,
            Map<String, String> attributes,
            Live live,
            List<? extends Trial<?>> trials,
            Optional<String> reason) {
        ObjectNode answer = Json.MAPPER.createObjectNode();
        ArrayNode array = answer.putArray("trials");
        for (Trial<?> trial : trials) {
            ObjectNode node = array.addObject().put("number", trial.number()).put("attempt", trial.attempt());
            putCandidate(node, trial, live, attributes);
            Instance instance = live.study().instance(trial);
            if (!instance.isNone()) {
                node.set("instance", Json.MAPPER.valueToTree(instance.values()));
            }
        }
        boolean external = live.stored().isExternal();
        if (!trials.isEmpty()) {
            if (external && attributes.getOrDefault(RunState.ATTRIBUTE, "").equals(RunState.FINISHED.name())) {
                // something was queued after the end
                store.putAttribute(study.id(), RunState.ATTRIBUTE, "");
                services.changed();
            }
            return answer;
        }
        if (reason.isEmpty() && store.standing(study.id()).pending() > 0) {
            // those that run elsewhere may come back to the queue
            return answer.put("retry_after_s", AGAIN_S);
        }
        List<Long> screen = reason.isPresent()
                ? List.of()
                : live.study().screen().stream().map(Trial::number).toList();
        if (!screen.isEmpty()) {
            answer.set("comparing", Json.MAPPER.valueToTree(screen));
            return answer.put("retry_after_s", AGAIN_S);
        }
        if (external) {
            store.putAttribute(study.id(), RunState.ATTRIBUTE, RunState.FINISHED.name());
            services.changed();
        }
        return answer.put("done", reason.orElseGet(() -> spent(live)));
    }

    /** What is to be evaluated: parameters; of other kinds the candidate for people and for programs. */
    private static void putCandidate(ObjectNode node, Trial<?> trial, Live live, Map<String, String> attributes) {
        if (trial.candidate() instanceof Configuration configuration) {
            node.set("parameters", Json.MAPPER.valueToTree(configuration.values()));
            return;
        }
        CandidateKind kind =
                live.stored().definition().candidate().orElseThrow().kind();
        Trial<String> encoded = live.encoded(trial);
        node.put("text", kind.write(kind.forms().get(0), encoded, attributes));
        node.set("candidate", Json.parse(kind.write(CandidateKind.JSON, encoded, attributes)));
    }

    private static String spent(Live live) {
        return live.study().isExhausted()
                ? "every configuration has been tried"
                : "all " + live.stored().budget().trials().orElse(0) + " trials are done";
    }

    private void tell(Context ctx) {
        Recent.Noted noted = services.recent(ctx);
        StudyRecord study = noted.study();
        long number = Requests.trialNumber(ctx);
        ObjectNode body = Requests.object(ctx, TellBody.KEYS);
        int attempt = attempt(body);
        Optional<StoredDefinition> stored = services.live().definition(study, noted.attributes());
        Outcome said = TellBody.outcome(
                body,
                study.objectives(),
                stored.map(s -> s.definition().outcomeConstraints()).orElse(List.of()));
        Outcome outcome = stored.filter(s -> s.definition().fidelity().isPresent())
                .map(s -> atFidelity(s, services.trial(ctx, study), said))
                .orElse(said);
        boolean told = store.finish(study.id(), number, attempt, outcome);
        Trial<String> trial = services.trial(ctx, study);
        if (!told && !isRepeated(trial, attempt, outcome)) {
            throw isVoid(trial, attempt);
        }
        Answers.json(
                ctx, TrialView.json(trial, CandidateTexts.of(services.live().catalogue(), noted.attributes())));
    }

    private static Outcome atFidelity(StoredDefinition stored, Trial<String> trial, Outcome outcome) {
        Fidelity fidelity = stored.definition().fidelity().orElseThrow();
        Configuration configuration = new ConfigurationCodec(stored.definition().space()).decode(trial.candidate());
        return outcome.map(evaluation -> fidelity.applied(configuration, evaluation));
    }

    /** Whether a client that did not hear the first answer tells the same again. */
    private static boolean isRepeated(Trial<String> trial, int attempt, Outcome outcome) {
        return trial.state() == outcome.state()
                && trial.attempt() == attempt
                && trial.evaluation().equals(outcome.evaluation())
                && trial.failure().equals(outcome.failure());
    }

    private void report(Context ctx) {
        Recent.Noted noted = services.recent(ctx);
        StudyRecord study = noted.study();
        long number = Requests.trialNumber(ctx);
        ObjectNode body = Requests.object(ctx, Set.of("attempt", "step", "value"));
        int attempt = attempt(body);
        long step = TellBody.whole(body, "step", null, Long.MIN_VALUE, Long.MAX_VALUE);
        double value = TellBody.real(body.path("value"), "value");
        if (!Double.isFinite(value)) {
            throw ApiException.badField("value", "is " + value + ", expected a finite number");
        }
        beat(ctx, study, number, attempt);
        store.report(study.id(), number, step, value);
        Study<?> live = services.live().require(study, noted.attributes()).study();
        boolean prune = live.shouldPrune(number);
        ObjectNode answer = Json.MAPPER.createObjectNode().put("prune", prune);
        if (prune) {
            answer.put("reason", "pruned at step " + step + " with value " + value);
        }
        Answers.json(ctx, answer);
    }

    private void heartbeat(Context ctx) {
        StudyRecord study = services.recent(ctx).study();
        int attempt = attempt(Requests.object(ctx, Set.of("attempt")));
        beat(ctx, study, Requests.trialNumber(ctx), attempt);
        ctx.status(204);
    }

    private void beat(Context ctx, StudyRecord study, long number, int attempt) {
        if (!store.heartbeat(study.id(), number, attempt)) {
            throw isVoid(services.trial(ctx, study), attempt);
        }
    }

    private static ApiException isVoid(Trial<String> trial, int attempt) {
        return new ApiException(
                409,
                "attempt " + attempt + " of trial " + trial.number() + " is over: the trial is "
                        + StudyView.lower(trial.state()) + " in attempt " + trial.attempt());
    }

    private static int attempt(ObjectNode body) {
        return (int) TellBody.whole(body, "attempt", null, 1, Integer.MAX_VALUE);
    }
}
