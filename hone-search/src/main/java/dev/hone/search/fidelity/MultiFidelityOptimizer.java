package dev.hone.search.fidelity;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.Json;
import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.Problem;
import dev.hone.core.optimize.Proposal;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.Fidelity;
import dev.hone.core.space.FidelityRange;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Trial;
import dev.hone.search.bayes.Recommendation;
import dev.hone.search.fidelity.FidelityComparison.Likeness;
import dev.hone.search.fidelity.FidelityHistory.Entry;
import dev.hone.search.fidelity.FidelitySearch.Decision;
import dev.hone.search.fidelity.FidelitySearch.Recommended;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Between a study and {@link FidelitySearch}: trials become entries, decisions proposals. */
final class MultiFidelityOptimizer implements Optimizer<Configuration> {

    /** Attribute of a trial: what its proposal was made from, {@code {level, target, correlations, costs, uninformative}}. */
    static final String ATTRIBUTE = "fidelity";

    private static final String TARGET = "target";
    private static final Logger LOG = LoggerFactory.getLogger(MultiFidelityOptimizer.class);

    private final SearchSpace space;
    private final DesignSpace designs;
    private final Fidelity fidelity;
    private final Problem problem;
    private final FidelitySearch search;
    private final Set<String> warned = new HashSet<>();

    MultiFidelityOptimizer(SearchSpace space, Fidelity fidelity, Problem problem, FidelitySearch search) {
        this.space = space;
        this.fidelity = fidelity;
        this.problem = problem;
        this.search = search;
        designs = search.setup().space();
    }

    @Override
    public void tell(List<Trial<Configuration>> finished) {
        for (Trial<Configuration> trial : finished) {
            Optional<Evaluation> complete = trial.evaluation().filter(e -> trial.isComplete());
            double at = position(trial);
            double reported = trial.evaluation().map(Evaluation::cost).orElse(0.0);
            if (complete.isPresent() && reported > 0) {
                search.costs().measured(at, reported);
            }
            search.history()
                    .tell(new Entry(
                            point(trial.candidate()),
                            at,
                            target(trial, at),
                            false,
                            complete.map(this::gains).orElse(null),
                            complete.isPresent() ? trace(trial) : Map.of(),
                            complete.map(Evaluation::constraints).orElse(Map.of()),
                            reported > 0 ? reported : search.costs().of(at)));
        }
    }

    private Map<Double, Double> trace(Trial<Configuration> trial) {
        return search.setup().options().traces()
                ? Trace.of(
                        (FidelityRange) fidelity,
                        position(trial),
                        trial.intermediate(),
                        problem.objectives().get(0).direction())
                : Map.of();
    }

    private double position(Trial<Configuration> trial) {
        return fidelity.position(trial.candidate().get(fidelity.parameter()));
    }

    private double[] point(Configuration candidate) {
        Map<String, Object> values = new LinkedHashMap<>(candidate.values());
        values.remove(fidelity.parameter());
        return designs.encode(values);
    }

    private double[] gains(Evaluation evaluation) {
        double[] gains = new double[problem.objectives().size()];
        for (int j = 0; j < gains.length; j++) {
            gains[j] = -problem.objectives()
                    .get(j)
                    .direction()
                    .asLoss(evaluation.values().get(j));
        }
        return gains;
    }

    /** The level that the proposal was on its way to; its own if it was not proposed here. */
    private double target(Trial<Configuration> trial, double own) {
        String text = trial.attributes().get(ATTRIBUTE);
        String name = text == null ? "" : Json.parse(text).path(TARGET).asText();
        return Arrays.stream(search.setup().fidelities().compared())
                .filter(level -> level > own && name(level).equals(name))
                .findFirst()
                .orElse(own);
    }

    @Override
    public List<Proposal<Configuration>> ask(Ask<Configuration> request) {
        List<Entry> pending = new ArrayList<>();
        for (Trial<Configuration> trial : request.pending()) {
            double at = position(trial);
            pending.add(pending(point(trial.candidate()), at, target(trial, at)));
        }
        List<Proposal<Configuration>> proposals = new ArrayList<>();
        for (int i = 0; i < request.count(); i++) {
            search.history().pending(pending);
            Decision decision = search.next(request.firstNumber() + i);
            pending.add(pending(designs.encode(decision.configuration()), decision.fidelity(), decision.target()));
            proposals.add(proposal(decision));
        }
        return proposals;
    }

    private Entry pending(double[] x, double at, double target) {
        return new Entry(
                x, at, target, true, null, Map.of(), Map.of(), search.costs().of(at));
    }

    private Proposal<Configuration> proposal(Decision decision) {
        Map<String, Object> values =
                new LinkedHashMap<>(decision.configuration().values());
        values.put(fidelity.parameter(), fidelity.at(decision.fidelity()));
        Map<String, String> attributes = new LinkedHashMap<>();
        ObjectNode about = Json.MAPPER.createObjectNode();
        if (decision.target() > decision.fidelity()) {
            about.put(TARGET, name(decision.target()));
        }
        decision.comparison().ifPresent(comparison -> describe(about, comparison));
        if (!about.isEmpty()) {
            attributes.put(ATTRIBUTE, Json.write(about));
        }
        decision.recommended()
                .ifPresent(r -> attributes.put(
                        Recommendation.ATTRIBUTE, recommendation(r).json(space)));
        return new Proposal<>(space.configuration(values), List.of(), attributes);
    }

    /** What to use after the trials told. */
    Optional<Recommendation> recommendation(long number) {
        return search.recommended(number).map(this::recommendation);
    }

    private Recommendation recommendation(Recommended recommended) {
        Map<String, Object> values =
                new LinkedHashMap<>(recommended.configuration().values());
        values.put(fidelity.parameter(), fidelity.truth());
        return new Recommendation(
                space.configuration(values),
                problem.objectives().get(0).direction().asLoss(-recommended.gain()),
                recommended.sd(),
                search.setup().robust().map(RobustValue::parameter));
    }

    private void describe(ObjectNode about, FidelityComparison comparison) {
        ObjectNode correlations = about.putObject("correlations");
        ObjectNode costs = about.putObject("costs");
        ArrayNode uninformative = Json.MAPPER.createArrayNode();
        for (Likeness like : comparison.fidelities()) {
            String name = name(like.fidelity());
            costs.put(name, search.costs().of(like.fidelity()));
            if (Double.isFinite(like.correlation())) {
                correlations.put(name, like.correlation());
            }
            if (!like.informative()) {
                uninformative.add(name);
                if (warned.add(name)) {
                    LOG.warn("{}", FidelityRun.warning(name, like.correlation()));
                }
            }
        }
        if (!uninformative.isEmpty()) {
            about.set("uninformative", uninformative);
        }
    }

    private String name(double at) {
        return search.setup().fidelities().name(at);
    }

    @Override
    public String state() {
        ObjectNode node = Json.MAPPER.createObjectNode();
        search.write(node);
        return Json.write(node);
    }

    @Override
    public void restore(String state, List<Trial<Configuration>> told) {
        tell(told);
        if (!state.isBlank()) {
            search.read(Json.parse(state));
        }
    }
}
