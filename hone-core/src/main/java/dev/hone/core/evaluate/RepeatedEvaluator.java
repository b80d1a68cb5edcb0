package dev.hone.core.evaluate;

import dev.hone.core.HoneException;
import dev.hone.core.Seeds;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Instance;
import dev.hone.core.trial.Objective;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Evaluates several times and aggregates: values, constraints, metrics and derivatives each by the same rule, cost as the
 * sum, critique and profile of the first run. The objectives' variances become {@link Evaluation#variances}, also where
 * the objectives are among the metrics by name. Thread-safe if the evaluator is.
 *
 * <p>Each run has its own seed. The first run's intermediate values are the trial's, and it may be pruned; the other runs
 * report nothing. If one run fails, the trial fails.
 */
public final class RepeatedEvaluator<C> implements Evaluator<C> {

    private final Evaluator<C> evaluator;
    private final Repeats repeats;
    private final List<Objective> objectives;

    public RepeatedEvaluator(Evaluator<C> evaluator, Repeats repeats, List<Objective> objectives) {
        this.evaluator = evaluator;
        this.repeats = repeats;
        this.objectives = List.copyOf(objectives);
    }

    @Override
    public Evaluation evaluate(C candidate, TrialContext context) throws Exception {
        if (repeats.count() == 1) {
            return evaluator.evaluate(candidate, context);
        }
        List<Evaluation> runs = new ArrayList<>();
        for (int run = 0; run < repeats.count(); run++) {
            runs.add(evaluator.evaluate(candidate, new Run(context, run)));
        }
        return combine(runs, context.seed());
    }

    private Evaluation combine(List<Evaluation> runs, long seed) {
        int values = runs.get(0).values().size();
        List<Double> aggregated = new ArrayList<>();
        List<Double> variances = new ArrayList<>();
        for (int i = 0; i < values; i++) {
            int index = i;
            double[] sample = sample(
                    runs,
                    "value " + i,
                    run -> index < run.values().size() ? run.values().get(index) : null);
            aggregated.add(repeats.of(sample));
            variances.add(repeats.variance(sample, Seeds.derive(seed, i)));
        }
        Map<String, Double> metrics = aggregate(runs, Evaluation::metrics);
        if (values == 0 && objectives.stream().allMatch(o -> metrics.containsKey(o.name()))) {
            for (int i = 0; i < objectives.size(); i++) {
                String name = objectives.get(i).name();
                double[] sample = sample(runs, name, run -> run.metrics().get(name));
                variances.add(repeats.variance(sample, Seeds.derive(seed, i)));
            }
        }
        Evaluation first = runs.get(0);
        return new Evaluation(
                aggregated,
                variances,
                aggregate(runs, Evaluation::constraints),
                metrics,
                first.critique(),
                aggregate(runs, Evaluation::gradient),
                first.profile(),
                runs.stream().mapToDouble(Evaluation::cost).sum(),
                first.fidelity());
    }

    private Map<String, Double> aggregate(
            List<Evaluation> runs, java.util.function.Function<Evaluation, Map<String, Double>> part) {
        Map<String, Double> aggregated = new LinkedHashMap<>();
        for (String name : part.apply(runs.get(0)).keySet()) {
            aggregated.put(
                    name, repeats.of(sample(runs, name, run -> part.apply(run).get(name))));
        }
        return aggregated;
    }

    private static double[] sample(
            List<Evaluation> runs, String name, java.util.function.Function<Evaluation, Double> part) {
        double[] sample = new double[runs.size()];
        for (int i = 0; i < sample.length; i++) {
            Double value = part.apply(runs.get(i));
            if (value == null) {
                throw new HoneException("repeat " + (i + 1) + " of " + sample.length + " did not report '" + name
                        + "', which the first did");
            }
            if (!Double.isFinite(value)) {
                throw new HoneException(
                        "repeat " + (i + 1) + " of " + sample.length + " reported " + value + " for '" + name + "'");
            }
            sample[i] = value;
        }
        return sample;
    }

    /** The trial as one of its runs sees it. */
    private record Run(TrialContext trial, int run) implements TrialContext {

        @Override
        public String study() {
            return trial.study();
        }

        @Override
        public long number() {
            return trial.number();
        }

        @Override
        public int attempt() {
            return trial.attempt();
        }

        @Override
        public long seed() {
            return Seeds.derive(trial.seed(), run);
        }

        @Override
        public Instance instance() {
            return trial.instance();
        }

        @Override
        public OptionalLong continues() {
            return trial.continues();
        }

        @Override
        public void continuedArtifacts(Path folder) {
            trial.continuedArtifacts(folder);
        }

        @Override
        public void report(long step, double value) {
            if (run == 0) {
                trial.report(step, value);
            }
        }

        @Override
        public boolean shouldPrune() {
            return run == 0 && trial.shouldPrune();
        }

        @Override
        public void attribute(String key, String value) {
            trial.attribute(key, value);
        }

        @Override
        public void artifact(String name, String mediaType, Path file) {
            trial.artifact(name, mediaType, file);
        }

        @Override
        public boolean keptArtifact(String name, Path file) {
            return trial.keptArtifact(name, file);
        }
    }

    /** This decorator where {@code repeats} asks for more than one run, else {@code evaluator} itself. */
    public static <C> Evaluator<C> around(
            Evaluator<C> evaluator, Optional<Repeats> repeats, List<Objective> objectives) {
        return repeats.filter(r -> r.count() > 1)
                .<Evaluator<C>>map(r -> new RepeatedEvaluator<>(evaluator, r, objectives))
                .orElse(evaluator);
    }
}
