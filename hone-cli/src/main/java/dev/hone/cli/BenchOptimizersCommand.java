package dev.hone.cli;

import dev.hone.claims.bench.optimizers.Contender;
import dev.hone.claims.bench.optimizers.OptimizerRace;
import dev.hone.claims.bench.optimizers.RaceReport;
import dev.hone.claims.problem.TestProblems;
import dev.hone.claims.problem.TestProblems.BbobRange;
import dev.hone.cli.terminal.Interrupts;
import dev.hone.cli.terminal.ProgressLine;
import dev.hone.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares optimizers on problems whose minima are known. */
@Command(
        name = "optimizers",
        description = {
            "Compare optimizers on problems whose minima are known, with the same seeds and budgets: tables on standard output,"
                    + " and with pictures in a folder. Runs that are in the folder are not repeated, so that the same command"
                    + " continues an interrupted comparison."
        },
        footer = {
            "",
            "Problems: the suites standard, engineering, constrained, noisy, mixed and bbob, or single ones such as Branin,",
            "Hartmann-6, Levy-10, Borehole, bbob-f8, bbob-f8-d5-i1.",
            "",
            "  hone bench optimizers",
            "  hone bench optimizers Levy-10 Borehole --optimizers gp,tpe:startup_trials=20 --seeds 20",
            "  hone bench optimizers bbob --dimensions 2,5 --instances 1,2,3 --trials 50 --per-dimension"
        })
final class BenchOptimizersCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(
            arity = "0..*",
            paramLabel = "PROBLEM",
            description = "Suites or problems; the suite standard by default.")
    List<String> problems = List.of("standard");

    @Option(
            names = "--optimizers",
            split = ",",
            paramLabel = "NAME[:OPTION=VALUE...]",
            description = "Which; ${DEFAULT-VALUE} by default, 'all' for all that 'hone methods' lists.",
            defaultValue = "random,tpe,cmaes,gp")
    List<String> optimizers;

    @Option(
            names = "--trials",
            paramLabel = "N",
            description = "Of a run; ${DEFAULT-VALUE} by default.",
            defaultValue = "100")
    int trials;

    @Option(names = "--per-dimension", description = "Multiply the trials of a run by the problem's dimensions.")
    boolean perDimension;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = "Runs of each; ${DEFAULT-VALUE} by default.",
            defaultValue = "10")
    int seeds;

    @Option(
            names = "--dimensions",
            split = ",",
            paramLabel = "D",
            description = "Of bbob; ${DEFAULT-VALUE} by default.",
            defaultValue = "2,5")
    List<Integer> dimensions;

    @Option(
            names = "--instances",
            split = ",",
            paramLabel = "I",
            description = "Of bbob; ${DEFAULT-VALUE} by default.",
            defaultValue = "1")
    List<Integer> instances;

    @Option(names = "--jobs", paramLabel = "N", description = "Runs at a time; the number of processors by default.")
    int jobs = Runtime.getRuntime().availableProcessors();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FOLDER",
            description = "Where results go; ${DEFAULT-VALUE} by default.",
            defaultValue = "bench-optimizers")
    Path output;

    BenchOptimizersCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        OptimizerRace.Options options = new OptimizerRace.Options(
                TestProblems.select(problems, new BbobRange(dimensions, instances)),
                Contender.parse(optimizers),
                trials,
                perDimension,
                seeds,
                jobs);
        try (OptimizerRace race = new OptimizerRace(options, output)) {
            race.leftOut().forEach(terminal.err()::println);
            if (!complete(race)) {
                terminal.err()
                        .println("interrupted with "
                                + (race.size() - race.results().size())
                                + " run(s) left; the same command continues from "
                                + output.resolve(OptimizerRace.RESULTS));
                return ExitCode.INTERRUPTED;
            }
            RaceReport report = new RaceReport(options, race.results());
            report.write(output);
            terminal.out().print(report.markdown());
            terminal.err().println("report: " + output.resolve("report.md"));
            return ExitCode.DONE;
        }
    }

    /** Whether all runs are done. */
    private boolean complete(OptimizerRace race) throws InterruptedException {
        int before = race.results().size();
        AtomicInteger tenths = new AtomicInteger(10 * before / Math.max(1, race.size()));
        try (ProgressLine progress = new ProgressLine(terminal, "optimizers", race.size(), before, false);
                Interrupts interrupts = Interrupts.handle(terminal, ExitCode.INTERRUPTED, () -> {
                    race.stop();
                    progress.line("stopping when the runs in progress are done; press again to stop at once");
                })) {
            race.run((done, now) -> {
                progress.at(done, now);
                int tenth = 10 * done / race.size();
                if (!terminal.errIsTty() && tenths.getAndSet(tenth) != tenth) {
                    progress.line(done + " of " + race.size() + " runs done");
                }
            });
            return !interrupts.happened();
        }
    }
}
