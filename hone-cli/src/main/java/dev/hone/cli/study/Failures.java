package dev.hone.cli.study;

import dev.hone.cli.terminal.Style;
import dev.hone.cli.terminal.Table;
import dev.hone.cli.terminal.Text;
import dev.hone.core.trial.Trial;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Failed trials by reason. */
public final class Failures {

    private static final int REASON_WIDTH = 160;
    private static final int REASONS = 10;
    private static final int NUMBERS = 5;

    private Failures() {}

    /** Reasons with the trials that failed for them, most frequent first; reasons that differ in numbers only are one. */
    public static Map<String, List<Long>> byReason(List<? extends Trial<?>> failed) {
        Map<String, String> shown = new LinkedHashMap<>();
        Map<String, List<Long>> numbers = new LinkedHashMap<>();
        for (Trial<?> trial : failed) {
            String reason = trial.failure().orElse("no reason given").strip();
            String key = reason.replaceAll("\\d+(\\.\\d+)?", "#");
            shown.putIfAbsent(key, reason);
            numbers.computeIfAbsent(key, k -> new ArrayList<>()).add(trial.number());
        }
        Map<String, List<Long>> sorted = new LinkedHashMap<>();
        numbers.entrySet().stream()
                .sorted((a, b) -> b.getValue().size() - a.getValue().size())
                .forEach(e -> sorted.put(shown.get(e.getKey()), e.getValue()));
        return sorted;
    }

    /** Prints how often each reason came, with some trials of it. */
    public static void print(PrintStream out, List<? extends Trial<?>> failed, Style style) {
        Table table = new Table("TIMES", "REASON", "TRIALS");
        byReason(failed).entrySet().stream().limit(REASONS).forEach(e -> {
            List<Long> numbers = e.getValue();
            String some = numbers.stream().limit(NUMBERS).map(String::valueOf).collect(Collectors.joining(", "));
            table.row(
                    Integer.toString(numbers.size()),
                    Text.fit(e.getKey().replaceAll("\\s*\\R\\s*", " | "), REASON_WIDTH),
                    numbers.size() > NUMBERS ? some + ", ..." : some);
        });
        table.print(out, "  ", style);
    }
}
