package dev.hone.search.preference;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.Json;
import dev.hone.core.Seeds;
import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.Problem;
import dev.hone.core.optimize.Proposal;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Trial;
import dev.hone.search.gp.Embedding;
import dev.hone.search.population.Standing;
import dev.hone.search.preference.PreferenceSampler.Acquisition;
import dev.hone.search.qmc.SpaceFilling;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The loop behind {@link PreferenceSampler} where trials have values: of these it uses the order. Every trial is
 * beaten by the best and by its neighbour in the order of all, what failed by the best alone. The best is needed: a
 * cluster of bad trials is all neighbours, and would have lost just once. Each proposal is the challenger of the best and
 * of what is pending.
 */
final class RankedOptimizer implements Optimizer<Configuration> {

    private static final long SEARCH_STREAM = 0x72616e6bL;
    /** Pending trials that a proposal takes into account, the latest. */
    private static final int RIVALS = 12;
    /** Standings that have no value. */
    private static final int FAILED = 3;

    private final SearchSpace space;
    private final Problem problem;
    private final PreferenceSampler.Options options;
    private final Embedding embedding;
    private final SpaceFilling filling;
    private final PreferenceModel model;
    private final List<Trial<Configuration>> told = new ArrayList<>();

    RankedOptimizer(SearchSpace space, Problem problem, PreferenceSampler.Options options) {
        this.space = space;
        this.problem = problem;
        this.options = options;
        embedding = new Embedding(space, options.smoothness());
        filling = new SpaceFilling(space, problem.seed());
        model = new PreferenceModel(embedding, options.noise());
    }

    @Override
    public void tell(List<Trial<Configuration>> finished) {
        told.addAll(finished);
    }

    @Override
    public List<Proposal<Configuration>> ask(Ask<Configuration> request) {
        List<Configuration> pending = new ArrayList<>();
        request.pending().forEach(trial -> pending.add(trial.candidate()));
        Set<Configuration> seen = new HashSet<>(pending);
        told.forEach(trial -> seen.add(trial.candidate()));
        Evidence evidence = evidence();
        List<Trial<Configuration>> feasible =
                told.stream().filter(Trial::isFeasible).toList();
        boolean early = told.size() + pending.size() < options.startup(space) * options.points();
        List<Proposal<Configuration>> proposals = new ArrayList<>();
        if (early || evidence.duels().isEmpty() || feasible.isEmpty()) {
            for (int i = 0; i < request.count(); i++) {
                Configuration next = filling.point(request.firstNumber() + i, seen::contains);
                seen.add(next);
                proposals.add(Proposal.of(next));
            }
            return proposals;
        }
        Beliefs beliefs = Beliefs.of(embedding, model.update(evidence), feasible);
        String recommendation = beliefs.recommendation();
        for (int i = 0; i < request.count(); i++) {
            RandomGenerator random = Seeds.stream(problem.seed(), SEARCH_STREAM, request.firstNumber() + i);
            List<double[]> rivals = new ArrayList<>();
            if (options.acquisition() != Acquisition.EI) {
                rivals.add(embedding.embed(beliefs.best().candidate()));
            }
            pending.subList(Math.max(0, pending.size() - RIVALS), pending.size())
                    .forEach(c -> rivals.add(embedding.embed(c)));
            Configuration next = beliefs.design(options.acquisition(), random)
                    .choose(rivals, 1, seen::contains, filling)
                    .get(0);
            seen.add(next);
            pending.add(next);
            proposals.add(new Proposal<>(next, List.of(), Map.of(Beliefs.RECOMMENDATION, recommendation)));
        }
        return proposals;
    }

    private Evidence evidence() {
        record Placed(Trial<Configuration> trial, Standing standing) {}
        List<Placed> order = new ArrayList<>();
        told.forEach(trial -> order.add(new Placed(trial, Standing.of(trial, problem))));
        order.sort(Comparator.comparing(Placed::standing, Standing.ORDER)
                .thenComparingLong(p -> p.trial().number()));
        List<Placed> kept = thinned(order, options.maxPairs() / 2);
        Map<Long, Trial<Configuration>> byNumber = new HashMap<>();
        kept.forEach(p -> byNumber.put(p.trial().number(), p.trial()));
        Evidence.Gathering gathering = new Evidence.Gathering(number -> Optional.of(byNumber.get(number))
                .map(t -> new Evidence.Gathering.Place(t.candidate(), embedding.embed(t.candidate()))));
        for (int i = 1; i < kept.size(); i++) {
            Placed best = kept.get(0);
            Placed last = kept.get(i - 1);
            Placed next = kept.get(i);
            if (best.standing().tier() == FAILED) {
                break;
            }
            if (i > 1) {
                gathering.add(best.trial().number(), next.trial().number(), won(best.standing(), next.standing()), 1);
            }
            if (i == 1 || next.standing().tier() != FAILED) {
                gathering.add(last.trial().number(), next.trial().number(), won(last.standing(), next.standing()), 1);
            }
        }
        return gathering.evidence();
    }

    private static double won(Standing better, Standing worse) {
        return Standing.ORDER.compare(better, worse) == 0 ? 0.5 : 1;
    }

    /** At most {@code limit}: the first half of that, then others at even distances. */
    private static <T> List<T> thinned(List<T> order, int limit) {
        if (order.size() <= limit) {
            return order;
        }
        int head = limit / 2;
        List<T> kept = new ArrayList<>(order.subList(0, head));
        int rest = limit - head;
        for (int i = 1; i <= rest; i++) {
            kept.add(order.get(head - 1 + (int) ((long) i * (order.size() - head) / rest)));
        }
        return kept;
    }

    @Override
    public String state() {
        ObjectNode state = Json.MAPPER.createObjectNode();
        return Json.write(model.write(state));
    }

    @Override
    public void restore(String state, List<Trial<Configuration>> finished) {
        tell(finished);
        if (!state.isEmpty()) {
            model.read(Json.parse(state));
        }
    }
}
