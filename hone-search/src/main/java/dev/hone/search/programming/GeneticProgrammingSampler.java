package dev.hone.search.programming;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.core.Check;
import dev.hone.core.Json;
import dev.hone.core.Seeds;
import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.optimize.Proposal;
import dev.hone.core.trial.CandidateCodec;
import dev.hone.core.trial.Trial;
import dev.hone.search.programming.Diversity.Courtship;
import dev.hone.search.programming.MateChoice.Child;
import dev.hone.search.programming.MateChoice.Couple;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Genetic programming in a study: one trial a tree. A generation closes when as many trials as the population has members have
 * been told, whoever proposed them; the next population is these, with the best of the old one in place of the worst of them.
 * Until the first has closed, trees are random. Trial numbers 2k and 2k + 1 are the two children of one couple.
 *
 * <p>A trial's attributes hold its ideal ({@code ideal}), {@code generation}, and how far its second parent and a random
 * individual are from the first one's ideal ({@code distances}); its parents are the numbers of the couple: the population is
 * rebuilt from the stored trials. The first trial that is proposed after a generation has closed holds what there is to say
 * about that generation ({@link GenerationLog}). Trials of others get a random ideal. Failed and pruned trials count as worst.
 * Not thread-safe.
 */
public final class GeneticProgrammingSampler implements Optimizer<Tree> {

    /** Catalogue id. */
    public static final String ID = "genetic-programming";

    private static final long CHILD = 0x63686c64L;
    private static final long IDEAL = 0x6964656cL;
    private static final long MEASURE = 0x6d656173L;
    private static final String IDEAL_KEY = "ideal";
    private static final String GENERATION_KEY = "generation";
    private static final String DISTANCES_KEY = "distances";

    /** @param elitism how many of the best of a generation live on in the next */
    public record Options(int population, int elitism, MateChoice.Options mating) {

        public Options {
            mating.check(population);
            Check.that(
                    elitism >= 0 && elitism < population,
                    "elitism",
                    elitism,
                    "a whole number from 0 to " + (population - 1) + ", fewer than the population has members");
        }

        public static Options defaults() {
            return new Options(100, 1, MateChoice.Options.defaults());
        }
    }

    private final Factory factory;
    private final PrimitiveSet primitives;
    private final MateChoice<Tree> mating;
    private final Options options;
    private final Problem problem;
    private final List<Mate<Tree>> newcomers = new ArrayList<>();
    private final List<double[]> distances = new ArrayList<>();
    private final Map<Long, Integer> bred = new HashMap<>();
    private List<Mate<Tree>> population = List.of();
    private Courtship courtship = Courtship.NONE;
    private long generation;
    private GenerationLog.Position logged = GenerationLog.Position.NONE;

    private GeneticProgrammingSampler(Factory factory, Problem problem) {
        this.factory = factory;
        this.primitives = factory.representation().primitives();
        this.mating =
                new MateChoice<>(factory.representation(), factory.options().mating());
        this.options = factory.options();
        this.problem = problem;
    }

    /** @throws dev.hone.core.InvalidFieldException if the population is smaller than the number of candidates */
    public static OptimizerFactory<Tree> over(
            TreeRepresentation representation, int populationSize, MateChoice.Options options) {
        return new Factory(representation, new Options(populationSize, 1, options), Optional.empty(), Trial::candidate);
    }

    /**
     * @param outputs what trees compute, for the log of generations
     * @param inherited what of a finished trial's tree goes on to its children, such as the tree with constants that the
     *     evaluation has improved; a function of what the store holds of the trial
     */
    public static OptimizerFactory<Tree> over(
            TreeRepresentation representation,
            Options options,
            Function<Tree, double[]> outputs,
            Function<Trial<Tree>, Tree> inherited) {
        return new Factory(representation, options, Optional.of(outputs), inherited);
    }

    private record Factory(
            TreeRepresentation representation,
            Options options,
            Optional<Function<Tree, double[]>> outputs,
            Function<Trial<Tree>, Tree> inherited)
            implements OptimizerFactory<Tree> {

        @Override
        public String id() {
            return ID;
        }

        @Override
        public CandidateCodec<Tree> codec() {
            return new TreeCodec(representation.primitives());
        }

        @Override
        public Optimizer<Tree> create(Problem problem) {
            problem.checkOneObjective(id(), "use a weighted sum of them");
            return new GeneticProgrammingSampler(this, problem);
        }
    }

    @Override
    public List<Proposal<Tree>> ask(Ask<Tree> request) {
        List<Proposal<Tree>> proposals = new ArrayList<>();
        for (int i = 0; i < request.count(); i++) {
            proposals.add(propose(request.firstNumber() + i));
        }
        return proposals;
    }

    private Proposal<Tree> propose(long number) {
        Map<String, String> attributes = new HashMap<>();
        if (generation > logged.generations()) {
            // not when the generation closes: restoring closes all of them again
            attributes.put(GenerationLog.KEY, GenerationLog.write(diversity(), logged));
            logged = new GenerationLog.Position(generation, number);
        }
        if (population.isEmpty()) {
            Child<Tree> child = mating.random(Seeds.stream(problem.seed(), CHILD, number));
            return proposal(child, List.of(), attributes);
        }
        RandomGenerator random = Seeds.stream(problem.seed(), CHILD, generation, number / 2);
        Couple couple = mating.choose(population, random);
        Mate<Tree> a = population.get(couple.chooser());
        Mate<Tree> b = population.get(couple.partner());
        // from a stream of its own: what is measured must not change what is bred
        int anyone =
                Seeds.stream(problem.seed(), MEASURE, generation, number / 2).nextInt(1, population.size());
        Mate<Tree> c = population.get((couple.chooser() + anyone) % population.size());
        double[] toIdeal = {
            factory.representation().distance(b.solution(), a.ideal()),
            factory.representation().distance(c.solution(), a.ideal())
        };
        attributes.put(DISTANCES_KEY, Json.write(toIdeal));
        List<Long> parents = a.number() == b.number() ? List.of(a.number()) : List.of(a.number(), b.number());
        return proposal(mating.breed(a, b, random).get((int) (number % 2)), parents, attributes);
    }

    private Proposal<Tree> proposal(Child<Tree> child, List<Long> parents, Map<String, String> attributes) {
        attributes.put(IDEAL_KEY, Json.write(child.ideal().canonical()));
        attributes.put(GENERATION_KEY, Long.toString(generation));
        return new Proposal<>(child.solution(), parents, attributes);
    }

    private Diversity diversity() {
        return Diversity.of(
                Math.toIntExact(generation - 1),
                population,
                factory.outputs(),
                courtship,
                Seeds.stream(problem.seed(), MEASURE, generation));
    }

    @Override
    public void tell(List<Trial<Tree>> finished) {
        for (Trial<Tree> trial : finished) {
            double loss = trial.isFeasible()
                    ? problem.objectives().get(0).direction().asLoss(trial.value())
                    : Double.POSITIVE_INFINITY;
            newcomers.add(new Mate<>(trial.number(), factory.inherited().apply(trial), ideal(trial), loss));
            trial.parents().forEach(parent -> bred.merge(parent, 1, Integer::sum));
            Optional.ofNullable(trial.attributes().get(DISTANCES_KEY))
                    .map(GeneticProgrammingSampler::numbers)
                    .ifPresent(distances::add);
            if (newcomers.size() == options.population()) {
                close();
            }
        }
    }

    private Tree ideal(Trial<Tree> trial) {
        String stored = trial.attributes().get(IDEAL_KEY);
        return stored == null
                ? factory.representation().random(Seeds.stream(problem.seed(), IDEAL, trial.number()))
                : primitives.parse(Json.parse(stored).asText());
    }

    private static double[] numbers(String json) {
        JsonNode pair = Json.parse(json);
        return new double[] {pair.path(0).asDouble(), pair.path(1).asDouble()};
    }

    private void close() {
        courtship = distances.isEmpty()
                ? Courtship.NONE
                : new Courtship(
                        distances.stream().mapToDouble(d -> d[0]).average().orElseThrow(),
                        distances.stream().mapToDouble(d -> d[1]).average().orElseThrow(),
                        Diversity.gini(population.stream()
                                .mapToInt(m -> bred.getOrDefault(m.number(), 0))
                                .toArray()));
        Comparator<Mate<Tree>> byLoss = Comparator.comparingDouble(Mate::loss);
        List<Mate<Tree>> next = new ArrayList<>(newcomers);
        population.stream().sorted(byLoss).limit(options.elitism()).forEach(elite -> {
            next.remove(next.stream().max(byLoss).orElseThrow());
            next.add(elite);
        });
        population = List.copyOf(next);
        newcomers.clear();
        distances.clear();
        bred.clear();
        generation++;
    }

    /** How many generations the log has, and the trial with the latest entry; everything else is in the trials. */
    @Override
    public String state() {
        return logged.text();
    }

    @Override
    public void restore(String state, List<Trial<Tree>> told) {
        logged = GenerationLog.Position.of(state);
        tell(told);
    }
}
