package dev.hone.claims.bench;

import dev.hone.claims.bench.optimizers.Contender;
import dev.hone.claims.problem.TestProblem;
import dev.hone.core.Check;
import dev.hone.core.HoneException;
import dev.hone.core.Seeds;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.optimize.Proposal;
import dev.hone.core.preference.BradleyTerry;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Comparison;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * How good the preferred trial is after some answers of a judge that knows a loss: exactly, or with normal noise on each look
 * of a tenth of the loss's standard deviation over the space. All of a screen is ranked; {@code rank-sgd:4} has screens of four,
 * and of six where it searches along a line, and {@code rank-sgd:4:smoothing=0.1} an option besides. Regret is relative to the
 * mean loss of the space: 1 is no better than chance, 0 is the best there is. Median over seeds.
 */
final class AnswersNeeded implements Benchmark {

    private static final List<String> OPTIMIZERS =
            List.of("preference-bo:2", "preference-bo:4", "rank-sgd:4", "random:4");
    private static final int[] DIMENSIONS = {2, 6, 20, 50};
    private static final int[] AFTER = {10, 20, 40};
    private static final String SEEDS = "seeds=";
    private static final double NOISE = 0.1;
    private static final String POINTS = "points";
    private static final int DEFAULT_POINTS = 4;
    private static final int SAMPLE = 2000;
    /** A quarter of the usual one. */
    private static final double ACKLEY_RANGE = 16;

    /** A loss with what it takes to read a regret from it. */
    private record Loss(String name, SearchSpace space, ToDoubleFunction<Configuration> of, double least) {}

    @Override
    public String name() {
        return "comparisons";
    }

    @Override
    public String title() {
        return "Regret of the preferred trial after n rankings of screens, relative to chance, median over seeds (seeds=3),"
                + " without noise / with";
    }

    @Override
    public void run(List<String> arguments, PrintStream out) {
        List<String> dimensions =
                arguments.stream().filter(a -> a.matches("[1-9][0-9]{0,2}")).toList();
        int seeds = arguments.stream()
                .filter(a -> a.startsWith(SEEDS))
                .mapToInt(AnswersNeeded::seeds)
                .findFirst()
                .orElse(3);
        List<String> optimizers = arguments.stream()
                .filter(a -> !dimensions.contains(a) && !a.startsWith(SEEDS))
                .toList();
        int[] sizes = dimensions.isEmpty()
                ? DIMENSIONS
                : dimensions.stream().mapToInt(Integer::parseInt).toArray();
        List<String> header = new ArrayList<>(List.of("loss", "optimizer"));
        Arrays.stream(AFTER).forEach(n -> header.add("n = " + n));
        MarkdownTable table = new MarkdownTable(out, header);
        for (Loss loss : losses(sizes)) {
            for (String optimizer : optimizers.isEmpty() ? OPTIMIZERS : optimizers) {
                double[][] exact = runs(loss, optimizer, 0, seeds);
                double[][] noisy = runs(loss, optimizer, NOISE, seeds);
                List<String> row = new ArrayList<>(List.of(loss.name(), optimizer));
                for (int n = 0; n < AFTER.length; n++) {
                    row.add(String.format(Locale.ROOT, "%.3f / %.3f", median(exact, n), median(noisy, n)));
                }
                table.row(row);
            }
        }
    }

    private static int seeds(String argument) {
        String number = argument.substring(SEEDS.length());
        Check.that(number.matches("[1-9][0-9]{0,2}"), "seeds", "'" + number + "'", "a whole number from 1 to 999");
        return Integer.parseInt(number);
    }

    private static List<Loss> losses(int[] sizes) {
        List<Loss> losses = new ArrayList<>();
        for (int d : sizes) {
            SearchSpace.Builder builder = SearchSpace.builder();
            for (int i = 0; i < d; i++) {
                builder.add(FloatParameter.linear("x" + i, 0, 1));
            }
            SearchSpace space = builder.build();
            losses.add(new Loss("sphere-" + d, space, c -> squares(c), 0));
            TestProblem ackley = TestProblem.ackley(d);
            losses.add(
                    new Loss("ackley-" + d, space, c -> ackley.function().applyAsDouble(fromBest(c, ACKLEY_RANGE)), 0));
            if (d == 6) {
                TestProblem problem = TestProblem.hartmann6();
                losses.add(new Loss("hartmann-6", problem.space(), problem::value, problem.minimum()));
            }
        }
        return losses;
    }

    /** Where the best is 0: it is at 0.2, 0.3, 0.4, 0.2, ..., not where a search starts, and not on a diagonal. */
    private static double[] fromBest(Configuration c, double scale) {
        double[] x = new double[c.values().size()];
        Arrays.setAll(x, i -> scale * (c.getDouble("x" + i) - 0.2 - 0.1 * (i % 3)));
        return x;
    }

    private static double squares(Configuration c) {
        return Arrays.stream(fromBest(c, 1)).map(x -> x * x).average().orElseThrow();
    }

    private static double median(double[][] runs, int n) {
        double[] values =
                Arrays.stream(runs).mapToDouble(run -> run[n]).sorted().toArray();
        return values[values.length / 2];
    }

    private static double[][] runs(Loss loss, String optimizer, double noise, int seeds) {
        double[] sample = new double[SAMPLE];
        RandomGenerator random = Seeds.stream(99);
        Arrays.setAll(sample, i -> loss.of().applyAsDouble(loss.space().sample(random)));
        double mean = Arrays.stream(sample).average().orElseThrow();
        double sd = Math.sqrt(
                Arrays.stream(sample).map(v -> (v - mean) * (v - mean)).sum() / SAMPLE);
        double[][] regrets = new double[seeds][];
        for (int seed = 0; seed < seeds; seed++) {
            double[] preferred = new Run(loss, optimizer, noise * sd, seed).preferred();
            regrets[seed] = Arrays.stream(preferred)
                    .map(v -> (v - loss.least()) / (mean - loss.least()))
                    .toArray();
        }
        return regrets;
    }

    /** One study without store or clock. */
    private static final class Run {

        private final Loss loss;
        private final double noise;
        private final Optimizer<Configuration> optimizer;
        private final RandomGenerator random;
        private final boolean compares;
        private final int points;
        private final Map<Long, Trial<Configuration>> trials = new HashMap<>();
        private final List<Comparison> comparisons = new ArrayList<>();

        Run(Loss loss, String id, double noise, int seed) {
            this.loss = loss;
            this.noise = noise;
            random = Seeds.stream(seed, 77);
            Contender contender = Contender.parse(id.replaceFirst(":(\\d+)(?=:|$)", ":" + POINTS + "=$1"));
            points = contender.options().get(POINTS) instanceof Long size ? size.intValue() : DEFAULT_POINTS;
            Map<String, Object> options = new HashMap<>(contender.options());
            if (contender.id().equals("random")) {
                options.remove(POINTS);
            } else {
                options.put(POINTS, points);
            }
            OptimizerFactory<Configuration> factory =
                    MethodCatalogue.load().sampler("optimizer", contender.id(), loss.space(), options);
            compares = factory.learnsFromComparisons();
            optimizer = factory.create(new Problem(List.of(), seed, OptionalLong.empty(), 1, false));
        }

        /** Loss of the preferred trial after each number of answers in {@link #AFTER}. */
        double[] preferred() {
            double[] losses = new double[AFTER.length];
            List<Long> screen = new ArrayList<>();
            int next = 0;
            while (next < AFTER.length) {
                List<Proposal<Configuration>> proposals = optimizer.ask(new Ask<>(points, trials.size(), List.of()));
                if (proposals.isEmpty()) {
                    throw new HoneException("nothing was proposed and nothing is to be compared");
                }
                List<Trial<Configuration>> made = new ArrayList<>();
                proposals.forEach(proposal -> made.add(trial(proposal)));
                optimizer.tell(made);
                screen.clear();
                if (compares) {
                    screen.addAll(optimizer.screen());
                } else {
                    made.forEach(trial -> screen.add(trial.number()));
                }
                if (!screen.isEmpty()) {
                    Comparison answer = ranked(screen);
                    comparisons.add(answer);
                    optimizer.tellComparisons(List.of(answer));
                }
                if (comparisons.size() == AFTER[next]) {
                    long best =
                            BradleyTerry.preferred(comparisons, number -> true).orElseThrow();
                    losses[next++] = loss.of().applyAsDouble(trials.get(best).candidate());
                }
            }
            return losses;
        }

        private Comparison ranked(List<Long> screen) {
            Map<Long, Double> looks = new HashMap<>();
            for (long number : screen) {
                double value = loss.of().applyAsDouble(trials.get(number).candidate());
                looks.put(number, value + noise * random.nextGaussian());
            }
            return Comparison.ranking(
                    screen.stream().sorted(Comparator.comparing(looks::get)).toList(), "judge");
        }

        private Trial<Configuration> trial(Proposal<Configuration> proposal) {
            Trial<Configuration> trial = new Trial<>(
                    trials.size(),
                    TrialState.COMPLETE,
                    proposal.candidate(),
                    Origin.OPTIMIZER,
                    1,
                    Optional.empty(),
                    Optional.of(Evaluation.of()),
                    Optional.empty(),
                    new TreeMap<>(),
                    proposal.attributes(),
                    proposal.parents(),
                    Instant.EPOCH,
                    Optional.empty(),
                    Optional.empty(),
                    trials.size() + 1);
            trials.put(trial.number(), trial);
            return trial;
        }
    }
}
