package dev.hone.core.trial;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.core.HoneException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came back from one trial. Immutable.
 *
 * @param values one number per objective, in the study's order; an evaluator may leave this empty and report the
 *     objectives among the metrics by name
 * @param variances variance of the noise on each value, or empty if unknown
 * @param constraints outcome constraints by name; satisfied when at most 0
 * @param metrics other measured numbers by name
 * @param critique feedback in words
 * @param gradient derivative of the first objective by parameter name
 * @param profile where time or memory went, as JSON
 * @param cost what the evaluation cost, in the study's unit of cost
 * @param fidelity at which fidelity it was made, if below the truth ({@link dev.hone.core.space.Fidelity}); such an evaluation
 *     informs the search and is never a result
 */
public record Evaluation(
        List<Double> values,
        List<Double> variances,
        Map<String, Double> constraints,
        Map<String, Double> metrics,
        Optional<String> critique,
        Map<String, Double> gradient,
        Optional<JsonNode> profile,
        double cost,
        Optional<String> fidelity) {

    public Evaluation {
        values = List.copyOf(values);
        variances = List.copyOf(variances);
        constraints = ordered(constraints);
        metrics = ordered(metrics);
        gradient = ordered(gradient);
    }

    /** One number per objective, in the study's order. */
    public static Evaluation of(double... values) {
        List<Double> list = new ArrayList<>();
        for (double value : values) {
            list.add(value);
        }
        return new Evaluation(
                list, List.of(), Map.of(), Map.of(), Optional.empty(), Map.of(), Optional.empty(), 0, Optional.empty());
    }

    /** Measured numbers by name, the objectives among them. */
    public static Evaluation ofMetrics(Map<String, Double> metrics) {
        return of().withMetrics(metrics);
    }

    public Evaluation withMetric(String name, double value) {
        Map<String, Double> more = new LinkedHashMap<>(metrics);
        more.put(name, value);
        return withMetrics(more);
    }

    public Evaluation withMetrics(Map<String, Double> all) {
        return new Evaluation(values, variances, constraints, all, critique, gradient, profile, cost, fidelity);
    }

    /** Adds an outcome constraint, satisfied when {@code value} is at most 0. */
    public Evaluation withConstraint(String name, double value) {
        Map<String, Double> more = new LinkedHashMap<>(constraints);
        more.put(name, value);
        return new Evaluation(values, variances, more, metrics, critique, gradient, profile, cost, fidelity);
    }

    public Evaluation withValues(List<Double> all) {
        return new Evaluation(all, variances, constraints, metrics, critique, gradient, profile, cost, fidelity);
    }

    public Evaluation withVariances(List<Double> all) {
        return new Evaluation(values, all, constraints, metrics, critique, gradient, profile, cost, fidelity);
    }

    public Evaluation withCritique(String text) {
        return new Evaluation(
                values, variances, constraints, metrics, Optional.of(text), gradient, profile, cost, fidelity);
    }

    public Evaluation withGradient(Map<String, Double> derivatives) {
        return new Evaluation(values, variances, constraints, metrics, critique, derivatives, profile, cost, fidelity);
    }

    public Evaluation withProfile(JsonNode json) {
        return new Evaluation(
                values, variances, constraints, metrics, critique, gradient, Optional.of(json), cost, fidelity);
    }

    public Evaluation withCost(double amount) {
        return new Evaluation(values, variances, constraints, metrics, critique, gradient, profile, amount, fidelity);
    }

    /** The same, made at a fidelity below the truth, or at the truth if none is named. */
    public Evaluation withFidelity(Optional<String> name) {
        return new Evaluation(values, variances, constraints, metrics, critique, gradient, profile, cost, name);
    }

    /** The first value. */
    public double value() {
        return values.get(0);
    }

    /** Whether every outcome constraint is satisfied. */
    public boolean isFeasible() {
        return constraints.values().stream().allMatch(c -> c <= 0);
    }

    /** Whether it was made at the truth, as all are in a study without fidelities. */
    public boolean isExact() {
        return fidelity.isEmpty();
    }

    /** Whether it may be a result: exact, and every outcome constraint is satisfied. */
    public boolean isEligible() {
        return isExact() && isFeasible();
    }

    /** Sum of the positive parts of the constraints: 0 when feasible. */
    public double violation() {
        return constraints.values().stream().mapToDouble(c -> Math.max(0, c)).sum();
    }

    /**
     * This evaluation with one finite value per objective, taken by position or, if there are no values, from the metrics
     * by name.
     *
     * @throws HoneException if a value is missing, superfluous, NaN or infinite, or any other number is not finite: such
     *     an evaluation counts as failed
     */
    public Evaluation against(List<Objective> objectives) {
        List<Double> resolved = values;
        if (values.isEmpty()) {
            resolved = new ArrayList<>();
            for (Objective objective : objectives) {
                Double value = metrics.get(objective.name());
                if (value == null) {
                    throw new HoneException(
                            "no value for objective '" + objective.name() + "', reported were " + metrics.keySet());
                }
                resolved.add(value);
            }
        }
        if (resolved.size() != objectives.size()) {
            throw new HoneException("expected " + objectives.size() + " value(s), one for each of "
                    + objectives.stream().map(Objective::name).toList() + ", got " + resolved);
        }
        for (int i = 0; i < resolved.size(); i++) {
            finite("objective '" + objectives.get(i).name() + "'", resolved.get(i));
        }
        if (!variances.isEmpty() && variances.size() != resolved.size()) {
            throw new HoneException("expected " + resolved.size() + " noise variance(s), got " + variances);
        }
        variances.forEach(v -> finite("noise variance", v));
        constraints.forEach((name, value) -> finite("constraint '" + name + "'", value));
        metrics.forEach((name, value) -> finite("metric '" + name + "'", value));
        gradient.forEach((name, value) -> finite("derivative by '" + name + "'", value));
        finite("cost", cost);
        return withValues(resolved);
    }

    private static void finite(String what, double value) {
        if (!Double.isFinite(value)) {
            throw new HoneException(what + " is " + value + ", expected a finite number");
        }
    }

    private static Map<String, Double> ordered(Map<String, Double> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
