package dev.hone.cli;

import dev.hone.claims.bench.optimizers.PeerPipe;
import dev.hone.cli.terminal.Terminal;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Lets another process work on the problems of {@code hone bench optimizers}. */
@Command(
        name = "pipe",
        description = "Answer requests on standard input, one JSON object a line, for values of problems and runs of"
                + " optimizers: how bench/peers makes others work on the same problems.",
        footer = {
            "",
            "  {\"op\": \"problem\", \"problem\": \"Branin\"}",
            "  {\"op\": \"value\", \"problem\": \"Branin\", \"values\": {\"x1\": 1, \"x2\": 2}, \"seed\": 0, \"trial\": 0}",
            "  {\"op\": \"regrets\", \"problem\": \"Binh-Korn\", \"points\": [{\"x\": 1, \"y\": 1}, {\"x\": 2, \"y\": 2}]}",
            "  {\"op\": \"run\", \"problem\": \"Branin\", \"optimizer\": \"gp\", \"seed\": 0, \"trials\": 100}",
            "  {\"op\": \"time\", \"problem\": \"Branin\", \"optimizer\": \"gp\", \"told\": 1000, \"rounds\": 20}"
        })
final class BenchPipeCommand implements Callable<Integer> {

    private final Terminal terminal;

    BenchPipeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        new PeerPipe().serve(terminal.in(), terminal.out());
        return ExitCode.DONE;
    }
}
