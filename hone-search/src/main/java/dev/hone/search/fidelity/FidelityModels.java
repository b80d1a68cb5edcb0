package dev.hone.search.fidelity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.Seeds;
import dev.hone.search.fidelity.FidelityHistory.Entry;
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

    /** @param number of the evaluation, which decides random draws */
    FidelityCriterion criterion(Numbering numbering, long number) {
        RandomGenerator random = Seeds.stream(setup.seed(), FIT_STREAM, number);
        List<Fitted> values = new ArrayList<>();
        for (int j = 0; j < objectives.size(); j++) {
            int objective = j;
            Fitted fitted = fit(objectives.get(j), numbering, e -> e.gains()[objective], j == 0, random);
            values.add(setup.robust().map(r -> r.of(fitted)).orElse(fitted));
        }
        List<Fitted> bounds = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>();
        history.told().forEach(e -> names.addAll(e.constraints().keySet()));
        for (String name : names) {
            if (isKnown(name, numbering)) {
                Fitted fitted = fit(
                        constraints.computeIfAbsent(name, n -> newModel()),
                        numbering,
                        e -> e.constraints().getOrDefault(name, Double.NaN),
                        false,
                        random);
                bounds.add(setup.robust().map(r -> r.ofLosses().of(fitted)).orElse(fitted));
            }
        }
        List<double[]> evaluated = history.told().stream()
                .filter(e -> e.fidelity() == setup.fidelities().exact() && e.succeeded())
                .map(Entry::x)
                .toList();
        RandomGenerator costly = Seeds.stream(setup.seed(), COST_STREAM, number);
        EvaluationCost prices = costs.by(numbering, setup.options(), history.told(), costly);
        // what is maximised under an environment has a number above the truth's, of which it has the price
        return FidelityCriterion.of(
                values, bounds, evaluated, (x, at) -> prices.of(x, Math.min(at, numbering.exact())));
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

    /** @param traced whether traces are of this output */
    private Fitted fit(
            FidelityModel model,
            Numbering numbering,
            ToDoubleFunction<Entry> output,
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
        List<LevelObservation> pending = history.pending().stream()
                .filter(e -> numbering.has(e.fidelity()))
                .map(e -> new LevelObservation(e.x(), numbering.of(e.fidelity()), 0))
                .toList();
        return model.fit(data, numbering, pending, random);
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
