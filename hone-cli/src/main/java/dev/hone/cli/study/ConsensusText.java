package dev.hone.cli.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.cli.terminal.Style;
import dev.hone.cli.terminal.Table;
import dev.hone.cli.terminal.Text;
import dev.hone.core.Json;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where the particles of consensus-based optimization agreed, iteration by iteration. The optimizer leaves it in the attribute
 * {@code consensus} of the first trial of an iteration; the member -1 of an iteration is a trial of the consensus itself.
 */
final class ConsensusText {

    private static final String OPTIMIZER = "consensus";
    private static final String ATTRIBUTE = "consensus";
    private static final int PROBE = -1;
    /** Trials before the last that are read. */
    private static final int READ = 20_000;
    /** Iterations that a person wants to see. */
    private static final int SHOWN = 5;

    private ConsensusText() {}

    /** One iteration: what the optimizer left, and the value at the consensus, where that was a trial. */
    private record Iteration(JsonNode report, Optional<Double> value) {}

    private static List<Iteration> read(StudyStore store, StudyRecord study) {
        if (!study.optimizer().equals(OPTIMIZER)) {
            return List.of();
        }
        long total = store.standing(study.id()).total();
        Map<Long, JsonNode> reports = new TreeMap<>();
        Map<Long, Double> values = new TreeMap<>();
        for (Trial<String> trial :
                store.trials(study.id(), EnumSet.allOf(TrialState.class), Math.max(0, total - READ), READ)) {
            String text = trial.attributes().get(ATTRIBUTE);
            if (text != null) {
                JsonNode left = Json.parse(text);
                long iteration = left.path("iteration").asLong();
                if (left.has("spread")) {
                    reports.put(iteration, left);
                }
                if (left.path("member").asInt() == PROBE && trial.isComplete()) {
                    values.put(iteration, trial.value());
                }
            }
        }
        List<Iteration> iterations = new ArrayList<>();
        reports.forEach((n, report) -> iterations.add(new Iteration(report, Optional.ofNullable(values.get(n)))));
        return iterations;
    }

    static void print(PrintStream out, StudyStore store, StudyRecord study, Style style) {
        List<Iteration> iterations = read(store, study);
        if (iterations.isEmpty()) {
            return;
        }
        out.println();
        out.println("Consensus of the particles; spread in units of ranges");
        Table table = new Table(
                "ITERATION", "CONSENSUS", "VALUE THERE", "SPREAD", "EFFECTIVE SAMPLE SIZE", "ALPHA", "PARTICLES");
        // those at whose consensus there is a value say most
        List<Iteration> telling = new ArrayList<>(iterations.subList(0, iterations.size() - 1));
        telling.removeIf(one -> one.value().isEmpty());
        telling.add(iterations.get(iterations.size() - 1));
        int rows = Math.min(SHOWN, telling.size());
        for (int i = 0; i < rows; i++) {
            Iteration one = telling.get(rows == 1 ? 0 : (int) Math.round(i * (telling.size() - 1.0) / (rows - 1)));
            table.row(
                    one.report().path("iteration").asText(),
                    Text.pairs(Views.parameters(Json.write(one.report().path("consensus")))),
                    one.value().map(Text::number).orElse("-"),
                    Text.number(one.report().path("spread").asDouble()),
                    Text.number(one.report().path("effective_sample_size").asDouble()),
                    Text.number(one.report().path("alpha").asDouble()),
                    one.report().path("particles").asText());
        }
        table.print(out, "  ", style);
    }

    /** The latest iteration, with {@code value} where the consensus was a trial. */
    static Optional<ObjectNode> latest(StudyStore store, StudyRecord study) {
        List<Iteration> iterations = read(store, study);
        if (iterations.isEmpty()) {
            return Optional.empty();
        }
        Iteration last = iterations.get(iterations.size() - 1);
        ObjectNode node = last.report().deepCopy();
        node.remove("member");
        last.value().ifPresent(value -> node.put("value", value));
        return Optional.of(node);
    }
}
