package dev.hone.cli;

import dev.hone.cli.terminal.Terminal;
import dev.hone.core.definition.StudySchema;
import dev.hone.core.method.MethodCatalogue;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Prints the JSON Schema of study files. */
@Command(
        name = "schema",
        description = "Print the JSON Schema of study files, for completion and checks in editors.",
        footer = {
            "",
            "  hone schema > study.schema.json",
            "and in the study, for editors that know the YAML language server:",
            "  # yaml-language-server: $schema=study.schema.json"
        })
final class SchemaCommand implements Callable<Integer> {

    private final Terminal terminal;

    SchemaCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        terminal.out().print(StudySchema.json(MethodCatalogue.load()));
        return ExitCode.DONE;
    }
}
