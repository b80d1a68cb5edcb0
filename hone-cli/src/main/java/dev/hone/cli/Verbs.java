package dev.hone.cli;

import dev.hone.cli.study.StudyCommand;
import dev.hone.cli.terminal.Terminal;
import dev.hone.cli.tune.TrainCommand;
import dev.hone.cli.tune.TuneCommand;
import dev.hone.cli.tune.WorkerCommand;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;

/** The verbs in the order in which help lists them. */
final class Verbs {

    private Verbs() {}

    /** Each verb is made for a terminal and the word that follows it, which may be a verb of its own. */
    static Map<String, BiFunction<Terminal, String, Object>> all() {
        Map<String, BiFunction<Terminal, String, Object>> verbs = new LinkedHashMap<>();
        verbs.put("tune", (terminal, next) -> new TuneCommand(terminal));
        verbs.put("train", (terminal, next) -> new TrainCommand(terminal));
        verbs.put("study", StudyCommand::line);
        verbs.put("worker", (terminal, next) -> new WorkerCommand(terminal));
        verbs.put("serve", (terminal, next) -> new ServeCommand(terminal));
        verbs.put("methods", (terminal, next) -> new MethodsCommand(terminal));
        verbs.put("claim", (terminal, next) -> new ClaimCommand(terminal));
        verbs.put("bench", (terminal, next) -> BenchCommand.line(terminal));
        verbs.put("schema", (terminal, next) -> new SchemaCommand(terminal));
        verbs.put("doctor", (terminal, next) -> new DoctorCommand(terminal));
        verbs.put("completion", (terminal, next) -> new CompletionCommand(terminal));
        return verbs;
    }
}
