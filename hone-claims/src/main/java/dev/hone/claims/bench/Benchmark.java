package dev.hone.claims.bench;

import dev.hone.claims.gradient.ConsensusTrainingBenchmark;
import dev.hone.claims.search.FidelityBenchmark;
import dev.hone.claims.search.MatingBenchmark;
import dev.hone.claims.search.ParsimonyBenchmark;
import java.io.PrintStream;
import java.util.List;

/** A measurement that prints a Markdown table; run by hand, never as a test. */
public interface Benchmark {

    String name();

    String title();

    /** Measures and prints; {@code arguments} narrow down what. */
    void run(List<String> arguments, PrintStream out) throws Exception;

    static List<Benchmark> all() {
        return List.of(
                new ProposalLatency(),
                new StoreThroughput(),
                new AnswersNeeded(),
                new ServerLoad(),
                new ChartLatency(),
                new DashboardLoad(),
                new MatingBenchmark(),
                new FidelityBenchmark(),
                new ParsimonyBenchmark(),
                new ConsensusTrainingBenchmark());
    }
}
