package dev.hone.cli.study;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.cli.terminal.Style;
import dev.hone.cli.terminal.Table;
import dev.hone.cli.terminal.Text;
import dev.hone.core.Json;
import dev.hone.core.analyse.SequenceSummary;
import dev.hone.core.analyse.SequenceSummary.Arm;
import dev.hone.core.trial.Objective;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a sequence of trials goes: what it cost in total, and what is played how often. */
public final class SequenceTable {

    /** Rows that a person wants to see. */
    private static final int SHOWN = 12;

    private SequenceTable() {}

    public static void print(PrintStream out, SequenceSummary sequence, Objective objective, Style style) {
        out.println();
        out.println("Sequence of " + Text.count(sequence.numbers().length, "trial") + ", " + objective.name() + " "
                + style.good(Text.number(sequence.total())) + " in total; mean " + Text.number(sequence.firstMean())
                + " in the first tenth, " + Text.number(sequence.lastMean()) + " in the last");
        Optional<Arm> bestFixed = sequence.bestFixed(objective.direction());
        boolean replayed = bestFixed.isPresent();
        boolean drawn = sequence.arms().stream().anyMatch(arm -> !Double.isNaN(arm.probability()));
        List<String> head = new ArrayList<>(List.of("PLAYED", "TRIALS", "OF THE LAST TENTH", "MEAN"));
        if (drawn) {
            head.add("PROBABILITY");
        }
        if (replayed) {
            head.add("MEAN IF ALWAYS PLAYED");
        }
        Table table = new Table(head);
        List<Arm> arms = sequence.arms();
        for (Arm arm : arms.subList(0, Math.min(SHOWN, arms.size()))) {
            List<String> row = new ArrayList<>();
            row.add(Text.pairs(Views.parameters(arm.candidate())));
            row.add(Long.toString(arm.plays()));
            row.add(Long.toString(arm.recent()));
            row.add(arm.plays() > 0 ? Text.number(arm.mean()) : "-");
            if (drawn) {
                row.add(Double.isNaN(arm.probability()) ? "-" : Text.number(arm.probability()));
            }
            if (replayed) {
                row.add(Text.number(arm.meanIfAlways().orElse(Double.NaN)));
            }
            table.row(row);
        }
        table.print(out, "  ", style);
        if (arms.size() > SHOWN) {
            out.println("  ... and " + (arms.size() - SHOWN) + " more");
        }
        if (drawn) {
            out.println(
                    "PROBABILITY is that of the draw for trial " + sequence.numbers()[sequence.numbers().length - 1]);
        }
        bestFixed.ifPresent(best -> out.println("Always " + Text.pairs(Views.parameters(best.candidate()))
                + " would have made " + Text.number(best.replayed()[best.replayed().length - 1]) + " in total"));
    }

    static ObjectNode json(SequenceSummary sequence) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        node.put("trials", sequence.numbers().length);
        node.put("total", sequence.total());
        node.put("first_mean", sequence.firstMean());
        node.put("last_mean", sequence.lastMean());
        ArrayNode arms = node.putArray("arms");
        for (Arm arm : sequence.arms()) {
            ObjectNode row = arms.addObject();
            row.set("parameters", Json.parse(arm.candidate()));
            row.put("trials", arm.plays()).put("recent", arm.recent());
            if (arm.plays() > 0) {
                row.put("mean", arm.mean());
            }
            if (!Double.isNaN(arm.probability())) {
                row.put("probability", arm.probability());
            }
            arm.meanIfAlways().ifPresent(mean -> row.put("mean_if_always", mean));
        }
        return node;
    }
}
