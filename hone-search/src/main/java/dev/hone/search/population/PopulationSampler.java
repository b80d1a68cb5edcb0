package dev.hone.search.population;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.core.Json;
import dev.hone.core.Seeds;
import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.optimize.Proposal;
import dev.hone.core.space.Configuration;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;

/**
 * Asks for the members of a {@link Population} in their order, and lets it move when enough of them are back.
 *
 * <ul>
 *   <li>A share of 1 waits for as many results as there are members (batch mode); a smaller one goes on without the slowest
 *       (asynchronous mode). Members that are still out stay where they are and count when they come back.
 *   <li>While all members are out, {@link Population#extra} points are proposed; they count as results of the iteration. So
 *       a trial that never comes back holds nothing up.
 *   <li>Trials given by users and late results are guests of the iteration in which they arrive.
 * </ul>
 *
 * <p>Everything follows from the seed, the trials told and their attributes: nothing needs to be saved. Not thread-safe.
 */
public final class PopulationSampler implements Optimizer<Configuration> {

    /** Iterations below which people are told that they are few. */
    private static final int FEW = 10;

    private static final long EXTRA = 0x65787472L;
    private static final int PROBE = -1;
    private static final int EXTRA_MEMBER = -2;

    /** What a trial is to the population: a member of an iteration, its probe, or an extra. */
    private record Role(long iteration, int member) {}

    private final String id;
    private final Problem problem;
    private final NumberAxes axes;
    private final Population population;
    private final double share;
    private final List<Population.Guest> guests = new ArrayList<>();
    private Map<Role, Integer> members = new LinkedHashMap<>();
    private Population.Outcome[] outcomes;
    private boolean probed;
    private long iteration;
    private int results;

    /**
     * @param id of the method, under which it keeps attributes with trials
     * @param share of the members that an iteration waits for, above 0 and at most 1
     */
    public PopulationSampler(String id, Problem problem, NumberAxes axes, Population population, double share) {
        this.id = id;
        this.problem = problem;
        this.axes = axes;
        this.population = population;
        this.share = share;
        open(new int[0]);
    }

    /**
     * A method of this kind before it knows its study.
     *
     * @param size trials of an iteration at the start
     * @param remark for people; it may be empty
     */
    public static OptimizerFactory<Configuration> factory(
            String id,
            NumberAxes axes,
            double share,
            ToIntFunction<Problem> size,
            String remark,
            Function<Problem, Population> population) {
        return new SingleObjectiveFactory(
                id,
                axes.space(),
                SingleObjectiveFactory.INSTEAD,
                problem -> explanation(size.applyAsInt(problem), problem, remark),
                problem -> new PopulationSampler(id, problem, axes, population.apply(problem), share));
    }

    private static String explanation(int size, Problem problem, String remark) {
        String text = "iterations of " + size + " trials";
        if (problem.trials().isPresent() && problem.trials().getAsLong() < (long) FEW * size) {
            text += "; " + problem.trials().getAsLong() + " trials are "
                    + problem.trials().getAsLong() / size + " of them, and fewer than " + FEW
                    + " come to little: a smaller population makes more";
        }
        return remark.isEmpty() ? text : text + "; " + remark;
    }

    private void open(int[] kept) {
        Map<Role, Integer> next = new LinkedHashMap<>();
        List<Role> before = List.copyOf(members.keySet());
        for (int i = 0; i < population.size(); i++) {
            boolean stays = i < kept.length && kept[i] >= 0;
            next.put(stays ? before.get(kept[i]) : new Role(iteration, i), i);
        }
        members = next;
        outcomes = new Population.Outcome[population.size()];
        guests.clear();
        results = 0;
        probed = false;
    }

    @Override
    public List<Proposal<Configuration>> ask(Ask<Configuration> request) {
        Set<Role> out = new HashSet<>();
        for (Trial<Configuration> trial : request.pending()) {
            if (isOurs(trial)) {
                out.add(role(trial));
            }
        }
        List<Proposal<Configuration>> proposals = new ArrayList<>();
        if (!probed && !out.contains(new Role(iteration, PROBE))) {
            population.probe().ifPresent(point -> proposals.add(proposal(point, new Role(iteration, PROBE))));
        }
        for (Map.Entry<Role, Integer> entry : members.entrySet()) {
            if (proposals.size() == request.count()) {
                break;
            }
            if (outcomes[entry.getValue()] == null && !out.contains(entry.getKey())) {
                proposals.add(proposal(population.point(entry.getValue()), entry.getKey()));
            }
        }
        while (proposals.size() < request.count()) {
            long number = request.firstNumber() + proposals.size();
            RandomGenerator random = Seeds.stream(problem.seed(), EXTRA, number);
            proposals.add(proposal(population.extra(outcomes, random), new Role(iteration, EXTRA_MEMBER)));
        }
        return proposals;
    }

    private Proposal<Configuration> proposal(double[] point, Role role) {
        Map<String, Object> attribute = new LinkedHashMap<>();
        attribute.put("iteration", role.iteration());
        attribute.put("member", role.member());
        if (role.member() == 0) {
            attribute.putAll(population.report());
        }
        return new Proposal<>(axes.decode(point), List.of(), Map.of(id, Json.write(attribute)));
    }

    private boolean isOurs(Trial<Configuration> trial) {
        return trial.origin() == Origin.OPTIMIZER && trial.attributes().containsKey(id);
    }

    private Role role(Trial<Configuration> trial) {
        JsonNode attribute = Json.parse(trial.attributes().get(id));
        return new Role(
                attribute.path("iteration").asLong(-1), attribute.path("member").asInt(EXTRA_MEMBER));
    }

    @Override
    public void tell(List<Trial<Configuration>> finished) {
        for (Trial<Configuration> trial : finished) {
            learn(trial);
        }
    }

    private void learn(Trial<Configuration> trial) {
        Population.Outcome outcome = outcome(trial);
        boolean ours = isOurs(trial);
        Role role = ours ? role(trial) : new Role(-1, EXTRA_MEMBER);
        Integer member = members.get(role);
        if (member != null && outcomes[member] == null) {
            outcomes[member] = outcome;
            results++;
        } else {
            boolean now = role.iteration() == iteration;
            probed |= now && role.member() == PROBE;
            results += now && role.member() == EXTRA_MEMBER ? 1 : 0;
            if (outcome.standing().isComplete()) {
                guests.add(new Population.Guest(axes.point(trial.candidate()), outcome, !ours));
            }
        }
        if (results >= Math.ceil(share * outcomes.length - 1e-9)) {
            int[] kept = population.advance(outcomes, List.copyOf(guests));
            iteration++;
            open(kept);
        }
    }

    private Population.Outcome outcome(Trial<Configuration> trial) {
        Standing standing = Standing.of(trial, problem);
        Map<String, Double> derivatives =
                trial.evaluation().map(Evaluation::gradient).orElse(Map.of());
        if (!standing.isComplete() || derivatives.isEmpty()) {
            return new Population.Outcome(standing, null);
        }
        double[] gradient = axes.gradient(trial.candidate(), derivatives);
        double sign = problem.objectives().get(0).direction().asLoss(1);
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] *= sign;
        }
        return new Population.Outcome(standing, gradient);
    }
}
