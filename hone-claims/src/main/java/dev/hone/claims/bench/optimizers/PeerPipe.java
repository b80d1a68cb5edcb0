package dev.hone.claims.bench.optimizers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.claims.bench.ProposalRounds;
import dev.hone.claims.problem.TestProblem;
import dev.hone.claims.problem.TestProblems;
import dev.hone.claims.problem.TestProblems.BbobRange;
import dev.hone.core.Check;
import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Json;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.Parameter;
import dev.hone.core.trial.Evaluation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Answers requests from another process, one JSON object a line, so that optimizers in any language work on the same problems
 * as Hone's. Requests have a field {@code op}:
 * <ul>
 *   <li>{@code problem}: parameters and minimum of a problem
 *   <li>{@code value}: value, constraints and regret of {@code values}, with the noise of {@code seed} and {@code trial}
 *   <li>{@code run}: regret after each of {@code trials} of {@code optimizer} with {@code seed}
 *   <li>{@code time}: milliseconds to ask {@code optimizer} for a proposal and tell its result with {@code told} trials told
 * </ul>
 * A request that cannot be answered gets {@code error}, and the next one is read.
 */
public final class PeerPipe {

    /** Trials told at most when the virtual machine is warmed up. */
    private static final int WARM_UP = 200;

    private final Map<String, TestProblem> problems = new HashMap<>();

    /** Answers until {@code in} ends. */
    public void serve(InputStream in, PrintStream out) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            out.println(Json.write(answer(line)));
            out.flush();
        }
    }

    private ObjectNode answer(String line) {
        try {
            JsonNode request = Json.parse(line);
            TestProblem problem = problem(text(request, "problem"));
            String op = text(request, "op");
            return switch (op) {
                case "problem" -> describe(problem);
                case "value" -> value(problem, request);
                case "run" -> run(problem, request);
                case "time" -> time(problem, request);
                default ->
                    throw new InvalidFieldException(
                            "op", "is '" + op + "', expected one of [problem, value, run, time]");
            };
        } catch (HoneException e) {
            return Json.MAPPER.createObjectNode().put("error", e.getMessage());
        }
    }

    private TestProblem problem(String name) {
        return problems.computeIfAbsent(name, n -> {
            List<TestProblem> found = TestProblems.select(List.of(n), new BbobRange(List.of(2), List.of(1)));
            Check.that(found.size() == 1, "problem", "a suite, " + n, "one problem");
            return found.get(0);
        });
    }

    private static ObjectNode describe(TestProblem problem) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        node.put("name", problem.name()).put("minimum", problem.minimum());
        node.put("constraints", problem.constraints().size()).put("noise", problem.noise());
        ArrayNode parameters = node.putArray("parameters");
        for (Parameter parameter : problem.space().parameters()) {
            ObjectNode of = parameters.addObject().put("name", parameter.name());
            if (parameter instanceof FloatParameter number) {
                of.put("type", "float").put("low", number.low()).put("high", number.high());
            } else if (parameter instanceof IntParameter whole) {
                of.put("type", "int").put("low", whole.low()).put("high", whole.high());
            } else if (parameter instanceof CategoricalParameter choice) {
                of.put("type", "choice").set("choices", Json.MAPPER.valueToTree(choice.choices()));
            }
            parameter
                    .condition()
                    .ifPresent(c -> of.putObject("when").set(c.parent(), Json.MAPPER.valueToTree(c.values())));
        }
        return node;
    }

    private static ObjectNode value(TestProblem problem, JsonNode request) {
        Map<String, Object> values = new HashMap<>();
        field(request, "values")
                .properties()
                .forEach(v -> values.put(v.getKey(), Json.MAPPER.convertValue(v.getValue(), Object.class)));
        Configuration x = problem.space().configuration(values);
        Evaluation told = problem.evaluate(
                x, request.path("seed").asLong(), request.path("trial").asLong());
        ObjectNode node = Json.MAPPER.createObjectNode();
        node.put("value", told.value()).put("regret", Math.max(0, problem.value(x) - problem.minimum()));
        ArrayNode constraints = node.putArray("constraints");
        told.constraints().values().forEach(constraints::add);
        return node;
    }

    private static ObjectNode run(TestProblem problem, JsonNode request) {
        Contender contender = Contender.parse(text(request, "optimizer"));
        int trials = Check.positive("trials", field(request, "trials").asInt());
        Run run = Run.of(
                problem,
                contender.over(problem.space()),
                new Run.Key(
                        problem.name(),
                        contender.label(),
                        field(request, "seed").asLong(),
                        trials));
        ObjectNode node = Json.MAPPER.createObjectNode().put("ms_per_trial", run.millisPerTrial());
        ArrayNode regrets = node.putArray("regrets");
        for (int trial = 1; trial <= trials; trial++) {
            double regret = run.regretAt(trial);
            if (Double.isFinite(regret)) {
                regrets.add(regret);
            } else {
                regrets.addNull();
            }
        }
        return node;
    }

    private static ObjectNode time(TestProblem problem, JsonNode request) {
        Contender contender = Contender.parse(text(request, "optimizer"));
        int told = Check.positive("told", field(request, "told").asInt());
        int rounds = Check.positive("rounds", field(request, "rounds").asInt());
        // the first measurement warms the virtual machine up
        roundTrip(problem, contender, Math.min(told, WARM_UP), rounds);
        return Json.MAPPER.createObjectNode().put("ms", Anytime.median(roundTrip(problem, contender, told, rounds)));
    }

    private static double[] roundTrip(TestProblem problem, Contender contender, int told, int rounds) {
        ProposalRounds of =
                ProposalRounds.measure(problem, contender.over(problem.space()), told, rounds, Duration.ofMinutes(10));
        return IntStream.range(0, rounds)
                .mapToDouble(i -> of.askMillis()[i] + of.tellMillis()[i])
                .toArray();
    }

    private static String text(JsonNode request, String name) {
        JsonNode value = field(request, name);
        Check.that(value.isTextual(), name, value, "some text");
        return value.asText();
    }

    private static JsonNode field(JsonNode request, String name) {
        JsonNode value = request.get(name);
        Check.that(value != null, name, "missing", "a value");
        return value;
    }
}
