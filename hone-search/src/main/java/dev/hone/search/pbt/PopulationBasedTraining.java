package dev.hone.search.pbt;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.core.Check;
import dev.hone.core.Json;
import dev.hone.core.Seeds;
import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.optimize.Proposal;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.ConfigurationCodec;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.CandidateCodec;
import dev.hone.core.trial.Trial;
import dev.hone.search.population.Standing;
import dev.hone.search.qmc.SpaceFilling;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Population based training (Jaderberg et al., "Population based training of neural networks", arXiv 1711.09846). A trial is one
 * interval of training of one member of a population. The next trial of a member goes on from the artifacts of its last one
 * with the same hyperparameters; or, if others are ahead, from those of a better member, with hyperparameters {@link
 * Exploration near} that member's. The trial's attribute {@code continues}, {@link Trial#continues}, says from where.
 *
 * <p>Members are compared by what each reached last. Nobody waits: whoever asks gets the next interval of the idle member that
 * has had the fewest. If more trials run at a time than there are members, more members are made.
 *
 * <p>A member whose last trial failed or was pruned goes on from a better member's last checkpoint, or starts anew if nobody
 * has one. Until half of the population has a checkpoint nobody is behind. Everything follows from the trials, so there is no other state.
 *
 * <p>Immutable and thread-safe; the optimizers it creates are not.
 */
public final class PopulationBasedTraining implements OptimizerFactory<Configuration> {

    /** Who goes on from whom. */
    public enum Selection {
        /** A member among the last quantile goes on from one of the first, chosen at random. */
        TRUNCATION,
        /** A member meets another one, chosen at random, and goes on from it if that is better. */
        TOURNAMENT
    }

    /**
     * @param population members
     * @param quantile share of the members that are replaced, and of those that replace them, with truncation
     * @param shrink factor below 1 that hyperparameters are multiplied by
     * @param grow factor above 1 that hyperparameters are multiplied by
     * @param resample probability that a hyperparameter is drawn anew instead
     * @param keepAll whether the artifacts of all trials are kept, also of those that nobody will go on from
     */
    public record Options(
            int population,
            Selection selection,
            double quantile,
            double shrink,
            double grow,
            double resample,
            boolean keepAll) {

        public Options {
            Check.atLeast("population", population, 2);
            Check.that(quantile > 0 && quantile <= 0.5, "quantile", quantile, "a number above 0 and at most 0.5");
            Check.that(shrink > 0 && shrink < 1, "shrink", shrink, "a number between 0 and 1");
            Check.that(grow > 1 && grow <= 10, "grow", grow, "a number above 1 and at most 10");
            Check.within("resample", resample, 0, 1);
        }

        public static Options defaults() {
            return new Options(10, Selection.TRUNCATION, 0.2, 0.8, 1.2, 0.25, false);
        }
    }

    static final String ID = "pbt";

    /** Attribute of a trial: the member and its interval, both from 0. */
    static final String MEMBER = "member";

    private final SearchSpace space;
    private final Options options;

    private PopulationBasedTraining(SearchSpace space, Options options) {
        this.space = space;
        this.options = options;
    }

    public static PopulationBasedTraining over(SearchSpace space) {
        return over(space, Options.defaults());
    }

    public static PopulationBasedTraining over(SearchSpace space, Options options) {
        return new PopulationBasedTraining(space, options);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public CandidateCodec<Configuration> codec() {
        return new ConfigurationCodec(space);
    }

    @Override
    public Optimizer<Configuration> create(Problem problem) {
        problem.checkOneObjective(ID, "use gp, tpe or nsga2");
        return new Training(space, problem, options);
    }

    @Override
    public String explain(Problem problem) {
        return options.population() + " members; a trial is one interval of training of one of them";
    }

    /** Where a trial belongs. */
    private record Place(int member, int interval) {

        static Optional<Place> of(Trial<?> trial) {
            return Optional.ofNullable(trial.attributes().get(MEMBER)).map(text -> {
                JsonNode node = Json.parse(text);
                return new Place(
                        node.path("index").asInt(), node.path("interval").asInt());
            });
        }

        String json() {
            return Json.write(Map.of("index", member, "interval", interval));
        }
    }

    private static final class Training implements Optimizer<Configuration> {

        private static final long STREAM = 0x706274L;

        /** What a member did so far. */
        private static final class Member {
            private int intervals;
            private Trial<Configuration> last;
            /** The last that completed. */
            private Trial<Configuration> checkpoint;

            boolean isSound() {
                return checkpoint != null && checkpoint.number() == last.number();
            }
        }

        private final Problem problem;
        private final Options options;
        private final SpaceFilling filling;
        private final Exploration exploration;
        private final Map<Integer, Member> members = new TreeMap<>();
        /** Checkpoints that a later one of the same member has replaced. */
        private final Set<Long> spent = new HashSet<>();

        Training(SearchSpace space, Problem problem, Options options) {
            this.problem = problem;
            this.options = options;
            filling = new SpaceFilling(space, problem.seed());
            exploration = new Exploration(space, options.shrink(), options.grow(), options.resample());
        }

        @Override
        public void tell(List<Trial<Configuration>> finished) {
            for (Trial<Configuration> trial : finished) {
                Place.of(trial).ifPresent(place -> {
                    Member member = members.computeIfAbsent(place.member(), m -> new Member());
                    member.intervals = Math.max(member.intervals, place.interval() + 1);
                    member.last = trial;
                    if (trial.isComplete()) {
                        if (member.checkpoint != null) {
                            spent.add(member.checkpoint.number());
                        }
                        member.checkpoint = trial;
                    }
                });
            }
        }

        @Override
        public Set<Long> spent() {
            return options.keepAll() ? Set.of() : spent;
        }

        @Override
        public List<Proposal<Configuration>> ask(Ask<Configuration> request) {
            Set<Integer> busy = new HashSet<>();
            request.pending().forEach(trial -> Place.of(trial).ifPresent(place -> busy.add(place.member())));
            List<Proposal<Configuration>> proposals = new ArrayList<>();
            for (int i = 0; i < request.count(); i++) {
                int member = idle(busy);
                busy.add(member);
                proposals.add(propose(member, request.firstNumber() + i));
            }
            return proposals;
        }

        /** The idle member that has had the fewest intervals, the first of several; a further one if all are busy. */
        private int idle(Set<Integer> busy) {
            int best = -1;
            int fewest = Integer.MAX_VALUE;
            int index = 0;
            for (; index < options.population() || best < 0; index++) {
                int had = members.containsKey(index) ? members.get(index).intervals : 0;
                if (!busy.contains(index) && had < fewest) {
                    best = index;
                    fewest = had;
                }
            }
            return best;
        }

        private Proposal<Configuration> propose(int index, long number) {
            RandomGenerator random = Seeds.stream(problem.seed(), STREAM, number);
            Member member = members.get(index);
            Map<String, String> attributes = new HashMap<>();
            attributes.put(MEMBER, new Place(index, member == null ? 0 : member.intervals).json());
            Optional<Trial<Configuration>> better = member == null ? Optional.empty() : better(member, random);
            Trial<Configuration> from = better.orElse(member == null ? null : member.checkpoint);
            if (from == null) {
                Configuration fresh = member == null
                        ? filling.point(index, c -> false)
                        : filling.unseen(random, member.last.candidate()::equals);
                return new Proposal<>(fresh, List.of(), attributes);
            }
            attributes.put(Trial.CONTINUES, Long.toString(from.number()));
            Configuration next = better.isPresent() ? exploration.around(from.candidate(), random) : from.candidate();
            return new Proposal<>(next, List.of(from.number()), attributes);
        }

        /** The checkpoint that a member should go on from in place of its own. */
        private Optional<Trial<Configuration>> better(Member member, RandomGenerator random) {
            List<Trial<Configuration>> others = new ArrayList<>();
            members.values().stream()
                    .filter(other -> other != member && other.checkpoint != null)
                    .forEach(other -> others.add(other.checkpoint));
            Comparator<Trial<Configuration>> order =
                    Comparator.comparing(trial -> Standing.of(trial, problem), Standing.ORDER);
            others.sort(order.thenComparingLong(Trial::number));
            if (others.isEmpty()) {
                return Optional.empty();
            }
            int count = others.size() + (member.checkpoint == null ? 0 : 1);
            int share = Math.max(1, (int) (options.quantile() * count));
            if (!member.isSound()) {
                return Optional.of(others.get(random.nextInt(Math.min(share, others.size()))));
            }
            if (2 * count < options.population()) {
                return Optional.empty();
            }
            if (options.selection() == Selection.TOURNAMENT) {
                Trial<Configuration> rival = others.get(random.nextInt(others.size()));
                return Optional.of(rival).filter(trial -> order.compare(trial, member.checkpoint) < 0);
            }
            long ahead = others.stream()
                    .filter(trial -> order.compare(trial, member.checkpoint) < 0)
                    .count();
            return ahead >= count - share
                    ? Optional.of(others.get(random.nextInt(Math.min(share, others.size()))))
                    : Optional.empty();
        }

        @Override
        public void restore(String state, List<Trial<Configuration>> told) {
            tell(told);
        }
    }
}
