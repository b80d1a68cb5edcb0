package dev.hone.search.fidelity;

import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.ConfigurationCodec;
import dev.hone.core.space.Fidelity;
import dev.hone.core.space.FidelityLevels;
import dev.hone.core.space.FidelityRange;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.Parameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.CandidateCodec;
import dev.hone.core.trial.Trial;
import dev.hone.search.bayes.Recommendation;
import dev.hone.search.fidelity.MultiFidelityOptions.Acquisition;
import dev.hone.search.fidelity.MultiFidelityOptions.Surrogate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Multi-fidelity Bayesian optimization in studies that declare a {@link Fidelity} (row 24; Do and Zhang, Multi-fidelity
 * Bayesian optimization in engineering design, arXiv 2311.13050): every proposal is a configuration and the level at which it
 * is evaluated, by the engine of {@link MultiFidelityOptimization}.
 *
 * <p>Trials that are pending are imagined by joint draws where the surrogate is one process, and else taken to turn out as it
 * expects. Each proposal's attribute {@code fidelity} has the
 * correlations of the levels with the truth and the costs that were reckoned with; a level that is not informative is named
 * there and logged. Outcome constraints and several objectives have a model each. Immutable and thread-safe.
 */
public final class MultiFidelityBayesSampler implements OptimizerFactory<Configuration> {

    static final String ID = "multi-fidelity";

    private final SearchSpace space;
    private final MultiFidelityOptions options;
    private final Map<String, List<String>> parents;
    private final Map<String, Double> biases;
    private final Optional<Environment> environment;

    private MultiFidelityBayesSampler(
            SearchSpace space,
            MultiFidelityOptions options,
            Map<String, List<String>> parents,
            Map<String, Double> biases,
            Optional<Environment> environment) {
        this.space = space;
        this.options = options;
        this.parents = parents;
        this.biases = biases;
        this.environment = environment;
    }

    /** With the defaults of {@link MultiFidelityOptions} and {@link Surrogate#AUTO}. */
    public static MultiFidelityBayesSampler over(SearchSpace space) {
        return over(space, MultiFidelityOptions.defaults(1).withSurrogate(Surrogate.AUTO, false));
    }

    /** @param options whose budget is not looked at: the study's counts */
    public static MultiFidelityBayesSampler over(SearchSpace space, MultiFidelityOptions options) {
        return new MultiFidelityBayesSampler(space, options, Map.of(), Map.of(), Optional.empty());
    }

    /** With the sources that each source of {@link Surrogate#GRAPH} is made from, all by their names. */
    public MultiFidelityBayesSampler withParents(Map<String, List<String>> sources) {
        return new MultiFidelityBayesSampler(space, options, Map.copyOf(sources), biases, environment);
    }

    /**
     * With how much each level below the truth is off at most, by their names and in units of the objective, instead of what is
     * learned; for {@link Acquisition#MF_GP_UCB}.
     */
    public MultiFidelityBayesSampler withBiases(Map<String, Double> greatest) {
        return new MultiFidelityBayesSampler(space, options, parents, Map.copyOf(greatest), environment);
    }

    /** With a parameter that varies when a design is used: every proposal has the attribute {@code recommendation}. */
    public MultiFidelityBayesSampler withEnvironment(Environment varying) {
        return new MultiFidelityBayesSampler(space, options, parents, biases, Optional.of(varying));
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
    public boolean choosesFidelity() {
        return true;
    }

    /** With an environment, the evaluated design to use after these trials; empty as long as the truth has no value. */
    public Optional<Recommendation> recommend(Problem problem, List<Trial<Configuration>> finished) {
        MultiFidelityOptimizer optimizer = optimizer(problem);
        optimizer.tell(finished);
        return environment.isPresent() ? optimizer.recommendation(finished.size()) : Optional.empty();
    }

    @Override
    public Optimizer<Configuration> create(Problem problem) {
        return optimizer(problem);
    }

    private MultiFidelityOptimizer optimizer(Problem problem) {
        Fidelity fidelity = problem.fidelity()
                .orElseThrow(
                        () -> new HoneException("optimizer '" + ID + "' chooses at which fidelity a configuration is"
                                + " evaluated, and this study has none; expected one, such as fidelity: {parameter: mesh, truth:"
                                + " fine, costs: {coarse: 0.1, fine: 1}}, or optimizer gp or bayes"));
        Fidelities fidelities = fidelities(fidelity);
        MultiFidelityOptions suited = named(FidelityKind.resolve(options, fidelity), fidelities);
        if (problem.objectives().size() > 1 && options.acquisition() != Acquisition.AUGMENTED_EI) {
            throw new InvalidFieldException(
                    "acquisition",
                    "is " + FidelityKind.name(options.acquisition())
                            + ", expected augmented-ei with several objectives, where the expected"
                            + " hypervolume improvement takes the place of EI");
        }
        if (problem.objectives().size() > 1 && options.trustRegion()) {
            throw new InvalidFieldException(
                    "trust_region", "is true, expected false with several objectives, of which none is the best point");
        }
        SearchSpace designs = designs(fidelity);
        int objectives = problem.objectives().size();
        Optional<RobustValue> robust = environment.map(e -> RobustValue.of(e, designs, suited, objectives));
        double budget = problem.cost().orElse(Double.POSITIVE_INFINITY);
        List<Integer> first = FirstPoints.of(suited.dimensions(designs), fidelities, suited, budget, problem.trials());
        double cost = FirstPoints.cost(first, fidelities);
        if (cost > budget + 1e-9) {
            throw new HoneException("budget.cost: is " + budget + ", expected at least " + Fidelity.name(cost)
                    + ", what the first points " + first + " of the levels cost");
        }
        return new MultiFidelityOptimizer(
                space,
                fidelity,
                problem,
                new FidelitySearch(new FidelitySearch.Setup(
                        suited.designs(designs, problem.seed()),
                        fidelities,
                        first,
                        suited,
                        objectives,
                        robust,
                        budget,
                        problem.seed())));
    }

    /** With what was said of fidelities by their names. */
    private MultiFidelityOptions named(MultiFidelityOptions suited, Fidelities fidelities) {
        if (!parents.isEmpty() && suited.surrogate() != Surrogate.GRAPH) {
            throw new InvalidFieldException(
                    "parents", "is given with surrogate " + FidelityKind.name(suited.surrogate()) + ", expected graph");
        }
        if (!biases.isEmpty() && suited.acquisition() != Acquisition.MF_GP_UCB) {
            throw new InvalidFieldException(
                    "biases",
                    "is given with acquisition " + FidelityKind.name(suited.acquisition()) + ", expected mf-gp-ucb");
        }
        List<String> names =
                Arrays.stream(fidelities.compared()).mapToObj(fidelities::name).toList();
        MultiFidelityOptions related =
                parents.isEmpty() ? suited : suited.withParents(SourceGraph.positions(parents, names));
        return biases.isEmpty() ? related : related.withBiases(LevelBiases.inOrder(biases, names));
    }

    private static Fidelities fidelities(Fidelity fidelity) {
        if (fidelity instanceof FidelityLevels choice) {
            return new DeclaredLevels(choice.levels().stream()
                    .map(l -> new FidelityLevel(l.name(), l.cost()))
                    .toList());
        }
        return Continuum.of((FidelityRange) fidelity);
    }

    /** The space without the fidelity. */
    private SearchSpace designs(Fidelity fidelity) {
        SearchSpace.Builder builder = SearchSpace.builder();
        for (Parameter parameter : space.parameters()) {
            if (parameter.name().equals(fidelity.parameter())) {
                continue;
            }
            boolean searched = parameter instanceof FloatParameter
                    || parameter instanceof IntParameter
                    || parameter instanceof CategoricalParameter choice && choice.ordered()
                    || parameter.cardinality() == 1;
            if (!searched || parameter.condition().isPresent()) {
                throw new HoneException("parameters." + parameter.name() + ": is "
                        + (searched ? "active under a condition only" : "without order") + ", and optimizer '" + ID
                        + "' searches floats, ints and ordered choices without conditions; expected one of these");
            }
            builder.add(parameter);
        }
        space.constraints().forEach(c -> builder.constraint(c.expression()));
        SearchSpace designs = builder.build();
        if (designs.dimensions() == 0) {
            throw new HoneException("parameters: has nothing beside the fidelity '" + fidelity.parameter()
                    + "', expected a parameter to search");
        }
        return designs;
    }
}
