package dev.hone.cli;

import dev.hone.cli.terminal.Interrupts;
import dev.hone.cli.terminal.Terminal;
import dev.hone.core.Json;
import dev.hone.core.store.StudyStore;
import dev.hone.server.HoneServer;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serves the studies of a store until it is interrupted. */
@Command(
        name = "serve",
        description = "Serve the dashboard and the REST interface of a store.",
        footer = {
            "",
            "Only programs on this machine can connect, unless --address names another address; that",
            "needs a token in the environment variable HONE_TOKEN, which clients send as",
            "'Authorization: Bearer TOKEN'. Ctrl-C ends it; studies do not depend on it.",
            "",
            "  hone serve",
            "  HONE_TOKEN=$(openssl rand -hex 16) hone serve --address 0.0.0.0"
        })
public final class ServeCommand implements Callable<Integer> {

    /** Where the dashboard is if nobody says otherwise. */
    public static final int DEFAULT_PORT = 8111;

    private final Terminal terminal;
    private final CountDownLatch ended = new CountDownLatch(1);

    @Mixin
    StoreOption storeOption;

    @Option(
            names = "--address",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address to listen at; ${DEFAULT-VALUE} by default, 0.0.0.0 for all.")
    String address;

    @Option(
            names = {"-p", "--port"},
            paramLabel = "PORT",
            defaultValue = "" + DEFAULT_PORT,
            description = "Port to listen at; ${DEFAULT-VALUE} by default, 0 for any that is free.")
    int port;

    @Option(
            names = "--allow-commands",
            description = "Let clients create studies with commands, classes or addresses, which the workers of the"
                    + " store then run.")
    boolean allowCommands;

    @Option(names = "--json", description = "Print a JSON object when it is ready.")
    boolean json;

    ServeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** What clients must send, from the environment. */
    public static Optional<String> token() {
        return Optional.ofNullable(System.getenv("HONE_TOKEN")).filter(token -> !token.isBlank());
    }

    @Override
    public Integer call() throws InterruptedException {
        try (StudyStore store = storeOption.open();
                HoneServer server = HoneServer.builder(store)
                        .address(address)
                        .port(port)
                        .token(token())
                        .allowCommands(allowCommands)
                        .build()
                        .start();
                Interrupts interrupts = Interrupts.handle(terminal, ExitCode.INTERRUPTED, ended::countDown)) {
            terminal.out()
                    .println(
                            json
                                    ? Json.write(Json.MAPPER
                                            .createObjectNode()
                                            .put("uri", server.uri().toString())
                                            .put("store", store.location()))
                                    : "studies of " + store.location() + " at " + server.uri());
            terminal.out().flush();
            ended.await();
        }
        return ExitCode.DONE;
    }
}
