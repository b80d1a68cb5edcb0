package dev.hone.cli.study;

import dev.hone.cli.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Looks at and keeps the studies of a store. */
@Command(name = "study", description = "List, show, control, note, export, import, rename and delete studies.")
public final class StudyCommand implements Runnable {

    @Spec
    CommandSpec spec;

    private StudyCommand() {}

    /** The verb with its own verbs. */
    public static CommandLine line(Terminal terminal) {
        return new CommandLine(new StudyCommand())
                .addSubcommand("list", new ListCommand(terminal))
                .addSubcommand("show", new ShowCommand(terminal))
                .addSubcommand("best", new BestCommand(terminal))
                .addSubcommand("trials", new TrialsCommand(terminal))
                .addSubcommand("export", new ExportCommand(terminal))
                .addSubcommand("import", new ImportCommand(terminal))
                .addSubcommand("pause", new PauseCommand(terminal))
                .addSubcommand("resume", new ResumeCommand(terminal))
                .addSubcommand("stop", new StopCommand(terminal))
                .addSubcommand("enqueue", new EnqueueCommand(terminal))
                .addSubcommand("note", new NoteCommand(terminal))
                .addSubcommand("tag", new TagCommand(terminal))
                .addSubcommand("rename", new RenameCommand(terminal))
                .addSubcommand("delete", new DeleteCommand(terminal));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "what shall be done with studies? expected one of "
                        + spec.subcommands().keySet());
    }
}
