package dev.hone.search.diversity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.core.Check;
import dev.hone.core.HoneException;
import dev.hone.core.Json;
import dev.hone.core.Seeds;
import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.optimize.Proposal;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import dev.hone.search.evolution.BoundTransform;
import dev.hone.search.evolution.CmaEs;
import dev.hone.search.population.NumberAxes;
import dev.hone.search.population.SingleObjectiveFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * CMA-ME (Fontaine, Togelius, Nikolaidis and Hoover, Covariance Matrix Adaptation for the Rapid Illumination of Behavior Space,
 * GECCO 2020) with improvement emitters: several {@link CmaEs} in turn, each of which ranks its points by what they did to
 * the {@link Archive}: those that reached a new cell first, best first, then those that beat an elite, by how much, then the
 * others. An emitter whose generation made no elite starts again at an elite drawn uniformly.
 *
 * <p>Bounds bend the space ({@link BoundTransform}). A draw that violates known constraints is repeated and replaced by a
 * uniform feasible one in the end. Results of earlier generations, and trials given by users, enter the archive only.
 * Everything follows from the trials told and their attributes: nothing needs to be saved. Not thread-safe.
 */
public final class CmaMapElites implements Optimizer<Configuration> {

    static final String ID = "cma-me";

    private static final long DRAW = 0x636d6500L;
    private static final long RESTART = 0x636d6501L;
    private static final int ATTEMPTS = 200;

    /**
     * @param descriptors at least one
     * @param emitters number of them, at least 1
     * @param populationSize lambda of each, at least 2; 0 for 4 + floor(3 ln n)
     * @param sigma initial step, in units of ranges
     */
    public record Options(List<Descriptor> descriptors, int emitters, int populationSize, double sigma) {

        public Options {
            descriptors = Descriptor.check(descriptors);
            Check.atLeast("emitters", emitters, 1);
            Check.that(
                    populationSize == 0 || populationSize >= 2, "population_size", populationSize, "0, or at least 2");
            Check.that(sigma > 0 && sigma <= 10, "sigma", sigma, "a number above 0 and at most 10");
        }

        /** The paper has 15 emitters of 37 for 50,000 evaluations; a study has fewer, and so smaller generations. */
        public static Options of(List<Descriptor> descriptors) {
            return new Options(descriptors, 5, 0, 0.2);
        }
    }

    private record Member(double[] point, Archive.Added added) {}

    /** Those that reached a new cell first, then by improvement. */
    private static final Comparator<Member> ORDER = Comparator.comparing(
                    (Member m) -> !m.added().isNew())
            .thenComparing(m -> m.added().improvement(), Comparator.reverseOrder());

    /** One of the evolution strategies. */
    private static final class Emitter {
        private final List<Member> members = new ArrayList<>();
        private CmaEs cma;
        private long generation;

        Emitter(CmaEs cma) {
            this.cma = cma;
        }
    }

    private final Problem problem;
    private final NumberAxes axes;
    private final Options options;
    private final Archive archive;
    private final List<Emitter> emitters = new ArrayList<>();

    private CmaMapElites(NumberAxes axes, Problem problem, Options options) {
        this.axes = axes;
        this.problem = problem;
        this.options = options;
        this.archive = new Archive(options.descriptors(), problem);
        double[] centre = new double[axes.size()];
        Arrays.fill(centre, 0.5);
        for (int e = 0; e < options.emitters(); e++) {
            emitters.add(new Emitter(strategy(centre)));
        }
    }

    /** @throws HoneException if the space has unordered choices or permutations, or nothing to move along */
    public static OptimizerFactory<Configuration> over(SearchSpace space, Options options) {
        NumberAxes axes = NumberAxes.of(ID, space);
        return new SingleObjectiveFactory(
                ID, space, Archive.INSTEAD, problem -> "", problem -> new CmaMapElites(axes, problem, options));
    }

    private CmaEs strategy(double[] mean) {
        CmaEs.Axis[] kinds = new CmaEs.Axis[mean.length];
        Arrays.fill(kinds, CmaEs.Axis.CONTINUOUS);
        int lambda = options.populationSize() > 0 ? options.populationSize() : CmaEs.defaultPopulation(mean.length);
        return new CmaEs(mean, options.sigma(), lambda, true, kinds);
    }

    @Override
    public List<Proposal<Configuration>> ask(Ask<Configuration> request) {
        List<Proposal<Configuration>> proposals = new ArrayList<>();
        for (int i = 0; i < request.count(); i++) {
            long number = request.firstNumber() + i;
            int e = (int) (number % emitters.size());
            Emitter emitter = emitters.get(e);
            String attribute = Json.write(Map.of("emitter", e, "generation", emitter.generation, "draw", number));
            proposals.add(
                    new Proposal<>(axes.decode(bounded(draw(emitter, number))), List.of(), Map.of(ID, attribute)));
        }
        return proposals;
    }

    private double[] draw(Emitter emitter, long number) {
        RandomGenerator random = Seeds.stream(problem.seed(), DRAW, number);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            double[] x = emitter.cma.sample(random);
            if (axes.allows(bounded(x))) {
                return x;
            }
        }
        return unbounded(axes.sample(random));
    }

    @Override
    public void tell(List<Trial<Configuration>> finished) {
        for (Trial<Configuration> trial : finished) {
            Archive.Added added = archive.add(trial);
            if (trial.origin() == Origin.OPTIMIZER && trial.attributes().containsKey(ID)) {
                learn(Json.parse(trial.attributes().get(ID)), added);
            }
        }
    }

    private void learn(JsonNode mark, Archive.Added added) {
        int e = mark.path("emitter").asInt();
        if (e >= emitters.size() || mark.path("generation").asLong(-1) != emitters.get(e).generation) {
            return;
        }
        Emitter emitter = emitters.get(e);
        // Drawn again from the same distribution, the point is the one that was proposed.
        double[] point = emitter.cma.injected(draw(emitter, mark.path("draw").asLong()));
        emitter.members.add(new Member(point, added));
        if (emitter.members.size() == emitter.cma.populationSize()) {
            close(emitter, e);
        }
    }

    private void close(Emitter emitter, int e) {
        emitter.members.sort(ORDER);
        if (emitter.members.stream().anyMatch(m -> m.added().isElite())) {
            emitter.cma.update(emitter.members.stream().map(Member::point).toArray(double[][]::new));
        } else if (archive.size() > 0) {
            RandomGenerator random = Seeds.stream(problem.seed(), RESTART, e, emitter.generation);
            Configuration elite =
                    archive.elite(random.nextInt(archive.size())).trial().candidate();
            emitter.cma = strategy(unbounded(axes.point(elite)));
        }
        emitter.members.clear();
        emitter.generation++;
    }

    private static double[] bounded(double[] x) {
        return Arrays.stream(x).map(BoundTransform::apply).toArray();
    }

    private static double[] unbounded(double[] x) {
        return Arrays.stream(x).map(BoundTransform::invert).toArray();
    }
}
