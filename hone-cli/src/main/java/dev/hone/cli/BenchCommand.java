package dev.hone.cli;

import dev.hone.claims.bench.Benchmark;
import dev.hone.cli.terminal.Terminal;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs benchmarks: the figures of docs/performance.md. */
@Command(
        name = "bench",
        description =
                "Measure Hone itself and print a Markdown table: 'latency' of proposals, 'stores' throughput,"
                        + " 'server' under load, 'charts' of a large study, 'mating' in genetic programming, 'optimizers' on problems whose minima are known.",
        footer = {
            "",
            "  hone bench latency gp tpe",
            "  hone bench stores postgresql://localhost/hone",
            "  hone bench optimizers Branin Borehole --optimizers gp,tpe",
            "  hone bench server rate=500 seconds=30 streams=200 optimizer=tpe",
            "  hone bench charts 100000",
            "  hone bench mating runs=10",
            "",
            "Figures depend on the machine and on what else it does: compare within one run."
        })
final class BenchCommand implements Callable<Integer> {

    private static final String OPTIMIZERS = "optimizers";

    private final Terminal terminal;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "NAME",
            description = "latency, stores, server, charts or mating.")
    String name;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "ARGUMENT",
            description =
                    "latency: which optimizers, all by default; stores: more store locations; server and mating: NAME=VALUE;"
                            + " charts: number of trials.")
    List<String> arguments = List.of();

    @Spec
    CommandSpec spec;

    private BenchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** The verb with those of its benchmarks that have options of their own. */
    static CommandLine line(Terminal terminal) {
        return new CommandLine(new BenchCommand(terminal))
                .addSubcommand(OPTIMIZERS, new BenchOptimizersCommand(terminal))
                .addSubcommand("pipe", new BenchPipeCommand(terminal));
    }

    @Override
    public Integer call() throws Exception {
        List<String> names =
                new ArrayList<>(Benchmark.all().stream().map(Benchmark::name).toList());
        names.add(OPTIMIZERS);
        if (name == null) {
            throw new ParameterException(spec.commandLine(), "what shall be measured? expected one of " + names);
        }
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
