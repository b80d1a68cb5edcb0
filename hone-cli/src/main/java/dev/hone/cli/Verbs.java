package dev.hone.cli;

import dev.hone.cli.study.StudyCommand;
import dev.hone.cli.terminal.Terminal;
import dev.hone.cli.tune.TuneCommand;
import dev.hone.cli.tune.WorkerCommand;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The verbs in the order in which help lists them. */
final class Verbs {

    private Verbs() {}

    static Map<String, Function<Terminal, Object>> all() {
        Map<String, Function<Terminal, Object>> verbs = new LinkedHashMap<>();
        verbs.put("tune", TuneCommand::new);
        verbs.put("study", StudyCommand::line);
        verbs.put("worker", WorkerCommand::new);
        verbs.put("serve", ServeCommand::new);
        verbs.put("methods", MethodsCommand::new);
        verbs.put("claim", ClaimCommand::new);
        verbs.put("bench", BenchCommand::new);
        verbs.put("schema", SchemaCommand::new);
        verbs.put("doctor", DoctorCommand::new);
        verbs.put("completion", CompletionCommand::new);
        return verbs;
    }
}
