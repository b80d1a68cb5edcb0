package dev.hone.claims.bench.optimizers;

import dev.hone.claims.problem.TestProblem;
import dev.hone.core.Check;
import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.space.Configuration;
import dev.hone.core.trial.Objective;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs optimizers on problems with the same seeds and budgets, several runs at a time, and keeps each result in a folder as
 * soon as it is there. Problems come one after the other, and for each the optimizers take turns seed by seed.
 */
public final class OptimizerRace implements AutoCloseable {

    /** Name of the file with the results in the folder. */
    public static final String RESULTS = "results.jsonl";

    /**
     * What is compared.
     *
     * @param trials of a run; times the number of dimensions if {@code perDimension}
     * @param seeds 0, 1, ..., seeds - 1
     * @param jobs runs at a time
     */
    public record Options(
            List<TestProblem> problems,
            List<Contender> contenders,
            int trials,
            boolean perDimension,
            int seeds,
            int jobs) {

        public Options {
            problems = List.copyOf(Check.notEmpty("problems", problems));
            contenders = List.copyOf(Check.notEmpty("optimizers", contenders));
            Check.positive("trials", trials);
            Check.positive("seeds", seeds);
            Check.positive("jobs", jobs);
        }

        /** Trials that count as one on the axis of time. */
        int unit(TestProblem problem) {
            return perDimension ? problem.space().dimensions() : 1;
        }

        int trials(TestProblem problem) {
            return Math.multiplyExact(trials, unit(problem));
        }
    }

    /** Hears how far the race is; called from several threads, before and after each run. */
    public interface Listener {
        void at(int done, String now);
    }

    private record Task(TestProblem problem, OptimizerFactory<Configuration> optimizer, Run.Key key) {}

    private final Options options;
    private final List<String> leftOut = new ArrayList<>();
    private final List<Task> tasks;
    private final RunLog log;
    private volatile boolean stopped;

    /** @throws dev.hone.core.InvalidFieldException if an optimizer or an option does not exist */
    public OptimizerRace(Options options, Path folder) {
        this.options = options;
        this.tasks = tasks();
        this.log = RunLog.at(folder.resolve(RESULTS));
    }

    /** Optimizers that cannot search a problem's space, with the reason. */
    public List<String> leftOut() {
        return List.copyOf(leftOut);
    }

    /** How many runs there are. */
    public int size() {
        return tasks.size();
    }

    /** The results that are there, in the order of the race. */
    public List<Run> results() {
        List<Run> runs = new ArrayList<>();
        tasks.forEach(t -> log.find(t.key()).ifPresent(runs::add));
        return runs;
    }

    /** Starts no more runs; those that are running are finished. */
    public void stop() {
        stopped = true;
    }

    @Override
    public void close() {
        log.close();
    }

    private List<Task> tasks() {
        List<Task> tasks = new ArrayList<>();
        for (TestProblem problem : options.problems()) {
            List<Task> firsts = new ArrayList<>();
            for (Contender contender : options.contenders()) {
                first(problem, contender, firsts);
            }
            for (long seed = 0; seed < options.seeds(); seed++) {
                for (Task first : firsts) {
                    Run.Key key = first.key();
                    tasks.add(new Task(
                            problem,
                            first.optimizer(),
                            new Run.Key(key.problem(), key.optimizer(), seed, key.trials())));
                }
            }
        }
        return tasks;
    }

    /** Adds the first task of a contender, unless it cannot search the space. */
    private void first(TestProblem problem, Contender contender, List<Task> to) {
        int trials = options.trials(problem);
        try {
            OptimizerFactory<Configuration> factory = contender.over(problem.space());
            factory.create(new Problem(
                    List.of(Objective.minimize("value")),
                    0,
                    OptionalLong.of(trials),
                    1,
                    !problem.constraints().isEmpty()));
            to.add(new Task(problem, factory, new Run.Key(problem.name(), contender.label(), 0, trials)));
        } catch (InvalidFieldException e) {
            throw e;
        } catch (HoneException e) {
            leftOut.add(contender.label() + " is left out on " + problem.name() + ": " + e.getMessage());
        }
    }

    /**
     * Runs what is not in the folder yet.
     *
     * @throws HoneException naming optimizer, problem and seed if a run failed
     */
    public void run(Listener listener) throws InterruptedException {
        List<Task> missing =
                tasks.stream().filter(t -> log.find(t.key()).isEmpty()).toList();
        AtomicInteger next = new AtomicInteger();
        AtomicInteger done = new AtomicInteger(tasks.size() - missing.size());
        AtomicReference<RuntimeException> failure = new AtomicReference<>();
        Runnable worker = () -> {
            for (int i = next.getAndIncrement(); i < missing.size() && !stopped; i = next.getAndIncrement()) {
                Task task = missing.get(i);
                try {
                    listener.at(done.get(), name(task.key()));
                    log.add(Run.of(task.problem(), task.optimizer(), task.key()));
                    listener.at(done.incrementAndGet(), name(task.key()));
                } catch (RuntimeException e) {
                    failure.compareAndSet(null, new HoneException(name(task.key()) + ": " + e.getMessage(), e));
                    stopped = true;
                }
            }
        };
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < options.jobs(); i++) {
            Thread thread = new Thread(worker, "race-" + i);
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (failure.get() != null) {
            throw failure.get();
        }
    }

    private static String name(Run.Key key) {
        return key.optimizer() + " on " + key.problem() + ", seed " + key.seed();
    }
}
