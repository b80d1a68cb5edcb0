package dev.hone.cli.verify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.cli.terminal.Style;
import dev.hone.cli.terminal.Table;
import dev.hone.cli.terminal.Text;
import dev.hone.core.Json;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hipparchus.stat.descriptive.moment.Mean;
import org.hipparchus.stat.descriptive.rank.Median;

/** Says what a {@link Verification} found: a table, and for each comparison a sentence that says whether it means anything. */
public final class VerificationReport {

    private VerificationReport() {}

    public static void print(PrintStream out, Verification.Result result, Style style) {
        String baseline = result.contenders().get(0).label();
        out.println("Measured again in alternation, " + Text.count(result.rounds(), "round") + ":");
        for (int j = 0; j < result.objectives().size(); j++) {
            var objective = result.objectives().get(j);
            Table table = new Table(
                    objective.name() + " (" + objective.direction().name().toLowerCase(Locale.ROOT) + ")",
                    "MEAN",
                    "MEDIAN",
                    "CHANGE [95 % INTERVAL]",
                    "ROUNDS");
            for (int i = 0; i < result.contenders().size(); i++) {
                table.row(row(result, i, j));
            }
            table.print(out, "  ", style);
        }
        for (int i = 0; i < result.contenders().size(); i++) {
            int lost = result.rounds() - result.values().get(i).size();
            if (lost > 0) {
                out.println(style.bad(result.contenders().get(i).label() + " failed in " + lost + " of "
                        + Text.count(result.rounds(), "round") + ": "
                        + result.failures().get(i).orElse("")));
            }
        }
        out.println();
        sentences(result, baseline, style).forEach(out::println);
    }

    private static List<String> row(Verification.Result result, int contender, int objective) {
        double[] all = result.values().get(contender).values().stream()
                .mapToDouble(v -> v.get(objective))
                .toArray();
        String change = contender == 0
                ? "-"
                : result.compare(contender, objective)
                        .map(PairedComparison::interval)
                        .orElse("-");
        return List.of(
                result.contenders().get(contender).label(),
                all.length == 0 ? "-" : Text.number(new Mean().evaluate(all)),
                all.length == 0 ? "-" : Text.number(new Median().evaluate(all)),
                change,
                Integer.toString(all.length));
    }

    /** One sentence for each comparison, and one that sums up when nothing was gained. */
    static List<String> sentences(Verification.Result result, String baseline, Style style) {
        List<String> sentences = new ArrayList<>();
        boolean any = false;
        boolean comparable = false;
        for (int i = 1; i < result.contenders().size(); i++) {
            for (int j = 0; j < result.objectives().size(); j++) {
                Optional<PairedComparison> comparison = result.compare(i, j);
                if (comparison.isEmpty()) {
                    continue;
                }
                comparable = true;
                any |= comparison.get().isGain();
                String sentence =
                        comparison.get().sentence(result.contenders().get(i).label(), baseline) + ".";
                sentences.add(comparison.get().isGain() ? style.good(sentence) : sentence);
            }
        }
        if (!comparable) {
            sentences.add("Nothing can be compared: there is no round in which both the baseline and a candidate ran.");
        } else if (!any) {
            sentences.add("No significant gain over " + baseline + " was found.");
        }
        return sentences;
    }

    public static ObjectNode json(Verification.Result result) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        node.put("rounds", result.rounds());
        node.put("baseline", result.contenders().get(0).label());
        ArrayNode contenders = node.putArray("measured");
        for (int i = 0; i < result.contenders().size(); i++) {
            ObjectNode one = contenders.addObject();
            one.put("label", result.contenders().get(i).label());
            if (result.contenders().get(i).number() >= 0) {
                one.put("trial", result.contenders().get(i).number());
            }
            one.set("values", Json.MAPPER.valueToTree(result.values().get(i).values()));
            result.failures().get(i).ifPresent(reason -> one.put("failure", reason));
            if (i > 0) {
                comparisons(result, i, one.putArray("comparisons"));
            }
        }
        return node;
    }

    private static void comparisons(Verification.Result result, int contender, ArrayNode array) {
        for (int j = 0; j < result.objectives().size(); j++) {
            result.compare(contender, j).ifPresent(c -> {
                ObjectNode one = array.addObject();
                one.put("objective", c.objective().name());
                one.put("relative", c.relative());
                one.put("baseline_mean", c.baselineMean());
                one.put("baseline_median", c.baselineMedian());
                one.put("mean", c.candidateMean());
                one.put("median", c.candidateMedian());
                one.put("change", c.effect());
                if (!Double.isNaN(c.low())) {
                    one.put("low", c.low()).put("high", c.high()).put("p", c.pValue());
                }
                one.put("significant", c.isSignificant());
                one.put("gain", c.isGain());
            });
        }
    }
}
