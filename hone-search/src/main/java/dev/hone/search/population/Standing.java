package dev.hone.search.population;

import dev.hone.core.optimize.Problem;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Trial;
import java.util.Comparator;
import java.util.Map;

/**
 * How good a finished trial is, for selection: feasible before infeasible ones by less violation, those before pruned ones
 * (furthest and then best first), failed ones last (constrained domination, Deb et al. 2002, section VI).
 *
 * @param tier 0 feasible, 1 infeasible, 2 pruned, 3 failed
 * @param violation within a tier, less is better
 * @param losses of a complete trial, [m]; empty otherwise
 */
public record Standing(int tier, double violation, double[] losses) {

    /** For one objective: total order, equal standings tie. */
    public static final Comparator<Standing> ORDER = Comparator.comparingInt(Standing::tier)
            .thenComparingDouble(Standing::violation)
            .thenComparingDouble(s -> s.losses.length == 0 ? 0 : s.losses[0]);

    public static Standing of(Trial<?> trial, Problem problem) {
        return switch (trial.state()) {
            case COMPLETE -> complete(trial.evaluation().orElseThrow(), problem);
            case PRUNED -> pruned(trial, problem);
            default -> new Standing(3, 0, new double[0]);
        };
    }

    private static Standing complete(Evaluation evaluation, Problem problem) {
        double[] losses = new double[problem.objectives().size()];
        for (int k = 0; k < losses.length; k++) {
            losses[k] = problem.objectives()
                    .get(k)
                    .direction()
                    .asLoss(evaluation.values().get(k));
            if (Double.isNaN(losses[k])) {
                return new Standing(3, 0, new double[0]);
            }
        }
        double violation = evaluation.constraints().values().stream()
                .mapToDouble(v -> Math.max(0, v))
                .sum();
        return new Standing(violation > 0 ? 1 : 0, violation, losses);
    }

    private static Standing pruned(Trial<?> trial, Problem problem) {
        Map.Entry<Long, Double> last = trial.intermediate().lastEntry();
        if (last == null
                || Double.isNaN(last.getValue())
                || problem.objectives().size() > 1) {
            return new Standing(2, 0, new double[0]);
        }
        double loss = problem.objectives().get(0).direction().asLoss(last.getValue());
        return new Standing(2, -(double) last.getKey(), new double[] {loss});
    }

    public boolean isFeasible() {
        return tier == 0;
    }

    public boolean isComplete() {
        return tier <= 1;
    }
}
