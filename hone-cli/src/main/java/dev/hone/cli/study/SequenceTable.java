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
        Table table = replayed
                ? new Table("PLAYED", "TRIALS", "OF THE LAST TENTH", "MEAN", "MEAN IF ALWAYS PLAYED")
                : new Table("PLAYED", "TRIALS", "OF THE LAST TENTH", "MEAN");
        List<Arm> arms = sequence.arms();
        for (Arm arm : arms.subList(0, Math.min(SHOWN, arms.size()))) {
            String candidate = Text.pairs(Views.parameters(arm.candidate()));
            String mean = arm.plays() > 0 ? Text.number(arm.mean()) : "-";
            String trials = Long.toString(arm.plays());
            String recent = Long.toString(arm.recent());
            if (replayed) {
                table.row(
                        candidate,
                        trials,
                        recent,
                        mean,
                        Text.number(arm.meanIfAlways().orElse(Double.NaN)));
            } else {
                table.row(candidate, trials, recent, mean);
            }
        }
        table.print(out, "  ", style);
        if (arms.size() > SHOWN) {
            out.println("  ... and " + (arms.size() - SHOWN) + " more");
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
            arm.meanIfAlways().ifPresent(mean -> row.put("mean_if_always", mean));
        }
        return node;
    }
}
