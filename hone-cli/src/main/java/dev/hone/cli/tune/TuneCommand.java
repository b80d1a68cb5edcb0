package dev.hone.cli.tune;

import dev.hone.cli.ExitCode;
import dev.hone.cli.Quoting;
import dev.hone.cli.ServeCommand;
import dev.hone.cli.StoreOption;
import dev.hone.cli.terminal.Terminal;
import dev.hone.core.HoneException;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.server.HoneServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Stack;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a study: from a YAML file, or of a command given on the command line. */
@Command(
        name = "tune",
        description = "Tune numbers and choices of a command, a Java class or an HTTP endpoint.",
        customSynopsis = {
            "hone tune FILE [--resume] [--trials N] [--workers N] [--seed N] [--store LOCATION]",
            "               [--serve[=PORT]] [--dry-run] [--json | --quiet]",
            "hone tune --space 'x=float(0,1)' [--minimize METRIC] [options] -- COMMAND {x}",
            "hone tune --resume --name STUDY [options]",
            ""
        },
        footer = {
            "",
            "Ctrl-C stops cleanly and says how to go on; a second Ctrl-C stops at once.",
            "",
            "Examples:",
            "  hone tune study.yaml",
            "  hone tune study.yaml --resume --trials 200",
            "  hone tune --space 'level=int(1,9) block=int(16,4096,log)' --minimize wall \\",
            "            -- ./pack --level {level} --block {block}k"
        })
public final class TuneCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE | COMMAND",
            description = "The study's YAML (see 'hone schema'); with --space the command, after --.")
    List<String> words = new ArrayList<>();

    @ArgGroup(exclusive = false, heading = "%nWithout a file:%n")
    Inline inline;

    @Option(
            names = "--resume",
            description = "Go on with the study of this name that the store has; trials of a killed run are run again.")
    boolean resume;

    @Option(names = "--trials", paramLabel = "N", description = "Trials in total, instead of the file's budget.")
    Long trials;

    @Option(
            names = {"-w", "--workers"},
            paramLabel = "N",
            description = "Evaluations at a time, instead of the file's parallelism.")
    Integer workers;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of everything random, instead of the file's.")
    Long seed;

    @Mixin
    StoreOption storeOption;

    @Option(
            names = "--serve",
            paramLabel = "PORT",
            arity = "0..1",
            preprocessor = AttachedPort.class,
            description = "Serve the dashboard beside the run, to this machine alone: --serve for port "
                    + ServeCommand.DEFAULT_PORT + ", --serve=PORT for another, 0 for any that is free.")
    Integer serve;

    @Option(
            names = "--dry-run",
            description = "Show the space, the chosen optimizer and why, and the first proposals; evaluate nothing.")
    boolean dryRun;

    @Option(names = "--json", description = "Print one JSON object an event, and nothing else, on standard output.")
    boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "Show no progress, only the result.")
    boolean quiet;

    public TuneCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        Optional<Plan> described = described().map(p -> p.with(seed, trials, workers));
        if (dryRun) {
            new DryRun(terminal, json).show(described.orElseThrow(TuneCommand::nothing));
            return ExitCode.DONE;
        }
        if (described.isEmpty() && (!resume || inline == null || inline.name == null)) {
            throw nothing();
        }
        // before there is a store, so that nothing is written for a study that cannot run
        described.ifPresent(Plan::checkEvaluators);
        try (StudyStore store = described.isPresent() ? storeOption.open() : storeOption.openExisting()) {
            Plan plan = described.isPresent()
                    ? described.get()
                    : Plan.stored(store, StoreOption.study(store, inline.name)).with(seed, trials, workers);
            Optional<StudyRecord> existing = store.find(plan.name());
            if (existing.isPresent() && !resume) {
                throw Resumption.exists(existing.get(), store, resumeCommand(plan), storeOption);
            }
            existing.ifPresent(record -> Resumption.check(plan, record, store));
            // a resource that is null is left alone
            try (HoneServer server = serve == null ? null : serve(store)) {
                Optional<URI> dashboard = Optional.ofNullable(server).map(HoneServer::uri);
                return new TuneRun(
                                terminal,
                                plan,
                                store,
                                resumeCommand(plan),
                                dashboard,
                                quiet,
                                json,
                                TuneRun.Manner.TUNING)
                        .run(existing.isPresent());
            }
        }
    }

    private HoneServer serve(StudyStore store) {
        HoneServer server = HoneServer.builder(store)
                .port(serve)
                .token(ServeCommand.token())
                .build()
                .start();
        if (!quiet && !json) {
            terminal.err().println("dashboard at " + server.uri());
        }
        return server;
    }

    /** Takes the port only where it is attached ({@code --serve=8080}), so that {@code --serve FILE} means a file. */
    static final class AttachedPort implements IParameterPreprocessor {

        @Override
        public boolean preprocess(
                Stack<String> args, CommandSpec commandSpec, ArgSpec argSpec, Map<String, Object> info) {
            if (" ".equals(info.get("separator"))) {
                args.push(Integer.toString(ServeCommand.DEFAULT_PORT));
            }
            return false;
        }
    }

    /** The plan that the command line or the file describes; empty if it is to be found in the store. */
    private Optional<Plan> described() {
        if (inline != null && inline.space != null) {
            return Optional.of(Plan.inline(inline.definition(words)));
        }
        if (words.size() > 1) {
            throw new HoneException("got " + words + ", expected one FILE, or --space before a command after --");
        }
        return words.isEmpty() ? Optional.empty() : Optional.of(Plan.read(Path.of(words.get(0))));
    }

    private static HoneException nothing() {
        return new HoneException("nothing to tune: expected a YAML file, or --space ... -- COMMAND {x},"
                + " or --resume --name STUDY for a study that the store has");
    }

    private String resumeCommand(Plan plan) {
        String what = plan.file()
                .map(f -> Quoting.shell(f.toString()) + " --resume")
                .orElse("--resume --name " + Quoting.shell(plan.name()));
        return "hone tune " + what + storeOption.again();
    }
}
