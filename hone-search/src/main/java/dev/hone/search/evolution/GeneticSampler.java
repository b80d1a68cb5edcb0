package dev.hone.search.evolution;

import dev.hone.core.Seeds;
import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.Problem;
import dev.hone.core.optimize.Proposal;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Trial;
import dev.hone.search.population.Standing;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The loop that NSGA-II and NSGA-III share. A generation closes when N trials have been told, whoever proposed them; the
 * next parents are N survivors of the old ones and these. Until the first has closed, proposals are uniform; afterwards each
 * is the child of the winners of two binary tournaments. A child equal to a trial told or pending, or one that violates
 * known constraints, is made again, and in the end drawn uniformly.
 *
 * <p>A proposal depends on the study's seed, the trial's number, what was told and what is pending alone: nothing needs to
 * be saved. Not thread-safe.
 */
final class GeneticSampler implements Optimizer<Configuration> {

    private static final long CHILD = 0x6368696cL;
    private static final long SURVIVAL = 0x73757276L;
    private static final int ATTEMPTS = 50;

    private final SearchSpace space;
    private final Problem problem;
    private final int populationSize;
    private final Variation variation;
    private final Survival survival;
    private final Set<Configuration> seen = new HashSet<>();
    private final List<Individual> newcomers = new ArrayList<>();
    private Survival.Selected parents = new Survival.Selected(List.of(), new double[0]);
    private long generation;

    GeneticSampler(SearchSpace space, Problem problem, int populationSize, Variation variation, Survival survival) {
        this.space = space;
        this.problem = problem;
        this.populationSize = populationSize;
        this.variation = variation;
        this.survival = survival;
    }

    @Override
    public List<Proposal<Configuration>> ask(Ask<Configuration> request) {
        Set<Configuration> taken = new HashSet<>();
        request.pending().forEach(t -> taken.add(t.candidate()));
        List<Proposal<Configuration>> proposals = new ArrayList<>();
        for (int i = 0; i < request.count(); i++) {
            RandomGenerator random = Seeds.stream(problem.seed(), CHILD, request.firstNumber() + i);
            Proposal<Configuration> proposal = propose(random);
            for (int attempt = 1; attempt < ATTEMPTS && isTaken(proposal.candidate(), taken); attempt++) {
                proposal = attempt < ATTEMPTS / 2 ? propose(random) : Proposal.of(space.sample(random));
            }
            taken.add(proposal.candidate());
            proposals.add(proposal);
        }
        return proposals;
    }

    private boolean isTaken(Configuration configuration, Set<Configuration> taken) {
        return taken.contains(configuration) || seen.contains(configuration);
    }

    private Proposal<Configuration> propose(RandomGenerator random) {
        if (parents.survivors().size() < 2) {
            return Proposal.of(space.sample(random));
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Individual mother = tournament(random);
            Individual father = tournament(random);
            Configuration child = variation.child(mother.configuration(), father.configuration(), random);
            if (space.isFeasible(child)) {
                List<Long> numbers = mother.number() == father.number()
                        ? List.of(mother.number())
                        : List.of(mother.number(), father.number());
                return Proposal.childOf(child, numbers);
            }
        }
        return Proposal.of(space.sample(random));
    }

    private Individual tournament(RandomGenerator random) {
        int a = random.nextInt(parents.survivors().size());
        int b = random.nextInt(parents.survivors().size());
        return parents.survivors().get(parents.fitness()[b] < parents.fitness()[a] ? b : a);
    }

    @Override
    public void tell(List<Trial<Configuration>> finished) {
        for (Trial<Configuration> trial : finished) {
            seen.add(trial.candidate());
            newcomers.add(new Individual(trial.number(), trial.candidate(), Standing.of(trial, problem)));
            if (newcomers.size() == populationSize) {
                List<Individual> all = new ArrayList<>(parents.survivors());
                all.addAll(newcomers);
                // Nothing can be learnt from what neither completed nor got anywhere.
                all.removeIf(i -> i.standing().tier() == 3);
                parents = survival.select(all, populationSize, Seeds.stream(problem.seed(), SURVIVAL, generation));
                generation++;
                newcomers.clear();
            }
        }
    }
}
