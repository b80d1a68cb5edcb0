package dev.hone.search.gp;

import dev.hone.core.space.Configuration;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Told trials as rows for the surrogates.
 *
 * <p>A complete trial informs the objectives and constraints it reported. A pruned one, where there is a single objective,
 * counts with its last intermediate value or the median of the complete losses so far, whichever is worse, but never worse
 * than the worst; it is never the incumbent. A failed one informs only the model of failures.
 */
public final class History {

    /**
     * One told trial.
     *
     * @param losses objectives with their direction turned so that less is better; null if there are none to learn from
     * @param variances of the noise on the losses; null if unknown
     * @param incumbent complete and satisfying the outcome constraints
     */
    public record Row(
            Configuration configuration,
            double[] point,
            double[] losses,
            double[] variances,
            Evaluation evaluation,
            boolean incumbent,
            boolean failed) {}

    private final List<Objective> objectives;
    private final Embedding embedding;
    private final List<Row> rows = new ArrayList<>();
    private final Set<Configuration> seen = new HashSet<>();
    private final Set<String> constraints = new LinkedHashSet<>();
    private final List<Double> complete = new ArrayList<>();
    private boolean failures;

    public History(List<Objective> objectives, Embedding embedding) {
        this.objectives = objectives;
        this.embedding = embedding;
    }

    public void add(Trial<Configuration> trial) {
        Configuration configuration = trial.candidate();
        double[] losses = null;
        double[] variances = null;
        if (trial.isComplete()) {
            losses = new double[objectives.size()];
            for (int j = 0; j < losses.length; j++) {
                losses[j] = objectives.get(j).direction().asLoss(trial.values().get(j));
            }
            List<Double> reported = trial.evaluation().orElseThrow().variances();
            variances = reported.isEmpty()
                    ? null
                    : reported.stream().mapToDouble(v -> Math.max(0, v)).toArray();
            complete.add(losses[0]);
        } else if (trial.state() == TrialState.PRUNED && objectives.size() == 1 && !complete.isEmpty()) {
            losses = new double[] {pruned(trial)};
        }
        boolean failed = trial.state() == TrialState.FAILED;
        failures |= failed;
        Evaluation evaluation = trial.isComplete() ? trial.evaluation().orElseThrow() : null;
        if (evaluation != null) {
            constraints.addAll(evaluation.constraints().keySet());
        }
        seen.add(configuration);
        rows.add(new Row(
                configuration,
                embedding.embed(configuration),
                losses,
                variances,
                evaluation,
                trial.isFeasible(),
                failed));
    }

    private double pruned(Trial<Configuration> trial) {
        double[] sorted =
                complete.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        double loss = sorted[sorted.length / 2];
        if (!trial.intermediate().isEmpty()) {
            double last = objectives
                    .get(0)
                    .direction()
                    .asLoss(trial.intermediate().lastEntry().getValue());
            loss = Double.isFinite(last) ? Math.max(loss, last) : sorted[sorted.length - 1];
        }
        return Math.min(loss, sorted[sorted.length - 1]);
    }

    public int size() {
        return rows.size();
    }

    public List<Row> rows() {
        return rows;
    }

    public boolean contains(Configuration configuration) {
        return seen.contains(configuration);
    }

    /** Names of outcome constraints in the order of their first report. */
    public List<String> constraints() {
        return List.copyOf(constraints);
    }

    public boolean hasFailures() {
        return failures;
    }

    /** Whether, from row {@code from} on, at least two rows have losses and some objective varies. */
    public boolean varies(int from) {
        double[] first = null;
        for (Row row : rows.subList(from, rows.size())) {
            if (row.losses() != null) {
                if (first != null && !Arrays.equals(first, row.losses())) {
                    return true;
                }
                first = row.losses();
            }
        }
        return false;
    }
}
