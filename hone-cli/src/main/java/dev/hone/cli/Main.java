package dev.hone.cli;

import dev.hone.cli.terminal.Style;
import dev.hone.cli.terminal.Terminal;
import dev.hone.core.HoneException;
import dev.hone.core.store.StoreException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code hone} command. */
public final class Main {

    /** Verbs by name; only the one that is called is built, which keeps short commands short. */
    private static final Map<String, BiFunction<Terminal, String, Object>> VERBS = Verbs.all();

    private Main() {}

    public static void main(String[] args) {
        System.exit(run(Terminal.system(), args));
    }

    /** Runs a command line and returns its exit status, see {@link ExitCode}. */
    public static int run(Terminal terminal, String... args) {
        if (JsonLog.isWanted(args)) {
            try (JsonLog log = JsonLog.on(terminal.err())) {
                return execute(log.instead(terminal), args);
            }
        }
        return execute(terminal, args);
    }

    private static int execute(Terminal terminal, String... args) {
        CommandLine line = commandLine(terminal, args);
        int status = line.execute(args);
        terminal.out().flush();
        terminal.err().flush();
        if (terminal.out().checkError()) {
            return status == ExitCode.DONE ? ExitCode.UNEXPECTED : status;
        }
        return status;
    }

    /** The whole command with all verbs. */
    static CommandLine commandLine(Terminal terminal) {
        return commandLine(terminal, VERBS.keySet(), "");
    }

    private static CommandLine commandLine(Terminal terminal, String[] args) {
        List<String> words =
                Arrays.stream(args).filter(a -> !a.startsWith("-")).limit(2).toList();
        if (words.isEmpty() || !VERBS.containsKey(words.get(0))) {
            return commandLine(terminal);
        }
        return commandLine(terminal, List.of(words.get(0)), words.size() > 1 ? words.get(1) : "");
    }

    private static CommandLine commandLine(Terminal terminal, Iterable<String> verbs, String next) {
        CommandLine line = new CommandLine(new HoneCommand());
        for (String verb : verbs) {
            line.addSubcommand(verb, VERBS.get(verb).apply(terminal, next));
        }
        withHelp(line);
        configure(line, terminal);
        return line;
    }

    /** Gives every verb {@code --help} and {@code --version}. */
    private static void withHelp(CommandLine line) {
        line.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(new HoneCommand.Version());
        line.getSubcommands().values().forEach(Main::withHelp);
    }

    private static void configure(CommandLine line, Terminal terminal) {
        line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
        line.setColorScheme(Help.defaultColorScheme(terminal.outColour() ? Help.Ansi.ON : Help.Ansi.OFF));
        line.setUsageHelpAutoWidth(false);
        line.setUsageHelpWidth(Math.max(80, Math.min(120, terminal.width())));
        line.setUsageHelpLongOptionsMaxWidth(30);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setAbbreviatedOptionsAllowed(false);
        line.setParameterExceptionHandler((e, args) -> usage(e, terminal));
        line.setExecutionExceptionHandler((e, command, result) -> failed(e, command, terminal));
    }

    private static int usage(ParameterException e, Terminal terminal) {
        Style style = new Style(terminal.errColour());
        terminal.err().println(style.bad("hone:") + " " + e.getMessage());
        if (e instanceof UnmatchedArgumentException unmatched) {
            UnmatchedArgumentException.printSuggestions(
                    unmatched, e.getCommandLine().getErr());
        }
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        terminal.err().println("Try '" + command + " --help'.");
        return ExitCode.USAGE;
    }

    private static int failed(Exception e, CommandLine command, Terminal terminal) {
        Style style = new Style(terminal.errColour());
        HoneCommand root =
                command.getCommandSpec().root().userObject() instanceof HoneCommand c ? c : new HoneCommand();
        String debugHint = "";
        int status;
        if (e instanceof StoreException store) {
            status = store.isTransient() ? ExitCode.UNEXPECTED : ExitCode.USAGE;
        } else if (e instanceof HoneException) {
            status = ExitCode.USAGE;
        } else if (e instanceof InterruptedException) {
            return ExitCode.INTERRUPTED;
        } else {
            status = ExitCode.UNEXPECTED;
            debugHint = root.debug ? "" : " (--debug shows where)";
        }
        String message = status == ExitCode.UNEXPECTED && !(e instanceof StoreException)
                ? "unexpected " + e.getClass().getSimpleName() + ": " + e.getMessage()
                : e.getMessage();
        terminal.err().println(style.bad("hone:") + " " + message + debugHint);
        if (root.debug) {
            e.printStackTrace(terminal.err());
        }
        return status;
    }
}
