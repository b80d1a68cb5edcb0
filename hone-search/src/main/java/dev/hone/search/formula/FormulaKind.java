package dev.hone.search.formula;

import dev.hone.core.HoneException;
import dev.hone.core.Json;
import dev.hone.core.method.CandidateKind;
import dev.hone.core.method.CandidateSection;
import dev.hone.core.method.CandidateTask;
import dev.hone.core.method.Method;
import dev.hone.core.method.OptionValues;
import dev.hone.core.shape.Key;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Trial;
import dev.hone.search.programming.Diversity;
import dev.hone.search.programming.Formula;
import dev.hone.search.programming.GenerationLog;
import dev.hone.search.programming.Tree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Studies that look for a formula for a table of numbers (row 53). */
public final class FormulaKind implements CandidateKind {

    /** Attributes of a study: what its formulas are about. */
    static final String INPUTS = "formula.inputs";

    static final String TARGET = "formula.target";
    static final String DATA = "formula.data";
    static final String COMPARISON = "formula.comparison";

    private static final int GENERATIONS_READ = 10_000;
    private static final int GENERATIONS_SHOWN = 5;

    @Override
    public Key key() {
        return FormulaOptions.key();
    }

    @Override
    public String example() {
        return """
                study: drag
                formula: {data: drag.csv, target: drag}
                budget: {trials: 5000}""".stripIndent();
    }

    @Override
    public List<Method> optimizers() {
        return List.of(ProgrammingOptions.method());
    }

    @Override
    public CandidateSection read(Map<String, Object> section) {
        FormulaOptions options = FormulaOptions.of(section);
        return new Section(options);
    }

    private record Section(FormulaOptions options) implements CandidateSection {

        @Override
        public List<Objective> objectives() {
            return List.of(Objective.minimize(FormulaOptions.lower(options.loss())));
        }

        @Override
        public void checkOptimizer(String id, OptionValues values) {
            ProgrammingOptions.check(values);
        }

        @Override
        public String encode(String text, OptionValues values, Map<String, String> attributes) {
            Tree tree = options.regression()
                    .parseInfix(
                            text,
                            inputs(attributes),
                            ProgrammingOptions.trees(values).depthLimit());
            return FormulaText.encode(tree);
        }

        @Override
        public CandidateTask<?> open(Path directory) {
            return new FormulaTask(options, FormulaData.load(options, directory));
        }
    }

    @Override
    public List<String> forms() {
        return FormulaText.FORMS;
    }

    @Override
    public String write(String form, Trial<String> trial, Map<String, String> attributes) {
        return FormulaText.write(form, trial, inputs(attributes));
    }

    private static List<String> inputs(Map<String, String> attributes) {
        List<String> inputs = new ArrayList<>();
        String json = attributes.get(INPUTS);
        if (json == null) {
            throw new HoneException("the study does not say what its inputs are called");
        }
        Json.parse(json).forEach(name -> inputs.add(name.asText()));
        return inputs;
    }

    @Override
    public List<String> best(Trial<String> trial, StudyRecord study, Map<String, String> attributes) {
        List<String> lines = new ArrayList<>();
        lines.add(attributes.getOrDefault(TARGET, "value") + " = " + write(FormulaText.INFIX, trial, attributes));
        Evaluation evaluation = trial.evaluation().orElseThrow();
        String loss = study.objectives().get(0).name();
        Double test = evaluation.metrics().get("test_" + loss);
        Formula formula = FormulaText.formula(trial, inputs(attributes));
        int size = formula.tree().size();
        int shorter = formula.simplified().tree().size();
        lines.add(loss + " " + FormulaTask.shown(evaluation.value()) + " on the rows it was fitted to"
                + (test == null ? "" : ", " + FormulaTask.shown(test) + " on those held out")
                + "; " + shorter + " nodes"
                + (shorter < size ? ", simplified from " + size : ""));
        if (attributes.containsKey(COMPARISON)) {
            lines.add("for comparison: " + attributes.get(COMPARISON));
        }
        return lines;
    }

    /** Some generations, evenly spaced, the first and the latest among them. */
    @Override
    public List<String> report(StudyStore store, StudyRecord study) {
        List<Diversity> log = GenerationLog.read(store, study.id(), GENERATIONS_READ);
        if (log.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%-10s  %-10s  %-8s  %-8s  %-8s  %-6s  %-6s  %s",
                "GENERATION",
                "BEST",
                "TREES",
                "OUTPUTS",
                "DISTANCE",
                "SIZE",
                "GINI",
                "PREFERENCE"));
        int rows = Math.min(GENERATIONS_SHOWN, log.size());
        for (int i = 0; i < rows; i++) {
            Diversity d = log.get(rows == 1 ? 0 : (int) Math.round(i * (log.size() - 1.0) / (rows - 1)));
            lines.add(String.format(
                            Locale.ROOT,
                            "%-10d  %-10.4g  %-8s  %-8s  %-8s  %-6.1f  %-6s  %s",
                            d.generation(),
                            d.bestLoss(),
                            two(d.uniqueTrees()),
                            two(d.uniqueOutputs()),
                            two(d.meanDistance()),
                            d.solutionSize(),
                            two(d.matingGini()),
                            two(d.preferenceStrength()))
                    .stripTrailing());
        }
        lines.add(
                "shares of distinct trees and outputs, mean distance of two trees, nodes, inequality of mating, distance of"
                        + " partners to ideals over that of random ones");
        return lines;
    }

    private static String two(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.2f", value);
    }
}
