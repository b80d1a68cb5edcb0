package dev.hone.claims;

import java.util.List;

/**
 * What an experiment found.
 *
 * @param verdicts the claim's conditions, each with what was measured
 * @param header column names of the table
 * @param rows the numbers behind the verdicts
 * @param chart a picture of them
 */
public record Evidence(List<Verdict> verdicts, List<String> header, List<List<String>> rows, Chart chart) {

    public Evidence {
        verdicts = List.copyOf(verdicts);
        header = List.copyOf(header);
        rows = List.copyOf(rows);
    }

    public boolean holds() {
        return verdicts.stream().allMatch(Verdict::holds);
    }

    /** One condition and whether it holds. */
    public record Verdict(String condition, String measured, boolean holds) {}

    /** Lines over a common axis. */
    public record Chart(String title, String xLabel, String yLabel, boolean logY, List<Line> lines) {}

    /** A named line; {@code x} and {@code y} have the same length. */
    public record Line(String name, double[] x, double[] y) {}
}
