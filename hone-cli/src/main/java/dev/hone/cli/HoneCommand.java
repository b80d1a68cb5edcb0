package dev.hone.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command above the verbs. */
@Command(
        name = "hone",
        versionProvider = HoneCommand.Version.class,
        synopsisSubcommandLabel = "VERB",
        description = {
            "Makes things better by trial: tunes numbers and choices of a command, a Java class or an HTTP endpoint, records"
                    + " every trial, and resumes where it stopped."
        },
        footer = {
            "",
            "Start with 'hone tune FILE'; 'hone VERB --help' explains a verb.",
            "Exit status: 0 done, 1 unexpected or try again later, 2 usage or bad input,",
            "3 evaluations failed beyond the limit, 130 interrupted."
        })
final class HoneCommand implements Runnable {

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show stack traces of unexpected errors.")
    boolean debug;

    @Option(
            names = JsonLog.OPTION,
            scope = ScopeType.INHERIT,
            description =
                    "Write standard error as a log: one JSON object a line, with study and trial where they are known.")
    boolean logJson;

    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                "what shall be done? expected a verb, one of: "
                        + spec.subcommands().keySet());
    }

    /** The version that the build wrote. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {"hone " + version() + " (Java " + Runtime.version() + ")"};
        }

        static String version() {
            try (InputStream file = HoneCommand.class.getResourceAsStream("version.properties")) {
                Properties properties = new Properties();
                properties.load(file);
                return properties.getProperty("version");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
