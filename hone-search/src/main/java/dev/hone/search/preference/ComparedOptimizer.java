package dev.hone.search.preference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.Json;
import dev.hone.core.Seeds;
import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.Problem;
import dev.hone.core.optimize.Proposal;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.ConfigurationCodec;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Comparison;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import dev.hone.search.gp.Embedding;
import dev.hone.search.preference.PreferenceSampler.Acquisition;
import dev.hone.search.qmc.SpaceFilling;
import dev.hone.search.ranking.Screen;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * The loop behind {@link PreferenceSampler} where trials are compared. A screen is planned as a whole when its first member is
 * asked for, and is part of the state from then on; everything else follows from trials and comparisons.
 */
final class ComparedOptimizer implements Optimizer<Configuration> {

    private static final long SEARCH_STREAM = 0x70726566L;
    private static final long SHUFFLE = 0x73687566L;

    /**
     * @param members configurations of the new candidates
     * @param beside trials that are shown with them
     * @param since comparisons that were known when it was planned
     * @param recommendation at that time; empty if there was no model
     */
    private record Plan(
            long number, List<Configuration> members, List<Long> beside, int since, String recommendation) {}

    private final SearchSpace space;
    private final Problem problem;
    private final PreferenceSampler.Options options;
    private final Embedding embedding;
    private final SpaceFilling filling;
    private final PreferenceModel model;
    private final ConfigurationCodec codec;

    private final Map<Long, Trial<Configuration>> known = new TreeMap<>();
    private final List<Comparison> comparisons = new ArrayList<>();
    private Plan plan;
    private Screen screen;

    ComparedOptimizer(SearchSpace space, Problem problem, PreferenceSampler.Options options) {
        this.space = space;
        this.problem = problem;
        this.options = options;
        embedding = new Embedding(space, options.smoothness());
        filling = new SpaceFilling(space, problem.seed());
        model = new PreferenceModel(embedding, options.noise());
        codec = new ConfigurationCodec(space);
    }

    // --- the study's side

    @Override
    public void tell(List<Trial<Configuration>> finished) {
        for (Trial<Configuration> trial : finished) {
            known.put(trial.number(), trial);
            take(trial);
        }
    }

    private void take(Trial<Configuration> trial) {
        boolean planned = plan != null
                && Screen.Place.of(trial)
                        .filter(place -> place.index() >= 0
                                && place.index() < plan.members().size())
                        .filter(place -> plan.members().get(place.index()).equals(trial.candidate()))
                        .isPresent();
        if (planned) {
            screen.take(trial);
        }
    }

    @Override
    public void tellComparisons(List<Comparison> news) {
        comparisons.addAll(news);
    }

    @Override
    public List<Proposal<Configuration>> ask(Ask<Configuration> request) {
        if (plan == null || isSettled()) {
            open(request);
        }
        List<Proposal<Configuration>> proposals = new ArrayList<>();
        int count = Math.min(request.count(), screen.missing());
        for (int i = 0; i < count; i++) {
            int index = screen.next();
            Map<String, String> attributes = new HashMap<>();
            attributes.put(Screen.ATTRIBUTE, new Screen.Place(plan.number(), index).json());
            if (!plan.recommendation().isEmpty()) {
                attributes.put(Beliefs.RECOMMENDATION, plan.recommendation());
            }
            proposals.add(new Proposal<>(plan.members().get(index), List.of(), attributes));
        }
        return proposals;
    }

    @Override
    public List<Long> screen() {
        if (plan == null || !screen.isFinished() || isSettled()) {
            return List.of();
        }
        List<Long> shown = shown();
        if (options.blind()) {
            Collections.shuffle(shown, new Random(Seeds.derive(problem.seed(), SHUFFLE, plan.number())));
        }
        return shown;
    }

    /** Trials of the screen that can be compared: those beside it, then members that are feasible. */
    private List<Long> shown() {
        List<Long> shown = new ArrayList<>(plan.beside());
        screen.members().values().stream()
                .filter(Trial::isFeasible)
                .map(Trial::number)
                .forEach(shown::add);
        return shown;
    }

    /** Whether the screen has been answered, or has finished with nothing to compare. */
    private boolean isSettled() {
        if (!screen.isFinished()) {
            return false;
        }
        List<Long> shown = shown();
        return shown.size() < 2
                || comparisons.subList(Math.min(plan.since(), comparisons.size()), comparisons.size()).stream()
                        .anyMatch(comparison -> shown.containsAll(comparison.trials()));
    }

    // --- the next screen

    private void open(Ask<Configuration> request) {
        long number = plan == null ? 0 : plan.number() + 1;
        Set<Configuration> seen = new HashSet<>();
        known.values().forEach(trial -> seen.add(trial.candidate()));
        request.pending().forEach(trial -> seen.add(trial.candidate()));
        List<Long> beside = guests();
        Evidence evidence = evidence();
        List<Trial<Configuration>> feasible =
                known.values().stream().filter(Trial::isFeasible).toList();
        String recommendation = "";
        List<Configuration> members = new ArrayList<>();
        if (number < options.startup(space) || evidence.duels().isEmpty() || feasible.isEmpty()) {
            for (int i = beside.size(); i < options.points(); i++) {
                Configuration next = filling.point(request.firstNumber() + members.size(), seen::contains);
                seen.add(next);
                members.add(next);
            }
        } else {
            RandomGenerator random = Seeds.stream(problem.seed(), SEARCH_STREAM, number);
            Beliefs beliefs = Beliefs.of(embedding, model.update(evidence.latest(options.maxPairs())), feasible);
            recommendation = beliefs.recommendation();
            List<double[]> rivals = new ArrayList<>();
            beside.forEach(trial -> rivals.add(embedding.embed(known.get(trial).candidate())));
            long best = beliefs.best().number();
            if (options.keepBest() && !beside.contains(best) && beside.size() < options.points() - 1) {
                beside.add(best);
                if (options.acquisition() != Acquisition.EI) {
                    rivals.add(embedding.embed(beliefs.best().candidate()));
                }
            }
            members.addAll(beliefs.design(options.acquisition(), random)
                    .choose(rivals, options.points() - beside.size(), seen::contains, filling));
        }
        use(new Plan(number, List.copyOf(members), beside, comparisons.size(), recommendation), 0);
    }

    private void use(Plan next, int asked) {
        plan = next;
        screen = new Screen(next.number(), next.members().size(), asked);
    }

    /** Feasible trials that users gave and nobody has compared, the earliest, but for one place on the screen. */
    private List<Long> guests() {
        Set<Long> compared = new HashSet<>();
        comparisons.forEach(comparison -> compared.addAll(comparison.trials()));
        List<Long> guests = new ArrayList<>();
        for (Trial<Configuration> trial : known.values()) {
            if (guests.size() < options.points() - 1
                    && trial.origin() != Origin.OPTIMIZER
                    && trial.isFeasible()
                    && !compared.contains(trial.number())) {
                guests.add(trial.number());
            }
        }
        return guests;
    }

    private Evidence evidence() {
        Evidence.Gathering gathering = new Evidence.Gathering(number -> Optional.ofNullable(known.get(number))
                .map(trial -> new Evidence.Gathering.Place(trial.candidate(), embedding.embed(trial.candidate()))));
        Map<Long, List<Trial<Configuration>>> screens = new TreeMap<>();
        known.values()
                .forEach(trial -> Screen.Place.of(trial)
                        .ifPresent(place -> screens.computeIfAbsent(place.screen(), n -> new ArrayList<>())
                                .add(trial)));
        screens.values().forEach(members -> addFailures(members, gathering));
        comparisons.forEach(gathering::add);
        return gathering.evidence();
    }

    /** What failed or is infeasible loses one game, shared among the members of its screen that are feasible. */
    private static void addFailures(List<Trial<Configuration>> members, Evidence.Gathering gathering) {
        List<Trial<Configuration>> good =
                members.stream().filter(Trial::isFeasible).toList();
        for (Trial<Configuration> bad : members) {
            if (!bad.isFeasible()) {
                good.forEach(winner -> gathering.add(winner.number(), bad.number(), 1, 1.0 / good.size()));
            }
        }
    }

    // --- state

    @Override
    public String state() {
        if (plan == null) {
            return "";
        }
        ObjectNode state = Json.MAPPER.createObjectNode();
        state.put("screen", plan.number()).put("asked", screen.asked()).put("since", plan.since());
        ArrayNode members = state.putArray("members");
        plan.members().forEach(member -> members.add(Json.parse(codec.encode(member))));
        ArrayNode beside = state.putArray("beside");
        plan.beside().forEach(beside::add);
        state.put("recommendation", plan.recommendation());
        model.write(state.putObject("model"));
        return Json.write(state);
    }

    @Override
    public void restore(String text, List<Trial<Configuration>> told) {
        if (!text.isEmpty()) {
            JsonNode state = Json.parse(text);
            List<Configuration> members = new ArrayList<>();
            state.get("members").forEach(member -> members.add(codec.decode(member.toString())));
            List<Long> beside = new ArrayList<>();
            state.get("beside").forEach(trial -> beside.add(trial.asLong()));
            Plan saved = new Plan(
                    state.get("screen").asLong(),
                    members,
                    beside,
                    state.get("since").asInt(),
                    state.get("recommendation").asText());
            use(saved, state.get("asked").asInt());
            model.read(state.get("model"));
        }
        tell(told);
    }
}
