package dev.hone.search.programming;

import dev.hone.core.HoneException;
import dev.hone.core.Json;
import dev.hone.core.Seeds;
import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.optimize.Proposal;
import dev.hone.core.trial.CandidateCodec;
import dev.hone.core.trial.Trial;
import dev.hone.search.programming.MateChoice.Child;
import dev.hone.search.programming.MateChoice.Couple;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Genetic programming in a study: one trial a tree. A generation closes when as many trials as the population has members have
 * been told, whoever proposed them; the next population is these, with the best of the old one in place of the worst of them.
 * Until the first has closed, trees are random. Trial numbers 2k and 2k + 1 are the two children of one couple.
 *
 * <p>A trial's attributes hold its ideal ({@code ideal}) and {@code generation}, its parents the numbers of the couple: the
 * population is rebuilt from the stored trials, and nothing else is saved. Trials of others get a random ideal. Failed and
 * pruned trials count as worst. A tree proposed again is evaluated again. Not thread-safe.
 */
public final class GeneticProgrammingSampler implements Optimizer<Tree> {

    private static final long CHILD = 0x63686c64L;
    private static final long IDEAL = 0x6964656cL;
    private static final String IDEAL_KEY = "ideal";
    private static final String GENERATION_KEY = "generation";

    private final PrimitiveSet primitives;
    private final TreeRepresentation representation;
    private final MateChoice<Tree> mating;
    private final int populationSize;
    private final Problem problem;
    private final List<Mate<Tree>> newcomers = new ArrayList<>();
    private List<Mate<Tree>> population = List.of();
    private long generation;

    private GeneticProgrammingSampler(
            TreeRepresentation representation, int populationSize, MateChoice.Options options, Problem problem) {
        this.primitives = representation.primitives();
        this.representation = representation;
        this.mating = new MateChoice<>(representation, options);
        this.populationSize = populationSize;
        this.problem = problem;
    }

    /** @throws dev.hone.core.InvalidFieldException if the population is smaller than the number of candidates */
    public static OptimizerFactory<Tree> over(
            TreeRepresentation representation, int populationSize, MateChoice.Options options) {
        options.check(populationSize);
        return new Factory(representation, populationSize, options);
    }

    private record Factory(TreeRepresentation representation, int populationSize, MateChoice.Options options)
            implements OptimizerFactory<Tree> {

        @Override
        public String id() {
            return "genetic-programming";
        }

        @Override
        public CandidateCodec<Tree> codec() {
            return new TreeCodec(representation.primitives());
        }

        @Override
        public Optimizer<Tree> create(Problem problem) {
            if (problem.objectives().size() != 1) {
                throw new HoneException("optimizer 'genetic-programming' works on one objective, and this study has "
                        + problem.objectives().size());
            }
            return new GeneticProgrammingSampler(representation, populationSize, options, problem);
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
        if (population.isEmpty()) {
            return proposal(mating.random(Seeds.stream(problem.seed(), CHILD, number)), List.of());
        }
        RandomGenerator random = Seeds.stream(problem.seed(), CHILD, generation, number / 2);
        Couple couple = mating.choose(population, random);
        Mate<Tree> a = population.get(couple.chooser());
        Mate<Tree> b = population.get(couple.partner());
        List<Long> parents = a.number() == b.number() ? List.of(a.number()) : List.of(a.number(), b.number());
        return proposal(mating.breed(a, b, random).get((int) (number % 2)), parents);
    }

    private Proposal<Tree> proposal(Child<Tree> child, List<Long> parents) {
        Map<String, String> attributes =
                Map.of(IDEAL_KEY, Json.write(child.ideal().canonical()), GENERATION_KEY, Long.toString(generation));
        return new Proposal<>(child.solution(), parents, attributes);
    }

    @Override
    public void tell(List<Trial<Tree>> finished) {
        for (Trial<Tree> trial : finished) {
            double loss = trial.isFeasible()
                    ? problem.objectives().get(0).direction().asLoss(trial.value())
                    : Double.POSITIVE_INFINITY;
            newcomers.add(new Mate<>(trial.number(), trial.candidate(), ideal(trial), loss));
            if (newcomers.size() == populationSize) {
                close();
            }
        }
    }

    private Tree ideal(Trial<Tree> trial) {
        String stored = trial.attributes().get(IDEAL_KEY);
        return stored == null
                ? representation.random(Seeds.stream(problem.seed(), IDEAL, trial.number()))
                : primitives.parse(Json.parse(stored).asText());
    }

    private void close() {
        Comparator<Mate<Tree>> byLoss = Comparator.comparingDouble(Mate::loss);
        List<Mate<Tree>> next = new ArrayList<>(newcomers);
        population.stream().min(byLoss).ifPresent(elite -> {
            next.remove(next.stream().max(byLoss).orElseThrow());
            next.add(elite);
        });
        population = List.copyOf(next);
        newcomers.clear();
        generation++;
    }
}
