package dev.hone.search.ranking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import dev.hone.core.space.ConfigurationCodec;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.CandidateCodec;
import dev.hone.core.trial.Comparison;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import dev.hone.search.population.NumberAxes;
import dev.hone.search.population.Standing;
import dev.hone.search.ranking.RankGradient.Edge;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;

/**
 * ZO-RankSGD: zeroth-order descent from rankings alone (Tang, Rybin, Chang, Zeroth-Order Optimization Meets Human Feedback:
 * Provable Learning via Ranking Oracles, ICLR 2024). Works in the unit cube of a numeric space, on two kinds of screens that
 * take turns:
 * <ul>
 *   <li>Directions: m points x + mu xi_i, xi_i ~ N(0, I), are ranked, at least in part; {@link RankGradient} turns the order
 *       into an estimate g of the gradient.
 *   <li>Line search (Algorithm 2): the points x - eta gamma^j g, j = 0..l-1, the present point, and the best of the
 *       directions are ranked, and the best becomes x. If that is the present point, the next estimate is averaged with
 *       those before, g_bar <- (n g_bar + g) / (n + 1), so that the round was not wasted.
 * </ul>
 *
 * <p>Whoever ranks decides nothing but an order: a judge or people in a study whose trials are compared, or the values of a
 * study with one objective, of which only the order is used. Points outside of the cube are moved to its border; points
 * that violate known constraints are drawn towards x until they do not. A candidate that a user gave takes part in the next
 * line search. In a study with an objective, a screen is ranked as soon as as many members as it has have finished; more
 * are proposed meanwhile if workers are free.
 *
 * <p>Not thread-safe; the study serialises its calls.
 */
public final class RankSampler implements Optimizer<Configuration> {

    /** How perturbations are drawn. */
    public enum Perturbation {
        /** N(0, I). */
        GAUSSIAN,
        /** Uniform on the sphere of radius sqrt(d). */
        SPHERE
    }

    /**
     * Options with the paper's defaults. Lengths are in units of the parameters' ranges.
     *
     * @param points m, points on a screen of directions
     * @param ranked k, how many of them are told apart where values rank; 0 for all
     * @param smoothing mu, length of the perturbations of each coordinate; empty for {@value #EXACT} where values rank and
     *     {@value #VISIBLE} where trials are compared, so that a judge sees a difference
     * @param stepSize eta
     * @param lineSearch whether to choose among step lengths; otherwise each estimate is a step of length eta
     * @param lineSearchPoints l, step lengths tried
     * @param shrink gamma, ratio of neighbouring step lengths
     * @param carryBest whether the best of the directions takes part in the line search
     * @param accumulate whether estimates that led nowhere are averaged with the next
     * @param blind whether screens are shuffled for whoever compares
     * @param repeats answers to each screen where trials are compared; pairs go by majority
     */
    public record Options(
            int points,
            int ranked,
            OptionalDouble smoothing,
            double stepSize,
            boolean lineSearch,
            int lineSearchPoints,
            double shrink,
            boolean carryBest,
            boolean accumulate,
            boolean blind,
            Perturbation perturbation,
            int repeats) {

        public Options {
            Check.atLeast("points", points, 2);
            Check.that(ranked >= 0 && ranked <= points, "ranked", ranked, "0 for all, or at most points, " + points);
            smoothing.ifPresent(mu -> Check.positive("smoothing", mu));
            Check.positive("step_size", stepSize);
            Check.positive("line_search_points", lineSearchPoints);
            Check.that(shrink > 0 && shrink < 1, "shrink", shrink, "a number between 0 and 1");
            Check.positive("repeats", repeats);
        }

        public static Options defaults() {
            return new Options(
                    10, 0, OptionalDouble.empty(), 0.3, true, 5, 0.5, true, true, true, Perturbation.GAUSSIAN, 1);
        }

        double smoothing(boolean compared) {
            return smoothing.orElse(compared ? VISIBLE : EXACT);
        }
    }

    /** Smoothing for values, which tell points apart however close they are. */
    static final double EXACT = 0.01;

    /** Smoothing for judges. */
    static final double VISIBLE = 0.1;

    private static final String ID = "rank-sgd";
    private static final long SHUFFLE = 0x73687566L;

    /** A trial from outside the screen that takes part in the line search. */
    private record Guest(long trial, double[] point) {}

    private final NumberAxes axes;
    private final Steps steps;
    private final Problem problem;
    private final Options options;
    private final boolean compared;
    private final double smoothing;

    private final List<Trial<Configuration>> early = new ArrayList<>();
    /** Trials that values may be asked of: the present point and guests. */
    private final Map<Long, Trial<Configuration>> known = new HashMap<>();

    private double[] x;
    /** Trial at the present point, or -1 if there is none. */
    private long incumbent = -1;

    private boolean searching;
    private double[] mean;
    private int averaged;
    private List<Guest> guests = new ArrayList<>();
    private Screen screen;

    /** All that were told, and how many of them screens before this one have used up. */
    private final List<Comparison> comparisons = new ArrayList<>();

    private int used;

    private RankSampler(SearchSpace space, Problem problem, Options options) {
        this.axes = NumberAxes.of(ID, space);
        this.steps = new Steps(axes, problem.seed());
        this.problem = problem;
        this.options = options;
        this.compared = problem.objectives().isEmpty();
        this.smoothing = options.smoothing(compared);
    }

    public static OptimizerFactory<Configuration> over(SearchSpace space) {
        return over(space, Options.defaults());
    }

    /** @throws HoneException naming the parameter that has no direction to move in */
    public static OptimizerFactory<Configuration> over(SearchSpace space, Options options) {
        NumberAxes.of(ID, space);
        return new Factory(space, options);
    }

    private record Factory(SearchSpace space, Options options) implements OptimizerFactory<Configuration> {

        @Override
        public String id() {
            return ID;
        }

        @Override
        public CandidateCodec<Configuration> codec() {
            return new ConfigurationCodec(space);
        }

        @Override
        public boolean learnsFromComparisons() {
            return true;
        }

        @Override
        public Optimizer<Configuration> create(Problem problem) {
            problem.checkOneObjective(ID, "use nsga2, tpe or gp");
            return new RankSampler(space, problem, options);
        }
    }

    // --- the study's side

    @Override
    public List<Proposal<Configuration>> ask(Ask<Configuration> request) {
        if (x == null) {
            start(request.pending());
        }
        int count = compared ? Math.min(request.count(), screen.missing()) : request.count();
        List<Proposal<Configuration>> proposals = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int index = screen.next();
            List<Long> parents = incumbent < 0 ? List.of() : List.of(incumbent);
            proposals.add(new Proposal<>(
                    axes.decode(point(index)),
                    parents,
                    Map.of(Screen.ATTRIBUTE, new Screen.Place(screen.number(), index).json())));
        }
        return proposals;
    }

    @Override
    public void tell(List<Trial<Configuration>> finished) {
        for (Trial<Configuration> trial : finished) {
            if (x == null) {
                early.add(trial);
            } else if (screen.take(trial)) {
                if (!compared && screen.isFinished()) {
                    advance(List.of(Answers.byValues(contenders(), told(), problem)));
                }
            } else if (trial.origin() != Origin.OPTIMIZER && trial.isFeasible()) {
                known.put(trial.number(), trial);
                guests.add(new Guest(trial.number(), axes.point(trial.candidate())));
            }
        }
        consider();
    }

    @Override
    public void tellComparisons(List<Comparison> news) {
        comparisons.addAll(news);
        consider();
    }

    /** Goes on as far as the comparisons allow. A screen with fewer than two trials to compare gives way to another. */
    private void consider() {
        while (compared && x != null && screen.isFinished()) {
            List<Long> shown = shown();
            List<List<List<Long>>> answers = new ArrayList<>();
            int read = used;
            while (shown.size() >= 2 && answers.size() < options.repeats() && read < comparisons.size()) {
                Comparison comparison = comparisons.get(read++);
                if (shown.containsAll(comparison.trials())) {
                    answers.add(comparison.tiers());
                }
            }
            if (shown.size() >= 2 && answers.size() < options.repeats()) {
                return;
            }
            used = read;
            advance(answers);
        }
    }

    @Override
    public List<Long> screen() {
        if (x == null || !compared) {
            return List.of();
        }
        List<Long> shown = new ArrayList<>(shown());
        if (options.blind()) {
            Collections.shuffle(shown, new Random(Seeds.derive(problem.seed(), SHUFFLE, screen.number())));
        }
        return shown;
    }

    // --- points

    private void start(List<Trial<Configuration>> pending) {
        Optional<Trial<Configuration>> given = early.stream()
                .filter(Trial::isFeasible)
                .min((a, b) -> compared ? 0 : Standing.ORDER.compare(Standing.of(a, problem), Standing.of(b, problem)));
        if (given.isPresent()) {
            incumbent = given.get().number();
            known.put(incumbent, given.get());
        } else {
            given = pending.stream().filter(t -> t.origin() != Origin.OPTIMIZER).findFirst();
        }
        x = given.map(t -> axes.point(t.candidate())).orElseGet(steps::start);
        mean = new double[x.length];
        open(0, false);
    }

    private void open(long number, boolean search) {
        searching = search;
        int size = search ? options.lineSearchPoints() + (incumbent < 0 ? 1 : 0) : options.points();
        screen = new Screen(number, size, 0);
    }

    /** The point of the unit cube that member {@code index} of the screen is at. */
    private double[] point(int index) {
        if (!searching) {
            return steps.from(x, smoothing, direction(index));
        }
        int step = incumbent < 0 ? index - 1 : index;
        return step < 0 ? x : steps.from(x, -options.stepSize() * Math.pow(options.shrink(), step), mean);
    }

    private double[] direction(int index) {
        return steps.direction(options.perturbation(), screen.number(), index);
    }

    /** How many of the screen's members values tell apart. */
    private int told() {
        return searching || options.ranked() == 0 ? Integer.MAX_VALUE : options.ranked();
    }

    // --- what an answer teaches

    /** Numbers of the trials on the open screen, if all its members have finished; those that failed are left out. */
    private List<Long> shown() {
        return screen.isFinished()
                ? contenders().stream()
                        .filter(Trial::isFeasible)
                        .map(Trial::number)
                        .toList()
                : List.of();
    }

    /** The present point first, then members by index, then guests. */
    private List<Trial<Configuration>> contenders() {
        List<Trial<Configuration>> all = new ArrayList<>();
        if (searching && incumbent >= 0) {
            all.add(known.get(incumbent));
        }
        all.addAll(screen.members().values());
        if (searching) {
            guests.forEach(guest -> all.add(known.get(guest.trial())));
        }
        return all;
    }

    private void advance(List<List<List<Long>>> rankings) {
        if (searching) {
            move(rankings);
            open(screen.number() + 1, false);
            return;
        }
        boolean learned = learn(rankings);
        if (!learned) {
            open(screen.number() + 1, false);
        } else if (options.lineSearch()) {
            open(screen.number() + 1, true);
        } else {
            x = steps.from(x, -options.stepSize(), mean);
            settle(-1);
            open(screen.number() + 1, false);
        }
    }

    /** Updates the mean of the estimates from an answer to directions; false if the answer settles no pair. */
    private boolean learn(List<List<List<Long>>> rankings) {
        List<Integer> indices = List.copyOf(screen.members().keySet());
        Map<Long, Integer> position = new HashMap<>();
        double[][] directions = new double[indices.size()][];
        for (int i = 0; i < directions.length; i++) {
            position.put(screen.members().get(indices.get(i)).number(), i);
            directions[i] = displacement(indices.get(i));
        }
        List<Edge> edges = RankGradient.majority(rankings.stream()
                .map(tiers -> RankGradient.edges(tiers.stream()
                        .map(tier -> tier.stream().map(position::get).toList())
                        .toList()))
                .toList());
        if (edges.isEmpty()) {
            return false;
        }
        double[] estimate = RankGradient.estimate(directions, edges);
        for (int k = 0; k < mean.length; k++) {
            mean[k] = (averaged * mean[k] + estimate[k]) / (averaged + 1);
        }
        averaged++;
        if (options.lineSearch() && options.carryBest()) {
            long best = Answers.favourite(rankings, -1);
            int index = indices.get(position.get(best));
            known.put(best, screen.members().get(index));
            guests.add(new Guest(best, point(index)));
        }
        return true;
    }

    /** How far member {@code index} is from x, in units of mu: xi, but for bounds and constraints. */
    private double[] displacement(int index) {
        double[] point = point(index);
        double[] displacement = new double[x.length];
        for (int k = 0; k < x.length; k++) {
            displacement[k] = (point[k] - x[k]) / smoothing;
        }
        return displacement;
    }

    /** Moves to the winner of a line search, or stays and keeps the estimate. */
    private void move(List<List<List<Long>>> rankings) {
        long present = incumbent >= 0
                ? incumbent
                : Optional.ofNullable(screen.members().get(0))
                        .map(Trial::number)
                        .orElse(-1L);
        long winner = rankings.isEmpty() ? present : Answers.favourite(rankings, present);
        Optional<Trial<Configuration>> best =
                contenders().stream().filter(t -> t.number() == winner).findFirst();
        if (winner == present || !best.orElseThrow().isComplete()) {
            best.filter(Trial::isComplete).ifPresent(t -> {
                known.put(winner, t);
                incumbent = winner;
            });
            averaged = options.accumulate() ? averaged : 0;
            guests = new ArrayList<>();
            known.keySet().retainAll(List.of(incumbent));
            return;
        }
        Trial<Configuration> trial = best.get();
        known.put(winner, trial);
        x = guests.stream()
                .filter(guest -> guest.trial() == winner)
                .map(Guest::point)
                .findFirst()
                .orElseGet(() -> point(Screen.Place.of(trial).orElseThrow().index()));
        settle(winner);
    }

    private void settle(long trial) {
        incumbent = trial;
        averaged = 0;
        guests = new ArrayList<>();
        known.keySet().retainAll(List.of(trial));
    }

    // --- state

    @Override
    public String state() {
        if (x == null) {
            return "";
        }
        ObjectNode state = Json.MAPPER.createObjectNode();
        state.put("screen", screen.number()).put("asked", screen.asked()).put("searching", searching);
        state.put("incumbent", incumbent).put("averaged", averaged).put("used", used);
        state.set("x", Json.MAPPER.valueToTree(x));
        if (averaged > 0) {
            state.set("mean", Json.MAPPER.valueToTree(mean));
        }
        ArrayNode all = state.putArray("guests");
        guests.forEach(guest ->
                all.addObject().put("trial", guest.trial()).set("point", Json.MAPPER.valueToTree(guest.point())));
        return Json.write(state);
    }

    @Override
    public void restore(String text, List<Trial<Configuration>> finished) {
        if (text.isEmpty()) {
            tell(finished);
            return;
        }
        JsonNode state = Json.parse(text);
        x = numbers(state.get("x"));
        averaged = state.get("averaged").asInt();
        mean = averaged > 0 ? numbers(state.get("mean")) : new double[x.length];
        incumbent = state.get("incumbent").asLong();
        used = state.get("used").asInt();
        for (JsonNode guest : state.get("guests")) {
            guests.add(new Guest(guest.get("trial").asLong(), numbers(guest.get("point"))));
        }
        open(state.get("screen").asLong(), state.get("searching").asBoolean());
        while (screen.asked() < state.get("asked").asInt()) {
            screen.next();
        }
        for (Trial<Configuration> trial : finished) {
            if (!screen.take(trial)
                    && (trial.number() == incumbent || guests.stream().anyMatch(g -> g.trial() == trial.number()))) {
                known.put(trial.number(), trial);
            }
        }
    }

    private static double[] numbers(JsonNode array) {
        double[] numbers = new double[array.size()];
        for (int k = 0; k < numbers.length; k++) {
            numbers[k] = array.get(k).doubleValue();
        }
        return numbers;
    }
}
