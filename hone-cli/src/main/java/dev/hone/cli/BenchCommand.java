package dev.hone.cli;

import dev.hone.claims.bench.Benchmark;
import dev.hone.cli.terminal.Terminal;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Nearest;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Runs benchmarks: the figures of docs/performance.md. */
@Command(
        name = "bench",
        description = "Measure Hone itself and print a Markdown table: 'latency' of proposals, 'stores' throughput,"
                + " 'server' under load.",
        footer = {
            "",
            "  hone bench latency gp tpe",
            "  hone bench stores postgresql://localhost/hone",
            "  hone bench server rate=500 seconds=30 streams=200 optimizer=tpe",
            "",
            "Figures depend on the machine and on what else it does: compare within one run."
        })
final class BenchCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "NAME", description = "latency, stores or server.")
    String name;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "ARGUMENT",
            description =
                    "latency: which optimizers, all by default; stores: more store locations; server: NAME=VALUE.")
    List<String> arguments = List.of();

    BenchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        List<String> names = Benchmark.all().stream().map(Benchmark::name).toList();
        Benchmark benchmark = Benchmark.all().stream()
                .filter(b -> b.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidFieldException(
                        "benchmark", "is '" + name + "'" + Nearest.hint(name, names) + ", expected one of " + names));
        terminal.err().println(benchmark.title());
        benchmark.run(arguments, terminal.out());
        return ExitCode.DONE;
    }
}
