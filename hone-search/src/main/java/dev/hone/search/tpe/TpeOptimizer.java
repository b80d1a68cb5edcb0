package dev.hone.search.tpe;

import dev.hone.core.Seeds;
import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.Problem;
import dev.hone.core.optimize.Proposal;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Trial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** The state behind {@link TpeSampler}: what was told. It has no other, so that it comes back by telling again. */
final class TpeOptimizer implements Optimizer<Configuration> {

    private static final long STREAM = 0x747065L;

    /** Rounds of draws in search of candidates that satisfy the known constraints. */
    private static final int ROUNDS = 20;

    private final SearchSpace space;
    private final Problem problem;
    private final TpeSampler.Options options;
    private final List<Group> groups;
    private final boolean severalObjectives;
    private final KernelWidths widths;
    private final boolean finite;
    /** Sorted by {@link Observation#BEST_FIRST}. */
    private final List<Observation> bestFirst = new ArrayList<>();

    private final Set<Configuration> tried = new HashSet<>();
    private int learned;

    TpeOptimizer(SearchSpace space, Problem problem, TpeSampler.Options options) {
        this.space = space;
        this.problem = problem;
        this.options = options;
        this.groups = Group.of(space, options.multivariate());
        this.severalObjectives = problem.objectives().size() > 1;
        this.widths =
                new KernelWidths(options.bandwidth(), !severalObjectives, options.bandwidthFactor(), options.clip());
        this.finite = space.cardinality() < Long.MAX_VALUE;
    }

    @Override
    public void tell(List<Trial<Configuration>> finished) {
        for (Trial<Configuration> trial : finished) {
            Observation observation =
                    Observation.of(trial, problem.objectives(), space.encode(trial.candidate()), bestFirst.size());
            int at = Collections.binarySearch(bestFirst, observation, Observation.BEST_FIRST);
            bestFirst.add(at < 0 ? -at - 1 : at, observation);
            if (observation.standing() != Observation.FAILED) {
                learned++;
            }
            if (finite) {
                tried.add(trial.candidate());
            }
        }
    }

    @Override
    public List<Proposal<Configuration>> ask(Ask<Configuration> request) {
        List<Configuration> pending = new ArrayList<>();
        request.pending().forEach(trial -> pending.add(trial.candidate()));
        List<Proposal<Configuration>> proposals = new ArrayList<>();
        for (int i = 0; i < request.count(); i++) {
            RandomGenerator random = Seeds.stream(problem.seed(), STREAM, request.firstNumber() + i);
            Configuration next =
                    learned < options.startupTrials() ? space.sample(random) : best(new Model(pending), random);
            pending.add(next);
            proposals.add(Proposal.of(next));
        }
        return proposals;
    }

    private Configuration best(Model model, RandomGenerator random) {
        for (int round = 0; round < ROUNDS; round++) {
            Optional<Configuration> candidate = model.candidate(random);
            if (candidate.isPresent()) {
                return candidate.get();
            }
        }
        return space.sample(random);
    }

    /** Densities of the groups, built when first needed, for one proposal. */
    private final class Model {

        private final List<Configuration> pending;
        private final ParzenEstimator[] good = new ParzenEstimator[groups.size()];
        private final ParzenEstimator[] others = new ParzenEstimator[groups.size()];

        Model(List<Configuration> pending) {
            this.pending = pending;
        }

        /**
         * The most promising feasible configuration: draws of the first group in order of their density ratio, each completed
         * by the most promising draw of every further group that is active there. In a finite space one that is new comes
         * before those that are not. Empty if none is feasible.
         */
        Optional<Configuration> candidate(RandomGenerator random) {
            Configuration known = null;
            for (double[] root : draws(0, random)) {
                double[] cube = new double[space.dimensions()];
                Arrays.fill(cube, 0.5);
                groups.get(0).place(root, cube);
                for (int g = 1; g < groups.size(); g++) {
                    if (groups.get(g).isActive(space.decode(cube))) {
                        groups.get(g).place(draws(g, random)[0], cube);
                    }
                }
                Configuration configuration = space.decode(cube);
                if (space.isFeasible(configuration)) {
                    if (!finite || !tried.contains(configuration) && !pending.contains(configuration)) {
                        return Optional.of(configuration);
                    }
                    known = known == null ? configuration : known;
                }
            }
            return Optional.ofNullable(known);
        }

        /** Draws from l of group {@code g}, greatest log l - log g first. */
        private double[][] draws(int g, RandomGenerator random) {
            if (good[g] == null) {
                fit(g);
            }
            Group group = groups.get(g);
            double[][] draws = new double[options.candidates()][];
            for (int c = 0; c < draws.length; c++) {
                draws[c] = snap(group.axes(), good[g].sample(random));
            }
            double[] l = good[g].logDensity(draws);
            double[] h = others[g].logDensity(draws);
            return IntStream.range(0, draws.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble(c -> h[c] - l[c]))
                    .map(c -> draws[c])
                    .toArray(double[][]::new);
        }

        private void fit(int g) {
            Group group = groups.get(g);
            List<Observation> active = group.condition().isEmpty()
                    ? bestFirst
                    : bestFirst.stream()
                            .filter(o -> group.isActive(o.configuration()))
                            .toList();
            int counted = (int) active.stream()
                    .filter(o -> o.standing() != Observation.FAILED)
                    .count();
            Split split = Split.of(active, options.best(counted), severalObjectives, options.rankWeights());
            good[g] = estimator(group, points(group, split.below()), split.belowWeights());
            List<double[]> above = new ArrayList<>(points(group, split.above()));
            if (options.constantLiar()) {
                for (Configuration configuration : pending) {
                    if (group.isActive(configuration)) {
                        above.add(group.project(space.encode(configuration)));
                    }
                }
            }
            others[g] = estimator(group, above, Split.ages(above.size()));
        }

        private ParzenEstimator estimator(Group group, List<double[]> points, double[] weights) {
            double[][] rows = points.toArray(double[][]::new);
            return new ParzenEstimator(
                    group.axes(), rows, weights, widths.of(rows, group.axes().length), options.priorWeight());
        }

        private static List<double[]> points(Group group, List<Observation> observations) {
            return observations.stream().map(o -> group.project(o.cube())).toList();
        }

        private static double[] snap(Axis[] axes, double[] point) {
            for (int k = 0; k < point.length; k++) {
                if (axes[k].kind() != Axis.Kind.CONTINUOUS) {
                    point[k] = axes[k].centre(axes[k].cell(point[k]));
                }
            }
            return point;
        }
    }
}
