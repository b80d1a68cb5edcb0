package dev.hone.cli;

import dev.hone.cli.terminal.Terminal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The verbs in the order in which help lists them. */
final class Verbs {

    private Verbs() {}

    static Map<String, Function<Terminal, Object>> all() {
        Map<String, Function<Terminal, Object>> verbs = new LinkedHashMap<>();
        verbs.put("methods", MethodsCommand::new);
        verbs.put("completion", CompletionCommand::new);
        return verbs;
    }
}
