package dev.hone.search.gp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.core.Json;
import dev.hone.core.optimize.Problem;
import dev.hone.core.optimize.Proposal;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Trial;
import dev.hone.search.numeric.Quadratic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Steps to the minimum of a {@link LocalQuadratic} around the best trial, where they promise more than the acquisition. A
 * Gaussian process of all trials tells no differences apart that are far below their spread; a quadratic of the nearest ones
 * does.
 *
 * <p>There is no quadratic before there are twice as many trials as it has coefficients. A step stays in a box around the best
 * trial: as wide as the nearest so many trials, halved after a step that gained less than a tenth of what it promised, doubled
 * after one to the edge that gained seven tenths. After k steps in a row that gained less than half or more than twice of their
 * promise the process has 2^k - 1 proposals, at most {@value #LONGEST_WAIT}, to itself: under noise, on ridges and in wells that
 * is what happens.
 *
 * <p>One step at a time. What it is judged by stands in the trial's attribute {@value #ATTRIBUTE}, so that nothing else is saved.
 * Lengths are in lengthscales of the process. Not thread-safe.
 */
final class Refinement {

    static final String ATTRIBUTE = "refinement";

    private static final int LONGEST_WAIT = 3;
    private static final double GREATEST_RADIUS = 1;
    private static final double GOOD = 0.7;
    private static final double POOR = 0.1;

    private static final double LEAST_SUCCESS = 0.5;

    /** Gains below so much of the loss cannot be told from rounding. */
    private static final double ROUNDING = 1e-15;

    private record Neighbour(double[] z, double difference, double distance) {}

    private final SearchSpace space;
    private final Problem problem;
    private final int coefficients;
    private final List<double[]> points = new ArrayList<>();
    private final List<Double> losses = new ArrayList<>();
    private int best;
    private double radius = Double.POSITIVE_INFINITY;
    private int broken;
    private int wait;
    /** Whether trials say that they are noisy. */
    private boolean noisy;

    /** @param space of floats without steps or conditions, at least one */
    Refinement(SearchSpace space, Problem problem) {
        this.space = space;
        this.problem = problem;
        coefficients = LocalQuadratic.coefficients(space.dimensions());
    }

    void tell(Trial<Configuration> trial) {
        double loss = trial.isFeasible()
                ? problem.objectives().get(0).direction().asLoss(trial.value())
                : Double.POSITIVE_INFINITY;
        String step = trial.attributes().get(ATTRIBUTE);
        if (step != null) {
            judge(Json.parse(step), loss);
        } else {
            wait = Math.max(0, wait - 1);
        }
        if (!trial.isFeasible()) {
            return;
        }
        noisy |= trial.evaluation().orElseThrow().variances().stream().anyMatch(v -> v > 0);
        points.add(space.encode(trial.candidate()));
        losses.add(loss);
        if (loss < losses.get(best)) {
            best = losses.size() - 1;
            radius = step == null ? Double.POSITIVE_INFINITY : radius;
        }
    }

    private void judge(JsonNode step, double loss) {
        radius = step.path("radius").asDouble();
        double ratio = (step.path("from").asDouble() - loss) / step.path("gain").asDouble();
        if (ratio >= GOOD && step.path("length").asDouble() > 0.9) {
            radius = Math.min(GREATEST_RADIUS, 2 * radius);
        } else if (ratio < POOR) {
            radius /= 2;
        }
        broken = ratio >= 0.5 && ratio <= 2 ? 0 : broken + 1;
        wait = Math.min(LONGEST_WAIT, (1 << Math.min(broken, 10)) - 1);
    }

    /**
     * The next step, if there is one that is likely to succeed and promises more than {@code worth}, or {@code worth} is no more
     * than noise.
     *
     * @param worth improvement that the acquisition expects, in units of the objective
     * @param noise standard deviation of the noise that the process sees, in the same units
     * @param lengthscales of the process, one for each axis
     * @param success probability that a trial gives a result that counts; 0 if a configuration may not be tried
     */
    Optional<Proposal<Configuration>> next(
            double worth, double noise, double[] lengthscales, ToDoubleFunction<Configuration> success) {
        if (noisy || wait > 0 || points.size() <= 2 * coefficients) {
            return Optional.empty();
        }
        List<Neighbour> near = neighbours(lengthscales);
        if (near.size() < coefficients) {
            return Optional.empty();
        }
        double size = Math.min(radius, near.get(coefficients - 1).distance());
        return LocalQuadratic.fit(
                        near.stream().map(Neighbour::z).toArray(double[][]::new),
                        near.stream().mapToDouble(Neighbour::difference).toArray())
                .flatMap(model -> step(model, size, worth > noise ? worth : 0, lengthscales, success));
    }

    /** Up to three times as many trials as there are coefficients, the nearest first. */
    private List<Neighbour> neighbours(double[] lengthscales) {
        double[] centre = points.get(best);
        List<Neighbour> near = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            double[] z = new double[centre.length];
            double squared = 0;
            for (int k = 0; k < z.length; k++) {
                z[k] = (points.get(i)[k] - centre[k]) / lengthscales[k];
                squared += z[k] * z[k];
            }
            if (squared > 0) {
                near.add(new Neighbour(z, losses.get(i) - losses.get(best), Math.sqrt(squared)));
            }
        }
        near.sort(Comparator.comparingDouble(Neighbour::distance));
        return near.subList(0, Math.min(near.size(), 3 * coefficients));
    }

    private Optional<Proposal<Configuration>> step(
            Quadratic model,
            double size,
            double least,
            double[] lengthscales,
            ToDoubleFunction<Configuration> success) {
        double[] centre = points.get(best);
        double[] low = new double[centre.length];
        double[] high = new double[centre.length];
        for (int k = 0; k < centre.length; k++) {
            low[k] = Math.max(-size, -centre[k] / lengthscales[k]);
            high[k] = Math.min(size, (1 - centre[k]) / lengthscales[k]);
        }
        double[] s = model.minimum(low, high);
        double gain = -model.value(s);
        double from = losses.get(best);
        double[] cube = new double[centre.length];
        double length = 0;
        for (int k = 0; k < cube.length; k++) {
            cube[k] = Math.min(1, Math.max(0, centre[k] + lengthscales[k] * s[k]));
            length = Math.max(length, Math.abs(s[k]) / size);
        }
        Configuration end = space.decode(cube);
        double probability = space.isFeasible(end) ? success.applyAsDouble(end) : 0;
        if (probability < LEAST_SUCCESS || !(probability * gain > Math.max(least, ROUNDING * Math.abs(from)))) {
            return Optional.empty();
        }
        String attribute = Json.write(Map.of("radius", size, "length", length, "gain", gain, "from", from));
        return Optional.of(new Proposal<>(end, List.of(), Map.of(ATTRIBUTE, attribute)));
    }
}
