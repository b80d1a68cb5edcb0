package dev.hone.search.formula;

import dev.hone.core.HoneException;
import dev.hone.core.Json;
import dev.hone.core.evaluate.Evaluator;
import dev.hone.core.method.CandidateTask;
import dev.hone.core.method.OptionValues;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.trial.Evaluation;
import dev.hone.search.formula.FormulaData.Rows;
import dev.hone.search.programming.Arithmetic;
import dev.hone.search.programming.Formula;
import dev.hone.search.programming.GeneticProgrammingSampler;
import dev.hone.search.programming.Primitive;
import dev.hone.search.programming.SymbolicRegression;
import dev.hone.search.programming.Tree;
import dev.hone.search.programming.TreeDistance;
import dev.hone.search.programming.TreeRepresentation;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Symbolic regression on a table that was read. Immutable and thread-safe. */
final class FormulaTask implements CandidateTask<Tree> {

    private final FormulaOptions options;
    private final FormulaData data;
    private final SymbolicRegression regression;

    FormulaTask(FormulaOptions options, FormulaData data) {
        this.options = options;
        this.data = data;
        this.regression = new SymbolicRegression(
                data.inputs(), data.train().columns(), data.train().target(), options.regression());
    }

    @Override
    public Class<Tree> type() {
        return Tree.class;
    }

    @Override
    public OptimizerFactory<Tree> optimizer(String id, OptionValues values) {
        Outputs outputs = new Outputs(regression::outputs, 8 * values.intValue("population"));
        ToDoubleBiFunction<Tree, Tree> distance =
                ProgrammingOptions.isSemantic(values) ? TreeDistance.semantic(outputs::of) : TreeDistance::structural;
        return GeneticProgrammingSampler.over(
                new TreeRepresentation(regression.primitives(), ProgrammingOptions.trees(values), distance),
                ProgrammingOptions.sampler(values),
                outputs::of,
                trial -> FormulaText.fitted(trial.candidate(), trial));
    }

    @Override
    public Evaluator<Tree> evaluator() {
        return Evaluator.of(this::evaluate);
    }

    @Override
    public boolean isRepeatable() {
        return true;
    }

    Evaluation evaluate(Tree tree) {
        Formula formula = regression.formula(tree);
        double loss = regression.loss(formula);
        if (!Double.isFinite(loss)) {
            throw new HoneException("the formula is not a finite number " + where(formula));
        }
        String name = FormulaOptions.lower(options.loss());
        Evaluation evaluation = Evaluation.of(loss).withMetric("size", tree.size());
        Rows test = data.test();
        if (test.size() > 0) {
            double error = regression.loss(formula, test.columns(), test.target());
            // a formula that is not finite there has no error; that is no reason to judge it by those rows
            evaluation = Double.isFinite(error) ? evaluation.withMetric("test_" + name, error) : evaluation;
        }
        for (var metric : FormulaText.metrics(tree, formula, options.scaling()).entrySet()) {
            evaluation = evaluation.withMetric(metric.getKey(), metric.getValue());
        }
        return evaluation;
    }

    private String where(Formula formula) {
        double[] predicted = (double[]) formula.tree().evaluate(data.train().columns());
        for (int i = 0; i < predicted.length; i++) {
            if (!Double.isFinite(predicted[i])) {
                return "on some row, first on line " + data.train().lines()[i] + " of " + options.data();
            }
        }
        return "once the errors of all rows are summed";
    }

    @Override
    public Map<String, String> attributes() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(FormulaKind.INPUTS, Json.write(data.inputs()));
        all.put(FormulaKind.TARGET, options.target());
        all.put(
                FormulaKind.DATA,
                data.train().size() + " rows, " + data.test().size() + " held out"
                        + (data.test().size() > 0 ? (options.last() ? " (the last)" : " (at random)") : "")
                        + ", digest "
                        + data.digest());
        all.put("formula.language", language());
        all.put("formula.fit", "scaling " + options.scaling() + ", polish " + options.polish());
        all.put(FormulaKind.COMPARISON, comparison());
        return all;
    }

    private String language() {
        return String.join(" ", options.functions())
                + options.constants()
                        .map(c -> ", constants from " + c.low() + " to " + c.high())
                        .orElse(", no constants");
    }

    @Override
    public Map<String, String> describe() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put(
                "Data",
                options.data() + ", " + data.train().size() + " rows"
                        + (data.test().size() > 0 ? " and " + data.test().size() + " held out" : ""));
        words.put("Target", options.target());
        words.put("Inputs", String.join(", ", data.inputs()));
        words.put(
                "Functions",
                options.primitives().stream().map(Primitive::name).collect(Collectors.joining(" "))
                        + options.constants()
                                .map(c -> ", constants from " + c.low() + " to " + c.high())
                                .orElse(""));
        words.put("Compare", comparison());
        return words;
    }

    /** Errors of the models that a formula should beat. */
    private String comparison() {
        Rows train = data.train();
        double[] weights = LinearModel.fit(train.columns(), train.target());
        double mean = Arrays.stream(train.target()).average().orElseThrow();
        Tree one = Tree.constant(Arithmetic.ephemeral(-1, 1), mean);
        Formula constant = new Formula(one, 0, 1);
        String text = "the mean has "
                + error(regression.loss(constant), test -> regression.loss(constant, test.columns(), test.target()));
        double linear = LinearModel.loss(options.loss(), weights, train.columns(), train.target());
        return text + ", a linear model "
                + error(linear, test -> LinearModel.loss(options.loss(), weights, test.columns(), test.target()));
    }

    private String error(double train, ToDoubleFunction<Rows> onTest) {
        String held = data.test().size() > 0 ? " (held out " + shown(onTest.applyAsDouble(data.test())) + ")" : "";
        return FormulaOptions.lower(options.loss()) + " " + shown(train) + held;
    }

    static String shown(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
