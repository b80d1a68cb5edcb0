package dev.hone.claims;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.claims.Evidence.Line;
import dev.hone.claims.Evidence.Verdict;
import dev.hone.core.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;

/** Writes a result as {@code <slug>.json}, {@code <slug>.md} and {@code <slug>.svg}. */
public final class ClaimReport {

    private ClaimReport() {}

    public static void write(ClaimResult result, Path folder) throws IOException {
        Files.createDirectories(folder);
        String slug = result.about().slug();
        Files.writeString(
                folder.resolve(slug + ".json"),
                Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json(result)) + "\n");
        Files.writeString(folder.resolve(slug + ".md"), markdown(result));
        Files.writeString(
                folder.resolve(slug + ".svg"), LinePlot.svg(result.method().chart()));
    }

    static ObjectNode json(ClaimResult result) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        node.put("slug", result.about().slug());
        result.about().row().ifPresent(row -> node.put("row", row));
        node.put("title", result.about().title());
        node.put("statement", result.about().statement());
        node.put("passed", result.passed());
        node.put("summary", result.summary());
        node.put("date", LocalDate.now().toString());
        node.put("java", Runtime.version().feature());
        node.put("cores", Runtime.getRuntime().availableProcessors());
        node.put("seconds", result.took().toMillis() / 1000.0);
        node.set("method", json(result.method()));
        node.set("ablation", json(result.ablation()));
        return node;
    }

    private static ObjectNode json(Evidence evidence) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        ArrayNode verdicts = node.putArray("verdicts");
        for (Verdict verdict : evidence.verdicts()) {
            verdicts.addObject()
                    .put("condition", verdict.condition())
                    .put("measured", verdict.measured())
                    .put("holds", verdict.holds());
        }
        ArrayNode table = node.putArray("table");
        for (List<String> row : evidence.rows()) {
            ObjectNode cells = table.addObject();
            for (int i = 0; i < row.size(); i++) {
                cells.put(evidence.header().get(i), row.get(i));
            }
        }
        ObjectNode chart = node.putObject("chart").put("title", evidence.chart().title());
        chart.put("x", evidence.chart().xLabel()).put("y", evidence.chart().yLabel());
        ArrayNode lines = chart.put("log_y", evidence.chart().logY()).putArray("lines");
        for (Line line : evidence.chart().lines()) {
            ObjectNode points = lines.addObject().put("name", line.name());
            Arrays.stream(line.x()).forEach(points.putArray("x")::add);
            Arrays.stream(line.y()).forEach(points.putArray("y")::add);
        }
        return node;
    }

    static String markdown(ClaimResult result) {
        Claim.About about = result.about();
        StringBuilder text = new StringBuilder();
        text.append("# ").append(about.title()).append("\n\n");
        text.append(about.statement()).append("\n\n");
        text.append("- Baseline: ").append(about.baseline()).append('\n');
        text.append("- Ablation: ").append(about.ablation()).append('\n');
        text.append("- Result: **")
                .append(result.passed() ? "passed" : "failed")
                .append("**, ")
                .append(result.summary())
                .append("\n\n![")
                .append(result.method().chart().title())
                .append("](")
                .append(about.slug())
                .append(".svg)\n");
        section(text, "Method", result.method());
        section(text, "Ablation", result.ablation());
        return text.toString();
    }

    private static void section(StringBuilder text, String title, Evidence evidence) {
        text.append("\n## ").append(title).append("\n\n");
        row(text, List.of("condition", "measured", "holds"));
        row(text, List.of("---", "---", "---"));
        for (Verdict v : evidence.verdicts()) {
            row(text, List.of(v.condition(), v.measured(), v.holds() ? "yes" : "no"));
        }
        text.append('\n');
        row(text, evidence.header());
        row(text, evidence.header().stream().map(h -> "---").toList());
        evidence.rows().forEach(cells -> row(text, cells));
    }

    private static void row(StringBuilder text, List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
