package dev.hone.cli.study;

import dev.hone.cli.terminal.Terminal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Looks at and keeps the studies of a store. */
@Command(
        name = "study",
        description = "List, show, plot, judge, control, note, export, import, rename and delete studies.")
public final class StudyCommand implements Runnable {

    private static final Map<String, Function<Terminal, Object>> VERBS = new LinkedHashMap<>();

    static {
        VERBS.put("list", ListCommand::new);
        VERBS.put("show", ShowCommand::new);
        VERBS.put("best", BestCommand::new);
        VERBS.put("trials", TrialsCommand::new);
        VERBS.put("judge", JudgeCommand::new);
        VERBS.put("plot", PlotCommand::new);
        VERBS.put("export", ExportCommand::new);
        VERBS.put("import", ImportCommand::new);
        VERBS.put("pause", PauseCommand::new);
        VERBS.put("resume", ResumeCommand::new);
        VERBS.put("stop", StopCommand::new);
        VERBS.put("enqueue", EnqueueCommand::new);
        VERBS.put("note", NoteCommand::new);
        VERBS.put("tag", TagCommand::new);
        VERBS.put("rename", RenameCommand::new);
        VERBS.put("delete", DeleteCommand::new);
    }

    @Spec
    CommandSpec spec;

    private StudyCommand() {}

    /** The verb with all its own verbs, or only with that of the name {@code only} if there is one. */
    public static CommandLine line(Terminal terminal, String only) {
        CommandLine line = new CommandLine(new StudyCommand());
        for (String verb : VERBS.containsKey(only) ? List.of(only) : VERBS.keySet()) {
            line.addSubcommand(verb, VERBS.get(verb).apply(terminal));
        }
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "what shall be done with studies? expected one of "
                        + spec.subcommands().keySet());
    }
}
