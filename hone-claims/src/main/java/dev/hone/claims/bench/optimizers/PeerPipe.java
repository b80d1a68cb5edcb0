package dev.hone.claims.bench.optimizers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.claims.bench.ProposalRounds;
import dev.hone.claims.problem.BenchmarkProblem;
import dev.hone.claims.problem.FrontProblem;
import dev.hone.claims.problem.FrontProblems;
import dev.hone.claims.problem.TestProblem;
import dev.hone.claims.problem.TestProblems;
import dev.hone.claims.problem.TestProblems.BbobRange;
import dev.hone.core.Check;
import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Json;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.Parameter;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Trial;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Answers requests from another process, one JSON object a line, so that optimizers in any language work on the same problems
 * as Hone's. Requests have a field {@code op}:
 * <ul>
 *   <li>{@code problem}: parameters of a problem, and its minimum or the hypervolume of its front
 *   <li>{@code value}: value, constraints and regret of {@code values}, with the noise of {@code seed} and {@code trial}; of
 *       several objectives the values and constraints
 *   <li>{@code regrets}: of several objectives, the regret after each of {@code points} in turn
 *   <li>{@code run}: regret after each of {@code trials} of {@code optimizer} with {@code seed}
 *   <li>{@code time}: milliseconds to ask {@code optimizer} for a proposal and tell its result with {@code told} trials told
 * </ul>
 * A request that cannot be answered gets {@code error}, and the next one is read.
 */
public final class PeerPipe {

    /** Trials told at most when the virtual machine is warmed up. */
    private static final int WARM_UP = 200;

    private final Map<String, BenchmarkProblem> problems = new HashMap<>();

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
            BenchmarkProblem problem = problems.computeIfAbsent(text(request, "problem"), PeerPipe::problem);
            String op = text(request, "op");
            return switch (op) {
                case "problem" -> describe(problem);
                case "value" -> value(problem, request);
                case "regrets" -> regrets(problem, request);
                case "run" -> run(problem, request);
                case "time" -> time(problem, request);
                default ->
                    throw new InvalidFieldException(
                            "op", "is '" + op + "', expected one of [problem, value, regrets, run, time]");
            };
        } catch (HoneException e) {
            return Json.MAPPER.createObjectNode().put("error", e.getMessage());
        }
    }

    private static BenchmarkProblem problem(String name) {
        Optional<FrontProblem> front = FrontProblems.named(name);
        if (front.isPresent()) {
            return front.get();
        }
        List<TestProblem> found = TestProblems.select(List.of(name), new BbobRange(List.of(2), List.of(1)));
        Check.that(found.size() == 1, "problem", "a suite, " + name, "one problem");
        return found.get(0);
    }

    private static ObjectNode describe(BenchmarkProblem problem) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        node.put("name", problem.name());
        if (problem instanceof TestProblem one) {
            node.put("minimum", one.minimum()).put("noise", one.noise());
        } else if (problem instanceof FrontProblem several) {
            node.put("volume", several.volume()).set("reference", Json.MAPPER.valueToTree(several.reference()));
        }
        node.put("objectives", problem.objectives().size());
        node.put("constraints", problem.constraints().size());
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

    private static ObjectNode value(BenchmarkProblem problem, JsonNode request) {
        Configuration x = configuration(problem, field(request, "values"));
        Evaluation told = problem.evaluate(
                x, request.path("seed").asLong(), request.path("trial").asLong());
        ObjectNode node = Json.MAPPER.createObjectNode();
        if (problem instanceof TestProblem one) {
            node.put("value", told.value()).put("regret", Math.max(0, one.value(x) - one.minimum()));
        } else {
            node.set("values", Json.MAPPER.valueToTree(told.values()));
        }
        node.set("constraints", Json.MAPPER.valueToTree(told.constraints().values()));
        return node;
    }

    private static Configuration configuration(BenchmarkProblem problem, JsonNode node) {
        Map<String, Object> values = new HashMap<>();
        node.properties().forEach(v -> values.put(v.getKey(), Json.MAPPER.convertValue(v.getValue(), Object.class)));
        return problem.space().configuration(values);
    }

    private static ObjectNode regrets(BenchmarkProblem problem, JsonNode request) {
        List<Configuration> points = new ArrayList<>();
        field(request, "points").forEach(p -> points.add(configuration(problem, p)));
        if (problem instanceof FrontProblem several) {
            return withRegrets(several.regrets(points));
        }
        throw new InvalidFieldException("problem", "is " + problem.name() + ", expected one with several objectives");
    }

    private static ObjectNode run(BenchmarkProblem problem, JsonNode request) {
        Contender contender = Contender.parse(text(request, "optimizer"));
        int trials = Check.positive("trials", field(request, "trials").asInt());
        long seed = field(request, "seed").asLong();
        OptimizerFactory<Configuration> optimizer = contender.over(problem.space());
        if (problem instanceof TestProblem one) {
            Run run = Run.of(one, optimizer, new Run.Key(one.name(), contender.label(), seed, trials));
            double[] regrets =
                    IntStream.rangeClosed(1, trials).mapToDouble(run::regretAt).toArray();
            return withRegrets(regrets).put("ms_per_trial", run.millisPerTrial());
        }
        TimedTrials run = TimedTrials.of(problem, optimizer, seed, trials);
        List<Configuration> points = run.trials().stream().map(Trial::candidate).toList();
        return withRegrets(((FrontProblem) problem).regrets(points)).put("ms_per_trial", run.millisPerTrial());
    }

    /** A regret that is not finite is null: there was no feasible point. */
    private static ObjectNode withRegrets(double[] regrets) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        ArrayNode list = node.putArray("regrets");
        for (double regret : regrets) {
            if (Double.isFinite(regret)) {
                list.add(regret);
            } else {
                list.addNull();
            }
        }
        return node;
    }

    private static ObjectNode time(BenchmarkProblem problem, JsonNode request) {
        Contender contender = Contender.parse(text(request, "optimizer"));
        int told = Check.positive("told", field(request, "told").asInt());
        int rounds = Check.positive("rounds", field(request, "rounds").asInt());
        // the first measurement warms the virtual machine up
        roundTrip(problem, contender, Math.min(told, WARM_UP), rounds);
        return Json.MAPPER.createObjectNode().put("ms", Anytime.median(roundTrip(problem, contender, told, rounds)));
    }

    private static double[] roundTrip(BenchmarkProblem problem, Contender contender, int told, int rounds) {
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
