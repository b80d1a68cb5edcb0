package dev.hone.search.bandit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.HoneException;
import dev.hone.core.Json;
import dev.hone.core.Seeds;
import dev.hone.core.analyse.SequenceSummary;
import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.Problem;
import dev.hone.core.optimize.Proposal;
import dev.hone.core.space.Configuration;
import dev.hone.core.trial.Instance;
import dev.hone.core.trial.Trial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A bandit as an optimizer. Every trial carries the probability and the prediction of its play as an attribute, so the
 * trials told, in their order, are the whole state; learning them again takes microseconds each.
 */
final class BanditOptimizer implements Optimizer<Configuration> {

    private static final long STREAM = 0x62616e646974L;

    /** Arms up to which a trial keeps the distribution that it was drawn from. */
    private static final int MOST_SHOWN = 100;

    private final List<Configuration> arms;
    private final Map<Configuration, Integer> index = new HashMap<>();
    private final Bandit bandit;
    private final Problem problem;
    private final BanditSampler.Options options;
    private final Optional<String> context;
    private double dearest = Double.NEGATIVE_INFINITY;
    /** Plays that failed before anything had a cost: they are told when something has. */
    private final List<Play> unpriced = new ArrayList<>();

    BanditOptimizer(
            List<Configuration> arms,
            Bandit bandit,
            Problem problem,
            BanditSampler.Options options,
            Optional<String> context) {
        this.arms = arms;
        this.bandit = bandit;
        this.problem = problem;
        this.options = options;
        this.context = context;
        for (int i = 0; i < arms.size(); i++) {
            index.put(arms.get(i), i);
        }
    }

    Bandit bandit() {
        return bandit;
    }

    @Override
    public List<Proposal<Configuration>> ask(Ask<Configuration> request) {
        int[] pending = new int[arms.size()];
        unpriced.forEach(play -> pending[play.arm()]++);
        for (Trial<Configuration> trial : request.pending()) {
            Integer arm = index.get(trial.candidate());
            if (arm != null) {
                pending[arm]++;
            }
        }
        List<Proposal<Configuration>> proposals = new ArrayList<>();
        for (int i = 0; i < request.count(); i++) {
            RandomGenerator random = Seeds.stream(problem.seed(), STREAM, request.firstNumber() + i);
            double number = required(request.instance(i));
            Play play = bandit.play(number, pending, random);
            pending[play.arm()]++;
            proposals.add(
                    new Proposal<>(arms.get(play.arm()), List.of(), Map.of(SequenceSummary.PLAY, write(play, number))));
        }
        return proposals;
    }

    private double required(Instance instance) {
        double number = context.map(instance::number).orElse(Double.NaN);
        if (context.isPresent() && Double.isNaN(number)) {
            throw new HoneException("the optimizer decides by the number '" + context.get()
                    + "' of each instance, and the instance has "
                    + (instance.isNone()
                            ? "nothing"
                            : "only " + instance.values().keySet())
                    + "; give every instance one, or use a learner without context, such as 'tsallis-inf'");
        }
        return number;
    }

    @Override
    public void tell(List<Trial<Configuration>> finished) {
        for (Trial<Configuration> trial : finished) {
            Integer arm = index.get(trial.candidate());
            double cost = cost(trial);
            if (arm != null && Double.isFinite(cost)) {
                bandit.learn(read(trial, arm), cost);
            } else if (arm != null) {
                unpriced.add(read(trial, arm));
            }
            if (Double.isFinite(dearest)) {
                unpriced.forEach(play -> bandit.learn(play, dearest));
                unpriced.clear();
            }
        }
    }

    /** What a trial cost; infinite for one that failed before any other had a cost. */
    private double cost(Trial<Configuration> trial) {
        if (!trial.isComplete()) {
            return options.maxCost().orElse(dearest);
        }
        double cost = problem.objectives().get(0).direction().asLoss(trial.value());
        if (options.minCost().isPresent() && cost < options.minCost().getAsDouble()) {
            throw new HoneException("trial " + trial.number() + " cost " + cost + ", less than the least possible cost,"
                    + " which is " + options.minCost().getAsDouble() + " (option min_cost)");
        }
        cost = Math.min(cost, options.maxCost().orElse(cost));
        dearest = Math.max(dearest, cost);
        return cost;
    }

    private String write(Play play, double number) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        if (play.isDrawn()) {
            node.put("probability", play.probability());
            if (arms.size() <= MOST_SHOWN) {
                node.put(SequenceSummary.ARM, play.arm());
                ArrayNode all = node.putArray(SequenceSummary.PROBABILITIES);
                for (double p : bandit.probabilities(number)) {
                    // for people: the learner needs the one above
                    all.add(Double.parseDouble(String.format(Locale.ROOT, "%.3g", p)));
                }
            }
        }
        if (!Double.isNaN(play.prediction())) {
            node.put("prediction", play.prediction());
        }
        return Json.write(node);
    }

    private Play read(Trial<Configuration> trial, int arm) {
        double number = context.map(Instance.of(trial)::number).orElse(Double.NaN);
        String json = trial.attributes().get(SequenceSummary.PLAY);
        if (json == null) {
            return Play.given(arm, number);
        }
        JsonNode node = Json.parse(json);
        return new Play(
                arm,
                node.path("probability").asDouble(Double.NaN),
                node.path("prediction").asDouble(Double.NaN),
                number);
    }
}
