package dev.hone.search.fidelity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.Seeds;
import dev.hone.search.fidelity.FidelityHistory.Entry;
import dev.hone.search.fidelity.FidelityModel.Fits;
import dev.hone.search.fidelity.FidelityModel.Fitted;
import dev.hone.search.fidelity.FidelitySearch.Setup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** The surrogates of all outputs of a search: objectives, and constraints by name. Not thread-safe. */
final class FidelityModels {

    private static final long FIT_STREAM = 2;
    private static final long COST_STREAM = 4;

    private final Setup setup;
    private final FidelityHistory history;
    private final ExpectedCosts costs;
    private final List<FidelityModel> objectives = new ArrayList<>();
    private final Map<String, FidelityModel> constraints = new TreeMap<>();

    FidelityModels(Setup setup, FidelityHistory history, ExpectedCosts costs) {
        this.setup = setup;
        this.history = history;
        this.costs = costs;
        for (int j = 0; j < setup.objectives(); j++) {
            objectives.add(newModel());
        }
    }

    private FidelityModel newModel() {
        return new FidelityModel(setup.space().dimensions(), setup.options());
    }

    /**
     * What evaluations are worth, by what is made of those that are pending.
     *
     * @param believed as if they turned out as expected
     * @param imagined as if the objectives turned out as joint draws say, and those at the truth may be results
     */
    record Criteria(FidelityCriterion believed, List<FidelityCriterion> imagined) {}

    /** @param number of the evaluation, which decides random draws */
    Criteria criteria(Numbering numbering, long number) {
        RandomGenerator random = Seeds.stream(setup.seed(), FIT_STREAM, number);
        List<Fits> values = new ArrayList<>();
        for (int j = 0; j < objectives.size(); j++) {
            int objective = j;
            Fits fits = fit(objectives.get(j), numbering, e -> e.gains()[objective], o -> -o.value(), j == 0, random);
            values.add(setup.robust().map(r -> fits.map(r::of)).orElse(fits));
        }
        List<Fits> bounds = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>();
        history.told().forEach(e -> names.addAll(e.constraints().keySet()));
        for (String name : names) {
            if (isKnown(name, numbering)) {
                Fits fits = fit(
                        constraints.computeIfAbsent(name, n -> newModel()),
                        numbering,
                        e -> e.constraints().getOrDefault(name, Double.NaN),
                        o -> Math.abs(o.value()),
                        false,
                        random);
                bounds.add(setup.robust().map(r -> fits.map(r.ofLosses()::of)).orElse(fits));
            }
        }
        List<double[]> evaluated = history.told().stream()
                .filter(e -> e.fidelity() == setup.fidelities().exact() && e.succeeded())
                .map(Entry::x)
                .toList();
        RandomGenerator costly = Seeds.stream(setup.seed(), COST_STREAM, number);
        EvaluationCost costed = costs.by(numbering, setup.options(), history.told(), costly);
        // what is maximised under an environment has a number above the truth's, of which it has the price
        EvaluationCost prices = (x, at) -> costed.of(x, Math.min(at, numbering.exact()));
        List<Fitted> likely = bounds.stream().map(Fits::believed).toList();
        FidelityCriterion believed =
                FidelityCriterion.of(values.stream().map(Fits::believed).toList(), likely, evaluated, prices);
        if (history.pending().isEmpty()) {
            return new Criteria(believed, List.of(believed));
        }
        return new Criteria(believed, imagined(values, likely, evaluated, prices));
    }

    private List<FidelityCriterion> imagined(
            List<Fits> values, List<Fitted> constraints, List<double[]> evaluated, EvaluationCost prices) {
        List<double[]> reportable = new ArrayList<>(evaluated);
        history.pending().stream()
                .filter(e -> e.fidelity() == setup.fidelities().exact())
                .forEach(e -> reportable.add(e.x()));
        int draws = values.get(0).imagined().size();
        return IntStream.range(0, draws)
                .mapToObj(s -> FidelityCriterion.of(
                        values.stream().map(v -> v.imagined().get(s)).toList(), constraints, reportable, prices))
                .toList();
    }

    /** Whether a constraint was reported at every level and not always with the same value, from which nothing is learnt. */
    private boolean isKnown(String constraint, Numbering numbering) {
        List<Entry> reported = history.told().stream()
                .filter(e -> e.succeeded() && e.constraints().containsKey(constraint))
                .toList();
        return Arrays.stream(numbering.levels()).allMatch(l -> reported.stream().anyMatch(e -> e.fidelity() == l))
                && reported.stream()
                                .map(e -> e.constraints().get(constraint))
                                .distinct()
                                .count()
                        > 1;
    }

    /**
     * @param score by which observations are kept when there are too many, less is better
     * @param traced whether traces are of this output
     */
    private Fits fit(
            FidelityModel model,
            Numbering numbering,
            ToDoubleFunction<Entry> output,
            ToDoubleFunction<LevelObservation> score,
            boolean traced,
            RandomGenerator random) {
        List<LevelObservation> data = new ArrayList<>();
        for (Entry e : history.told()) {
            double value = e.succeeded() ? output.applyAsDouble(e) : Double.NaN;
            if (!Double.isNaN(value)) {
                data.add(new LevelObservation(e.x(), numbering.of(e.fidelity()), value));
            }
            if (traced) {
                e.trace().forEach((fidelity, gain) -> data.add(new LevelObservation(e.x(), fidelity, gain)));
            }
        }
        List<LevelObservation> kept =
                KeptPoints.of(data, numbering, setup.options().maxPoints(), score);
        return model.fit(kept, data.size(), numbering, pending(numbering), random);
    }

    /** Evaluations whose outcomes are not known yet, of fidelities that have a value. */
    private List<FidelityPoint> pending(Numbering numbering) {
        return history.pending().stream()
                .filter(e -> numbering.has(e.fidelity()))
                .map(e -> new FidelityPoint(e.x(), numbering.of(e.fidelity())))
                .toList();
    }

    void write(ObjectNode node) {
        for (int j = 0; j < objectives.size(); j++) {
            objectives.get(j).write(node.withArray("objectives").addObject());
        }
        constraints.forEach((name, model) ->
                model.write(node.withObjectProperty("constraints").putObject(name)));
    }

    void read(JsonNode node) {
        for (int j = 0; j < objectives.size(); j++) {
            objectives.get(j).read(node.path("objectives").path(j));
        }
        node.path("constraints").properties().forEach(e -> {
            FidelityModel model = newModel();
            model.read(e.getValue());
            constraints.put(e.getKey(), model);
        });
    }
}
