package dev.hone.search.gp;

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
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Trial;
import dev.hone.search.qmc.SpaceFilling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Bayesian optimization's loop behind {@link GpSampler}. Everything is decided when asked: trials told are only stored.
 * Hyperparameters are refitted when the rows grew by a twentieth since the last refit (each time below 40 rows), when an
 * outcome appeared, or when the trust region started afresh; the state holds them, so that a restored optimizer rebuilds
 * the same factors row by row.
 */
final class GpOptimizer implements Optimizer<Configuration> {

    private static final long SEARCH_STREAM = 3;
    private static final int REFIT_FRACTION = 20;
    private static final int INCUMBENTS = 5;
    private static final int STARTS = 4;
    private static final double TURBO_PERTURBED = 20;
    private static final String FAILURE = "failure";
    /** Field of the state: hyperparameters by outcome, each as the model's theta. */
    private static final String THETA = "theta";

    private final SearchSpace space;
    private final Problem problem;
    private final GpSampler.Options options;
    private final Embedding embedding;
    private final History history;
    private final SpaceFilling design;
    private final int startup;
    private final TrustRegion region;
    /** Null where there is nothing to refine by quadratics. */
    private final Refinement refinement;

    private final Map<String, Model> models = new LinkedHashMap<>();
    /** Hyperparameters of a restored state whose models are not rebuilt yet. */
    private Map<String, double[]> restored = Map.of();

    private List<String> fitted = List.of();
    private int refitAt = -1;
    private int refitStart;

    GpOptimizer(SearchSpace space, Problem problem, GpSampler.Options options) {
        this.space = space;
        this.problem = problem;
        this.options = options;
        embedding = new Embedding(space, options.smoothness());
        history = new History(problem.objectives(), embedding);
        design = new SpaceFilling(space, problem.seed());
        startup = options.startup(space, problem);
        boolean local = problem.objectives().size() == 1 && space.dimensions() > options.trustRegionAbove();
        region = local ? new TrustRegion(space.dimensions(), startup) : null;
        boolean smooth = space.dimensions() > 0 && embedding.smoothAxes().length == space.dimensions();
        boolean refined = options.refine() && smooth && problem.objectives().size() == 1 && !local;
        refinement = refined ? new Refinement(space, problem) : null;
    }

    @Override
    public void tell(List<Trial<Configuration>> finished) {
        for (Trial<Configuration> trial : finished) {
            history.add(trial);
            if (refinement != null) {
                refinement.tell(trial);
            }
        }
    }

    @Override
    public List<Proposal<Configuration>> ask(Ask<Configuration> request) {
        List<Configuration> pending = new ArrayList<>();
        request.pending().forEach(trial -> pending.add(trial.candidate()));
        List<Proposal<Configuration>> proposals = new ArrayList<>();
        for (int i = 0; i < request.count(); i++) {
            Proposal<Configuration> next = propose(request, i, pending);
            pending.add(next.candidate());
            proposals.add(next);
        }
        return proposals;
    }

    private Proposal<Configuration> propose(Ask<Configuration> request, int i, List<Configuration> pending) {
        long number = request.firstNumber() + i;
        if (region != null) {
            region.update(history);
        }
        int start = region == null ? 0 : region.start();
        if (history.size() - start + pending.size() < startup || !history.varies(start)) {
            return Proposal.of(number == 0 ? middle(pending) : design.point(number, seen(pending)));
        }
        Surrogate surrogate = surrogate(start);
        RandomGenerator random = Seeds.stream(problem.seed(), SEARCH_STREAM, number);
        double[][] points = pending.stream().map(embedding::embed).toArray(double[][]::new);
        surrogate.open(points, options.fantasies(), random);
        AcquisitionSearch.Candidate best = search(surrogate, start, pending, random);
        return step(request, i, surrogate, best, pending)
                .orElseGet(
                        () -> Proposal.of(best != null ? best.configuration() : design.unseen(random, seen(pending))));
    }

    private Optional<Proposal<Configuration>> step(
            Ask<Configuration> request,
            int i,
            Surrogate surrogate,
            AcquisitionSearch.Candidate best,
            List<Configuration> pending) {
        boolean waiting =
                i > 0 || request.pending().stream().anyMatch(t -> t.attributes().containsKey(Refinement.ATTRIBUTE));
        if (refinement == null || waiting || !surrogate.isNoiseFree()) {
            return Optional.empty();
        }
        double worth = best == null ? 0 : surrogate.inUnits(best.value());
        double noise = surrogate.inUnits(Math.log(surrogate.noise()) / 2);
        double[] lengthscales = embedding.lengthscales(
                models.get(objective(0)).posterior().model().kernel());
        return refinement.next(
                worth, noise, lengthscales, c -> seen(pending).test(c) ? 0 : surrogate.success(embedding.embed(c)));
    }

    /** The first point of the design, moved to the middle of the ranges of its numbers. */
    private Configuration middle(List<Configuration> pending) {
        Configuration first = design.point(0, seen(pending));
        double[] cube = space.encode(first);
        for (int axis : embedding.numberAxes()) {
            cube[axis] = 0.5;
        }
        Configuration middle = space.decode(cube);
        return space.isFeasible(middle) && !seen(pending).test(middle) ? middle : first;
    }

    private AcquisitionSearch.Candidate search(
            Surrogate surrogate, int start, List<Configuration> pending, RandomGenerator random) {
        List<double[]> incumbents = incumbents(start);
        double[] low = new double[space.dimensions()];
        double[] high = new double[space.dimensions()];
        Arrays.fill(high, 1);
        double perturbed = low.length;
        if (region != null) {
            box(incumbents.get(0), low, high);
            perturbed = TURBO_PERTURBED;
        }
        int n = models.get(objective(0)).posterior().size();
        int global = Math.max(128, Math.min(512, 512 * 200 / n));
        boolean repeats = !surrogate.isNoiseFree();
        Predicate<Configuration> admissible = c -> (repeats || !history.contains(c)) && !pending.contains(c);
        AcquisitionSearch search = new AcquisitionSearch(embedding, surrogate, random, low, high, perturbed);
        return search.maximise(incumbents, global, global / 4, STARTS, admissible);
    }

    private Predicate<Configuration> seen(List<Configuration> pending) {
        return c -> history.contains(c) || pending.contains(c);
    }

    private void box(double[] centre, double[] low, double[] high) {
        double[] half = region.halfWidths(embedding.lengthscales(
                models.get(objective(0)).posterior().model().kernel()));
        for (int c = 0; c < low.length; c++) {
            if (embedding.isNumber(c)) {
                low[c] = Math.max(0, centre[c] - half[embedding.group(c)]);
                high[c] = Math.min(1, centre[c] + half[embedding.group(c)]);
            }
        }
    }

    /** Cubes of the best rows: feasible before infeasible, then by score. */
    private List<double[]> incumbents(int start) {
        List<History.Row> rows = withLosses(start, history.size());
        double[] scores = scores(rows);
        Integer[] order = new Integer[rows.size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(
                order,
                Comparator.<Integer>comparingInt(i -> rows.get(i).incumbent() ? 0 : 1)
                        .thenComparingDouble(i -> violation(rows.get(i)))
                        .thenComparingDouble(i -> scores[i]));
        List<double[]> cubes = new ArrayList<>();
        for (int i = 0; i < Math.min(INCUMBENTS * problem.objectives().size(), order.length); i++) {
            cubes.add(space.encode(rows.get(order[i]).configuration()));
        }
        return cubes;
    }

    private static double violation(History.Row row) {
        return row.evaluation() == null
                ? Double.POSITIVE_INFINITY
                : row.evaluation().violation();
    }

    private List<History.Row> withLosses(int from, int to) {
        return history.rows().subList(from, to).stream()
                .filter(row -> row.losses() != null)
                .toList();
    }

    /** The loss, or for several objectives how many rows dominate. */
    private static double[] scores(List<History.Row> rows) {
        double[] scores = new double[rows.size()];
        for (int i = 0; i < scores.length; i++) {
            double[] losses = rows.get(i).losses();
            if (losses.length == 1) {
                scores[i] = losses[0];
                continue;
            }
            for (History.Row other : rows) {
                boolean dominates = !Arrays.equals(other.losses(), losses);
                for (int j = 0; j < losses.length; j++) {
                    dominates &= other.losses()[j] <= losses[j];
                }
                scores[i] += dominates ? 1 : 0;
            }
        }
        return scores;
    }

    private static String objective(int j) {
        return "objective " + j;
    }

    /** Brings the models up to date. */
    private Surrogate surrogate(int start) {
        List<String> names = names(start);
        boolean refit = refitAt < 0
                || start != refitStart
                || !names.equals(fitted)
                || history.size() - refitAt >= Math.max(1, refitAt / REFIT_FRACTION);
        if (refit) {
            refitAt = history.size();
            refitStart = start;
            fitted = names;
        }
        List<Model> objectives = new ArrayList<>();
        List<Model> constraints = new ArrayList<>();
        for (String name : names) {
            Model model = models.computeIfAbsent(name, key -> newModel(name));
            if (refit) {
                model.refit(points(name, start, refitAt), restored.get(name));
            } else if (model.posterior() == null) {
                model.restore(points(name, start, refitAt), restored.get(name));
            }
            model.catchUp(points(name, start, history.size()));
            (name.startsWith("objective") ? objectives : constraints).add(model);
        }
        if (refit) {
            models.keySet().retainAll(names);
        }
        restored = Map.of();
        return new Surrogate(objectives, constraints, names.contains(FAILURE));
    }

    private Model newModel(String name) {
        boolean objective = name.startsWith("objective");
        double noise = objective && options.noise() == GpSampler.Noise.NONE ? 1e-7 : Double.NaN;
        Model.Kind kind =
                objective ? Model.Kind.OBJECTIVE : name.equals(FAILURE) ? Model.Kind.FAILURE : Model.Kind.CONSTRAINT;
        return new Model(embedding, kind, noise, options.maxPoints());
    }

    private List<String> names(int start) {
        List<String> names = new ArrayList<>();
        for (int j = 0; j < problem.objectives().size(); j++) {
            names.add(objective(j));
        }
        List<History.Row> rows = history.rows().subList(start, history.size());
        for (String constraint : history.constraints()) {
            if (rows.stream()
                    .anyMatch(r -> r.evaluation() != null
                            && r.evaluation().constraints().containsKey(constraint))) {
                names.add("constraint " + constraint);
            }
        }
        if (history.hasFailures() && rows.stream().anyMatch(History.Row::failed)) {
            names.add(FAILURE);
        }
        return names;
    }

    private List<Model.Point> points(String name, int from, int to) {
        if (name.startsWith("objective")) {
            int j = Integer.parseInt(name.substring("objective ".length()));
            List<History.Row> rows = withLosses(from, to);
            double[] scores = rows.size() > Math.min(Model.FIT_POINTS, options.maxPoints())
                    ? scores(rows)
                    : new double[rows.size()];
            List<Model.Point> points = new ArrayList<>();
            for (int i = 0; i < scores.length; i++) {
                History.Row row = rows.get(i);
                double variance = row.variances() == null ? Double.NaN : row.variances()[j];
                points.add(new Model.Point(row.point(), row.losses()[j], variance, row.incumbent(), scores[i]));
            }
            return points;
        }
        List<Model.Point> points = new ArrayList<>();
        for (History.Row row : history.rows().subList(from, to)) {
            if (name.equals(FAILURE)) {
                points.add(
                        new Model.Point(row.point(), row.failed() ? 1 : -1, Double.NaN, false, row.failed() ? 0 : 1));
            } else if (row.evaluation() != null) {
                Double value = row.evaluation().constraints().get(name.substring("constraint ".length()));
                if (value != null) {
                    points.add(new Model.Point(row.point(), value, Double.NaN, false, Math.abs(value)));
                }
            }
        }
        return points;
    }

    @Override
    public String state() {
        ObjectNode node = Json.MAPPER.createObjectNode();
        node.put("refit_at", refitAt).put("refit_start", refitStart);
        ObjectNode hyperparameters = node.putObject(THETA);
        for (String name : fitted) {
            double[] theta = models.containsKey(name) ? models.get(name).theta() : restored.get(name);
            ArrayNode array = hyperparameters.putArray(name);
            for (double value : theta) {
                array.add(value);
            }
        }
        if (region != null) {
            region.write(node.putObject("trust_region"));
        }
        return Json.write(node);
    }

    @Override
    public void restore(String state, List<Trial<Configuration>> told) {
        tell(told);
        if (state.isBlank()) {
            return;
        }
        JsonNode node = Json.parse(state);
        if (region != null) {
            region.read(node.get("trust_region"));
        }
        if (!node.has(THETA)) {
            // hyperparameters in an order of earlier versions: the next proposal refits
            return;
        }
        refitAt = node.get("refit_at").asInt();
        refitStart = node.get("refit_start").asInt();
        restored = new LinkedHashMap<>();
        node.get(THETA).properties().forEach(entry -> {
            double[] theta = new double[entry.getValue().size()];
            for (int i = 0; i < theta.length; i++) {
                theta[i] = entry.getValue().get(i).asDouble();
            }
            restored.put(entry.getKey(), theta);
        });
        fitted = List.copyOf(restored.keySet());
    }
}
