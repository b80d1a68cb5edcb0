package dev.hone.search.bayes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.Json;
import dev.hone.core.Seeds;
import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.Problem;
import dev.hone.core.optimize.Proposal;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Direction;
import dev.hone.core.trial.Trial;
import dev.hone.search.acquisition.JointKnowledgeGradient.Measurement;
import dev.hone.search.acquisition.PointAcquisition;
import dev.hone.search.gp.AcquisitionSearch;
import dev.hone.search.gp.Embedding;
import dev.hone.search.gp.History;
import dev.hone.search.qmc.Sobol;
import dev.hone.search.qmc.SpaceFilling;
import dev.hone.search.surrogate.GaussianPosterior;
import dev.hone.search.surrogate.Observation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** The loop behind {@link BayesSampler}: everything is decided when asked, trials told are only stored. */
final class BayesOptimizer implements Optimizer<Configuration> {

    /** Attribute of a trial: the hyperparameters under which it was proposed. */
    static final String MODEL = "model";

    private static final long SEARCH_STREAM = 5;
    private static final long SPREAD_STREAM = 6;
    private static final long BATCH_STREAM = 7;
    private static final int INCUMBENTS = 5;
    private static final int STARTS = 10;
    private static final int GLOBAL = 1000;
    private static final int LEAST_GLOBAL = 150;
    private static final int SPREAD = 2000;
    /** Multiply-adds that scoring the global points may cost. */
    private static final double SCORING = 2e9;

    private final SearchSpace space;
    private final Problem problem;
    private final BayesSampler.Options options;
    private final Embedding embedding;
    private final PointCoding coding;
    private final Goal goal;
    private final History history;
    private final SpaceFilling design;
    private final BayesModels models;

    BayesOptimizer(SearchSpace space, Problem problem, BayesSampler.Options options) {
        this.space = space;
        this.problem = problem;
        this.options = options;
        embedding = new Embedding(space, options.smoothness());
        coding = PointCoding.of(space, options);
        goal = options.goal().map(context -> context.goal(space)).orElse(Goal.plain());
        history = new History(problem.objectives(), embedding);
        design = new SpaceFilling(space, problem.seed());
        models = new BayesModels(embedding, options);
    }

    @Override
    public void tell(List<Trial<Configuration>> finished) {
        finished.forEach(history::add);
    }

    @Override
    public List<Proposal<Configuration>> ask(Ask<Configuration> request) {
        List<Configuration> pending = new ArrayList<>();
        request.pending().forEach(trial -> pending.add(trial.candidate()));
        List<Proposal<Configuration>> proposals = new ArrayList<>();
        for (int i = 0; i < request.count(); i++) {
            Proposal<Configuration> next = propose(request.firstNumber() + i, pending);
            pending.add(next.candidate());
            proposals.add(next);
        }
        if (options.batch() == BayesSampler.Batch.JOINT && proposals.size() > 1) {
            return together(request, proposals, pending.subList(0, pending.size() - proposals.size()));
        }
        return proposals;
    }

    /** The batch climbed from {@code proposals} by the expected improvement of all its points, if that is allowed and more. */
    private List<Proposal<Configuration>> together(
            Ask<Configuration> request, List<Proposal<Configuration>> proposals, List<Configuration> pending) {
        int[] axes = embedding.smoothAxes();
        if (!isModelled(pending.size()) || axes.length == 0 || history.hasFailures()) {
            return proposals;
        }
        RandomGenerator random = Seeds.stream(problem.seed(), BATCH_STREAM, request.firstNumber());
        BayesModels.Posteriors posteriors = models.update(history, coding, direction(), random);
        List<double[]> points =
                pending.stream().map(c -> coding.of(embedding.embed(c))).toList();
        List<double[]> reportable = reportable(posteriors).stream()
                .map(posteriors.data().points()::get)
                .toList();
        if (reportable.isEmpty() || !goal.isPlain() && !posteriors.constraints().isEmpty()) {
            return proposals;
        }
        boolean knowledge = options.chosen() == BayesSampler.Acquisition.KG;
        Criterion criterion = new Criterion(
                options, goal, reportable, knowledge ? spread() : List.of(), axes, nextTrial(posteriors), random);
        List<double[]> starts = proposals.stream()
                .map(p -> coding.of(embedding.embed(p.candidate())))
                .toList();
        List<double[]> ends = criterion.batch(posteriors.outcome(), posteriors.constraints(), points, starts);
        List<Proposal<Configuration>> moved = new ArrayList<>();
        for (int i = 0; i < ends.size(); i++) {
            Configuration next = space.decode(coding.cube(ends.get(i), space.dimensions()));
            boolean taken = pending.contains(next)
                    || moved.stream().anyMatch(p -> p.candidate().equals(next))
                    || posteriors.isExact() && history.contains(next);
            if (taken || !space.constraints().isEmpty() && !space.isFeasible(next)) {
                return proposals;
            }
            moved.add(new Proposal<>(next, List.of(), proposals.get(i).attributes()));
        }
        return moved;
    }

    private Direction direction() {
        return problem.objectives().get(0).direction();
    }

    private boolean isModelled(int pending) {
        return history.size() + pending >= options.startup(space) && history.varies(0);
    }

    private Proposal<Configuration> propose(long number, List<Configuration> pending) {
        Predicate<Configuration> seen = c -> history.contains(c) || pending.contains(c);
        if (!isModelled(pending.size())) {
            return Proposal.of(design.point(number, seen));
        }
        RandomGenerator random = Seeds.stream(problem.seed(), SEARCH_STREAM, number);
        BayesModels.Posteriors posteriors = models.update(history, coding, direction(), random);
        List<double[]> points =
                pending.stream().map(c -> coding.of(embedding.embed(c))).toList();
        List<double[]> reportable = reportable(posteriors).stream()
                .map(posteriors.data().points()::get)
                .toList();
        Criterion criterion = new Criterion(
                options, goal, reportable, spread(), embedding.smoothAxes(), nextTrial(posteriors), random);
        PointAcquisition acquisition =
                criterion.of(posteriors.outcome(), posteriors.constraints(), posteriors.failures(), points);
        Predicate<Configuration> admissible =
                c -> (!posteriors.isExact() || !history.contains(c)) && !pending.contains(c);
        int parts = posteriors.outcome().size() * (pending.isEmpty() ? 1 : options.fantasies());
        Optional<Configuration> ascended = Optional.empty();
        if (options.chosen() == BayesSampler.Acquisition.KG
                && options.knowledge() == BayesSampler.Knowledge.GRADIENT
                && embedding.smoothAxes().length > 0
                && !reportable.isEmpty()) {
            ascended = new KnowledgeSearch(space, goal, coding, criterion, posteriors)
                    .maximise(acquisition, points, admissible);
        }
        Configuration next = ascended.orElseGet(() -> {
            AcquisitionSearch.Candidate best = search(posteriors, acquisition, parts, admissible, random);
            if (best == null) {
                return design.unseen(random, seen);
            }
            return goal.isPlain() || options.chosen() != BayesSampler.Acquisition.EI
                    ? best.configuration()
                    : underBestCondition(criterion.imagined(posteriors.outcome(), points), best, admissible);
        });
        String model = Json.write(models.describe(Json.MAPPER.createObjectNode(), posteriors));
        String recommendation = recommend(posteriors, random).json(space);
        return new Proposal<>(next, List.of(), Map.of(Recommendation.ATTRIBUTE, recommendation, MODEL, model));
    }

    /** The design of {@code best} where an evaluation tells most of what the goal is there. */
    private Configuration underBestCondition(
            List<GaussianPosterior> posteriors, AcquisitionSearch.Candidate best, Predicate<Configuration> admissible) {
        double[] x = coding.of(embedding.embed(best.configuration()));
        boolean number = options.goal().orElseThrow().isNumber();
        return new ConditionChoice(goal, posteriors)
                .ranked(x, number).stream()
                        .map(point -> space.decode(coding.cube(point, space.dimensions())))
                        .filter(c -> space.constraints().isEmpty() || space.isFeasible(c))
                        .filter(admissible)
                        .findFirst()
                        .orElse(best.configuration());
    }

    /** A value, and the derivatives that at least half of the trials which the model holds have reported. */
    private Measurement nextTrial(BayesModels.Posteriors posteriors) {
        if (!options.nextGradients() || options.chosen() != BayesSampler.Acquisition.KG) {
            return Measurement.of(1);
        }
        Map<Integer, Integer> reported = new TreeMap<>();
        for (Observation o : posteriors.outcome().get(0).observations()) {
            if (o.group() > 0) {
                reported.merge(o.group(), 1, Integer::sum);
            }
        }
        int trials = posteriors.data().rows().size();
        int[] groups = reported.entrySet().stream()
                .filter(e -> 2 * e.getValue() >= trials)
                .mapToInt(Map.Entry::getKey)
                .toArray();
        int[] axes = BayesData.slopeAxes(space);
        return new Measurement(1, Arrays.stream(groups).map(g -> axes[g - 1]).toArray(), groups);
    }

    private AcquisitionSearch.Candidate search(
            BayesModels.Posteriors posteriors,
            PointAcquisition acquisition,
            int parts,
            Predicate<Configuration> admissible,
            RandomGenerator random) {
        double[] low = new double[space.dimensions()];
        double[] high = new double[space.dimensions()];
        Arrays.fill(high, 1);
        double each = parts
                * (double) posteriors.data().rows().size()
                * Math.max(500, posteriors.data().rows().size());
        int global = (int) Math.max(LEAST_GLOBAL, Math.min(GLOBAL, SCORING / each));
        int starts = parts > 1 ? STARTS / 2 : STARTS;
        AcquisitionSearch search =
                new AcquisitionSearch(embedding, coding.decoded(acquisition), random, low, high, space.dimensions());
        return search.maximise(incumbents(posteriors), global, global / 4, starts, admissible);
    }

    /** Cubes of the rows of greatest posterior mean among those that may be reported, or among all. */
    private List<double[]> incumbents(BayesModels.Posteriors posteriors) {
        List<Integer> order = new ArrayList<>(reportable(posteriors));
        if (order.isEmpty()) {
            for (int i = 0; i < posteriors.data().rows().size(); i++) {
                order.add(i);
            }
        }
        double[] means = new double[posteriors.data().rows().size()];
        for (int i : order) {
            means[i] = posteriors
                    .outcome()
                    .get(0)
                    .mean(goal.at(posteriors.data().points().get(i)));
        }
        order.sort(Comparator.comparingDouble(i -> -means[i]));
        List<double[]> cubes = new ArrayList<>();
        for (int i : order.subList(0, Math.min(INCUMBENTS, order.size()))) {
            cubes.add(space.encode(posteriors.data().rows().get(i).configuration()));
        }
        return cubes;
    }

    /** Positions of rows that may be reported: complete, and feasible as far as the models of the constraints know. */
    private List<Integer> reportable(BayesModels.Posteriors posteriors) {
        List<Integer> positions = new ArrayList<>();
        List<History.Row> rows = posteriors.data().rows();
        for (int i = 0; i < rows.size(); i++) {
            boolean feasible = posteriors.isExact()
                    ? rows.get(i).incumbent()
                    : rows.get(i).evaluation() != null
                            && posteriors.isLikelyFeasible(
                                    posteriors.data().points().get(i));
            if (feasible) {
                positions.add(i);
            }
        }
        return positions;
    }

    /** The same points in every proposal, all over the space. */
    private List<double[]> spread() {
        List<double[]> points = new ArrayList<>();
        int dimensions = space.dimensions();
        RandomGenerator random = Seeds.stream(problem.seed(), SPREAD_STREAM);
        Sobol sobol = dimensions <= Sobol.MAX_DIMENSIONS ? new Sobol(Math.max(1, dimensions), problem.seed()) : null;
        int count = options.chosen() == BayesSampler.Acquisition.MES ? SPREAD : SPREAD / 4;
        for (int i = 0; i < count; i++) {
            double[] cube =
                    sobol != null ? sobol.point(i) : random.doubles(dimensions).toArray();
            Configuration configuration = space.decode(cube);
            if (space.constraints().isEmpty() || space.isFeasible(configuration)) {
                points.add(coding.of(embedding.embed(configuration)));
            }
        }
        return points;
    }

    /** The model of the trials told and the acquisition, without what is pending. */
    BayesView view() {
        RandomGenerator random = Seeds.stream(problem.seed(), SEARCH_STREAM, history.size());
        BayesModels.Posteriors posteriors = models.update(history, coding, direction(), random);
        List<double[]> reportable = reportable(posteriors).stream()
                .map(posteriors.data().points()::get)
                .toList();
        Criterion criterion = new Criterion(
                options, goal, reportable, spread(), embedding.smoothAxes(), nextTrial(posteriors), random);
        PointAcquisition acquisition =
                criterion.of(posteriors.outcome(), posteriors.constraints(), posteriors.failures(), List.of());
        ObjectNode described = models.describe(Json.MAPPER.createObjectNode(), posteriors);
        return new BayesView(embedding, coding, direction(), posteriors, acquisition, described);
    }

    /** What to use after the trials told; empty before there is a model. */
    Optional<Recommendation> recommend(long number) {
        if (!isModelled(0)) {
            return Optional.empty();
        }
        RandomGenerator random = Seeds.stream(problem.seed(), SEARCH_STREAM, number);
        return Optional.of(recommend(models.update(history, coding, direction(), random), random));
    }

    private Recommendation recommend(BayesModels.Posteriors posteriors, RandomGenerator random) {
        if (options.recommend() == BayesSampler.Recommend.EVERYWHERE) {
            BoundedMean mean = posteriors.boundedMean(goal);
            AcquisitionSearch.Candidate best =
                    search(posteriors, mean, 1, c -> mean.holds(coding.of(embedding.embed(c))), random);
            if (best != null) {
                return describe(posteriors, best.configuration(), coding.of(embedding.embed(best.configuration())));
            }
        }
        List<double[]> points = posteriors.data().points();
        List<Integer> positions = reportable(posteriors);
        PointAcquisition worth = posteriors.mean(goal);
        if (positions.isEmpty()) {
            positions = IntStream.range(0, points.size()).boxed().toList();
            // no point is likely feasible: the likeliest
            worth = posteriors.constraints().isEmpty() ? worth : posteriors.logFeasible(goal);
        }
        int best = positions.get(0);
        double greatest = Double.NEGATIVE_INFINITY;
        for (int i : positions) {
            double value = worth.value(points.get(i), null);
            if (value > greatest) {
                best = i;
                greatest = value;
            }
        }
        return describe(posteriors, posteriors.data().rows().get(best).configuration(), points.get(best));
    }

    private Recommendation describe(BayesModels.Posteriors posteriors, Configuration configuration, double[] point) {
        double mean = 0;
        double square = 0;
        for (GaussianPosterior posterior : posteriors.outcome()) {
            double m = posterior.mean(goal.at(point));
            mean += m / posteriors.outcome().size();
            square += (m * m + posterior.variance(goal.at(point)))
                    / posteriors.outcome().size();
        }
        double sd =
                Math.sqrt(Math.max(0, square - mean * mean)) * posteriors.data().sd();
        double total = Arrays.stream(goal.weights()).sum();
        // a sum of weights other than 1 shifts the mean of the outcomes as often
        double loss =
                posteriors.data().loss(mean) + (total - 1) * posteriors.data().mean();
        Optional<String> environment =
                options.goal().filter(context -> !context.tasks()).map(Context::parameter);
        return new Recommendation(configuration, direction().asLoss(loss), sd, environment);
    }

    @Override
    public String state() {
        return Json.write(models.write(Json.MAPPER.createObjectNode()));
    }

    @Override
    public void restore(String state, List<Trial<Configuration>> told) {
        tell(told);
        if (!state.isBlank()) {
            JsonNode node = Json.parse(state);
            models.read(node);
        }
    }
}
