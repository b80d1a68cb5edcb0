package dev.hone.search.bayes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Parameter;
import dev.hone.core.trial.Direction;
import dev.hone.search.acquisition.FeasibleAcquisition;
import dev.hone.search.acquisition.MarginalAcquisition;
import dev.hone.search.acquisition.PointAcquisition;
import dev.hone.search.gp.Embedding;
import dev.hone.search.gp.History;
import dev.hone.search.kernel.CoregionalisationKernel;
import dev.hone.search.kernel.Hyperparameter;
import dev.hone.search.kernel.Kernel;
import dev.hone.search.kernel.WarpedKernel;
import dev.hone.search.numeric.Normal;
import dev.hone.search.surrogate.GaussianModel;
import dev.hone.search.surrogate.GaussianPosterior;
import dev.hone.search.surrogate.LinearFunctional;
import dev.hone.search.surrogate.Observation;
import dev.hone.search.surrogate.PolynomialMean;
import dev.hone.search.surrogate.Priors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes of the outcome, of the constraints and of failures, with hyperparameters that are found anew with every trial
 * up to 40 and then with every twentieth more. The state is these hyperparameters. Not thread-safe.
 */
final class BayesModels {

    private static final Logger LOG = LoggerFactory.getLogger(BayesModels.class);
    private static final String OUTCOME = "outcome";
    private static final String FAILURE = "failure";
    private static final int REFIT_FRACTION = 20;
    private static final int FIT_ROWS = 200;
    private static final double LABEL_NOISE = 1e-2;
    private static final double EXACT_NOISE = 1e-8;
    private static final double FIRST_NOISE = 1e-3;
    private static final double LIKELY = 0.95;

    private final Embedding embedding;
    private final BayesSampler.Options options;
    private final Map<String, OutcomeModel> models = new LinkedHashMap<>();
    private int refitAt = -1;
    /** Whether the outcome has derivatives, with a noise of their own each. */
    private boolean gradients;

    BayesModels(Embedding embedding, BayesSampler.Options options) {
        this.embedding = embedding;
        this.options = options;
    }

    /** All that is known after the rows of a history. */
    record Posteriors(
            BayesData data,
            List<GaussianPosterior> outcome,
            List<GaussianPosterior> constraints,
            Optional<GaussianPosterior> failures,
            boolean isExact) {

        /** P(all constraints hold at x) is at least 0.95. */
        boolean isLikelyFeasible(double[] x) {
            double probability = 1;
            for (GaussianPosterior constraint : constraints) {
                GaussianPosterior.Marginal at = constraint.at(x, false);
                probability *= Normal.cdf(at.mean() / at.sd());
            }
            return probability >= LIKELY;
        }

        /** log P that all constraints hold at the goal of a point; 0 without constraints. */
        PointAcquisition logFeasible(Goal goal) {
            return new FeasibleAcquisition(
                    null,
                    constraints.stream()
                            .map(c -> goal.by(c, MarginalAcquisition.logProbability(0)))
                            .toList());
        }

        /** What is recommended where everything may be: constraints hold probably, an evaluation rather succeeds than fails. */
        BoundedMean boundedMean(Goal goal) {
            List<BoundedMean.Bound> bounds = new ArrayList<>();
            if (!constraints.isEmpty()) {
                bounds.add(new BoundedMean.Bound(logFeasible(goal), LIKELY));
            }
            failures.ifPresent(labels -> bounds.add(new BoundedMean.Bound(
                    new MarginalAcquisition(labels, MarginalAcquisition.logProbability(0)), 0.5)));
            return new BoundedMean(mean(goal), bounds);
        }

        /** Posterior mean of the goal, averaged over hyperparameters, with gradient where the goal is the outcome. */
        PointAcquisition mean(Goal goal) {
            return (x, gradient) -> {
                double sum = 0;
                if (gradient != null) {
                    Arrays.fill(gradient, 0);
                }
                for (GaussianPosterior posterior : outcome) {
                    LinearFunctional here = goal.at(x);
                    sum += posterior.mean(here) / outcome.size();
                    for (int c = 0; gradient != null && c < gradient.length; c++) {
                        gradient[c] += goal.sets(c) ? 0 : posterior.mean(here.slope(c)) / outcome.size();
                    }
                }
                return sum;
            };
        }
    }

    Posteriors update(History history, PointCoding coding, Direction direction, RandomGenerator random) {
        BayesData data = BayesData.of(history.rows(), coding, options.maxPoints());
        boolean slopes = hasSlopes(history);
        if (slopes != gradients) {
            gradients = slopes;
            models.remove(OUTCOME);
        }
        Map<String, List<Observation>> observed = observations(history, coding, direction, data, slopes);
        boolean exact = options.noise().isPresent() && options.noise().getAsDouble() == 0;
        boolean refit = refitAt < 0
                || !observed.keySet().equals(models.keySet())
                || history.size() < refitAt
                || history.size() - refitAt >= Math.max(1, refitAt / REFIT_FRACTION);
        if (refit) {
            refitAt = history.size();
            models.keySet().retainAll(observed.keySet());
            if (data.rows().size() == options.maxPoints() && history.size() > options.maxPoints()) {
                LOG.warn(
                        "the model holds {} of {} trials: the best and others far apart",
                        options.maxPoints(),
                        history.size());
            }
            BayesData few = BayesData.of(history.rows(), coding, FIT_ROWS);
            Map<String, List<Observation>> fitted = observations(history, coding, direction, few, slopes);
            double scale = few.sd() * few.sd();
            fitted.forEach((name, list) -> {
                OutcomeModel model = models.computeIfAbsent(name, this::newModel);
                model.refit(list, priors(name, exact, scale), random);
            });
        }
        List<GaussianPosterior> constraints = new ArrayList<>();
        observed.forEach((name, list) -> {
            if (!name.equals(OUTCOME) && !name.equals(FAILURE)) {
                constraints.add(models.get(name).posteriors(list).get(0));
            }
        });
        Optional<GaussianPosterior> failures = Optional.ofNullable(observed.get(FAILURE))
                .map(labels -> models.get(FAILURE).posteriors(labels).get(0));
        return new Posteriors(
                data, models.get(OUTCOME).posteriors(observed.get(OUTCOME)), constraints, failures, exact);
    }

    private boolean hasSlopes(History history) {
        return options.smoothness().hasCurvatures()
                && history.rows().stream()
                        .anyMatch(row -> row.evaluation() != null
                                && !row.evaluation().gradient().isEmpty());
    }

    private Map<String, List<Observation>> observations(
            History history, PointCoding coding, Direction direction, BayesData data, boolean slopes) {
        Map<String, List<Observation>> all = new LinkedHashMap<>();
        all.put(OUTCOME, data.gains(embedding.space(), direction, slopes));
        for (String name : history.constraints()) {
            List<Observation> list = new ArrayList<>();
            double squares = 0;
            for (int i = 0; i < data.rows().size(); i++) {
                History.Row row = data.rows().get(i);
                Double value = row.evaluation() == null
                        ? null
                        : row.evaluation().constraints().get(name);
                if (value != null) {
                    list.add(Observation.of(data.points().get(i), -value));
                    squares += value * value;
                }
            }
            double rms = squares > 0 ? Math.sqrt(squares / list.size()) : 1;
            all.put(
                    "constraint " + name,
                    list.stream().map(o -> o.withValue(o.value() / rms)).toList());
        }
        if (history.hasFailures()) {
            List<Observation> labels = new ArrayList<>();
            List<History.Row> rows = history.rows();
            for (History.Row row : rows.subList(Math.max(0, rows.size() - options.maxPoints()), rows.size())) {
                labels.add(Observation.of(coding.of(row.point()), row.failed() ? -1 : 1));
            }
            all.put(FAILURE, labels);
        }
        return all;
    }

    private OutcomeModel newModel(String name) {
        Context context = options.goal().orElse(null);
        boolean tasks = context != null && context.tasks() && !name.equals(FAILURE);
        int coordinate = context == null ? -1 : context.coordinate(embedding.space());
        Kernel kernel = embedding.composed(1, 0.5, tasks ? Set.of(coordinate) : Set.of());
        if (tasks) {
            int count = context.weights().size();
            double[][] weights = new double[count][options.taskRank()];
            double[] own = new double[count];
            Arrays.fill(own, 0.1);
            for (int k = 0; k < count; k++) {
                // columns start apart: equal ones would stay equal
                for (int q = 0; q < options.taskRank(); q++) {
                    weights[k][q] = q == 0 ? 1 : 0.3 * Math.cos(Math.PI * q * (k + 0.5) / count);
                }
            }
            kernel = kernel.times(new CoregionalisationKernel(coordinate, weights, own));
        }
        if (options.warping() && !name.equals(FAILURE) && embedding.numberAxes().length > 0) {
            kernel = WarpedKernel.of(kernel, embedding.numberAxes());
        }
        if (name.equals(FAILURE)) {
            return new OutcomeModel(GaussianModel.of(kernel, LABEL_NOISE), OutcomeModel.Fit.NONE);
        }
        int[] numeric = name.equals(OUTCOME) ? embedding.numericAxes() : new int[0];
        PolynomialMean mean = options.trend() == 0 || numeric.length == 0
                ? PolynomialMean.constant(0)
                : PolynomialMean.of(options.trend(), numeric);
        OutcomeModel.Fit fit = switch (options.hyperparameters()) {
            case MAP -> OutcomeModel.Fit.MAP;
            case MLE -> OutcomeModel.Fit.MLE;
            case BAYES -> name.equals(OUTCOME) ? OutcomeModel.Fit.BAYES : OutcomeModel.Fit.MAP;
            case NUTS -> name.equals(OUTCOME) ? OutcomeModel.Fit.NUTS : OutcomeModel.Fit.MAP;
        };
        boolean derivatives = gradients && name.equals(OUTCOME);
        double[] noise = new double[derivatives ? 1 + BayesData.slopeAxes(embedding.space()).length : 1];
        Arrays.fill(noise, FIRST_NOISE);
        return new OutcomeModel(new GaussianModel(kernel, mean, noise), fit);
    }

    /** @param scale squared unit of the standardised outcome */
    private Priors priors(String name, boolean exact, double scale) {
        Priors priors = switch (options.hyperparameters()) {
            case MLE -> Priors.flat();
            default -> options.priors() == BayesSampler.PriorFamily.GAMMA ? Priors.gamma() : Priors.logNormal();
        };
        if (exact) {
            return priors.withNoise(EXACT_NOISE);
        }
        return options.noise().isPresent() && name.equals(OUTCOME)
                ? priors.withNoise(options.noise().getAsDouble() / scale)
                : priors;
    }

    /** The outcome's hyperparameters for people, the last draw of several: lengthscales in units of a parameter's range. */
    ObjectNode describe(ObjectNode node, Posteriors posteriors) {
        List<GaussianPosterior> draws = posteriors.outcome();
        GaussianModel model = draws.get(draws.size() - 1).model();
        BayesData data = posteriors.data();
        List<String> numbers = new ArrayList<>();
        List<String> choices = new ArrayList<>();
        for (Parameter parameter : embedding.space().parameters()) {
            boolean context = options.goal()
                    .filter(c -> c.parameter().equals(parameter.name()))
                    .isPresent();
            boolean choice = parameter instanceof CategoricalParameter c && !c.ordered();
            if (parameter.dimensions() > 0 && !(context && options.goal().get().tasks())) {
                (choice ? choices : numbers).add(parameter.name());
            }
        }
        List<Hyperparameter> all = model.kernel().hyperparameters();
        double[] theta = model.kernel().theta();
        int number = 0;
        int choice = 0;
        int warp = 0;
        List<String> warped = embedding.space().parameters().stream()
                .filter(Embedding::isNumber)
                .map(Parameter::name)
                .toList();
        for (int i = 0; i < theta.length; i++) {
            switch (all.get(i).kind()) {
                case LENGTHSCALE -> node.put("lengthscale " + numbers.get(number++), Math.exp(theta[i]));
                case CATEGORICAL_LENGTHSCALE -> node.put("lengthscale " + choices.get(choice++), Math.exp(theta[i]));
                // the first is the amplitude, in squared units of the outcome; others are its multiples
                case VARIANCE -> node.put(all.get(i).name(), Math.exp(theta[i]) * (i == 0 ? data.sd() * data.sd() : 1));
                case WEIGHT -> node.put(all.get(i).name(), theta[i]);
                case WARP -> {
                    String name = warped.get(warp / 2);
                    node.put("warping " + name + (warp++ % 2 == 0 ? " a" : " b"), Math.exp(theta[i]));
                }
            }
        }
        return node.put("noise variance", model.noise()[0] * data.sd() * data.sd());
    }

    ObjectNode write(ObjectNode node) {
        node.put("refit_at", refitAt).put("gradients", gradients);
        ObjectNode all = node.putObject("hyperparameters");
        models.forEach((name, model) -> {
            ArrayNode draws = all.putArray(name);
            for (double[] theta : model.theta()) {
                ArrayNode array = draws.addArray();
                for (double value : theta) {
                    array.add(value);
                }
            }
        });
        return node;
    }

    void read(JsonNode node) {
        refitAt = node.get("refit_at").asInt();
        gradients = node.path("gradients").asBoolean();
        node.get("hyperparameters").properties().forEach(entry -> {
            double[][] theta = new double[entry.getValue().size()][];
            for (int s = 0; s < theta.length; s++) {
                JsonNode draw = entry.getValue().get(s);
                theta[s] = new double[draw.size()];
                for (int i = 0; i < theta[s].length; i++) {
                    theta[s][i] = draw.get(i).asDouble();
                }
            }
            OutcomeModel model = newModel(entry.getKey());
            // those of other options are found anew
            if (Arrays.stream(theta).allMatch(model::fits)) {
                model.restore(theta);
                models.put(entry.getKey(), model);
            }
        });
    }
}
